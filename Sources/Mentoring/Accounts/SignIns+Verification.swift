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
                """
                UPDATE sign_in_codes SET tries_left = tries_left - 1
                WHERE id = (SELECT n.id FROM sign_in_codes n WHERE n.email_hash = \(hash)
                            ORDER BY n.position DESC LIMIT 1)
                  AND tries_left > 0 AND used_at IS NULL AND expires_at > \(now)
                RETURNING id, code_hash, registration_sealed
                """,
                "SELECT student_id FROM contacts WHERE email_hash = \(hash)")
            let row = try taken.first(as: (SignInCodeID, [UInt8], [UInt8]?).self)
            // Without a code there is still something to compare with, so that both take the same time.
            let id = row?.0 ?? desk.newID(at: now)
            let isRight = desk.vault.isCode(code, for: id, hash: row?.1 ?? SignInCode.unopenableHash())
            guard isRight, let (id, _, sealed) = row else { return .refused(refused) }
            let student: StudentID
            if let known = try contacts.first(as: StudentID.self) {
                student = known
            } else if let sealed {
                let profile = try desk.vault.openRegistration(sealed, for: id)
                student = try desk.students.enqueueStudent(profile, at: now, in: transaction).id
            } else {
                return .refused(refused)
            }
            transaction.enqueue(
                "UPDATE sign_in_codes SET used_at = \(now), registration_sealed = NULL WHERE id = \(id)")
            return .done(
                desk.accounts.enqueueToken(
                    role: .student, mentor: nil, handle: nil, student: student, label: "sign-in", expiresAt: nil,
                    at: now, in: transaction))
        }
    }
}
