import Foundation
import Postgres
import Scheduling

extension SignIns {
    /// Signs in with the newest code that was sent to an address; completes the registration where one waits for it.
    /// Public.
    ///
    /// A try is spent whatever comes of it, and a code works once.
    ///
    /// - Returns: a student's token, labelled `sign-in`.
    /// - Throws: ``Refusal/invalid(pointer:code:)`` with `/code` for a wrong, spent, used, replaced or expired code, and
    ///   for an address that no code was sent to.
    public func verify(
        email: String, code: String, keeping: Keeping<IssuedToken>? = nil
    ) async throws -> Answered<IssuedToken> {
        do {
            return try await verifyOnce(email: email, code: code, keeping: keeping)
        } catch let error as PostgresError where error.constraint == "contacts_email_key" {
            // An instance with open registration was faster; the address's owner, who is here, signs in instead.
            return try await verifyOnce(email: email, code: code, keeping: keeping)
        }
    }

    private func verifyOnce(
        email: String, code: String, keeping: Keeping<IssuedToken>?
    ) async throws -> Answered<IssuedToken> {
        let now = desk.clock.now
        let hash = desk.vault.hash(address: email)
        let refused = Refusal.invalid(pointer: "/code", code: .incorrect)
        return try await desk.decide(keeping) { transaction in
            let (_, taken, contacts) = try await transaction.query(
                Self.lock(hash),
                Self.spendTry(hash, destination: nil, at: now),
                "SELECT student_id FROM contacts WHERE email_hash = \(hash)")
            guard let (id, sealed) = try opened(taken, by: code, at: now) else { return .refused(refused) }
            let student: StudentID
            if let known = try contacts.first(as: StudentID.self) {
                student = known
            } else if let sealed {
                let profile = try desk.vault.openRegistration(sealed, for: id)
                student = try desk.students.enqueueStudent(profile, at: now, in: transaction).id
            } else {
                return .refused(refused)
            }
            transaction.enqueue(Self.use(id, at: now))
            return .done(
                desk.accounts.enqueueToken(
                    role: .student, mentor: nil, handle: nil, student: student, label: "sign-in", expiresAt: nil,
                    at: now, in: transaction))
        }
    }

    // MARK: Codes

    /// Spends a try of the newest code for an address and a purpose.
    static func spendTry(_ hash: [UInt8], destination: UUID?, at now: Instant) -> SQL {
        """
        UPDATE sign_in_codes SET tries_left = tries_left - 1
        WHERE id = (SELECT n.id FROM sign_in_codes n
                    WHERE n.email_hash = \(hash) AND n.destination_id IS NOT DISTINCT FROM \(destination)
                    ORDER BY n.position DESC LIMIT 1)
          AND tries_left > 0 AND used_at IS NULL AND expires_at > \(now)
        RETURNING id, code_hash, registration_sealed
        """
    }

    /// The code that was told, with the registration it completes; nil where it is another.
    ///
    /// - Parameter spent: what ``spendTry(_:destination:at:)`` gave.
    func opened(
        _ spent: PostgresRows, by code: String, at now: Instant
    ) throws -> (id: SignInCodeID, registration: [UInt8]?)? {
        let row = try spent.first(as: (SignInCodeID, [UInt8], [UInt8]?).self)
        // Without a code there is still something to compare with, so that both take the same time.
        let id = row?.0 ?? desk.newID(at: now)
        let isRight = desk.vault.isCode(code, for: id, hash: row?.1 ?? SignInCode.unopenableHash())
        guard isRight, let (id, _, sealed) = row else { return nil }
        return (id, sealed)
    }

    /// A code works once.
    static func use(_ id: SignInCodeID, at now: Instant) -> SQL {
        "UPDATE sign_in_codes SET used_at = \(now), registration_sealed = NULL WHERE id = \(id)"
    }
}
