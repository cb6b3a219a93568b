import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "When you can be booked.",
        discussion: examples(
            "mentorctl schedule show", "mentorctl schedule set 'mon,wed 19:00-22:00; sat 10:00-12:00'",
            "mentorctl schedule off 2026-12-24..2026-12-26"),
        subcommands: [
            ScheduleShow.self, ScheduleExplain.self, ScheduleSet.self, ScheduleDay.self, ScheduleOff.self,
            ScheduleBack.self, ScheduleUndo.self, ScheduleVersions.self,
        ])
}

struct ScheduleShow: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Weekly hours, dated days, time off and caps.",
        discussion: examples("mentorctl schedule show", "mentorctl schedule show --json > schedule.json"))

    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let found = try await session.schedule()
        if session.printsJSON { return session.print(json: found.body) }
        session.print(found.schedule)
    }
}

struct ScheduleDay: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "day", abstract: "Hours of one date in place of its weekday's.",
        discussion: examples(
            "mentorctl schedule day 2026-12-01 19:00-21:00",
            "mentorctl schedule day 2026-12-05 09:00-11:00,14:00-16:00",
            "mentorctl schedule day 2026-12-02 off", "mentorctl schedule day 2026-12-02 default"))

    @Argument(help: "The date, as YYYY-MM-DD.") var date: String
    @Argument(help: "Windows such as 19:00-21:00,22:00-23:00; off; or default for the weekday's hours.")
    var hours: [String]
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let day = try session.date(date)
        let text = hours.joined(separator: " ")
        let found = try await session.schedule()
        let values = ["day": session.clock.day(day), "zone": found.schedule.timezone]
        let answer: APIAnswer
        if text == "default" {
            let weekday = WeekdayNames.name(day.weekday, session.language)
            try session.confirm(
                session.text(.readingDayDefault, values.merging(["weekday": weekday]) { $1 }), write)
            answer = try await session.sendForMentor(
                .delete("v1", "mentor", "schedule", "days", day.iso8601).matching(found.etag))
        } else {
            let windows = try WeeklyHours.windows(text, language: session.language)
            let shown = session.scheduleText.hours(windows.map { [$0.start.string, $0.end.string] })
            try session.confirm(session.text(.readingDay, values.merging(["hours": shown]) { $1 }), write)
            answer = try await session.sendForMentor(
                .put(
                    "v1", "mentor", "schedule", "days", day.iso8601, body: ["windows": WeeklyHours.json(windows)]
                ).matching(found.etag))
        }
        try session.printSaved(answer, .scheduleSaved)
    }
}

struct ScheduleOff: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Time in which you can't be booked.",
        discussion: examples(
            "mentorctl schedule off 2026-12-24..2026-12-26 --note holiday",
            "mentorctl schedule off '2026-12-01 09:00' '2026-12-01 18:00'"))

    @Argument(
        help: "Start and end as 'YYYY-MM-DD HH:MM' in your time zone or RFC 3339, or whole days as FIRST..LAST.")
    var span: [String]
    @Option(help: "What for; only you see it.") var note: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let zone = try session.clock.zone(required: try await session.schedule().schedule.timezone)
        let range = try TypedTime(zone: zone, language: session.language).span(span)
        let (start, end) = (range.lowerBound.rfc3339(in: zone), range.upperBound.rfc3339(in: zone))
        let shown = session.clock.span(start, end, in: zone.name)
        try session.confirm(session.text(.readingTimeOff, ["span": shown, "zone": zone.name]), write)
        let answer = try await session.sendForMentor(
            .post(
                "v1", "mentor", "time-off",
                body: .object(given: [
                    "start": .string(start), "end": .string(end), "note": note.map { .string($0) },
                ])))
        let id = try answer.json()["id"]?.text ?? ""
        try session.printSaved(answer, .timeOffAdded, ["id": ShortIdentifier.shown([id])[id] ?? id])
    }
}

struct ScheduleBack: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "back", abstract: "Take time off away again.",
        discussion: examples("mentorctl schedule back 7XK9"))

    @Argument(help: "The id of the time off, or its last characters (see 'schedule show').") var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let schedule = try await session.schedule().schedule
        func shown(_ id: String) -> String {
            schedule.timeOff.first { $0.id == id }
                .map { session.clock.span($0.start, $0.end, in: schedule.timezone) } ?? id
        }
        var whole = id
        if !ShortIdentifier.isWhole(id, prefix: "tof_") {
            try session.requireLength(id, prefix: "tof_")
            let found = ShortIdentifier.matches(id, among: schedule.timeOff.compactMap(\.id), prefix: "tof_")
            whole = try session.only(found, text: id, line: shown)
        }
        try session.confirm(
            session.text(.readingTimeOffBack, ["span": shown(whole), "zone": schedule.timezone]), write)
        let answer = try await session.sendForMentor(.delete("v1", "mentor", "time-off", whole))
        try session.printSaved(answer, .timeOffRemoved)
    }
}

extension Session {
    /// The mentor's schedule, with its version.
    struct FoundSchedule: Sendable {
        var schedule: APIModel.Schedule
        var etag: String?
        var body: Data
    }

    var scheduleText: ScheduleText { ScheduleText(language: language, clock: clock) }

    func schedule() async throws -> FoundSchedule {
        let answer = try await sendForMentor(.get("v1", "mentor", "schedule"))
        return FoundSchedule(schedule: try answer.decoded(), etag: answer.etag, body: answer.body)
    }

    func print(_ schedule: APIModel.Schedule) {
        for line in scheduleText.lines(schedule) {
            print(line.isHeading ? palette.apply([.bold], to: line.text) : line.text)
        }
    }

    /// Says that something was saved; with `--json`, the server's answer, or nothing where it gave none.
    func printSaved(_ answer: APIAnswer, _ phrase: Phrase, _ values: [String: String] = [:]) throws {
        if printsJSON {
            if !answer.body.isEmpty { print(json: answer.body) }
            return
        }
        print(phrase, values)
    }
}
