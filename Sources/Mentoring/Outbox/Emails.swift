import Foundation
import Postgres
import Scheduling

/// E-mails on their way: written in the transaction that gives a reason for them, taken by a dispatcher.
///
/// Any number of dispatchers may run at once. One takes an e-mail for a while (a lease); should it die, the e-mail
/// falls due again and another takes it. So an e-mail may go out twice, with one message id, and never not at all.
public struct Emails: Sendable {
    let desk: Desk

    /// What a dispatcher has taken.
    public enum Claim: Sendable {
        case send(Email)
        /// Nothing to send: to be finished.
        case drop(EmailID, DropReason)
    }

    /// Why an e-mail is not sent.
    public enum DropReason: String, Sendable, Hashable {
        /// It was never meant to be.
        case unwanted
        /// What it says is of no use any more.
        case expired
        /// It can't be opened with the secrets of this instance.
        case unreadable
    }

    /// Takes what is due, oldest first.
    ///
    /// - Parameter leaseSeconds: for how long nobody else takes it; longer than any try to send it takes.
    public func claim(limit: Int, leaseSeconds: Int) async throws -> [Claim] {
        let now = desk.clock.now
        let leasedUntil = Instant(microseconds: now.microseconds + Int64(leaseSeconds) * 1_000_000)
        let rows = try await desk.database.query(
            """
            WITH due AS (
                SELECT id FROM emails WHERE due_at <= \(now) ORDER BY due_at, id LIMIT \(limit)
                FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE emails e SET attempts = e.attempts + 1, due_at = \(leasedUntil)
                FROM due WHERE e.id = due.id RETURNING e.*)
            -- RETURNING gives rows in the order of the plan's join; ids are in that of time.
            SELECT id, kind, language, content_sealed, attempts, created_at, expires_at FROM claimed ORDER BY id
            """)
        return try rows.map { row in
            let id: EmailID = try row.next()
            let kind: Email.Kind = try row.next()
            let language: EmailLanguage = try row.next()
            let sealed: [UInt8] = try row.next()
            let attempt: Int = try row.next()
            let createdAt: Instant = try row.next()
            let expiresAt: Instant? = try row.next()
            if kind == .unknownAddress { return .drop(id, .unwanted) }
            if let expiresAt, expiresAt <= now { return .drop(id, .expired) }
            guard let content = try? desk.vault.openEmail(sealed, for: id) else { return .drop(id, .unreadable) }
            return .send(
                Email(
                    id: id, kind: kind, language: language, address: content.address, subject: content.subject,
                    text: content.text, code: content.code, createdAt: createdAt, attempt: attempt))
        }
    }

    /// Forgets an e-mail: it is sent, or never will be.
    public func finish(_ id: EmailID) async throws {
        _ = try await desk.database.query("DELETE FROM emails WHERE id = \(id)")
    }

    /// Puts a taken e-mail back for another try; nothing if somebody else has taken it since.
    ///
    /// - Parameter afterSeconds: from now on.
    public func postpone(_ email: Email, afterSeconds: Int) async throws {
        let dueAt = Instant(microseconds: desk.clock.now.microseconds + Int64(afterSeconds) * 1_000_000)
        _ = try await desk.database.query(
            "UPDATE emails SET due_at = \(dueAt) WHERE id = \(email.id) AND attempts = \(email.attempt)")
    }

    /// Writes an e-mail with the transaction's last segment.
    func enqueue(
        _ wording: EmailWording, to address: String, hash: [UInt8], expiresAt: Instant?, at now: Instant,
        in transaction: PostgresTransaction
    ) throws {
        let id: EmailID = desk.newID(at: now)
        let content = EmailContent(
            address: address, subject: wording.subject, text: wording.text, code: wording.code)
        transaction.enqueue(
            """
            INSERT INTO emails (id, email_hash, kind, language, content_sealed, created_at, due_at, expires_at)
            VALUES (\(id), \(hash), \(wording.kind), \(wording.language), \(try desk.vault.seal(email: content, for: id)),
                \(now), \(now), \(expiresAt))
            """)
    }
}

extension Email.Kind: PostgresCodable {}
extension EmailLanguage: PostgresCodable {}
