import APIModel
import Foundation
import Scheduling
import Terminal

/// Shows a schedule: hours by weekday, dated days, time off, caps.
struct ScheduleText: Sendable {
    var language: Language
    var clock: WallClock

    /// `19:00–22:00, 23:00–01:00 (next day)`, or that there are none.
    func hours(_ windows: [[String]]) -> String {
        if windows.isEmpty { return Phrase.closedDay.text(language) }
        return windows.map { window in
            guard window.count == 2 else { return window.joined(separator: "–") }
            let hours = "\(window[0])–\(window[1])"
            // An end at or before its start is on the next day; that surprises whoever mistyped it.
            return window[1] <= window[0] ? "\(hours) (\(Phrase.nextDay.text(language)))" : hours
        }.joined(separator: ", ")
    }

    /// The weekdays, one a line.
    func weekly(_ weekly: [String: [[String]]]) -> [String] {
        Weekday.allCases.map { weekday in
            "  \(WeekdayNames.name(weekday, language))  \(hours(weekly[weekday.slug] ?? []))"
        }
    }

    /// Everything, as lines; the second of a pair is whether the line is a heading.
    func lines(_ schedule: APIModel.Schedule) -> [(text: String, isHeading: Bool)] {
        var lines = [(Phrase.scheduleTitle.text(language, ["zone": schedule.timezone.printableLine]), true)]
        lines += weekly(schedule.weekly).map { ($0, false) }
        let holidays: Phrase = schedule.holidays == nil ? .scheduleHolidaysNone : .scheduleHolidaysCN
        lines.append(("  " + holidays.text(language), false))
        if let count = schedule.maxPerDay {
            lines.append(("  " + Phrase.scheduleMaxDay.text(language, ["count": String(count)]), false))
        }
        if let count = schedule.maxPerWeek {
            lines.append(("  " + Phrase.scheduleMaxWeek.text(language, ["count": String(count)]), false))
        }
        if !schedule.days.isEmpty {
            lines.append((Phrase.scheduleDays.text(language), true))
            for (day, windows) in schedule.days.sorted(by: { $0.key < $1.key }) {
                let date = CivilDate(iso8601: day).map(clock.day) ?? day.printableLine
                lines.append(("  \(date)  \(hours(windows))", false))
            }
        }
        if !schedule.timeOff.isEmpty {
            lines.append((Phrase.scheduleTimeOff.text(language), true))
            let shown = ShortIdentifier.shown(schedule.timeOff.compactMap(\.id))
            for span in schedule.timeOff {
                let id = span.id.flatMap { shown[$0] } ?? ""
                let note = span.note.map { "  \($0.printableLine)" } ?? ""
                lines.append(
                    ("  \(id)  \(clock.span(span.start, span.end, in: schedule.timezone))\(note)", false))
            }
        }
        return lines
    }
}
