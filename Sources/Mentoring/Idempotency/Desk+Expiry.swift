import Postgres
import Scheduling

extension Desk {
    /// Removes what has outlived its time: answers kept for repeats, codes to sign in with, deliveries that are done,
    /// dead letters nobody looked at, and what was reminded of.
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
        let doneSince = now.adding(days: -deliveryPolicy.keptDays)
        let deadSince = now.adding(days: -deliveryPolicy.deadKeptDays)
        var removed = 0
        while true {
            let (answers, codes, done, dead, reminders) = try await database.query(
                """
                DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM idempotency_keys WHERE kept_until <= \(now)
                    ORDER BY kept_until LIMIT \(Self.expiryBatch) FOR UPDATE SKIP LOCKED))
                """,
                """
                DELETE FROM sign_in_codes WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM sign_in_codes WHERE created_at <= \(codesSince)
                    ORDER BY created_at LIMIT \(Self.expiryBatch) FOR UPDATE SKIP LOCKED))
                """,
                """
                DELETE FROM deliveries WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM deliveries WHERE state IN ('sent', 'dropped') AND finished_at <= \(doneSince)
                    ORDER BY finished_at LIMIT \(Self.expiryBatch) FOR UPDATE SKIP LOCKED))
                """,
                """
                DELETE FROM deliveries WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM deliveries WHERE state = 'dead' AND finished_at <= \(deadSince)
                    ORDER BY finished_at LIMIT \(Self.expiryBatch) FOR UPDATE SKIP LOCKED))
                """,
                """
                DELETE FROM reminders WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM reminders WHERE moment <= \(now.adding(days: -30))
                    ORDER BY moment LIMIT \(Self.expiryBatch)))
                """)
            let counts = [answers, codes, done, dead, reminders].map(\.affected)
            removed += counts.reduce(0, +)
            guard counts.contains(Self.expiryBatch) else { return removed }
        }
    }

    private static var expiryBatch: Int { 500 }
}
