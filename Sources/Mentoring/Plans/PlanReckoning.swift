import Curriculum
import Scheduling

/// Lays a plan's steps on days: from the plan's terms, a version of the curriculum, and what has been done so far.
///
/// Pure: the same plan, curriculum, holidays and day always give the same plan.
struct PlanReckoning: Sendable {
    let curriculum: DirectionCurriculum
    let holidays: Holidays

    /// The plan with its steps dated from `day` on; those done or skipped stay as they are.
    ///
    /// Steps of the plan that the curriculum doesn't have stay when somebody added them by hand, or has begun them.
    func plan(_ plan: Plan, from day: CivilDate) -> Plan {
        let templates = templates(for: plan)
        let current = Dictionary(plan.steps.map { ($0.slug, $0) }) { first, _ in first }
        let path = Planner.plan(
            PlanRequest(
                startsOn: day, targetOn: plan.targetOn, hoursPerWeek: plan.hoursPerWeek,
                knownSteps: Set(plan.knownSteps), daysOff: Set(plan.daysOff.flatMap(\.days)), holidays: holidays,
                entries: templates.map { Self.entry($0, current: current[$0.slug]) }, order: plan.wantedOrder))
        let bySlug = Dictionary(templates.map { ($0.slug, $0) }) { first, _ in first }
        let kept = Set(path.steps.map(\.slug))
        let dated = path.steps.compactMap { planned -> Plan.Step? in
            guard var step = bySlug[planned.slug] else { return nil }
            step.prerequisites = step.prerequisites.filter(kept.contains)
            if let before = current[step.slug], !before.status.isOpen { return Self.closed(step, before) }
            step.startsOn = planned.startsOn
            step.endsOn = planned.endsOn
            step.latestStartOn = planned.latestStartOn
            step.latestEndOn = planned.latestEndOn
            return step
        }
        var reckoned = plan
        reckoned.curriculumVersion = curriculum.version
        reckoned.steps = Self.inOrder(dated)
        reckoned.isFeasible = path.isFeasible
        reckoned.missingHours = path.missingHours
        reckoned.leftOut = path.leftOut
        reckoned.criticalPath = path.criticalPath
        reckoned.weeklyLoad = path.weeklyLoad
        reckoned.wantedOrder = plan.wantedOrder.filter(kept.contains)
        return reckoned
    }

    /// Every step the plan may hold, in the curriculum's order; one added by hand behind what it needs.
    private func templates(for plan: Plan) -> [Plan.Step] {
        let current = Dictionary(plan.steps.map { ($0.slug, $0) }) { first, _ in first }
        let own = Set(plan.steps.filter(\.isOwn).map(\.slug))
        var steps = curriculum.steps.filter { !own.contains($0.slug) }.map { step in
            Plan.Step(step, current: current[step.slug], on: plan.startsOn)
        }
        let known = Set(steps.map(\.slug))
        for step in plan.steps where !known.contains(step.slug) {
            guard step.isOwn || step.status != .todo else { continue }
            let needed = Set(step.prerequisites)
            let place = steps.lastIndex { needed.contains($0.slug) }.map { $0 + 1 } ?? steps.count
            steps.insert(step, at: place)
        }
        return steps
    }

    private static func entry(_ step: Plan.Step, current: Plan.Step?) -> PlanRequest.Entry {
        PlanRequest.Entry(
            slug: step.slug, hours: step.hours, prerequisites: step.prerequisites, isOptional: step.isOptional,
            status: step.status,
            dates: current.map { StepDates(startsOn: $0.startsOn, dueOn: $0.endsOn) }, fixedDueOn: step.setDueOn)
    }

    /// A step that is done or skipped: its days and all that was said of it stay.
    private static func closed(_ step: Plan.Step, _ before: Plan.Step) -> Plan.Step {
        var step = step
        step.startsOn = before.startsOn
        step.endsOn = before.endsOn
        step.latestStartOn = nil
        step.latestEndOn = nil
        return step
    }

    /// The same steps, each behind what it needs: one that was done out of turn moves back behind its prerequisite.
    static func inOrder(_ steps: [Plan.Step]) -> [Plan.Step] {
        let names = Set(steps.map(\.slug))
        var placed: Set<String> = []
        var waiting = steps
        var ordered: [Plan.Step] = []
        while let next = waiting.firstIndex(where: { step in
            step.prerequisites.allSatisfy { placed.contains($0) || !names.contains($0) }
        }) {
            let step = waiting.remove(at: next)
            placed.insert(step.slug)
            ordered.append(step)
        }
        // Prerequisites stand in the same order everywhere: that of the plan.
        let places = Dictionary(zip(ordered.map(\.slug), ordered.indices)) { first, _ in first }
        return ordered.map { step in
            var step = step
            step.prerequisites.sort { places[$0, default: 0] < places[$1, default: 0] }
            return step
        }
    }
}

extension Plan.Step {
    /// A curriculum's step as a plan takes it over, with what the plan says of it already.
    fileprivate init(_ step: Curriculum.Step, current: Plan.Step?, on day: CivilDate) {
        self.init(
            slug: step.slug, title: step.title, titleEN: step.titleEN, kind: step.kind, hours: step.hours,
            prerequisites: step.prerequisites, isOptional: step.isOptional, isOwn: false,
            status: current?.status ?? .todo, statusChangedAt: current?.statusChangedAt,
            startsOn: current?.startsOn ?? day, endsOn: current?.endsOn ?? day, setDueOn: current?.setDueOn,
            latestStartOn: current?.latestStartOn, latestEndOn: current?.latestEndOn, note: current?.note)
    }
}
