import Crypto
import Foundation
public import ICalendar
import Postgres
import Scheduling

/// Calendars by a secret URL: whoever has it reads the person's sessions, until it is changed.
public struct Calendars: Sendable {
    let desk: Desk

    /// How far back a calendar goes.
    static let pastDays = 90

    /// The secret of the caller's URL; made when it is first asked for.
    ///
    /// - Throws: ``Refusal/forbidden`` for an administrator, who has no sessions.
    public func secret(for caller: Caller) async throws -> String {
        let person = try Person(caller)
        let fresh = try person.newSecret(desk)
        let rows = try await desk.database.query(
            person.insert(fresh, at: desk.clock.now) + " ON CONFLICT ON CONSTRAINT calendar_feeds_pkey DO NOTHING",
            """
            SELECT secret_sealed FROM calendar_feeds WHERE role = \(person.side) AND person_id = \(person.id)
            """
        ).1
        guard let sealed = try rows.first({ try $0.next([UInt8].self) }) else { throw Refusal.notFound() }
        if let text = try? person.open(sealed, desk) { return text }
        // Sealed under a secret of the service that is there no more: nobody can be shown it, so it ends.
        return try await replace(person, fresh)
    }

    /// Another URL from now on; the former one names nothing.
    public func rotate(for caller: Caller, keeping: Keeping<String>? = nil) async throws -> Answered<String> {
        let person = try Person(caller)
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let fresh = try person.newSecret(desk)
            transaction.enqueue(person.upsert(fresh, at: now))
            return fresh.text
        }
    }

    private func replace(_ person: Person, _ secret: Secret) async throws -> String {
        try await desk.database.query(person.upsert(secret, at: desk.clock.now))
        return secret.text
    }

    /// The calendar behind a secret; nil for one that isn't any, or no more.
    public func find(bearing secret: String) async throws -> CalendarDocument? {
        guard Secret.isPlausible(secret) else { return nil }
        let now = desk.clock.now
        let found = try await desk.database.query(
            """
            SELECT f.role, f.person_id, coalesce(p.language, s.locale) FROM calendar_feeds f
            LEFT JOIN students s ON f.role = 'student' AND s.id = f.person_id
            LEFT JOIN notification_preferences p ON p.owner_role = f.role AND p.owner_id = f.person_id
            WHERE f.secret_hash = \(Secret.hash(secret)) AND s.erased_at IS NULL
            """
        ).first { (side: try $0.next(Side.self), id: try $0.next(UUID.self), locale: try $0.next(String?.self)) }
        guard let found else { return nil }
        let owner: SQL = found.side == .student ? "c.student_id = \(found.id)" : "c.mentor_id = \(found.id)"
        let consultations = try await desk.database.query(
            """
            SELECT \(Consultation.columns(for: found.side, at: now)) FROM \(Consultation.tables)
            WHERE \(owner) AND c.start_at >= \(now.adding(days: -Self.pastDays))
            ORDER BY c.start_at, c.id LIMIT 2000
            """
        ).map { try Consultation(&$0) }
        let calendar = SessionCalendar(side: found.side, language: EmailLanguage(locale: found.locale) ?? .zhHans)
        return CalendarDocument(
            name: calendar.name, method: nil, events: consultations.compactMap { calendar.entry($0) },
            refreshMinutes: 60)
    }

    /// A secret on its way into the table.
    private struct Secret: Sendable {
        let text: String
        let sealed: [UInt8]

        static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

        /// Whether it can be one of ours at all; saves the database a look-up.
        static func isPlausible(_ text: String) -> Bool { text.utf8.count == 56 && text.hasPrefix("cal_") }
    }

    /// Whose calendar it is.
    private struct Person: Sendable {
        let side: Side
        let id: UUID

        init(_ caller: Caller) throws(Refusal) {
            switch caller.subject {
            case .student(let student):
                side = .student
                id = student.uuid
            case .mentor(let mentor, _):
                side = .mentor
                id = mentor.uuid
            case .admin: throw .forbidden
            }
        }

        private var context: String { "\(side.rawValue) \(id.uuidString)" }

        func newSecret(_ desk: Desk) throws -> Secret {
            let bytes = SymmetricKey(size: SymmetricKeySize(bitCount: 416)).withUnsafeBytes { Array($0) }
            let text = "cal_" + CrockfordBase32.text(bytes)
            return Secret(
                text: text, sealed: try desk.vault.seal(Data(text.utf8), purpose: "calendar", context: context))
        }

        func open(_ sealed: [UInt8], _ desk: Desk) throws -> String {
            String(decoding: try desk.vault.open(sealed, purpose: "calendar", context: context), as: UTF8.self)
        }

        func insert(_ secret: Secret, at now: Instant) -> SQL {
            """
            INSERT INTO calendar_feeds (role, person_id, secret_hash, secret_sealed, created_at)
            VALUES (\(side), \(id), \(Secret.hash(secret.text)), \(secret.sealed), \(now))
            """
        }

        func upsert(_ secret: Secret, at now: Instant) -> SQL {
            insert(secret, at: now) + """
                 ON CONFLICT ON CONSTRAINT calendar_feeds_pkey DO UPDATE
                SET secret_hash = excluded.secret_hash, secret_sealed = excluded.secret_sealed,
                    created_at = excluded.created_at
                """
        }
    }
}
