import Postgres
import Scheduling

extension Desk {
    /// Removes what has outlived its time: answers kept for repeats, and codes to sign in with.
    ///
    /// Nothing waits for it, as every read asks for the time itself. In batches, and safe on any number of instances
    /// at once: rows that another one is at are left to it.
    ///
    /// - Returns: how many rows it removed.
    @discardableResult
    public func removeExpired() async throws -> Int {
        let now = clock.now
        // Codes count against an address's hour until that is over.
        let codesSince = now.adding(minutes: -max(60, accountPolicy.codeMinutes))
        var removed = 0
        while true {
            let (answers, codes) = try await database.query(
                """
                DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM idempotency_keys WHERE kept_until <= \(now)
                    ORDER BY kept_until LIMIT \(Self.expiryBatch) FOR UPDATE SKIP LOCKED))
                """,
                """
                DELETE FROM sign_in_codes WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM sign_in_codes WHERE created_at <= \(codesSince)
                    ORDER BY created_at LIMIT \(Self.expiryBatch) FOR UPDATE SKIP LOCKED))
                """)
            removed += answers.affected + codes.affected
            guard max(answers.affected, codes.affected) == Self.expiryBatch else { return removed }
        }
    }

    private static var expiryBatch: Int { 500 }
}
