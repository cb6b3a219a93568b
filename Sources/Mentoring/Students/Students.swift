import Postgres
import Scheduling

/// Students: registering, reading and changing one's own, and leaving.
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
        do {
            return try await desk.write(keeping) { transaction in
                let student = try enqueueStudent(profile, at: now, in: transaction)
                let token = desk.accounts.enqueueToken(
                    role: .student, mentor: nil, handle: nil, student: student.id, label: "registration",
                    expiresAt: nil, at: now, in: transaction)
                return Registered(student: student, token: token)
            }
        } catch let error as PostgresError {
            switch error.constraint {
            case "contacts_email_key": throw Refusal.alreadyRegistered
            case "students_direction_fkey": throw Refusal.invalid(pointer: "/direction", code: .invalidChoice)
            default: throw error
            }
        }
    }

    /// Writes a new student with the transaction's last segment.
    func enqueueStudent(
        _ profile: StudentProfile, at now: Instant, in transaction: PostgresTransaction
    ) throws -> Student {
        let id: StudentID = desk.newID(at: now)
        let sealed = try desk.vault.seal(address: profile.email, for: id)
        transaction.enqueue(
            """
            INSERT INTO students (id, name, timezone, direction, graduation_year, locale, created_at, updated_at)
            VALUES (\(id), \(profile.name), \(profile.timezone), \(profile.direction), \(profile.graduationYear),
                \(profile.locale), \(now), \(now))
            """)
        transaction.enqueue(
            """
            INSERT INTO contacts (student_id, email_sealed, email_hash)
            VALUES (\(id), \(sealed), \(desk.vault.hash(address: profile.email)))
            """)
        return Student(
            id: id, name: profile.name, email: profile.email, timezone: profile.timezone,
            direction: profile.direction, graduationYear: profile.graduationYear, locale: profile.locale,
            createdAt: now)
    }

    /// One student with their address. For themselves only.
    public func get(_ id: StudentID) async throws -> Student {
        guard let student = try await desk.database.query(Self.query(of: id)).first(student) else {
            throw Refusal.notFound()
        }
        return student
    }

    /// Changes what students may change of themselves.
    ///
    /// - Parameter change: edits the profile as it stands; the address stays what it is, whatever it says.
    /// - Throws: ``Refusal/invalid(pointer:code:)`` with `/direction`.
    public func edit(
        _ id: StudentID, change: @escaping @Sendable (inout StudentProfile) -> Void
    ) async throws -> Student {
        let now = desk.clock.now
        do {
            return try await desk.database.transaction { transaction in
                let found = try await transaction.query(Self.query(of: id) + " FOR UPDATE OF s")
                guard var student = try found.first(student) else { throw Refusal.notFound() }
                var profile = StudentProfile(
                    name: student.name, email: student.email, timezone: student.timezone,
                    direction: student.direction, graduationYear: student.graduationYear, locale: student.locale)
                change(&profile)
                student.name = profile.name
                student.timezone = profile.timezone
                student.direction = profile.direction
                student.graduationYear = profile.graduationYear
                student.locale = profile.locale
                transaction.enqueue(
                    """
                    UPDATE students SET name = \(student.name), timezone = \(student.timezone),
                        direction = \(student.direction), graduation_year = \(student.graduationYear),
                        locale = \(student.locale), updated_at = \(now)
                    WHERE id = \(id)
                    """)
                return student
            }
        } catch let error as PostgresError where error.constraint == "students_direction_fkey" {
            throw Refusal.invalid(pointer: "/direction", code: .invalidChoice)
        }
    }

    private static func query(of id: StudentID) -> SQL {
        """
        SELECT s.id, s.name, k.email_sealed, s.timezone, s.direction, s.graduation_year, s.locale, s.created_at
        FROM students s JOIN contacts k ON k.student_id = s.id
        WHERE s.id = \(id) AND s.erased_at IS NULL
        """
    }

    private func student(_ row: inout PostgresRowReader) throws -> Student {
        let id: StudentID = try row.next()
        let name: String = try row.next()
        let sealed: [UInt8] = try row.next()
        return Student(
            id: id, name: name, email: try desk.vault.openAddress(sealed, for: id), timezone: try row.next(),
            direction: try row.next(), graduationYear: try row.next(), locale: try row.next(),
            createdAt: try row.next())
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
