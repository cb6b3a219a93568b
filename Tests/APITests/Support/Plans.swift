import Curriculum
import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase

/// A small curriculum: two branches that meet in an interview, with an optional side.
///
/// `maths` 6 → `ml` 12 → `project` 20 → `mock` 4; `coding` 8 → `mock`; `extra` 10 (optional) behind `ml`.
enum SmallCurriculum {
    static func steps(hours: [String: Int] = [:], without: Set<String> = [], extra: [Step] = []) -> [Step] {
        func step(
            _ slug: String, _ kind: StepKind, _ standard: Int, _ prerequisites: [String] = [], optional: Bool = false
        ) -> Step {
            Step(
                slug: slug, title: "步骤 \(slug)", titleEN: "Step \(slug)", kind: kind, hours: hours[slug] ?? standard,
                prerequisites: prerequisites.filter { !without.contains($0) }, isOptional: optional,
                outcomes: ["能讲清楚", "能写出来"], questions: ["为什么？", "怎么做？"],
                resources: [StepResource(title: "paper", url: "https://arxiv.org/abs/1706.03762")])
        }
        let all = [
            step("maths", .concept, 6), step("ml", .concept, 12, ["maths"]), step("coding", .coding, 8),
            step("project", .project, 20, ["ml"]), step("extra", .paper, 10, ["ml"], optional: true),
            step("mock", .interview, 4, ["project", "coding"]),
        ]
        return all.filter { !without.contains($0.slug) } + extra
    }

    static func version(_ version: String, steps: [Step] = steps()) -> DirectionCurriculum {
        DirectionCurriculum(
            direction: "llm", version: version, name: "大模型", nameEN: "Large language models", steps: steps)
    }
}

extension Service {
    /// Publishes a version of the small curriculum.
    func publish(_ version: String = "small.1", steps: [Step] = SmallCurriculum.steps()) async throws {
        // Past the lint, which wants a whole curriculum.
        _ = try await TestDatabase.current.client.query(
            """
            INSERT INTO curricula (direction, version, number, document, published_at)
            SELECT 'llm', \(version), 1 + max(number),
                \(PostgresJSONCoded(SmallCurriculum.version(version, steps: steps))), \(clock.now)
            FROM curricula WHERE direction = 'llm'
            """)
    }

    /// A plan's body: fifty required hours in ten weeks of twelve, unless said otherwise.
    static func planBody(_ changes: [String: JSONValue] = [:]) -> JSONValue {
        var body: [String: JSONValue] = [
            "direction": "llm", "starts_on": "2026-11-24", "target_on": "2027-02-01", "hours_per_week": 12,
        ]
        body.merge(changes) { $1 }
        return .object(body)
    }

    func makePlan(
        _ student: StudentFixture, _ changes: [String: JSONValue] = [:], key: String? = nil
    ) async throws -> Answer {
        try await call(.POST, "/v1/plans", token: student.token, Self.planBody(changes), key: key)
    }

    /// A plan that a mentor has taken, and published unless said otherwise.
    func takenPlan(
        _ student: StudentFixture, _ mentor: MentorFixture, isPublished: Bool = true,
        _ changes: [String: JSONValue] = [:]
    ) async throws -> Answer {
        let made = try await makePlan(student, changes.merging(["mentor": .string(mentor.handle)]) { $1 })
        let taken = try await call(.POST, "/v1/plans/\(made.id)/take", token: mentor.token)
        guard isPublished else { return taken }
        return try await call(.POST, "/v1/plans/\(made.id)/publish", token: mentor.token)
    }

    func plan(_ id: String, _ token: String) async throws -> Answer {
        try await call(.GET, "/v1/plans/\(id)", token: token)
    }

    /// Changes a plan, whatever its version.
    func patchPlan(
        _ id: String, _ token: String, _ body: JSONValue, ifMatch: String? = "*"
    ) async throws -> Answer {
        try await call(
            .PATCH, "/v1/plans/\(id)", token: token, body, headers: ifMatch.map { [("If-Match", $0)] } ?? [])
    }

    /// Changes a step, whatever the plan's version.
    func patchStep(
        _ id: String, _ slug: String, _ token: String, _ body: JSONValue, ifMatch: String? = "*"
    ) async throws -> Answer {
        try await call(
            .PATCH, "/v1/plans/\(id)/steps/\(slug)", token: token, body,
            headers: ifMatch.map { [("If-Match", $0)] } ?? [])
    }
}

extension Service.Answer {
    var steps: [JSONValue] { json["steps"]?.array ?? [] }
    var slugs: [String] { steps.compactMap { $0["slug"]?.string } }
    func step(_ slug: String) -> JSONValue? { steps.first { $0["slug"]?.string == slug } }
    var tag: String? { headers.first(name: "ETag") }
}
