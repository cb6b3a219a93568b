import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct ScheduleOpen: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Hours in addition to those a day has.",
        discussion: examples(
            "mentorctl schedule open 'sat 10:00-12:00'", "mentorctl schedule open '2026-12-01 19:00 x4w'",
            "mentorctl schedule open '下周二 19:00-21:00 x4w'",
            "mentorctl schedule open '2026-12-01 19:00' --minutes 90"))

    @Argument(help: "A day and its hours in your time zone, or a start alone; x4w for four weeks running.")
    var span: [String]
    @OptionGroup var length: LengthOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let found = try await session.schedule()
        let zone = try session.clock.zone(required: found.schedule.timezone)
        let text = span.joined(separator: " ")
        let isDayAlone = ((try? TimePhrase(text)).map { $0.clock == nil && $0.minutesFromNow == nil }) ?? false
        guard !isDayAlone else { throw session.failure(.usage, .openNeedsHours, ["text": text.printableLine]) }
        let spans = try await session.spans(span, lasting: length.minutes, in: zone)
        let windows = try spans.map { span in
            let (start, end) = (zone.civilTime(at: span.lowerBound), zone.civilTime(at: span.upperBound))
            let isOverNight = end.date == start.date.adding(days: 1) && end.minuteOfDay <= start.minuteOfDay
            guard end.date == start.date || isOverNight, let from = WallTime(minutes: start.minuteOfDay),
                let to = end.date > start.date && end.minuteOfDay == 0
                    ? WallTime.endOfDay : WallTime(minutes: end.minuteOfDay)
            else { throw session.failure(.usage, .openNeedsHours, ["text": text.printableLine]) }
            return (day: start.date, from: from, to: to)
        }
        let holidays = try await session.holidays(on: windows.map(\.day), of: found.schedule, in: zone)
        var days: [CivilDate: DayHours] = [:]
        for window in windows {
            let before = days[window.day] ?? DayHours(window.day, of: found.schedule, holidays: holidays)
            days[window.day] = before.adding(window.from, window.to)
        }
        let changed = days.filter { day, hours in
            hours != DayHours(day, of: found.schedule, holidays: holidays)
        }
        guard !changed.isEmpty else { return session.print(.openAlready, ["text": text.printableLine]) }
        try await session.set(changed.mapValues { .some($0.windows) }, of: found, in: zone, write)
    }
}

/// How long something lasts of which only the start was said.
struct LengthOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long, where only a start is said; as long as your only active offering when left out.",
            valueName: "minutes"))
    var minutes: Int?

    func validate() throws {
        guard minutes.map((1...1440).contains) ?? true else { throw ValidationError("--minutes takes 1 to 1440.") }
    }
}

extension Session {
    /// The spans that were typed. A start alone lasts as long as was said, else as long as the mentor's only active
    /// offering; a repetition of either is as many spans.
    func spans(_ words: [String], lasting minutes: Int?, in zone: ZoneRules) async throws -> [Range<Instant>] {
        let text = words.joined(separator: " ")
        let time = typedTime(in: zone)
        guard TypedSpan.ends(of: words).count == 1, TypedTime.isStart(text) else { return try time.spans(words) }
        let starts = try time.instants(text)
        let length = try await length(minutes, of: text)
        return starts.map { $0..<$0.adding(minutes: length) }
    }

    /// How long what begins at a start that was typed alone lasts.
    func length(_ minutes: Int?, of text: String) async throws -> Int {
        if let minutes { return minutes }
        var listing = Listing<Offering>()
        _ = try listing.add(try await sendForMentor(.get("v1", "mentor", "offerings")))
        let active = listing.items.filter(\.active)
        guard let only = active.first, active.count == 1 else {
            throw failure(.usage, .lengthMissing, ["text": text.printableLine])
        }
        return only.durationMinutes
    }

    /// What holidays make of those days which have no hours of their own, by date.
    func holidays(
        on days: [CivilDate], of schedule: APIModel.Schedule, in zone: ZoneRules
    ) async throws -> [String: String] {
        guard schedule.holidays != nil else { return [:] }
        var rest = Set(days).filter { schedule.days[$0.iso8601] == nil }.sorted()[...]
        var found: [String: String] = [:]
        while let first = rest.first {
            // The agenda shows two months at a time.
            let asked = rest.prefix { $0 < first.adding(days: 60) }
            let last = asked.last ?? first
            let agenda: Agenda = try await sendForMentor(
                .get(
                    "v1", "mentor", "agenda",
                    query: [
                        ("from", zone.firstInstant(of: first).rfc3339UTC),
                        ("to", zone.firstInstant(of: last.adding(days: 1)).rfc3339UTC),
                    ])
            ).decoded()
            for holiday in agenda.holidays ?? [] { found[holiday.date] = holiday.state }
            rest = rest.dropFirst(asked.count)
        }
        return found
    }

    /// Gives days hours of their own (nil: their weekday's again), after the reading of each was agreed to: all of
    /// them, or none.
    func set(
        _ days: [CivilDate: [[String]]?], of found: FoundSchedule, in zone: ZoneRules, _ write: WriteOptions
    ) async throws {
        let body = try found.document().merging { members in
            members["days"] = (members["days"] ?? .object([:])).merging { dated in
                for (day, windows) in days { dated[day.iso8601] = windows.map(JSON.windows) }
            }
        }
        let days = days.sorted { $0.key < $1.key }
        let lines = days.map { day, windows in
            var values = ["day": clock.day(day), "zone": zone.name]
            guard let windows else {
                values["weekday"] = WeekdayNames.name(day.weekday, language)
                return text(.readingDayDefault, values)
            }
            values["hours"] = scheduleText.hours(windows)
            return text(.readingDay, values)
        }
        try confirm(reading(lines, try await impact(of: body)), write)
        let call: APICall
        if let (day, windows) = days.first, days.count == 1 {
            let path = ["v1", "mentor", "schedule", "days", day.iso8601]
            call =
                windows.map { APICall(method: .put, path: path, body: ["windows": .windows($0)]) }
                ?? APICall(method: .delete, path: path)
        } else {
            call = .put("v1", "mentor", "schedule", body: body)
        }
        try printSaved(try await sendForMentor(call.matching(found.etag)), .scheduleSaved)
    }
}

extension JSON {
    /// Windows as the API has them.
    static func windows(_ windows: [[String]]) -> JSON {
        .array(windows.map { .array($0.map { .string($0) }) })
    }
}
