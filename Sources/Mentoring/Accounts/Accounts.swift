import Foundation
import Postgres
public import Scheduling

/// Tokens: who a request comes from, and the making and revoking of tokens by administrators.
public struct Accounts: Sendable {
    let desk: Desk

    /// Whom a bearer token speaks for. Nil for an unknown, expired or revoked one; a revoked one stops at once,
    /// nothing is cached.
    public func find(bearing secret: String) async throws -> Caller? {
        guard TokenSecret.isPlausible(secret) else { return nil }
        let now = desk.clock.now
        let rows = try await desk.database.read(
            """
            SELECT t.id, t.role, t.mentor_id, t.student_id, t.label, t.expires_at, t.last_used_at,
                   m.handle, coalesce(m.name, s.name), coalesce(m.timezone, s.timezone)
            FROM tokens t
            LEFT JOIN mentors m ON m.id = t.mentor_id
            LEFT JOIN students s ON s.id = t.student_id
            WHERE t.hash = \(TokenSecret.hash(secret))
              AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > \(now))
              AND s.erased_at IS NULL
            """)
        guard
            let (caller, lastUsedAt) = try rows.first({ row -> (Caller, Instant?) in
                let id: TokenID = try row.next()
                let role: String = try row.next()
                let mentor: MentorID? = try row.next()
                let student: StudentID? = try row.next()
                let label: String = try row.next()
                let expiresAt: Instant? = try row.next()
                let lastUsedAt: Instant? = try row.next()
                let handle: String? = try row.next()
                let name: String? = try row.next()
                let timezone: String? = try row.next()
                let subject: Caller.Subject =
                    switch (mentor, student) {
                    case (let mentor?, _): .mentor(mentor, handle: handle ?? "")
                    case (_, let student?): .student(student)
                    default: .admin
                    }
                guard Role(rawValue: role) != nil else { throw StoredValueError(column: "tokens.role") }
                return (
                    Caller(
                        token: id, subject: subject, name: name ?? label, timezone: timezone ?? "UTC", label: label,
                        expiresAt: expiresAt?.rfc3339UTC), lastUsedAt
                )
            })
        else { return nil }
        // To the hour: enough to find tokens nobody uses, and no write for every request.
        if lastUsedAt.map({ $0.microseconds + 3_600_000_000 <= now.microseconds }) ?? true {
            _ = try await desk.database.query("UPDATE tokens SET last_used_at = \(now) WHERE id = \(caller.token)")
        }
        return caller
    }

    /// Issues a token. Admins only (the caller is checked by the route), or the operator at the database's side.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `/mentor` or `/student` for somebody who isn't there.
    public func issue(
        role: Role, mentor: MentorName? = nil, student: StudentID? = nil, label: String, expiresAt: Instant? = nil,
        by caller: Caller?, keeping: Keeping<IssuedToken>? = nil
    ) async throws -> Answered<IssuedToken> {
        let now = desk.clock.now
        if let expiresAt, expiresAt <= now { throw Refusal.invalid(pointer: "/expires_at", code: .outOfRange) }
        return try await desk.write(keeping) { transaction in
            var mentorID: MentorID?
            var handle: String?
            if let mentor {
                guard
                    let row = try await transaction.query("SELECT id, handle FROM mentors WHERE \(mentor.condition)")
                        .first(as: (MentorID, String).self)
                else { throw Refusal.notFound(pointer: "/mentor") }
                (mentorID, handle) = row
            }
            if let student {
                let known = try await transaction.query(
                    "SELECT 1 FROM students WHERE id = \(student) AND erased_at IS NULL")
                guard known.count == 1 else { throw Refusal.notFound(pointer: "/student") }
            }
            let token = enqueueToken(
                role: role, mentor: mentorID, handle: handle, student: student, label: label, expiresAt: expiresAt,
                at: now, in: transaction)
            desk.audit.enqueue("token.issued", subject: token.id.description, by: caller, at: now, in: transaction)
            return token
        }
    }

    /// Makes a token whose insert goes with the transaction's other writes.
    func enqueueToken(
        role: Role, mentor: MentorID?, handle: String?, student: StudentID?, label: String, expiresAt: Instant?,
        at now: Instant, in transaction: PostgresTransaction
    ) -> IssuedToken {
        let id: TokenID = desk.newID(at: now)
        let secret = TokenSecret.make()
        transaction.enqueue(
            """
            INSERT INTO tokens (id, hash, role, mentor_id, student_id, label, created_at, expires_at)
            VALUES (\(id), \(TokenSecret.hash(secret)), \(role.rawValue), \(mentor), \(student), \(label), \(now), \(expiresAt))
            """)
        return IssuedToken(
            id: id, secret: secret, role: role, mentorHandle: handle, student: student, label: label, createdAt: now,
            expiresAt: expiresAt, revokedAt: nil, lastUsedAt: nil)
    }

    /// Every token, newest first. Admins only.
    public func tokens(after position: ListPosition?, limit: Int) async throws -> ListPage<IssuedToken> {
        let rows = try await desk.database.query(
            """
            SELECT \(Self.columns) FROM tokens t LEFT JOIN mentors m ON m.id = t.mentor_id
            WHERE \(position.isAfter("t.created_at", "t.id"))
            ORDER BY t.created_at DESC, t.id DESC LIMIT \(limit + 1)
            """)
        return ListPage(try rows.map(Self.token), limit: limit) { ListPosition(at: $0.createdAt, id: $0.id.uuid) }
    }

    /// The columns that ``token(_:)`` reads, from `tokens t` and `mentors m`.
    static let columns: SQL =
        """
        t.id, t.role, m.handle, t.student_id, t.label, t.created_at, t.expires_at, t.revoked_at, t.last_used_at
        """

    static func token(_ row: inout PostgresRowReader) throws -> IssuedToken {
        IssuedToken(
            id: try row.next(), secret: nil, role: Role(rawValue: try row.next()) ?? .student,
            mentorHandle: try row.next(), student: try row.next(), label: try row.next(), createdAt: try row.next(),
            expiresAt: try row.next(), revokedAt: try row.next(), lastUsedAt: try row.next())
    }

    /// Revokes a token at once. Revoking it again changes nothing. Admins only.
    public func revoke(_ id: TokenID, by caller: Caller?) async throws {
        let now = desk.clock.now
        try await desk.database.transaction { transaction in
            let found = try await transaction.query(
                "UPDATE tokens SET revoked_at = coalesce(revoked_at, \(now)) WHERE id = \(id) RETURNING id")
            guard found.count == 1 else { throw Refusal.notFound() }
            desk.audit.enqueue("token.revoked", subject: id.description, by: caller, at: now, in: transaction)
        }
    }
}
