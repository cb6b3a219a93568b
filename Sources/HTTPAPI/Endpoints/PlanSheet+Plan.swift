import Curriculum
import Documents
import Mentoring
import Scheduling

extension PlanSheet {
    /// A plan as its documents show it, with the curriculum it was made from.
    init(_ plan: Plan, of curriculum: DirectionCurriculum) {
        self.init(
            id: plan.id.description, directionName: curriculum.name, directionNameEN: curriculum.nameEN,
            curriculumVersion: plan.curriculumVersion, startsOn: plan.startsOn, targetOn: plan.targetOn,
            hoursPerWeek: plan.hoursPerWeek, isFeasible: plan.isFeasible, missingHours: plan.missingHours,
            leftOut: plan.leftOut.compactMap(curriculum.find).map { Titles(title: $0.title, titleEN: $0.titleEN) },
            weeklyLoad: plan.weeklyLoad, steps: plan.steps.map { Row($0) }, changedAt: plan.updatedAt,
            version: plan.version)
    }
}

extension PlanSheet.Row {
    fileprivate init(_ step: Plan.Step) {
        self.init(
            slug: step.slug, title: step.title, titleEN: step.titleEN, kind: step.kind, hours: step.hours,
            isOptional: step.isOptional, status: step.status, startsOn: step.startsOn, endsOn: step.endsOn,
            dueOn: step.dueOn, latestEndOn: step.latestEndOn, note: step.note)
    }
}
