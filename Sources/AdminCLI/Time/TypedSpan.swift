import Foundation
import Scheduling

/// How a span is written: where its two ends part, and what an hour means that has its half of the day from the
/// other end.
enum TypedSpan {
    /// The texts of both ends; one text where there is no mark between two.
    static func ends(of words: [String]) -> [String] {
        let text = words.joined(separator: " ")
        if words.count == 2, words.allSatisfy({ split($0) == nil }), words.allSatisfy(isWhole) { return words }
        return split(text).map { [$0.0, $0.1] } ?? [text.trimmingCharacters(in: .whitespacesAndNewlines)]
    }

    /// Whether the text says a day by itself, so that it can be an end.
    private static func isWhole(_ text: String) -> Bool {
        Instant(rfc3339: text) != nil || ((try? TimePhrase(text))?.day != nil)
    }

    /// The two sides of `..`, `to`, `到`, `至`, a dash, or a hyphen that is not part of a date.
    static func split(_ text: String) -> (String, String)? {
        for mark in ["..", " to ", " until ", "到", "至", "–", "—", "~", "～"] {
            let parts = text.components(separatedBy: mark)
            if parts.count == 2 { return trimmed(parts[0], parts[1]) }
            if parts.count > 2 { return nil }
        }
        let characters = Array(text)
        var hyphens: [Int] = []
        var index = 0
        while index < characters.count {
            if let end = endOfDate(characters, index) {
                index = end
                continue
            }
            if characters[index] == "-" { hyphens.append(index) }
            index += 1
        }
        guard hyphens.count == 1, let hyphen = hyphens.first else { return nil }
        return trimmed(String(characters[..<hyphen]), String(characters[(hyphen + 1)...]))
    }

    private static func trimmed(_ left: String, _ right: String) -> (String, String)? {
        let ends = (left.trimmingCharacters(in: .whitespaces), right.trimmingCharacters(in: .whitespaces))
        return ends.0.isEmpty || ends.1.isEmpty ? nil : ends
    }

    /// Where the date or RFC 3339 instant that begins here ends; nil when none does.
    private static func endOfDate(_ characters: [Character], _ start: Int) -> Int? {
        guard start == 0 || !characters[start - 1].isASCIIDigit else { return nil }
        let date = String(characters[start...].prefix { $0.isASCIIDigit || $0 == "-" })
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].count == 4, (1...2).contains(parts[1].count), (1...2).contains(parts[2].count)
        else { return nil }
        var end = start + parts[0].count + parts[1].count + parts[2].count + 2
        // An instant's offset may have a hyphen too.
        let rest = String(characters[end...].prefix { !$0.isWhitespace })
        if rest.first == "T" || rest.first == "t", Instant(rfc3339: date.prefix(10) + rest) != nil { end += rest.count }
        return end
    }

    /// Both phrases. A bare number at the left takes its half of the day from the right: `8-10pm`.
    static func phrases(
        _ ends: [String], refusal: (TimePhrase.Problem, String) -> CommandFailure
    ) throws -> (TimePhrase, TimePhrase) {
        let text = ends.joined(separator: " – ")
        let right: TimePhrase
        do {
            right = try TimePhrase(ends[1])
        } catch {
            throw refusal(error, text)
        }
        do {
            return (try TimePhrase(ends[0]), right)
        } catch .bareNumber where right.clock != nil {
            guard let left = try? TimePhrase(ends[0] + "点") else { throw refusal(.notUnderstood, text) }
            return (left, right)
        } catch {
            throw refusal(error, text)
        }
    }

    /// Both times of day, where at most one of them leaves its half of the day to the other: the end is the first one
    /// after the start. Nil when both do.
    static func times(_ start: TimePhrase.Clock, _ end: TimePhrase.Clock) -> (WallTime, WallTime)? {
        switch (start, end) {
        case (.exact(let start), .exact(let end)):
            return (start, end)
        case (.exact(let start), .ambiguous(let hour, let minute)):
            let later = readings(hour, minute).filter { $0 > start }.min()
            return later.map { (start, $0) }
        case (.ambiguous(let hour, let minute), .exact(let end)):
            let earlier = readings(hour, minute).filter { $0 < end }.max()
            return earlier.map { ($0, end) }
        case (.ambiguous, .ambiguous):
            return nil
        }
    }

    private static func readings(_ hour: Int, _ minute: Int) -> [WallTime] {
        let minutes = hour % 12 * 60 + minute
        let all = [minutes, minutes + 720] + (minutes == 0 ? [1440] : [])
        return all.compactMap { WallTime(minutes: $0) }
    }
}
