/// Lays the steps of a plan on days.
///
/// Pure and deterministic: one request, one path.
///
/// - **Work** is laid one step after another, `hoursPerWeek / 7` on each day that is neither a public holiday nor one
///   of `daysOff`; counted in sevenths of an hour, so nothing is rounded. A step starts on the day of its first hour
///   and ends on the day of its last; a day may hold the end of one step and the start of the next.
/// - **Order**: prerequisites first. Among the steps that could be next comes first what is being done already; then
///   the order a mentor wants, if they want one; else the step that must end earliest for all that needs it to be in
///   time, which is the one the most work hangs on, and the days mentors set count; then the curriculum's order.
/// - **Known steps** are not in the plan, nor is a step that others need when each of those is known or not in the
///   plan for the same reason. What needs a known step does not wait for anything on its account.
/// - **Done and skipped steps** keep their dates, hold up nothing and take no hours. A step may be done before its
///   prerequisite: what is done is done, and the prerequisite stays in the plan until it is done or skipped itself.
/// - **Too few hours**: optional steps are left out, those that would end latest first and of those that end on one
///   day the longest, until the rest fits; then each that fits again is put back, the last one taken out first. A
///   step that is being done or that a required step needs stays. If that is not enough the path runs on past the
///   target, and says by how many hours.
/// - **Slack**: a step's latest end is the last day on which it can end if everything that needs it, directly or not,
///   follows at once and is in time; its slack is the number of days from its end to that one.
public enum Planner {
    public static func plan(_ request: PlanRequest) -> PlannedPath {
        var laying = PlanLaying(request)
        return laying.path()
    }

    /// Whether a mentor's order puts no step before one of its prerequisites: the first pair that does, or nil.
    public static func violation(of order: [String], in entries: [PlanRequest.Entry]) -> OrderViolation? {
        let places = Dictionary(zip(order, order.indices)) { first, _ in first }
        let needs = Dictionary(entries.map { ($0.slug, $0.prerequisites) }) { first, _ in first }
        for (place, slug) in order.enumerated() {
            for prerequisite in needs[slug] ?? [] {
                if let other = places[prerequisite], other > place {
                    return OrderViolation(step: slug, prerequisite: prerequisite)
                }
            }
        }
        return nil
    }
}

/// A step that a wanted order puts before something it needs.
public struct OrderViolation: Hashable, Sendable {
    public let step: String
    public let prerequisite: String

    public init(step: String, prerequisite: String) {
        self.step = step
        self.prerequisite = prerequisite
    }
}
