import Curriculum
import Scheduling
import Testing

/// Short ways to say what tests plan from.
enum TestPlans {
    static func day(_ text: String) throws -> CivilDate {
        try #require(CivilDate(iso8601: text), "\(text) is no day")
    }

    static func dates(_ startsOn: String, _ dueOn: String) throws -> StepDates {
        StepDates(startsOn: try day(startsOn), dueOn: try day(dueOn))
    }

    /// From Monday the 7th of December 2026 on; a week of seven hours is an hour a day.
    static func request(
        _ entries: [PlanRequest.Entry], until target: String = "2026-12-31", hours: Int = 7, known: Set<String> = [],
        daysOff: [String] = [], holidays: Holidays = Holidays(notices: []), order: [String] = [],
        from start: String = "2026-12-07"
    ) throws -> PlanRequest {
        PlanRequest(
            startsOn: try day(start), targetOn: try day(target), hoursPerWeek: hours, knownSteps: known,
            daysOff: Set(try daysOff.map(day)), holidays: holidays, entries: entries, order: order)
    }

    static func entry(
        _ slug: String, _ hours: Int, after prerequisites: [String] = [], optional: Bool = false,
        _ status: StepStatus = .todo, dates: StepDates? = nil, due: CivilDate? = nil
    ) -> PlanRequest.Entry {
        PlanRequest.Entry(
            slug: slug, hours: hours, prerequisites: prerequisites, isOptional: optional, status: status,
            dates: dates, fixedDueOn: due)
    }

    /// `slug start end slack`, one line a step.
    static func table(_ path: PlannedPath) -> [String] {
        path.steps.map { step in
            let slack = step.slackDays.map { " \($0)" } ?? ""
            return "\(step.slug) \(step.startsOn) \(step.endsOn)\(slack)"
        }
    }
}
