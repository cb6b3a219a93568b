import Curriculum
import Postgres
import Scheduling

extension Plans {
    /// The plan and step a student wants a consultation for.
    struct Place: Sendable {
        let plan: PlanID
        let step: String?
        let direction: String
    }

    /// Finds what a wish names: a plan of the student's own that is not archived, and a step in it. Without a plan,
    /// the newest that has the step, one of the mentor asked before others.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `/plan` or `/plan_step`.
    func place(
        of wish: NewConsultation, student: StudentID, in transaction: PostgresTransaction
    ) async throws -> Place? {
        guard wish.plan != nil || wish.planStep != nil else { return nil }
        // PostgreSQL orders by no constant.
        let always: SQL = "p.id IS NOT NULL"
        let isNamed: SQL = wish.plan.map { "p.id = \($0)" } ?? "true"
        let hasStep: SQL =
            wish.planStep.map {
                "EXISTS (SELECT FROM plan_steps t WHERE t.plan_id = p.id AND t.slug = \($0))"
            } ?? always
        let isTheirs: SQL = wish.mentor.map { "p.mentor_id IS NOT DISTINCT FROM \($0.idQuery)" } ?? always
        let rows = try await transaction.query(
            """
            SELECT p.id, p.direction, \(hasStep) FROM plans p
            WHERE p.student_id = \(student) AND p.status <> 'archived' AND \(isNamed)
            ORDER BY \(hasStep) DESC, \(isTheirs) DESC, p.created_at DESC, p.id DESC LIMIT 1
            """)
        let found = try rows.first { row in
            (id: try row.next(PlanID.self), direction: try row.next(String.self), hasStep: try row.next(Bool.self))
        }
        guard let found else { throw Refusal.notFound(pointer: wish.plan == nil ? "/plan_step" : "/plan") }
        guard found.hasStep else { throw Refusal.notFound(pointer: "/plan_step") }
        return Place(plan: found.id, step: wish.planStep, direction: found.direction)
    }

    /// Moves the step that a completed consultation was for: passed is done, to be seen again is being done, skipped
    /// is skipped. The mentor's word counts, whatever the step needs.
    func settle(
        _ consultation: Consultation, by caller: Caller, at now: Instant, in transaction: PostgresTransaction
    ) async throws {
        guard let id = consultation.plan, let slug = consultation.planStep,
            let result = consultation.outcome?.result
        else { return }
        let (_, rows) = try await transaction.query(Self.lock(id), Self.current(id, at: now))
        // A plan put away stays as it was, and a step may have gone with planning again.
        guard let plan = try rows.first({ try Plan(&$0) }), plan.status != .archived,
            let index = plan.steps.firstIndex(where: { $0.slug == slug })
        else { return }
        var step = plan.steps[index]
        let status: StepStatus =
            switch result {
            case .passed: .done
            case .again: .doing
            case .skipped: .skipped
            }
        if step.status != status { step.mark(status, at: now) }
        step.note = consultation.outcome?.note ?? step.note
        _ = save(
            step, at: index, of: plan, by: caller, consultation: consultation.id, at: now, in: transaction)
    }
}
