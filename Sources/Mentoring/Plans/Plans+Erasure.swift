import Postgres
import Scheduling

extension Plans {
    /// Puts an erased student's plans away, and takes what was written in them and what they tell of their student.
    func forget(
        studentOf id: StudentID, by caller: Caller, at now: Instant, in transaction: PostgresTransaction
    ) async throws {
        let (_, rows) = try await transaction.query(
            "SELECT 1 FROM plans WHERE student_id = \(id) ORDER BY id FOR NO KEY UPDATE",
            "SELECT \(Plan.columns(at: now)) FROM \(Plan.tables) WHERE p.student_id = \(id) ORDER BY p.id")
        for plan in try rows.map({ try Plan(&$0) }) {
            var changed = plan
            changed.status = .archived
            changed.knownSteps = []
            changed.daysOff = []
            changed.steps = plan.steps.map { step in
                var forgotten = step.isOwn ? step.renamed(Students.erasedName) : step
                forgotten.note = nil
                return forgotten
            }
            let saved = enqueueChange(of: changed, from: plan, at: now, in: transaction)
            guard plan.status != .archived else { continue }
            enqueueEvent(.planChanged, of: saved, by: .caller(caller), at: now, in: transaction) { details in
                details.changes = ["status"]
            }
        }
    }
}

extension Plan.Step {
    fileprivate func renamed(_ title: String) -> Plan.Step {
        Plan.Step(
            slug: slug, title: title, titleEN: title, kind: kind, hours: hours, prerequisites: prerequisites,
            isOptional: isOptional, isOwn: isOwn, status: status, statusChangedAt: statusChangedAt,
            startsOn: startsOn, endsOn: endsOn, setDueOn: setDueOn, latestStartOn: latestStartOn,
            latestEndOn: latestEndOn)
    }
}
