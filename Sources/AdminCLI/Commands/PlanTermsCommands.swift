import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct PlanEdit: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a plan's days, hours a week or days off; its steps get new dates.",
        discussion: examples(
            "mentorctl plan edit 7XK9 --target 2027-06-15 --hours 10", "mentorctl plan edit 7XK9 --holidays none",
            "mentorctl plan edit 7XK9 --daysoff 2026-12-24,2027-01-20/2027-02-10"))

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans(["draft", "published"])))
    var id: String
    @Option(help: ArgumentHelp("The first day, as 2026-12-01.", valueName: "day")) var start: String?
    @Option(help: ArgumentHelp("The target, as 2027-06-15.", valueName: "day")) var target: String?
    @Option(help: "Hours a week, 1 to 80.") var hours: Int?
    @Option(
        help: ArgumentHelp(
            "Days without work, divided by commas; 2027-01-20/2027-02-10 for several; or none.", valueName: "days"))
    var daysoff: String?
    @Option(help: ArgumentHelp("Whose public holidays are free: CN or none.", valueName: "CN|none"))
    var holidays: String?
    @Option(
        help: ArgumentHelp("Steps the student knows already, divided by commas; or none.", valueName: "steps"),
        completion: .live(.steps))
    var known: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        guard hours.map((1...80).contains) ?? true else { throw ValidationError("--hours takes 1 to 80.") }
        for (name, day) in [("start", start), ("target", target)] {
            guard day.map({ CivilDate(iso8601: $0) != nil }) ?? true else {
                throw ValidationError("--\(name) takes a day such as 2027-06-15.")
            }
        }
        if let holidays, !["cn", "none"].contains(holidays.lowercased()) {
            throw ValidationError("--holidays takes CN or none.")
        }
    }

    func run(in session: Session) async throws {
        let body = JSON.object(given: [
            "starts_on": start.map { .string($0) }, "target_on": target.map { .string($0) },
            "hours_per_week": hours.map { .integer(Int64($0)) },
            "days_off": daysoff.map { $0 == "none" ? .null : list(of: $0) ?? .null },
            "holidays": holidays.map { $0.lowercased() == "none" ? .null : "CN" },
            "known_steps": known.map { $0 == "none" ? .null : list(of: $0) ?? .null },
        ])
        guard case .object(let members) = body, !members.isEmpty else {
            throw session.failure(.usage, .nothingToChange)
        }
        let found = try await session.plan(id)
        let reading = session.text(
            .readingPlanEdit, ["what": session.planText.line(found.plan), "fields": try session.summary(members)])
        try session.confirm(session.planReading([reading], of: found.plan), write)
        let call = APICall.patch("v1", "plans", found.plan.id, body: body)
        try session.printPlan(try await session.send(call.matching(found.etag)))
    }
}

struct PlanDrop: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Take a step out again that was added by hand.",
        discussion: examples("mentorctl plan drop 7XK9 team-papers"))

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans(["draft", "published"])))
    var id: String
    @Argument(help: "The step's name, as 'plan show' has it.", completion: .live(.steps)) var step: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let found = try await session.plan(id)
        let reading = session.text(
            .readingPlanDrop, ["step": step.printableLine, "what": session.planText.line(found.plan)])
        try session.confirm(session.planReading([reading], of: found.plan), write)
        let call = APICall.patch("v1", "plans", found.plan.id, body: ["remove_steps": [.string(step)]])
        try session.printPlan(try await session.send(call.matching(found.etag)))
    }
}

struct PlanSave: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "A plan as Markdown, as a chart or for a calendar.",
        discussion: examples(
            "mentorctl plan save 7XK9", "mentorctl plan save 7XK9 --format svg -o plan.svg",
            "mentorctl plan save 7XK9 --format ics -o plan.ics"))

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case md, svg, ics

        var mediaType: String {
            switch self {
            case .md: "text/markdown"
            case .svg: "image/svg+xml"
            case .ics: "text/calendar"
            }
        }
    }

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans())) var id: String
    @Option(help: "md, svg or ics.") var format: Format = .md
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file"), completion: .file())
    var output: String?
    @OptionGroup(title: "Connection and output") var connection: ServerOptions

    func run(in session: Session) async throws {
        let plan = try await session.plan(id).plan
        var call = APICall.get("v1", "plans", "\(plan.id).\(format.rawValue)")
        call.accept = format.mediaType
        let answer = try await session.send(call)
        guard let output, output != "-" else { return session.console.write(answer.body) }
        do {
            try answer.body.write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw session.failure(
                .failure, .fileUnwritable, ["file": output.printableLine, "reason": fileReason(error)])
        }
        session.console.writeError(
            session.text(
                .fileSaved, ["file": output.printableLine, "size": FileSize.text(answer.body.count)]) + "\n")
    }
}
