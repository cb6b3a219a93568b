import Foundation
import Scheduling
import ZoneData

/// Reads and shows instants on the clock of a zone, by name.
struct WallClock: Sendable {
    /// Nil where this machine has no time zone data: times are then shown as the server wrote them.
    var directory: ZoneDirectory?
    var language: Language

    /// The machine's own zone data, read once.
    static let systemDirectory: ZoneDirectory? = try? ZoneDirectory()

    func zone(named name: String) -> ZoneRules? {
        directory?.zone(named: name)
    }

    /// The rules of a zone that is needed to read what was typed.
    func zone(required name: String) throws -> ZoneRules {
        guard let zone = zone(named: name) else {
            throw CommandFailure(status: .failure, message: Phrase.zoneUnknown.text(language, ["zone": name]))
        }
        return zone
    }

    /// What calendar and clock show in `zone` at an RFC 3339 instant; by the offset written in it where the zone is
    /// not known.
    func reading(of text: String, in zone: String?) -> Reading? {
        guard let instant = Instant(rfc3339: text) else { return nil }
        if let rules = zone.flatMap({ self.zone(named: $0) }) {
            let time = rules.civilTime(at: instant)
            return Reading(date: time.date, minuteOfDay: time.minuteOfDay)
        }
        // A valid instant begins `YYYY-MM-DDTHH:MM`, in the offset at its end.
        let characters = Array(text.prefix(16))
        guard let date = CivilDate(iso8601: String(characters[0..<10])),
            let time = WallTime(String(characters[11..<16]))
        else { return nil }
        return Reading(date: date, minuteOfDay: time.minutes)
    }

    /// One reading of calendar and clock.
    struct Reading: Hashable, Sendable {
        var date: CivilDate
        /// 0…1439.
        var minuteOfDay: Int

        var clock: String { Self.clock(minuteOfDay) }

        static func clock(_ minutes: Int) -> String {
            let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
            return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
        }
    }

    /// `Tue 2026-11-24` or `2026-11-24 周二`.
    func day(_ date: CivilDate) -> String {
        switch language {
        case .english: "\(WeekdayNames.english(date.weekday)) \(date.iso8601)"
        case .chinese: "\(date.iso8601) \(WeekdayNames.chinese(date.weekday))"
        }
    }

    /// `Tue 2026-11-24 19:00`.
    func moment(_ text: String?, in zone: String?) -> String {
        guard let text else { return "" }
        guard let reading = reading(of: text, in: zone) else { return text }
        return "\(day(reading.date)) \(reading.clock)"
    }

    /// `Tue 2026-11-24 19:00–20:00`; an end on another day is written out, midnight is `24:00`.
    func span(_ start: String?, _ end: String?, in zone: String?) -> String {
        guard let start else { return "" }
        guard let from = reading(of: start, in: zone) else { return start }
        let first = "\(day(from.date)) \(from.clock)"
        guard let end, let to = reading(of: end, in: zone) else { return first }
        if to.date == from.date { return "\(first)–\(to.clock)" }
        if to.minuteOfDay == 0, to.date == from.date.adding(days: 1) { return "\(first)–24:00" }
        return "\(first) – \(day(to.date)) \(to.clock)"
    }
}

/// Short names of weekdays.
enum WeekdayNames {
    static func english(_ weekday: Weekday) -> String {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday.rawValue - 1]
    }

    static func chinese(_ weekday: Weekday) -> String {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][weekday.rawValue - 1]
    }

    static func name(_ weekday: Weekday, _ language: Language) -> String {
        language == .chinese ? chinese(weekday) : english(weekday)
    }
}
