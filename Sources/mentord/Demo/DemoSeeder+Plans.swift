import Curriculum
import Mentoring
import Scheduling
import ZoneData

extension DemoSeeder {
    /// Puts a learning path of the demonstration on the agenda: asked for, taken, corrected, published and followed.
    func follow(_ script: DemoContent.Plan) {
        guard let student = student(script.student) else { return }
        // Within the last hours for what was asked today.
        let askedAt = now.adding(days: -script.asked).adding(minutes: script.asked == 0 ? -150 : -45)
        at(askedAt) {
            let startsOn = self.day(askedAt, of: student).adding(days: 1)
            let made = try await self.desk.plans.make(
                NewPlan(
                    direction: script.direction, startsOn: startsOn, targetOn: startsOn.adding(days: script.weeks * 7),
                    hoursPerWeek: script.hours, knownSteps: script.known ?? [],
                    daysOff: (script.daysOff ?? []).compactMap { DaysOff($0) },
                    mentor: script.mentor.map { .handle($0) }), by: student)
            guard let plan = made.value else { return }
            if script.taken == true, let mentor = script.mentor.flatMap(self.mentor) {
                self.correct(plan.id, script, mentor: mentor, from: askedAt.adding(minutes: 600))
            }
            self.study(plan.id, script, student: student, from: askedAt.adding(days: 4))
        }
    }

    private func correct(_ id: PlanID, _ script: DemoContent.Plan, mentor: Caller, from takenAt: Instant) {
        at(takenAt) { _ = try await self.desk.plans.take(id, by: mentor) }
        for (index, note) in (script.notes ?? []).enumerated() {
            at(takenAt.adding(minutes: 20 + 15 * index)) {
                let steps = try await self.desk.plans.get(id, for: mentor).steps
                guard steps.indices.contains(note.place - 1) else { return }
                _ = try await self.desk.plans.editStep(
                    steps[note.place - 1].slug, of: id, PlanStepEdit(note: note.note), by: mentor, version: .any)
            }
        }
        guard script.published == true else { return }
        at(takenAt.adding(minutes: 120)) { _ = try await self.desk.plans.publish(id, by: mentor) }
    }

    private func study(_ id: PlanID, _ script: DemoContent.Plan, student: Caller, from start: Instant) {
        let done = script.done ?? 0
        for index in 0..<done { mark(id, .done, by: student, at: start.adding(days: index * 4)) }
        if script.doing == true { mark(id, .doing, by: student, at: start.adding(days: done * 4)) }
    }

    /// Marks the first step that nobody has finished.
    private func mark(_ id: PlanID, _ status: StepStatus, by student: Caller, at instant: Instant) {
        at(instant) {
            let plan = try await self.desk.plans.get(id, for: student)
            guard let next = plan.steps.first(where: { $0.status.isOpen }) else { return }
            _ = try await self.desk.plans.editStep(
                next.slug, of: id, PlanStepEdit(status: status), by: student, version: .any)
        }
    }

    private func day(_ instant: Instant, of student: Caller) -> CivilDate {
        (desk.zones.zone(named: student.timezone) ?? .utc).localDate(at: instant)
    }
}
