import Foundation
import Scheduling

/// Times as people type them: an RFC 3339 instant, or `YYYY-MM-DD HH:MM` on the clock of a zone.
///
/// Everything that could mean two things is refused, with what to write instead.
struct TypedTime: Sendable {
    var zone: ZoneRules
    var language: Language

    /// The instant `text` means.
    func instant(_ text: String) throws -> Instant {
        let text = text.trimmingCharacters(in: .whitespaces)
        if let instant = Instant(rfc3339: text) { return instant }
        guard let (date, time) = Self.dateAndTime(text) else { throw refused(.timeNotUnderstood, ["text": text]) }
        return try instant(date, time)
    }

    /// The only instant at which the zone's clock shows this.
    func instant(_ date: CivilDate, _ time: WallTime) throws -> Instant {
        // 24:00 is the next day's midnight, as everywhere in the service.
        if time == .endOfDay { return try instant(date.adding(days: 1), .midnight) }
        let first = zone.firstInstant(atOrAfter: date, time)
        let reading = zone.civilTime(at: first)
        guard reading.date == date, reading.minuteOfDay == time.minutes else {
            throw refused(
                .timeInGap,
                [
                    "text": "\(date.iso8601) \(time.string)", "zone": zone.name,
                    "instead": first.rfc3339(in: zone),
                ])
        }
        if let turn = zone.nextTransition(after: first) {
            let later = first.adding(seconds: reading.offsetSeconds - zone.offsetSeconds(at: turn))
            let again = zone.civilTime(at: later)
            if later > first, later >= turn, again.date == date, again.minuteOfDay == time.minutes {
                throw refused(
                    .timeTwice,
                    [
                        "text": "\(date.iso8601) \(time.string)", "zone": zone.name,
                        "first": first.rfc3339(in: zone), "second": later.rfc3339(in: zone),
                    ])
            }
        }
        return first
    }

    /// A span from two instants, or whole days: `2026-12-24`, `2026-12-24..2026-12-26` (both days included).
    func span(_ words: [String]) throws -> Range<Instant> {
        let words = words.count == 1 ? Self.splitRange(words[0]) : words
        let range: (Instant, Instant)
        switch (words.count, words.first.flatMap(Self.day), words.last.flatMap(Self.day)) {
        case (1, let day?, _):
            range = (zone.firstInstant(of: day), zone.firstInstant(of: day.adding(days: 1)))
        case (2, let first?, let last?):
            range = (zone.firstInstant(of: first), zone.firstInstant(of: last.adding(days: 1)))
        case (2, nil, nil):
            range = (try instant(words[0]), try instant(words[1]))
        default:
            throw refused(.spanNotUnderstood, ["text": words.joined(separator: " ")])
        }
        guard range.0 < range.1 else { throw refused(.spanBackwards, ["text": words.joined(separator: " ")]) }
        return range.0..<range.1
    }

    private static func splitRange(_ text: String) -> [String] {
        text.components(separatedBy: "..").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func day(_ text: String) -> CivilDate? { CivilDate(iso8601: text) }

    private static func dateAndTime(_ text: String) -> (CivilDate, WallTime)? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "T" || $0 == "\t" })
        guard words.count == 2, let date = CivilDate(iso8601: words[0]), let time = WallTime(words[1]) else {
            return nil
        }
        return (date, time)
    }

    private func refused(_ phrase: Phrase, _ values: [String: String]) -> CommandFailure {
        CommandFailure(status: .usage, message: phrase.text(language, values))
    }
}
