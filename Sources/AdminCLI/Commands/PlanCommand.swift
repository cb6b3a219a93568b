import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Learning paths: take, correct, publish and follow them.",
        discussion: examples("mentorctl plan list", "mentorctl plan show 7XK9", "mentorctl plan take 7XK9"),
        subcommands: [
            PlanList.self, PlanShow.self, PlanTake.self, PlanPublish.self, PlanStep.self, PlanNote.self,
            PlanAdd.self, PlanDrop.self, PlanEdit.self, PlanReplan.self, PlanSave.self,
        ],
        defaultSubcommand: PlanList.self)
}

struct PlanList: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Your students' plans, and those you are asked to take.",
        discussion: examples(
            "mentorctl plan list", "mentorctl plan list --status draft,published --direction llm --json"))
    static let fieldNames = [
        "id", "student.name", "direction", "status", "progress.done", "progress.total", "progress.percent",
        "starts_on", "target_on", "hours_per_week", "feasible", "missing_hours", "curriculum_version",
    ]

    @Option(
        help: ArgumentHelp("Only these: draft, published, archived.", valueName: "statuses"),
        completion: .live(.words(["draft", "published", "archived"])))
    var status: String?
    @Option(help: "Only this direction.", completion: .live(.directions)) var direction: String?
    @Option(help: "How many at most, 1 to 1000.") var limit = 50
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
    }

    func run(in session: Session) async throws {
        let asks = try await session.planAsks()
        let plans = try await session.plans(status: status, direction: direction, limit: limit)
        if session.printsJSON {
            guard case .object(var members) = plans.json else { return }
            members["asks"] = .array(asks.elements)
            return try session.print(json: .object(members), fields: Self.fieldNames)
        }
        let view = session.planText
        if !asks.items.isEmpty {
            session.printTitle(session.text(.planAsksTitle))
            session.print(view.table(asks: asks.items))
            session.print()
        }
        if plans.items.isEmpty { return session.print(.plansEmpty) }
        session.print(view.table(plans.items))
        if plans.nextCursor != nil { session.console.writeError(session.text(.listMore) + "\n") }
    }
}

struct PlanShow: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One plan, its steps drawn over time.",
        discussion: examples(
            "mentorctl plan show 7XK9", "mentorctl plan show 7XK9 --json", "mentorctl plan show 7XK9 -o csv"))
    static let fieldNames = [
        "slug", "title", "title_en", "kind", "hours", "status", "starts_on", "due_on", "slack_days", "optional",
        "prerequisites", "note",
    ]

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans())) var id: String
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        let found = try await session.plan(id)
        if session.printsJSON {
            let isWhole = session.preferences.format == .json && session.preferences.fields == nil
            guard !isWhole else { return session.print(json: found.body) }
            // As rows, a plan is its steps.
            let steps = try JSON(data: found.body)["steps"] ?? .array([])
            return try session.print(json: ["data": steps], fields: Self.fieldNames)
        }
        session.print(fields: session.planText.fields(found.plan))
        session.print()
        let now = session.clock.reading(
            of: session.context.now.rfc3339UTC, in: "Asia/Shanghai")
        let drawing = PlanDrawing(
            found.plan, language: session.language, palette: session.palette, width: session.console.width ?? 100,
            today: now?.date)
        for line in drawing.lines { session.print(line) }
    }
}

struct PlanTake: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Take a plan you are asked for; it opens to you from then on.",
        discussion: examples("mentorctl plan take 7XK9"))

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.planAsks)) var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let asks = try await session.planAsks()
        let ask = try session.ask(id, among: asks.items)
        var lines = [session.text(.readingPlanTake, ["what": ask.map { session.planText.line($0) } ?? id])]
        if let ask { lines.append(session.text(.told, ["student": ask.student.printableLine])) }
        try session.confirm(lines.joined(separator: "\n"), write)
        let answer = try await session.send(.post("v1", "plans", ask?.plan ?? id, "take"))
        try session.printPlan(answer)
    }
}

struct PlanPublish: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Hand a plan to its student to follow.",
        discussion: examples("mentorctl plan publish 7XK9"))

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans(["draft"]))) var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let found = try await session.plan(id)
        let reading = session.text(.readingPlanPublish, ["what": session.planText.line(found.plan)])
        let wasAsked = try session.confirm(session.planReading([reading], of: found.plan), write)
        let call = APICall.post("v1", "plans", found.plan.id, "publish").matching(wasAsked ? found.etag : nil)
        try session.printPlan(try await session.send(call))
    }
}

struct PlanStep: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "step", abstract: "Say where the student stands with a step.",
        discussion: examples(
            "mentorctl plan step 7XK9 dpo done", "mentorctl plan step 7XK9 rlhf doing --note \"PPO loss once more\""))

    enum Status: String, ExpressibleByArgument, CaseIterable {
        case todo, doing, done, skipped
    }

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans(["draft", "published"])))
    var id: String
    @Argument(help: "The step's name, as 'plan show' has it.", completion: .live(.steps)) var step: String
    @Argument(help: "todo, doing, done or skipped.") var status: Status
    @Option(help: "A note for the student.") var note: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let body = JSON.object(given: ["status": .string(status.rawValue), "note": note.map { .string($0) }])
        try await session.change(id, step, body, write) { plan, view in
            session.text(
                .readingPlanStep,
                ["step": step, "status": view.status(ofStep: status.rawValue), "what": view.line(plan)])
        }
    }
}

struct PlanNote: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Note something on a step, or set the day by which it is wanted.",
        discussion: examples(
            "mentorctl plan note 7XK9 dpo \"Read section 4 twice\"", "mentorctl plan note 7XK9 dpo --due 2026-12-20",
            "mentorctl plan note 7XK9 dpo --clear"))

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans(["draft", "published"])))
    var id: String
    @Argument(help: "The step's name, as 'plan show' has it.", completion: .live(.steps)) var step: String
    @Argument(help: "The note.") var text: String?
    @Option(help: "The day by which it is wanted, as 2026-12-20.") var due: String?
    @Flag(help: "Take the note and the day away.") var clear = false
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        guard text != nil || due != nil || clear else {
            throw ValidationError("Give a note, --due or --clear.")
        }
        guard !clear || (text == nil && due == nil) else { throw ValidationError("--clear stands alone.") }
        guard due.map({ CivilDate(iso8601: $0) != nil }) ?? true else {
            throw ValidationError("--due takes a day such as 2026-12-20.")
        }
    }

    func run(in session: Session) async throws {
        let body: JSON =
            clear
            ? ["note": .null, "due_on": .null]
            : .object(given: ["note": text.map { .string($0) }, "due_on": due.map { .string($0) }])
        let said = clear ? "–" : [text, due].compactMap { $0 }.joined(separator: " · ")
        try await session.change(id, step, body, write) { plan, view in
            session.text(.readingPlanNote, ["step": step, "note": said, "what": view.line(plan)])
        }
    }
}

struct PlanAdd: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a step of your own to a plan.",
        discussion: examples(
            "mentorctl plan add 7XK9 \"Read the team's papers\" --hours 6",
            "mentorctl plan add 7XK9 \"Mock\" --hours 2 --kind interview --after dpo"))

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case concept, paper, project, coding, interview
    }

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans(["draft", "published"])))
    var id: String
    @Argument(help: "What it is.") var title: String
    @Option(help: "Hours of work, 1 to 80.") var hours: Int
    @Option(help: "concept, paper, project, coding or interview.") var kind: Kind = .concept
    @Option(help: ArgumentHelp("The steps it needs, divided by commas.", valueName: "steps"), completion: .live(.steps))
    var after: String?
    @Option(help: "A note for the student.") var note: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        guard (1...80).contains(hours) else { throw ValidationError("--hours takes 1 to 80.") }
    }

    func run(in session: Session) async throws {
        let found = try await session.plan(id)
        let needed = (after ?? "").split(separator: ",").map {
            JSON.string($0.trimmingCharacters(in: .whitespaces))
        }
        let step = JSON.object(given: [
            "title": .string(title), "hours": .integer(Int64(hours)), "kind": .string(kind.rawValue),
            "prerequisites": needed.isEmpty ? nil : .array(needed), "note": note.map { .string($0) },
        ])
        let reading = session.text(
            .readingPlanAdd,
            ["step": title.printableLine, "hours": String(hours), "what": session.planText.line(found.plan)])
        try session.confirm(session.planReading([reading], of: found.plan), write)
        let call = APICall.patch("v1", "plans", found.plan.id, body: ["add_steps": .array([step])])
        try session.printPlan(try await session.send(call.matching(found.etag)))
    }
}

struct PlanReplan: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "replan", abstract: "Lay what is still to do anew from today; shows the difference first.",
        discussion: examples(
            "mentorctl plan replan 7XK9 --preview", "mentorctl plan replan 7XK9 --target 2027-06-15 --hours 10",
            "mentorctl plan replan 7XK9 --latest"))

    @Argument(help: "The plan's id, or its last characters.", completion: .live(.plans(["draft", "published"])))
    var id: String
    @Option(help: "A new target, as 2027-06-15.") var target: String?
    @Option(help: "New hours a week, 1 to 80.") var hours: Int?
    @Flag(help: "Take the newest version of the curriculum.") var latest = false
    @Flag(help: "Show what would change, and change nothing.") var preview = false
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        guard hours.map((1...80).contains) ?? true else { throw ValidationError("--hours takes 1 to 80.") }
        guard target.map({ CivilDate(iso8601: $0) != nil }) ?? true else {
            throw ValidationError("--target takes a day such as 2027-06-15.")
        }
    }

    func run(in session: Session) async throws {
        let found = try await session.plan(id)
        let body = JSON.object(given: [
            "target_on": target.map { .string($0) }, "hours_per_week": hours.map { .integer(Int64($0)) },
            "curriculum_version": latest ? .string("latest") : nil,
        ])
        let call = APICall.post("v1", "plans", found.plan.id, "replan", body: body)
        let wouldBe = try await session.send(call.adding([("preview", "true")]).matching(found.etag))
        if preview, session.printsJSON { return session.print(json: wouldBe.body) }
        let view = session.planText
        let changes: PlanReplanned = try wouldBe.decoded()
        let lines = view.lines(changes)
        if preview { return session.print(lines.joined(separator: "\n")) }
        let reading = session.text(.readingPlanReplan, ["what": view.line(found.plan)])
        try session.confirm(session.planReading([reading] + lines, of: found.plan), write)
        // What was shown is what is done: if the plan changed while the question stood there, nothing is.
        let answer = try await session.send(call.matching(found.etag))
        if session.printsJSON { return session.print(json: answer.body) }
        let done: PlanReplanned = try answer.decoded()
        session.print(.planDone, ["what": view.line(done.plan)])
    }
}
