import Curriculum
import Documents
import Scheduling
import Testing

/// Small plans and curricula for the tests of documents.
enum Samples {
    static func day(_ text: String) throws -> CivilDate {
        try #require(CivilDate(iso8601: text))
    }

    static func step(_ slug: String, _ kind: StepKind = .concept, after prerequisites: [String] = []) -> Step {
        Step(
            slug: slug, title: "步骤 \(slug)", titleEN: "Step \(slug)", kind: kind, hours: 4,
            prerequisites: prerequisites)
    }

    /// Four steps: one done, one being done, one to do, one skipped and optional.
    static func sheet(title: String = "位置编码", note: String? = nil) throws -> PlanSheet {
        PlanSheet(
            id: "pln_1", directionName: "大模型", directionNameEN: "Large language models", curriculumVersion: "2026.1",
            startsOn: try day("2026-12-01"), targetOn: try day("2026-12-14"), hoursPerWeek: 7, isFeasible: false,
            missingHours: StudyHours(sevenths: 12), leftOut: [.init(title: "束搜索", titleEN: "Beam search")],
            weeklyLoad: [
                WeekLoad(week: ISOWeek(containing: try day("2026-12-08")), hours: StudyHours(hours: 7)),
                WeekLoad(week: ISOWeek(containing: try day("2026-12-15")), hours: StudyHours(sevenths: 9)),
            ],
            steps: [
                .init(
                    slug: "a", title: "线性代数", titleEN: "Linear algebra", kind: .concept, hours: 4, isOptional: false,
                    status: .done, startsOn: try day("2026-12-01"), endsOn: try day("2026-12-04"),
                    dueOn: try day("2026-12-04"), latestEndOn: nil),
                .init(
                    slug: "b", title: title, titleEN: "Position encodings", kind: .paper, hours: 5, isOptional: false,
                    status: .doing, startsOn: try day("2026-12-05"), endsOn: try day("2026-12-10"),
                    dueOn: try day("2026-12-10"), latestEndOn: try day("2026-12-12"), note: note),
                .init(
                    slug: "c", title: "模拟面试", titleEN: "Mock interview", kind: .interview, hours: 2, isOptional: false,
                    status: .todo, startsOn: try day("2026-12-11"), endsOn: try day("2026-12-16"),
                    dueOn: try day("2026-12-13"), latestEndOn: try day("2026-12-14")),
                .init(
                    slug: "d", title: "量化", titleEN: "Quantisation", kind: .project, hours: 3, isOptional: true,
                    status: .skipped, startsOn: try day("2026-12-12"), endsOn: try day("2026-12-13"),
                    dueOn: try day("2026-12-13"), latestEndOn: nil),
            ], changedAt: Instant(seconds: 1_796_036_400), version: 3)
    }
}
