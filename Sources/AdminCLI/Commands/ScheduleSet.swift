import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct ScheduleSet: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Replace the weekly hours; dated days and time off stay.",
        discussion: """
            Days: mon … sun, mon-fri, daily, weekdays, weekends; 周一…周日, 周一至周五, 每天, 工作日, 周末.
            A weekday that is not named has no hours. With --file the whole schedule is replaced.

            EXAMPLES:
              mentorctl schedule set 'mon,wed 19:00-22:00; sat 10:00-12:00,14:00-18:00'
              mentorctl schedule set 'weekdays 20:00-22:00' --holidays CN --maxday 2
              mentorctl schedule set '周一、三 19:00-22:00' '周六 10:00-12:00'
              mentorctl schedule set 'mon,wed 19:00-22:00' --dry-run
              mentorctl schedule set --file schedule.json
            """)

    @Argument(help: "Days and hours, divided by ';' or as arguments of their own.") var hours: [String] = []
    @Option(help: ArgumentHelp("Your time zone from now on.", valueName: "name")) var zone: String?
    @Option(help: ArgumentHelp("Follow a country's holidays: CN or none.", valueName: "CN|none")) var holidays: String?
    @Option(help: ArgumentHelp("Sessions a day at most, or none.", valueName: "count")) var maxday: String?
    @Option(help: ArgumentHelp("Sessions a week at most, or none.", valueName: "count")) var maxweek: String?
    @Option(help: ArgumentHelp("A whole schedule in JSON; - for standard input.", valueName: "file")) var file: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func validate() throws {
        if file != nil, !hours.isEmpty { throw ValidationError("Give hours or --file, not both.") }
        if file == nil, hours.isEmpty, zone == nil, holidays == nil, maxday == nil, maxweek == nil {
            throw ValidationError("Give hours, such as 'mon,wed 19:00-22:00; sat 10:00-12:00'.")
        }
        if let holidays, !["cn", "none"].contains(holidays.lowercased()) {
            throw ValidationError("--holidays takes CN or none.")
        }
    }

    func run(in session: Session) async throws {
        // Hours are read first: a typing mistake needs no server to be found.
        let typed = hours.isEmpty ? nil : try WeeklyHours(hours, language: session.language)
        let found = try await session.schedule()
        let body = try file.map { try document($0, in: session) } ?? document(found, typed: typed)
        // What an answer says about itself is not part of what may be put.
        let changed = try body.adding(changes(in: session)).merging { $0["version"] = nil }
        if write.dryRun {
            session.console.writeError(try reading(changed, in: session) + "\n")
            let answer = try await session.sendForMentor(.post("v1", "mentor", "schedule", "preview", body: changed))
            if session.printsJSON { return session.print(json: answer.body) }
            return session.print(try answer.decoded(as: SchedulePreview.self))
        }
        try session.confirm(
            session.reading([try reading(changed, in: session)], try await session.impact(of: changed)), write)
        let answer = try await session.sendForMentor(
            .put("v1", "mentor", "schedule", body: changed).matching(found.etag))
        if session.printsJSON { return session.print(json: answer.body) }
        session.print(.scheduleSaved)
    }

    /// The schedule as it is, with other weekly hours.
    private func document(_ found: Session.FoundSchedule, typed: WeeklyHours?) throws -> JSON {
        var body = try JSON(data: found.body)
        if let typed { body = body.adding(["weekly": typed.json]) }
        return body
    }

    private func document(_ file: String, in session: Session) throws -> JSON {
        let data: Data
        do {
            data =
                file == "-" ? try session.console.readAll() : try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw session.failure(
                .failure, .fileUnreadable, ["file": file, "reason": fileReason(error)])
        }
        guard let body = try? JSON(data: data), case .object = body else {
            throw session.failure(.invalid, .fileNotJSON, ["file": file])
        }
        return body
    }

    private func changes(in session: Session) throws -> [String: JSON] {
        var changes: [String: JSON] = [:]
        if let zone { changes["timezone"] = .string(zone) }
        if let holidays { changes["holidays"] = holidays.lowercased() == "none" ? .null : "CN" }
        if let maxday { changes["max_per_day"] = try session.count(maxday) }
        if let maxweek { changes["max_per_week"] = try session.count(maxweek) }
        return changes
    }

    /// The whole of what will be saved, as people read it. A file's oddities are left for the server to refuse.
    private func reading(_ body: JSON, in session: Session) throws -> String {
        let weekly = body["weekly"].map { weekly in
            Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map { weekday in
                    let windows = weekly[weekday.slug]?.elements ?? []
                    return (weekday.slug, windows.map { $0.elements.compactMap(\.text) })
                })
        }
        let title = session.text(.readingSchedule, ["zone": body["timezone"]?.text?.printableLine ?? "?"])
        return ([title] + session.scheduleText.weekly(weekly ?? [:])).joined(separator: "\n")
    }
}

extension Session {
    /// A number, or null for `none`.
    func count(_ text: String) throws -> JSON {
        if text.lowercased() == "none" { return .null }
        guard let count = Int64(text) else { throw failure(.usage, .countNotUnderstood, ["text": text]) }
        return .integer(count)
    }
}

extension JSON {
    /// An object with its members changed; anything else as it is.
    func merging(_ change: (inout [String: JSON]) throws -> Void) rethrows -> JSON {
        guard case .object(var members) = self else { return self }
        try change(&members)
        return .object(members)
    }

    /// An object with these members in addition, or in place of its own.
    func adding(_ members: [String: JSON]) -> JSON {
        guard case .object(let own) = self else { return self }
        return .object(own.merging(members) { $1 })
    }
}
