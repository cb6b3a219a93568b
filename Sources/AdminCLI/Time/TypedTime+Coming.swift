import Foundation
import Scheduling

extension TypedTime {
    /// The instant `text` means, where a day may also be said from today: `sat 19:00`, `周六 19:00`, `today 19:00`,
    /// `tomorrow 19:00`, `明天 19:00`. A weekday is the next one on which that time is still to come.
    func coming(_ text: String, after now: Instant) throws -> Instant {
        let plain = text.precomposedStringWithCompatibilityMapping.lowercased()
        guard let digit = plain.firstIndex(where: { $0.isASCII && $0.isNumber }), digit > plain.startIndex,
            let time = WeeklyHours.wallTime(plain[digit...].drop { $0 == " " })
        else { return try instant(text) }
        let word = plain[..<digit].trimmingCharacters(in: .whitespaces)
        let today = zone.localDate(at: now)
        switch word {
        case "today", "今天": return try instant(today, time)
        case "tomorrow", "明天": return try instant(today.adding(days: 1), time)
        default: break
        }
        guard let weekday = WeeklyHours.weekday(word) else { return try instant(text) }
        let ahead = (weekday.rawValue - today.weekday.rawValue + 7) % 7
        let day = today.adding(days: ahead)
        guard ahead == 0, zone.firstInstant(atOrAfter: day, time) <= now else { return try instant(day, time) }
        return try instant(day.adding(days: 7), time)
    }
}
