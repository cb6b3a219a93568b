import APIModel
import Foundation
import Scheduling
import Terminal
import Testing

@testable import AdminCLI

@Suite struct PlanCommandTests {
    private static let id = "pln_01JDA0000000000000000PPP17"
    private static let asked = "pln_01JDA0000000000000000QQQ27"

    private static func step(
        _ slug: String, _ title: String, status: String = "todo", from: String, to: String, slack: Int? = 3,
        note: String? = nil
    ) -> Plan.Step {
        Plan.Step(
            slug: slug, title: title, titleEn: "Step \(slug)", kind: "concept", hours: 6, prerequisites: [],
            optional: false, own: false, status: status, startsOn: from, dueOn: to, endsOn: to, latestStartOn: nil,
            slackDays: slack, note: note)
    }

    static let plan = Plan(
        id: id, student: StudentReference(id: "stu_1", name: "李雷"),
        mentor: MentorReference(handle: "lin-wei", name: "林薇"), taken: true, direction: "llm",
        curriculumVersion: "2026.1", latestCurriculumVersion: "2026.2", status: "published", startsOn: "2026-11-24",
        targetOn: "2027-01-10", hoursPerWeek: 12, knownSteps: [], daysOff: [], holidays: "CN", feasible: false,
        missingHours: 7.5, leftOut: ["extra"], criticalPath: [], weeklyLoad: [],
        progress: .init(done: 1, skipped: 1, total: 4, percent: 33),
        steps: [
            step("maths", "线性代数", status: "done", from: "2026-11-24", to: "2026-11-27", slack: nil),
            step("ml", "机器学习基础与评估", status: "doing", from: "2026-11-28", to: "2026-12-09", note: "先看\u{1b}[2J第四节"),
            step("extra", "读论文", status: "skipped", from: "2026-12-10", to: "2026-12-12", slack: nil),
            step("mock", "大模型后训练模拟面试：从奖励模型到 GRPO 的完整追问", from: "2026-12-13", to: "2027-01-15", slack: -5),
        ], nextConsultation: .init(step: "mock", url: "/v1/mentors/lin-wei/slots?offering=mock"), version: 3,
        createdAt: "2026-11-23T10:00:00+08:00", updatedAt: "2026-11-24T10:00:00+08:00", publishedAt: nil)

    static var planJSON: String { json(plan) }

    private static func json(_ value: some Encodable) -> String {
        String(decoding: (try? WireCoding.encoder().encode(value)) ?? Data(), as: UTF8.self)
    }

    static var replannedJSON: String { json(replanned(isPreview: true)) }

    private static func replanned(isPreview: Bool) -> PlanReplanned {
        PlanReplanned(
            preview: isPreview,
            moved: [
                .init(
                    slug: "ml", startsOn: "2026-12-01", dueOn: "2026-12-12", previousStartsOn: "2026-11-28",
                    previousDueOn: "2026-12-09")
            ], added: [], dropped: [.init(slug: "extra", startsOn: "2026-12-10", dueOn: "2026-12-12")], plan: plan)
    }

    private static let desk: StubServer.Handler = { request in
        let replanned = replanned(isPreview: request.query["preview"] == "true")
        let ask = PlanAsk(plan: asked, student: "韩梅", direction: "aigc", askedAt: "2026-11-23T18:00:00+08:00")
        return switch (request.method, request.path) {
        case ("GET", "/v1/plans"): .json(Samples.page([json(plan)]))
        case ("GET", "/v1/mentor/plan-asks"): .json(Samples.page([json(ask)]))
        case ("POST", let path) where path.hasSuffix("/replan"): .json(json(replanned), etag: "\"v3.ab\"")
        default: .json(json(plan), etag: "\"v3.ab\"")
        }
    }

    @Test func `The list names the plans, and before them those one is asked to take`() async throws {
        try await StubServer.run(Self.desk) { server in
            let shown = await run(["plan", "list"] + server.access)
            #expect(
                shown.output == """
                    You are asked to take these plans (mentorctl plan take ID)
                    ID      STUDENT  DIRECTION  ASKED
                    0QQQ27  韩梅     aigc       2026-11-23

                    ID      STUDENT  DIRECTION  STATUS       PROGRESS  TARGET      HOURS SHORT
                    0PPP17  李雷     llm        published  1/3 (33 %)  2027-01-10          7.5

                    """, "\(shown.output)\(shown.errors)")
            let listed = await run(["plan", "list", "--json"] + server.access)
            let json = try JSON(data: Data(listed.output.utf8))
            #expect(json["data"]?.elements.count == 1 && json["asks"]?.elements.count == 1)
        }
    }

    @Test(arguments: [60, 80, 120, 200])
    func `Every line of the drawing fits, and the bars stand below each other`(_ width: Int) {
        for language in [Language.english, .chinese] {
            let drawing = PlanDrawing(
                Self.plan, language: language, palette: Palette(isEnabled: false), width: width,
                today: .init(iso8601: "2026-12-01"))
            let lines = drawing.lines
            #expect(lines.allSatisfy { $0.displayWidth <= width }, "\(lines.joined(separator: "\n"))")
            func column(_ line: String, _ mark: Character) -> Int? {
                line.firstIndex(of: mark).map { String(line[..<$0]).displayWidth }
            }
            let steps = lines.filter { line in "█▓░".contains { line.contains($0) } }
            #expect(steps.count == 3)
            let starts = steps.compactMap { line in "█▓░".compactMap { column(line, $0) }.min() }
            #expect(starts == starts.sorted() && Set(starts).count == 3)
            // A control sequence in a note is shown, never sent.
            #expect(!lines.joined().contains("\u{1b}"))
            #expect(lines.contains { $0.contains("第四节") })
        }
    }

    @Test func `Colour marks what is done, what is late, and nothing where it is off`() {
        let colored = PlanDrawing(
            Self.plan, language: .english, palette: Palette(isEnabled: true), width: 80, today: nil
        ).lines
        #expect(colored.contains { $0.contains("\u{1b}[32m") } && colored.contains { $0.contains("\u{1b}[31m") })
        let plain = PlanDrawing(
            Self.plan, language: .english, palette: Palette(isEnabled: false), width: 80, today: nil
        ).lines
        let stripped = colored.map { $0.replacing(/\u{1b}\[[0-9;]*m/, with: "") }
        #expect(
            stripped.map { $0.trimmingCharacters(in: .whitespaces) }
                == plain.map { $0.trimmingCharacters(in: .whitespaces) })
    }

    @Test func `A plan is shown field by field with its drawing`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["plan", "show", "ppp17", "--lang", "en"] + server.access)
            #expect(run.status == 0, "\(run.errors)")
            for text in [
                Self.id, "7.5 h fall behind the target", "2026.2", "mock · /v1/mentors/lin-wei/slots", "Step maths",
                "1/3 (33 %)", "-5",
            ] { #expect(run.output.contains(text), "\(text): \(run.output)") }
        }
    }

    @Test(
        "Each command calls its path with its body",
        arguments: [
            (["take", "QQQ27"], "POST", "/v1/plans/\(asked)/take", "{}", false),
            (["publish", "PPP17"], "POST", "/v1/plans/\(id)/publish", "{}", false),
            (["step", "PPP17", "ml", "done"], "PATCH", "/v1/plans/\(id)/steps/ml", "{\"status\":\"done\"}", true),
            (
                ["step", "PPP17", "ml", "doing", "--note", "再看"], "PATCH", "/v1/plans/\(id)/steps/ml",
                "{\"note\":\"再看\",\"status\":\"doing\"}", true
            ),
            (
                ["note", "PPP17", "ml", "读第四节", "--due", "2026-12-20"], "PATCH", "/v1/plans/\(id)/steps/ml",
                "{\"due_on\":\"2026-12-20\",\"note\":\"读第四节\"}", true
            ),
            (
                ["note", "PPP17", "ml", "--clear"], "PATCH", "/v1/plans/\(id)/steps/ml",
                "{\"due_on\":null,\"note\":null}", true
            ),
            (
                ["add", "PPP17", "读论文", "--hours", "6", "--after", "ml"], "PATCH", "/v1/plans/\(id)",
                "{\"add_steps\":[{\"hours\":6,\"kind\":\"concept\",\"prerequisites\":[\"ml\"],\"title\":\"读论文\"}]}",
                true
            ),
        ])
    func calls(_ arguments: [String], _ method: String, _ path: String, _ body: String, _ isMatched: Bool) async throws
    {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["plan"] + arguments + server.access)
            #expect(run.status == 0, "\(run.errors)")
            let sent = try #require(server.seen(method).last)
            #expect(sent.path == path && String(decoding: sent.body, as: UTF8.self) == body)
            #expect((sent.header("If-Match") == "\"v3.ab\"") == isMatched)
        }
    }

    @Test func `Planning again shows the difference, and does what was shown`() async throws {
        try await StubServer.run(Self.desk) { server in
            let preview = await run(["plan", "replan", "PPP17", "--preview"] + server.access)
            #expect(preview.output.contains("~ ml  2026-11-28…2026-12-09 → 2026-12-01…2026-12-12"))
            #expect(preview.output.contains("- extra"))
            #expect(server.seen("POST").count == 1 && server.seen("POST")[0].query["preview"] == "true")
            let no = FakeConsole(isTerminal: true, width: 100, lines: ["n"])
            #expect(await run(["plan", "replan", "PPP17"] + server.access, console: no).status == 1)
            #expect(server.seen("POST").count == 2)
            let done = await run(["plan", "replan", "PPP17", "--hours", "10", "--latest"] + server.access)
            #expect(done.status == 0, "\(done.errors)")
            let sent = try #require(server.seen("POST").last)
            #expect(sent.query["preview"] == nil && sent.header("If-Match") == "\"v3.ab\"")
            #expect(
                String(decoding: sent.body, as: UTF8.self)
                    == "{\"curriculum_version\":\"latest\",\"hours_per_week\":10}")
        }
    }

    @Test(arguments: [
        ["plan", "note", "PPP17", "ml"], ["plan", "note", "PPP17", "ml", "x", "--clear"],
        ["plan", "note", "PPP17", "ml", "--due", "20.12."], ["plan", "step", "PPP17", "ml", "finished"],
        ["plan", "add", "PPP17", "x", "--hours", "99"], ["plan", "replan", "PPP17", "--hours", "0"],
        ["plan", "replan", "PPP17", "--target", "soon"], ["plan", "list", "--limit", "0"],
    ])
    func `What can't be meant ends with 64`(_ arguments: [String]) async {
        let run = await run(arguments)
        #expect(run.status == 64 && run.output.isEmpty)
    }
}
