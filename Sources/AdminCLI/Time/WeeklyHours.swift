import Foundation
import Scheduling

/// A week's hours as people type them: `mon,wed 19:00-22:00; sat 10:00-12:00,14:00-18:00`, `周六 10:00-12:00`,
/// `weekdays 19:00-21:00`, `fri off`.
struct WeeklyHours: Hashable, Sendable {
    /// Windows by weekday; a weekday nobody named has none.
    var windows: [Weekday: [Window]]

    /// For `weekly` of a schedule: every weekday, those without hours with an empty list.
    var json: JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map { ($0.slug, Self.json(windows[$0] ?? [])) }))
    }

    static func json(_ windows: [Window]) -> JSON {
        .array(windows.map { [.string($0.start.string), .string($0.end.string)] })
    }

    /// Reads entries, each of them days and hours; several entries in one text are divided by `;`.
    ///
    /// - Throws: ``CommandFailure`` that says which part isn't understood and how it is written.
    init(_ texts: [String], language: Language) throws {
        windows = [:]
        var entries = texts.flatMap { Self.normalized($0).split(whereSeparator: { $0 == ";" || $0 == "\n" }) }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        entries.removeAll { $0.isEmpty }
        guard !entries.isEmpty else { throw Self.refused(.hoursMissing, "", language) }
        for entry in entries {
            // Hours begin at the first digit that follows the days, or are a word that means none.
            let (days, hours) = Self.split(entry)
            guard !days.isEmpty else { throw Self.refused(.weekdaysMissing, entry, language) }
            let weekdays = try Self.weekdays(days, language: language)
            let read = try Self.windows(hours, language: language)
            for weekday in weekdays {
                windows[weekday, default: []] += read
                windows[weekday]?.sort { ($0.start, $0.end) < ($1.start, $1.end) }
            }
        }
    }

    /// Reads hours alone: `19:00-21:00,22:00-24:00`; a word such as `off` is none.
    static func windows(_ text: String, language: Language) throws -> [Window] {
        let text = normalized(text).trimmingCharacters(in: .whitespaces)
        if offWords.contains(text) { return [] }
        guard !text.isEmpty else { throw refused(.hoursMissing, text, language) }
        let parts = text.split(whereSeparator: { $0 == "," || $0 == " " }).filter { !$0.isEmpty }
        return try parts.map { part in
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let (start, end) = times(String(ends[0]), String(ends[1])),
                let window = Window(start: start, end: end)
            else { throw refused(.hoursNotUnderstood, String(part), language) }
            return window
        }
    }

    /// Two times of day as ``TimePhrase`` reads them: `19:00` `22:00`, `7pm` `10pm`, `晚上8点` `10点`.
    private static func times(_ start: String, _ end: String) -> (WallTime, WallTime)? {
        if let start = wallTime(start[...]), let end = wallTime(end[...]) { return (start, end) }
        guard let right = try? TimePhrase(end), right.isClockAlone,
            let left = (try? TimePhrase(start)) ?? (try? TimePhrase(start + "点")), left.isClockAlone,
            let from = left.clock, let to = right.clock
        else { return nil }
        return TypedSpan.times(from, to)
    }

    private static let offWords: Set<String> = ["off", "none", "closed", "休息", "休", "无"]

    /// Full-width signs and the dashes people type become the plain ones; hyphens lose the space around them.
    private static func normalized(_ text: String) -> String {
        var result = text.precomposedStringWithCompatibilityMapping.lowercased()
        for (sign, plain) in [("、", ","), ("–", "-"), ("—", "-"), ("~", "-"), ("至", "-"), ("到", "-"), ("。", ";")] {
            result = result.replacingOccurrences(of: sign, with: plain)
        }
        for sign in ["-", ","] {
            while result.contains(" \(sign)") { result = result.replacingOccurrences(of: " \(sign)", with: sign) }
            while result.contains("\(sign) ") { result = result.replacingOccurrences(of: "\(sign) ", with: sign) }
        }
        return result
    }

    private static func split(_ entry: String) -> (days: String, hours: String) {
        let parts = DayPart.words.compactMap { entry.range(of: $0.0)?.lowerBound }
        if let digit = (parts + [entry.firstIndex(where: { $0.isASCII && $0.isNumber })].compactMap { $0 }).min() {
            return (
                entry[..<digit].trimmingCharacters(in: CharacterSet(charactersIn: " :,")), String(entry[digit...])
            )
        }
        for word in offWords.sorted(by: { $0.count > $1.count }) where entry.hasSuffix(word) {
            return (entry.dropLast(word.count).trimmingCharacters(in: CharacterSet(charactersIn: " :,")), word)
        }
        return (entry, "")
    }

    static func weekdays(_ text: String, language: Language) throws -> [Weekday] {
        var found: [Weekday] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            if let group = groups[String(part)] {
                found += group
                continue
            }
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { weekday(String($0)) }
            switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
            case (1, let day?, _):
                found.append(day)
            case (2, let first?, let last?):
                let days = Weekday.allCases
                let length = (last.rawValue - first.rawValue + 7) % 7
                found += (0...length).map { days[(first.rawValue - 1 + $0) % 7] }
            default:
                throw refused(.weekdayNotUnderstood, String(part), language)
            }
        }
        return Weekday.allCases.filter(found.contains)
    }

    private static let groups: [String: [Weekday]] = {
        let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        let weekend: [Weekday] = [.saturday, .sunday]
        return [
            "daily": Weekday.allCases, "everyday": Weekday.allCases, "每天": Weekday.allCases,
            "weekdays": workdays, "工作日": workdays, "weekends": weekend, "weekend": weekend, "周末": weekend,
        ]
    }()

    /// One weekday by a name people type: `sat`, `saturday`, `周六`, `六`.
    static func weekday(_ text: String) -> Weekday? {
        if let day = Weekday(slug: String(text.prefix(3))) {
            let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            let name = names[day.rawValue - 1]
            return text == day.slug || text == name || (["tues", "thur", "thurs"].contains(text)) ? day : nil
        }
        for prefix in ["星期", "礼拜", "周"] where text.hasPrefix(prefix) {
            return chineseDays[String(text.dropFirst(prefix.count))]
        }
        // 周一、三、五: the later ones without their prefix. A lone digit would be a time, so only these characters.
        return chineseDays[text]
    }

    private static let chineseDays: [String: Weekday] = [
        "一": .monday, "二": .tuesday, "三": .wednesday, "四": .thursday, "五": .friday, "六": .saturday,
        "日": .sunday, "天": .sunday,
    ]

    /// `HH:MM` or `H:MM`.
    static func wallTime(_ text: Substring) -> WallTime? {
        WallTime(text) ?? (text.count == 4 ? WallTime("0" + text) : nil)
    }

    private static func refused(_ phrase: Phrase, _ text: String, _ language: Language) -> CommandFailure {
        CommandFailure(status: .usage, message: phrase.text(language, ["text": text]))
    }
}
