import APIModel
import Scheduling

/// The windows of one day, which may be added to.
struct DayHours: Equatable, Sendable {
    /// As the API has them: `["19:00", "22:00"]`; an end at or before its start is on the next day.
    var windows: [[String]]

    /// The hours a day has before anything is added: its own, else those a holiday gives it, else its weekday's.
    init(_ day: CivilDate, of schedule: APIModel.Schedule, holidays: [String: String]) {
        if let own = schedule.days[day.iso8601] {
            windows = own
        } else {
            windows =
                switch holidays[day.iso8601] {
                case "day_off"?: []
                case "working_weekend_day"?: schedule.weekly[Weekday.monday.slug] ?? []
                default: schedule.weekly[day.weekday.slug] ?? []
                }
        }
    }

    init(windows: [[String]]) {
        self.windows = windows
    }

    /// These hours and one more window; windows that meet become one.
    func adding(_ start: WallTime, _ end: WallTime) -> DayHours {
        var spans = windows.compactMap { window -> Range<Int>? in
            guard window.count == 2, let start = WallTime(window[0]), let end = WallTime(window[1]) else { return nil }
            return Self.span(start, end)
        }
        spans.append(Self.span(start, end))
        spans.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        var merged: [Range<Int>] = []
        for span in spans {
            guard let last = merged.last, span.lowerBound <= last.upperBound else {
                merged.append(span)
                continue
            }
            // A window is a day long at most.
            let end = min(max(last.upperBound, span.upperBound), last.lowerBound + 1440)
            merged[merged.count - 1] = last.lowerBound..<end
        }
        return DayHours(
            windows: merged.map { span in
                let end = span.upperBound > 1440 ? span.upperBound - 1440 : span.upperBound
                return [WallTime(minutes: span.lowerBound)?.string ?? "", WallTime(minutes: end)?.string ?? ""]
            })
    }

    private static func span(_ start: WallTime, _ end: WallTime) -> Range<Int> {
        start.minutes..<(end <= start ? end.minutes + 1440 : end.minutes)
    }
}
