import Postgres
import Scheduling

extension Consultations {
    /// Writes down what time alone has decided: requests nobody answered expire, and a session the mentor has said
    /// nothing about for fourteen days is completed.
    ///
    /// Safe on any number of instances at once: each change asks again, under the mentor's lock, whether it is still
    /// due. Reads don't wait for it; from `respond_by` on a request reads as expired.
    ///
    /// - Returns: how many it changed.
    @discardableResult
    public func sweep() async throws -> Int {
        let now = desk.clock.now
        let silentSince = now.adding(days: -desk.policy.completedAfterDays)
        let (expired, silent) = try await desk.database.query(
            """
            SELECT id FROM consultations WHERE status = 'requested' AND respond_by <= \(now)
            ORDER BY respond_by LIMIT 500
            """,
            """
            SELECT id FROM consultations WHERE status = 'confirmed' AND end_at <= \(silentSince)
            ORDER BY end_at LIMIT 500
            """)
        let expiredIDs = try expired.map { try $0.next(ConsultationID.self) }
        for id in expiredIDs {
            try await desk.database.transaction { transaction in
                _ = try await transaction.query(lockMentor(of: id))
                enqueueExpiry(of: id, at: now, in: transaction)
            }
        }
        let silentIDs = try silent.map { try $0.next(ConsultationID.self) }
        for id in silentIDs { try await completeSilent(id, silentSince: silentSince, at: now) }
        return expiredIDs.count + silentIDs.count
    }

    private func completeSilent(_ id: ConsultationID, silentSince: Instant, at now: Instant) async throws {
        try await desk.database.transaction { transaction in
            let (_, rows) = try await transaction.query(
                lockMentor(of: id),
                """
                SELECT \(Consultation.columns(for: nil, at: now)) FROM \(Consultation.tables)
                WHERE c.id = \(id) AND c.status = 'confirmed' AND c.end_at <= \(silentSince) FOR UPDATE OF c
                """)
            guard let found = try rows.first({ try Consultation(&$0) }) else { return }
            var changed = found
            changed.status = try ConsultationRules.next(
                .complete, by: .system, on: found.facts, at: now, policy: desk.policy)
            _ = enqueueChange(.consultationCompleted, of: changed, from: found, by: .system, at: now, in: transaction)
        }
    }
}
