import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct ScheduleDay: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "day", abstract: "Hours of one date in place of its weekday's.",
        discussion: examples(
            "mentorctl schedule day 2026-12-01 19:00-21:00",
            "mentorctl schedule day '2026-12-01 19:00 x4w' --minutes 90",
            "mentorctl schedule day 'next sat' 9am-11am,14:00-16:00",
            "mentorctl schedule day '下周六 x4w' 10:00-12:00", "mentorctl schedule day tomorrow off",
            "mentorctl schedule day 2026-12-02 default"))

    @Argument(help: "The date: 2026-12-01, tomorrow, 'next fri', 下周五; 'fri x4w' for four Fridays.") var date: String
    @Argument(help: "Windows such as 19:00-21:00,22:00-23:00; off; or default for the weekday's hours.")
    var hours: [String] = []
    @OptionGroup var length: LengthOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let found = try await session.schedule()
        let zone = try session.clock.zone(required: found.schedule.timezone)
        let words = Self.parted([date] + hours)
        let days = try session.typedTime(in: zone).days(words.date)
        let windows = try await windows(words.hours, in: session)?.map { [$0.start.string, $0.end.string] }
        if windows == nil, days.allSatisfy({ found.schedule.days[$0.iso8601] == nil }) {
            return session.print(.dayIsDefault, ["day": days.map(session.clock.day).joined(separator: ", ")])
        }
        try await session.set(
            Dictionary(uniqueKeysWithValues: days.map { ($0, windows) }), of: found, in: zone, write)
    }

    /// The hours that were typed; nil for the weekday's.
    private func windows(_ text: String, in session: Session) async throws -> [Window]? {
        if ["default", "默认"].contains(text) { return nil }
        guard let phrase = try? TimePhrase(text), phrase.isClockAlone, case .exact(let start)? = phrase.clock else {
            return try WeeklyHours.windows(text, language: session.language)
        }
        // A start alone: it ends as long after it as was said, on the next day where midnight comes before.
        let end = start.minutes + (try await session.length(length.minutes, of: text))
        guard let until = WallTime(minutes: end > 1440 ? end - 1440 : end),
            let window = Window(start: start, end: until)
        else { return try WeeklyHours.windows(text, language: session.language) }
        return [window]
    }

    /// The date and the hours of words that may not have been quoted: `next fri 19:00-21:00`. Hours are the last words
    /// with a window in them; a repetition may stand at the end.
    static func parted(_ arguments: [String]) -> (date: String, hours: String) {
        var words = arguments.flatMap { $0.split(separator: " ").map(String.init) }
        var repetition: String?
        if words.count > 2, let last = words.last, last.hasPrefix("x"), last.dropFirst().first?.isASCIIDigit == true {
            repetition = words.removeLast()
        }
        var hours: [String] = []
        while words.count > 1, let last = words.last, hours.isEmpty || isWindow(last) {
            hours.insert(words.removeLast(), at: 0)
        }
        return ((words + [repetition].compactMap { $0 }).joined(separator: " "), hours.joined(separator: " "))
    }

    private static func isWindow(_ word: String) -> Bool {
        CivilDate(iso8601: word) == nil && word.contains { "-–~到至".contains($0) } && word.contains { $0.isNumber }
    }
}

struct ScheduleCopy: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Give weekdays, days or a week the hours of another one.",
        discussion: """
            A weekday's hours go to other weekdays. A day's hours (its own, or its weekday's) go to other days. Of a \
            week, the days that have hours of their own go to the same weekdays of another week.

            EXAMPLES:
              mentorctl schedule copy mon tue,thu
              mentorctl schedule copy 2026-12-01 2026-12-08
              mentorctl schedule copy tomorrow 'fri x4w'
              mentorctl schedule copy this next
              mentorctl schedule copy 2026-W49 2026-W50
            """)

    @Argument(help: "From: a weekday, a day or a week.") var source: String
    @Argument(help: "To: weekdays, a day or a week.") var target: [String]
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func validate() throws {
        if target.isEmpty { throw ValidationError("Say where to, such as 'mentorctl schedule copy mon tue,thu'.") }
    }

    func run(in session: Session) async throws {
        let found = try await session.schedule()
        let zone = try session.clock.zone(required: found.schedule.timezone)
        let change = try Self.change(
            from: source, to: target.joined(separator: " "), of: found.schedule, with: session.typedTime(in: zone))
        guard !change.weekly.isEmpty || !change.days.isEmpty else {
            throw session.failure(.usage, .nothingToCopy, ["from": source.printableLine])
        }
        let body = try found.document().merging { members in
            members["weekly"] = (members["weekly"] ?? .object([:])).merging { weekly in
                for (weekday, windows) in change.weekly { weekly[weekday.slug] = .windows(windows) }
            }
            members["days"] = (members["days"] ?? .object([:])).merging { days in
                for (day, windows) in change.days { days[day.iso8601] = windows.map(JSON.windows) }
            }
        }
        let text = session.scheduleText
        var lines = change.weekly.sorted { $0.key < $1.key }.map { weekday, windows in
            "\(WeekdayNames.name(weekday, session.language))  \(text.hours(windows)) (\(zone.name))"
        }
        lines += change.days.sorted { $0.key < $1.key }.map { day, windows in
            let values = [
                "day": session.clock.day(day), "zone": zone.name, "hours": windows.map(text.hours) ?? "",
                "weekday": WeekdayNames.name(day.weekday, session.language),
            ]
            return session.text(windows == nil ? .readingDayDefault : .readingDay, values)
        }
        try session.confirm(session.reading(lines, try await session.impact(of: body)), write)
        let answer = try await session.sendForMentor(.put("v1", "mentor", "schedule", body: body).matching(found.etag))
        try session.printSaved(answer, .scheduleSaved)
    }

    /// What a copy sets: weekdays, and days (nil: the weekday's hours again).
    struct Change: Equatable {
        var weekly: [Weekday: [[String]]] = [:]
        var days: [CivilDate: [[String]]?] = [:]
    }

    static func change(
        from source: String, to target: String, of schedule: APIModel.Schedule, with time: TypedTime
    ) throws -> Change {
        var change = Change()
        if let weekday = WeeklyHours.weekday(source.lowercased()),
            let others = try? WeeklyHours.weekdays(target.lowercased(), language: time.language)
        {
            for other in others where other != weekday { change.weekly[other] = schedule.weekly[weekday.slug] ?? [] }
            return change
        }
        if let from = try? time.week(source), !isDay(source) {
            let to = try time.week(target)
            for offset in 0..<7 where from != to {
                let (old, new) = (from.firstDay.adding(days: offset), to.firstDay.adding(days: offset))
                let windows = schedule.days[old.iso8601]
                if windows != schedule.days[new.iso8601] { change.days[new] = .some(windows) }
            }
            return change
        }
        let from = try time.day(source)
        let windows = schedule.days[from.iso8601] ?? schedule.weekly[from.weekday.slug] ?? []
        for day in try time.days(target) where day != from { change.days[day] = .some(windows) }
        return change
    }

    private static func isDay(_ text: String) -> Bool {
        guard let day = (try? TimePhrase(text))?.day else { return false }
        if case .week = day { return false }
        return true
    }
}
