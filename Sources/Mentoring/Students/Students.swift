import Postgres
import Scheduling

/// Students: registering, and reading one's own.
public struct Students: Sendable {
    let desk: Desk

    /// A new student and the token that speaks for them.
    public struct Registered: Sendable {
        public let student: Student
        public let token: IssuedToken
    }

    /// Registers at once (setting `registration: open`). Public.
    ///
    /// The address is compared trimmed and case-folded, and stored sealed.
    ///
    /// - Throws: ``Refusal/alreadyRegistered``; ``Refusal/invalid(pointer:code:)`` with `/direction`.
    public func register(
        _ profile: StudentProfile, keeping: Keeping<Registered>? = nil
    ) async throws -> Answered<Registered> {
        let now = desk.clock.now
        let id: StudentID = desk.newID(at: now)
        let sealed = try desk.vault.seal(address: profile.email, for: id)
        do {
            return try await desk.write(keeping) { transaction in
                transaction.enqueue(
                    """
                    INSERT INTO students
                        (id, name, timezone, direction, graduation_year, locale, created_at, updated_at)
                    VALUES (\(id), \(profile.name), \(profile.timezone), \(profile.direction),
                        \(profile.graduationYear), \(profile.locale), \(now), \(now))
                    """)
                transaction.enqueue(
                    """
                    INSERT INTO contacts (student_id, email_sealed, email_hash)
                    VALUES (\(id), \(sealed), \(desk.vault.hash(address: profile.email)))
                    """)
                let token = desk.accounts.enqueueToken(
                    role: .student, mentor: nil, handle: nil, student: id, label: "registration", expiresAt: nil,
                    at: now, in: transaction)
                return Registered(
                    student: Student(
                        id: id, name: profile.name, email: profile.email, timezone: profile.timezone,
                        direction: profile.direction, graduationYear: profile.graduationYear,
                        locale: profile.locale, createdAt: now),
                    token: token)
            }
        } catch let error as PostgresError {
            switch error.constraint {
            case "contacts_email_key": throw Refusal.alreadyRegistered
            case "students_direction_fkey": throw Refusal.invalid(pointer: "/direction", code: .invalidChoice)
            default: throw error
            }
        }
    }

    /// One student with their address. For themselves only.
    public func get(_ id: StudentID) async throws -> Student {
        let rows = try await desk.database.query(
            """
            SELECT s.id, s.name, k.email_sealed, s.timezone, s.direction, s.graduation_year, s.locale, s.created_at
            FROM students s JOIN contacts k ON k.student_id = s.id
            WHERE s.id = \(id) AND s.erased_at IS NULL
            """)
        guard
            let student = try rows.first({ row -> Student in
                let id: StudentID = try row.next()
                let name: String = try row.next()
                let sealed: [UInt8] = try row.next()
                return Student(
                    id: id, name: name, email: try desk.vault.openAddress(sealed, for: id),
                    timezone: try row.next(), direction: try row.next(), graduationYear: try row.next(),
                    locale: try row.next(), createdAt: try row.next())
            })
        else { throw Refusal.notFound() }
        return student
    }

    /// What a booking needs of the student's row.
    struct Head: Sendable {
        let name: String
        let direction: String?

        init(_ row: inout PostgresRowReader) throws {
            name = try row.next()
            direction = try row.next()
        }
    }

    /// Holds off the student's other bookings until the transaction's end: a student's limit and their own sessions
    /// are decided with nobody in between. Taken after the mentor's lock, always in this order.
    static func lock(_ id: StudentID) -> SQL {
        """
        SELECT name, direction, pg_advisory_xact_lock(lock_key) IS NULL FROM students
        WHERE id = \(id) AND erased_at IS NULL
        """
    }
}
