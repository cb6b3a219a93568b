import Foundation
import Postgres
import Scheduling

/// Signing in, and registering, by a code that is sent to an address.
///
/// Nothing that a caller sees tells a known address from an unknown one: both take the same statements, leave the same
/// rows behind and get the same answer. The difference is in the e-mail.
public struct SignIns: Sendable {
    let desk: Desk

    /// That a code is on its way, if there is anybody for it.
    public struct Requested: Sendable, Hashable {
        /// How long it works.
        public let codeMinutes: Int
    }

    /// What a request for a code is about.
    private enum Purpose {
        case signIn
        case registration(StudentProfile)
    }

    /// Sends a code to a registered address. Public; says nothing of whether it is registered.
    ///
    /// - Parameter language: the language of the request; the student's own goes before it.
    public func requestCode(
        email: String, language: EmailLanguage, keeping: Keeping<Requested>? = nil
    ) async throws -> Answered<Requested> {
        try await request(.signIn, for: email, language: language, keeping: keeping)
    }

    /// Registers by a code (setting `registration: verified`): the student is made when the code comes back.
    ///
    /// A registered address gets a code too, which signs its student in; the e-mail says so.
    ///
    /// - Throws: ``Refusal/invalid(pointer:code:)`` with `/direction`.
    public func requestRegistration(
        _ profile: StudentProfile, language: EmailLanguage, keeping: Keeping<Requested>? = nil
    ) async throws -> Answered<Requested> {
        try await request(.registration(profile), for: profile.email, language: language, keeping: keeping)
    }

    private func request(
        _ purpose: Purpose, for email: String, language: EmailLanguage, keeping: Keeping<Requested>?
    ) async throws -> Answered<Requested> {
        let now = desk.clock.now
        let hash = desk.vault.hash(address: email)
        let profile: StudentProfile? = if case .registration(let profile) = purpose { profile } else { nil }
        return try await desk.write(keeping) { transaction in
            let (_, recent, contacts, directions) = try await transaction.query(
                Self.lock(hash),
                Self.countRecent(hash, at: now),
                """
                SELECT s.locale FROM contacts k JOIN students s ON s.id = k.student_id
                WHERE k.email_hash = \(hash) AND s.erased_at IS NULL
                """,
                "SELECT 1 FROM directions WHERE slug = \(profile?.direction)")
            if profile?.direction != nil, directions.isEmpty {
                throw Refusal.invalid(pointer: "/direction", code: .invalidChoice)
            }
            let answer = Requested(codeMinutes: desk.accountPolicy.codeMinutes)
            guard try mayHaveAnother(recent) else { return answer }
            let locale: String?? = try contacts.first(as: String?.self)
            let kind: Email.Kind =
                switch (purpose, locale != nil) {
                case (.signIn, true): .signIn
                case (.signIn, false): .unknownAddress
                case (.registration, true): .alreadyRegistered
                case (.registration, false): .registration
                }
            let spoken = EmailLanguage(locale: (locale ?? nil) ?? profile?.locale) ?? language
            try enqueueCode(kind, for: email, hash: hash, profile: profile, language: spoken, at: now, in: transaction)
            return answer
        }
    }

    /// Makes a code and writes the e-mail that tells it.
    ///
    /// - Parameters:
    ///   - profile: the registration that it completes.
    ///   - destination: the channel that it confirms, should it do that instead of signing in.
    func enqueueCode(
        _ kind: Email.Kind, for email: String, hash: [UInt8], profile: StudentProfile? = nil,
        destination: UUID? = nil, language: EmailLanguage, at now: Instant, in transaction: PostgresTransaction
    ) throws {
        let id: SignInCodeID = desk.newID(at: now)
        let code = SignInCode.make()
        let expiresAt = now.adding(minutes: desk.accountPolicy.codeMinutes)
        let codeHash = desk.vault.hash(code: code, for: id)
        let registration = try profile.map { try desk.vault.seal(registration: $0, for: id) }
        transaction.enqueue(
            """
            INSERT INTO sign_in_codes
                (id, email_hash, code_hash, registration_sealed, destination_id, tries_left, created_at, expires_at)
            VALUES (\(id), \(hash), \(kind == .unknownAddress ? SignInCode.unopenableHash() : codeHash),
                \(registration), \(destination), \(desk.accountPolicy.codeTries), \(now), \(expiresAt))
            """)
        let wording = EmailWording(
            kind: kind, language: language, code: code, codeMinutes: desk.accountPolicy.codeMinutes)
        try desk.emails.enqueue(wording, to: email, hash: hash, expiresAt: expiresAt, at: now, in: transaction)
    }

    /// How many codes an address was sent within the hour, whatever for.
    static func countRecent(_ hash: [UInt8], at now: Instant) -> SQL {
        "SELECT count(*) FROM sign_in_codes WHERE email_hash = \(hash) AND created_at > \(now.adding(minutes: -60))"
    }

    /// - Parameter recent: what ``countRecent(_:at:)`` gave.
    func mayHaveAnother(_ recent: PostgresRows) throws -> Bool {
        try recent.first(as: Int.self) ?? 0 < desk.accountPolicy.codesPerHour
    }

    /// Holds off everything else about an address until the transaction's end.
    static func lock(_ hash: [UInt8]) -> SQL {
        let number = hash.prefix(8).reduce(into: Int64(0)) { number, byte in number = number << 8 | Int64(byte) }
        return "SELECT pg_advisory_xact_lock(\(number))"
    }
}
