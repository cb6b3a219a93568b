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
            ScheduleShow.self, ScheduleExplain.self, ScheduleSet.self, ScheduleDay.self, ScheduleOpen.self,
            ScheduleCopy.self, ScheduleOff.self, ScheduleBack.self, ScheduleUndo.self, ScheduleVersions.self,
        ],
        defaultSubcommand: ScheduleShow.self)
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

struct ScheduleOff: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Time in which you can't be booked.",
        discussion: examples(
            "mentorctl schedule off 2026-12-24..2026-12-26 --note holiday", "mentorctl schedule off tomorrow",
            "mentorctl schedule off 'fri 19:00-20:30'", "mentorctl schedule off '下周二 19:00-21:00 x4w'",
            "mentorctl schedule off '2026-12-01 19:00 x4w' --minutes 90",
            "mentorctl schedule off '2026-12-01 09:00' '2026-12-01 18:00'"))

    @Argument(
        help: "A span in your time zone: whole days, a day and its hours, or two times; x4w for four weeks running.")
    var span: [String]
    @OptionGroup var length: LengthOptions
    @Option(help: "What for; only you see it.") var note: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let found = try await session.schedule()
        let zone = try session.clock.zone(required: found.schedule.timezone)
        let spans = try await session.spans(span, lasting: length.minutes, in: zone)
        let added = spans.map { span in
            JSON.object(given: [
                "start": .string(span.lowerBound.rfc3339(in: zone)), "end": .string(span.upperBound.rfc3339(in: zone)),
                "note": note.map { .string($0) },
            ])
        }
        let body = try found.document().merging { $0["time_off"] = .array(($0["time_off"]?.elements ?? []) + added) }
        let lines = added.map { span in
            session.text(
                .readingTimeOff,
                [
                    "span": session.clock.span(span["start"]?.text, span["end"]?.text, in: zone.name),
                    "zone": zone.name,
                ])
        }
        try session.confirm(session.reading(lines, try await session.impact(of: body)), write)
        // Several spans are one change: all of them, or none.
        guard let first = added.first, added.count == 1 else {
            let answer = try await session.sendForMentor(
                .put("v1", "mentor", "schedule", body: body).matching(found.etag))
            return try session.printSaved(answer, .scheduleSaved)
        }
        let answer = try await session.sendForMentor(.post("v1", "mentor", "time-off", body: first))
        let id = try answer.json()["id"]?.text ?? ""
        try session.printSaved(answer, .timeOffAdded, ["id": ShortIdentifier.shown([id])[id] ?? id])
    }
}

struct ScheduleBack: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "back", abstract: "Take time off away again.",
        discussion: examples("mentorctl schedule back 7XK9"))

    @Argument(
        help: "The id of the time off, or its last characters (see 'schedule show').", completion: .live(.timeOff))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let found = try await session.schedule()
        let schedule = found.schedule
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
        let removed = whole
        let body = try found.document().merging { members in
            members["time_off"] = .array((members["time_off"]?.elements ?? []).filter { $0["id"]?.text != removed })
        }
        let line = session.text(.readingTimeOffBack, ["span": shown(whole), "zone": schedule.timezone])
        try session.confirm(session.reading([line], try await session.impact(of: body)), write)
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

        /// The schedule as it may be put: without what an answer says about itself.
        func document() throws -> JSON {
            try JSON(data: body).merging { $0["version"] = nil }
        }
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
