public import Foundation
import Postgres
import Scheduling

/// An address that a mentor names is theirs when a code that was sent there comes back.
extension Destinations {
    /// Sends another code, as often as an address may be sent one. Again changes nothing for one that is confirmed.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` for somebody else's, and for what is no address.
    public func requestCode(
        for id: UUID, of owner: Recipient, language: EmailLanguage, keeping: Keeping<SignIns.Requested>? = nil
    ) async throws -> Answered<SignIns.Requested> {
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let found = try await get(id, of: owner, in: transaction)
            guard found.kind == .email else { throw Refusal.notFound() }
            if found.isUnconfirmed {
                let address = try await address(of: id, in: transaction)
                try await sendCode(to: address, for: id, of: owner, language, at: now, in: transaction)
            }
            return SignIns.Requested(codeMinutes: desk.accountPolicy.codeMinutes)
        }
    }

    /// Confirms an address: from now on it is told what happens. A try is spent whatever comes of it, and a code works
    /// once; again changes nothing.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` for somebody else's, and for what is no address;
    ///   ``Refusal/invalid(pointer:code:)`` with `/code` for a wrong, spent, used, replaced or expired code.
    public func confirm(
        _ id: UUID, of owner: Recipient, code: String, keeping: Keeping<Destination>? = nil
    ) async throws -> Answered<Destination> {
        let now = desk.clock.now
        return try await desk.decide(keeping) { transaction in
            var found = try await get(id, of: owner, in: transaction)
            guard found.kind == .email else { throw Refusal.notFound() }
            guard found.isUnconfirmed else { return .done(found) }
            let hash = desk.vault.hash(address: try await address(of: id, in: transaction))
            let (_, spent) = try await transaction.query(
                SignIns.lock(hash), SignIns.spendTry(hash, destination: id, at: now))
            guard let opened = try desk.signIns.opened(spent, by: code, at: now) else {
                return .refused(Refusal.invalid(pointer: "/code", code: .incorrect))
            }
            transaction.enqueue(SignIns.use(opened.id, at: now))
            transaction.enqueue(
                "UPDATE destinations SET unconfirmed = false, updated_at = \(now) WHERE id = \(id)")
            found.isUnconfirmed = false
            return .done(found)
        }
    }

    /// Nothing where the address has been sent as many codes as it may.
    func sendCode(
        to address: String, for id: UUID, of owner: Recipient, _ language: EmailLanguage, at now: Instant,
        in transaction: PostgresTransaction
    ) async throws {
        let hash = desk.vault.hash(address: address)
        let (_, recent, wishes) = try await transaction.query(
            SignIns.lock(hash), SignIns.countRecent(hash, at: now),
            """
            SELECT language FROM notification_preferences
            WHERE owner_role = \(owner.role) AND owner_id = \(owner.uuid) AND language IS NOT NULL
            """)
        guard try desk.signIns.mayHaveAnother(recent) else { return }
        try desk.signIns.enqueueCode(
            .channel, for: address, hash: hash, destination: id,
            language: try wishes.first(as: EmailLanguage.self) ?? language, at: now, in: transaction)
    }

    private func address(of id: UUID, in transaction: PostgresTransaction) async throws -> String {
        let sealed = try await transaction.query("SELECT target_sealed FROM destinations WHERE id = \(id)")
            .first(as: [UInt8]?.self)
        guard let sealed = sealed ?? nil, let address = try desk.vault.openTarget(sealed, for: id).address else {
            throw Refusal.notFound()
        }
        return address
    }
}
