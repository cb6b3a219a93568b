import APIModel
import ArgumentParser
import Foundation
import Terminal

struct ScheduleUndo: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back the last change of the schedule; again, the one before.",
        discussion: examples(
            "mentorctl schedule undo", "mentorctl schedule undo --dry-run", "mentorctl schedule undo --yes"))

    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let found = try await session.schedule()
        let foreseen = try await session.sendForMentor(.get("v1", "mentor", "schedule", "undo"))
        let undo: ScheduleUndoPreview = try foreseen.decoded()
        var lines: [String] = []
        if let last = try await session.scheduleVersions(limit: 1).items.first {
            lines.append(
                session.text(
                    .readingUndo,
                    [
                        "version": String(last.version),
                        "when": session.clock.moment(last.changedAt, in: found.schedule.timezone),
                        "summary": last.summary.printableLine,
                    ]))
        }
        lines.append(session.text(.readingSchedule, ["zone": undo.schedule.timezone.printableLine]))
        lines += session.scheduleText.weekly(undo.schedule.weekly)
        if write.dryRun {
            session.console.writeError(lines.joined(separator: "\n") + "\n")
            if session.printsJSON { return session.print(json: foreseen.body) }
            return session.print(undo.preview)
        }
        try session.confirm(session.reading(lines, session.impact(of: undo.preview)), write)
        // What was shown is what is undone: if the schedule changed meanwhile, nothing is.
        let answer = try await session.sendForMentor(
            .post("v1", "mentor", "schedule", "undo").matching(found.etag))
        let version = try answer.decoded(as: APIModel.Schedule.self).version ?? 0
        try session.printSaved(answer, .scheduleUndone, ["version": String(version)])
    }
}

struct ScheduleVersions: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "What was changed, when and by whom, the newest first.",
        discussion: examples("mentorctl schedule versions", "mentorctl schedule versions --limit 100 --json"))

    @Option(help: "How many at most, 1 to 10000.") var limit = 20
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }
    static let fieldNames = ["version", "changed_at", "changed_by", "restores", "summary"]

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
    }

    func run(in session: Session) async throws {
        let zone = try await session.schedule().schedule.timezone
        let listing = try await session.scheduleVersions(limit: limit)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.columnVersion)), Table.Column(session.text(.columnWhen)),
                    Table.Column(session.text(.columnChangedBy), yielding: .leaveOut),
                    Table.Column(session.text(.columnRestores), yielding: .leaveOut),
                    Table.Column(session.text(.columnSummary), yielding: .cut(minimumWidth: 12)),
                ],
                rows: listing.items.map { version in
                    [
                        Table.Cell(String(version.version)),
                        Table.Cell(session.clock.moment(version.changedAt, in: zone)),
                        Table.Cell(version.changedBy), Table.Cell(version.restores.map(String.init) ?? ""),
                        Table.Cell(version.summary),
                    ]
                }))
    }
}

extension Session {
    /// The newest versions of the mentor's schedule.
    func scheduleVersions(limit: Int) async throws -> Listing<ScheduleVersion> {
        try await list(
            .get("v1", "mentor", "schedule", "versions", query: [("mentor", mentor)]), of: ScheduleVersion.self,
            limit: limit)
    }
}
