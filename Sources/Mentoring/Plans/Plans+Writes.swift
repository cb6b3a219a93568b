import Curriculum
import Postgres
import Scheduling

extension Plans {
    /// A plan's row, held until the transaction's end. Asked before the plan is read: what a statement sees is older
    /// than a lock it waits for.
    static func lock(_ id: PlanID) -> SQL {
        "SELECT 1 FROM plans WHERE id = \(id) FOR NO KEY UPDATE"
    }

    static func current(_ id: PlanID, at now: Instant) -> SQL {
        "SELECT \(Plan.columns(at: now)) FROM \(Plan.tables) WHERE p.id = \(id)"
    }

    /// Writes a new plan.
    func enqueueNew(_ plan: Plan, in transaction: PostgresTransaction) {
        transaction.enqueue(
            """
            INSERT INTO plans
                (id, student_id, mentor_id, asked_at, direction, curriculum_version, status, starts_on, target_on,
                 hours_per_week, known_steps, days_off, holidays, wanted_order, feasible, missing_sevenths, left_out,
                 critical_path, weekly_load, version, created_at, updated_at, published_at)
            VALUES (\(plan.id), \(plan.student.id), \(plan.mentor?.id), \(plan.askedAt), \(plan.direction),
                \(plan.curriculumVersion), \(plan.status), \(plan.startsOn), \(plan.targetOn),
                \(plan.hoursPerWeek), \(plan.knownSteps), \(plan.daysOff.map(\.text)), \(plan.holidays),
                \(plan.wantedOrder), \(plan.isFeasible), \(plan.missingHours.sevenths), \(plan.leftOut),
                \(plan.criticalPath), \(PostgresJSONCoded(plan.weeklyLoad.map { PlanDocument.Week($0) })),
                \(plan.version), \(plan.createdAt), \(plan.updatedAt), \(plan.publishedAt))
            """)
        enqueueSteps(of: plan, from: nil, in: transaction)
    }

    /// Writes a changed plan: one version on.
    func enqueueChange(
        of plan: Plan, from previous: Plan, at now: Instant, in transaction: PostgresTransaction
    ) -> Plan {
        var changed = plan
        changed.version = previous.version + 1
        changed.updatedAt = now
        transaction.enqueue(
            """
            UPDATE plans SET
                mentor_id = \(changed.mentor?.id), asked_at = \(changed.askedAt), taken_at = \(changed.takenAt),
                curriculum_version = \(changed.curriculumVersion), status = \(changed.status),
                starts_on = \(changed.startsOn), target_on = \(changed.targetOn),
                hours_per_week = \(changed.hoursPerWeek), known_steps = \(changed.knownSteps),
                days_off = \(changed.daysOff.map(\.text)), holidays = \(changed.holidays),
                wanted_order = \(changed.wantedOrder), feasible = \(changed.isFeasible),
                missing_sevenths = \(changed.missingHours.sevenths), left_out = \(changed.leftOut),
                critical_path = \(changed.criticalPath),
                weekly_load = \(PostgresJSONCoded(changed.weeklyLoad.map { PlanDocument.Week($0) })),
                version = \(changed.version), updated_at = \(now), published_at = \(changed.publishedAt)
            WHERE id = \(changed.id) AND version = \(previous.version)
            """)
        enqueueSteps(of: changed, from: previous, in: transaction)
        return changed
    }

    /// Writes those rows of steps that are another than before.
    private func enqueueSteps(of plan: Plan, from previous: Plan?, in transaction: PostgresTransaction) {
        let (steps, prerequisites) = PlanDocument.rows(of: plan)
        let before = previous.map { PlanDocument.rows(of: $0) } ?? (steps: [], prerequisites: [])
        let isRearranged =
            steps.map(\.slug) != before.steps.map(\.slug) || prerequisites != before.prerequisites
        // The references to places go first, as the places may change.
        if isRearranged, previous != nil {
            transaction.enqueue("DELETE FROM plan_prerequisites WHERE plan_id = \(plan.id)")
            transaction.enqueue(
                "DELETE FROM plan_steps WHERE plan_id = \(plan.id) AND slug <> ALL(\(steps.map(\.slug)))")
        }
        let known = Set(before.steps)
        let written = steps.filter { !known.contains($0) }
        if !written.isEmpty {
            transaction.enqueue(
                """
                INSERT INTO plan_steps
                    (plan_id, slug, position, title, title_en, kind, hours, optional, own, status,
                     status_changed_at, starts_on, ends_on, set_due_on, latest_start_on, latest_end_on, note)
                SELECT \(plan.id), x.slug, x.position, x.title, x.title_en, x.kind, x.hours, x.optional, x.own,
                    x.status, x.status_changed_at, x.starts_on, x.ends_on, x.set_due_on, x.latest_start_on,
                    x.latest_end_on, x.note
                FROM jsonb_to_recordset(\(PostgresJSONCoded(written))) AS x (
                    slug text, position integer, title text, title_en text, kind text, hours integer,
                    optional boolean, own boolean, status text, status_changed_at timestamptz, starts_on date,
                    ends_on date, set_due_on date, latest_start_on date, latest_end_on date, note text)
                ON CONFLICT ON CONSTRAINT plan_steps_pkey DO UPDATE SET
                    position = excluded.position, title = excluded.title, title_en = excluded.title_en,
                    kind = excluded.kind, hours = excluded.hours, optional = excluded.optional, own = excluded.own,
                    status = excluded.status, status_changed_at = excluded.status_changed_at,
                    starts_on = excluded.starts_on, ends_on = excluded.ends_on, set_due_on = excluded.set_due_on,
                    latest_start_on = excluded.latest_start_on, latest_end_on = excluded.latest_end_on,
                    note = excluded.note
                """)
        }
        if isRearranged, !prerequisites.isEmpty {
            transaction.enqueue(
                """
                INSERT INTO plan_prerequisites
                    (plan_id, slug, position, prerequisite, prerequisite_position)
                SELECT \(plan.id), x.slug, x.position, x.prerequisite, x.prerequisite_position
                FROM jsonb_to_recordset(\(PostgresJSONCoded(prerequisites))) AS x (
                    slug text, position integer, prerequisite text, prerequisite_position integer)
                """)
        }
    }

    /// Writes what happened to a plan, for its student and for the mentor who may look into it.
    ///
    /// - Parameter mentor: another mentor than the plan's own: one who is asked, or who is asked no more.
    func enqueueEvent(
        _ kind: DomainEvent.Kind, of plan: Plan, to mentor: MentorID?? = nil, by actor: DomainEvent.Actor,
        consultation: ConsultationID? = nil, at now: Instant, in transaction: PostgresTransaction,
        details change: (inout DomainEvent.Details) -> Void = { _ in }
    ) {
        var details = DomainEvent.Details()
        details.status = plan.status.rawValue
        details.direction = plan.direction
        details.version = plan.version
        change(&details)
        desk.enqueue(
            DomainEvent(
                kind: kind, actor: actor, mentor: mentor ?? plan.ownMentor?.id, student: plan.student.id,
                consultation: consultation, plan: plan.id, details: details),
            at: now, in: transaction)
    }
}
