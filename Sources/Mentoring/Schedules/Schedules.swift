import Postgres
import Scheduling

/// Schedules: read and replaced whole, each change a new version.
///
/// Whoever writes one gives the version they read; a change in between refuses it. No write moves or ends a live
/// consultation.
public struct Schedules: Sendable {
    let desk: Desk

    /// At most this many dated days, spans of time off, and windows a day.
    public static let dayLimit = 400
    public static let timeOffLimit = 200
    public static let windowLimit = 12

    /// A schedule and its version.
    public struct Versioned: Sendable, Hashable {
        public let schedule: MentorSchedule
        public let version: Int
    }

    /// The schedule in force. The mentor, or an admin on their behalf.
    public func get(of mentor: MentorName) async throws -> Versioned {
        let rows = try await desk.database.query(Self.query(of: mentor))
        guard let found = try rows.first(Self.versioned) else { throw Refusal.notFound() }
        return found
    }

    /// Replaces the schedule, or changes part of it.
    ///
    /// - Parameters:
    ///   - version: the version the caller read; nil takes whatever is in force (where no precondition is asked).
    ///   - change: edits the schedule as it stands; what it throws refuses the write.
    /// - Returns: what is in force then. Nothing changed is no new version.
    public func edit(
        of mentor: MentorName, version: VersionCondition, by caller: Caller,
        keeping: Keeping<Versioned>? = nil, change: @escaping @Sendable (inout MentorSchedule) throws -> Void
    ) async throws -> Answered<Versioned> {
        let now = desk.clock.now
        return try await desk.forgettingSlots(of: mentor) {
            try await desk.write(keeping) { transaction in
                let (owner, rows) = try await transaction.query(Mentors.lock(mentor), Self.query(of: mentor))
                guard
                    let (mentorID, handle) = try owner.first({ (try $0.next(MentorID.self), try $0.next(String.self)) }
                    ),
                    let current = try rows.first(Self.versioned)
                else { throw Refusal.notFound() }
                try version.check(current.version)
                var schedule = current.schedule
                try change(&schedule)
                guard schedule != current.schedule else { return current }
                guard schedule.timeOff.count <= Self.timeOffLimit else {
                    throw Refusal.invalid(pointer: "/time_off", code: .tooMany)
                }
                guard schedule.days.count <= Self.dayLimit else {
                    throw Refusal.invalid(pointer: "/days", code: .tooMany)
                }
                let saved = enqueueChange(
                    to: schedule, from: current, of: mentorID, by: caller, at: now, in: transaction)
                desk.audit.enqueue(
                    "schedule.replaced", onBehalfOf: handle, subject: "version \(saved.version)", by: caller, at: now,
                    in: transaction)
                return saved
            }
        }
    }

    /// Writes the next version with what goes along with it: the mentor's zone and the event.
    func enqueueChange(
        to schedule: MentorSchedule, from current: Versioned, restoring: Int? = nil, of mentor: MentorID,
        by caller: Caller, at now: Instant, in transaction: PostgresTransaction
    ) -> Versioned {
        let next = current.version + 1
        enqueue(
            schedule, version: next, restoring: restoring, of: mentor, by: caller, at: now, in: transaction)
        if schedule.timezone != current.schedule.timezone {
            transaction.enqueue(
                "UPDATE mentors SET timezone = \(schedule.timezone), updated_at = \(now) WHERE id = \(mentor)")
        }
        var details = DomainEvent.Details()
        details.version = next
        desk.enqueue(
            DomainEvent(
                kind: .scheduleChanged, actor: .caller(caller), mentor: mentor, student: nil, consultation: nil,
                details: details), at: now, in: transaction)
        return Versioned(schedule: schedule, version: next)
    }

    /// An id for a new span of time off.
    public func newTimeOffID() -> TimeOffID {
        desk.newID(at: desk.clock.now)
    }

    /// The schedule in force, under the mentor's lock.
    func current(of mentor: MentorID, in transaction: PostgresTransaction) async throws
        -> (schedule: MentorSchedule, version: Int)
    {
        guard let found = try await transaction.query(Self.query(of: .id(mentor))).first(Self.versioned) else {
            throw Refusal.notFound()
        }
        return (found.schedule, found.version)
    }

    func enqueue(
        _ schedule: MentorSchedule, version: Int, restoring: Int? = nil, of mentor: MentorID, by caller: Caller?,
        at now: Instant, in transaction: PostgresTransaction
    ) {
        let document = ScheduleDocument(schedule)
        transaction.enqueue(
            """
            INSERT INTO schedules
                (mentor_id, version, timezone, weekly, days, time_off, holidays, max_per_day, max_per_week,
                 changed_at, changed_by, restores)
            VALUES (\(mentor), \(version), \(document.timezone), \(PostgresJSONCoded(document.weekly)),
                \(PostgresJSONCoded(document.days)), \(PostgresJSONCoded(document.timeOff)), \(document.holidays),
                \(document.maxPerDay), \(document.maxPerWeek), \(now), \(caller?.token), \(restoring))
            """)
    }

    /// The row in force of one mentor.
    static func query(of mentor: MentorName) -> SQL {
        """
        SELECT version, \(ScheduleDocument.columns) FROM schedules
        WHERE mentor_id = \(mentor.idQuery) ORDER BY version DESC LIMIT 1
        """
    }

    static func versioned(_ row: inout PostgresRowReader) throws -> Versioned {
        let version: Int = try row.next()
        return Versioned(schedule: try ScheduleDocument(&row).schedule(), version: version)
    }
}

/// What a writer knows of the version they change (`If-Match`).
public enum VersionCondition: Sendable, Hashable {
    /// Any version will do (`*`, or where none is asked).
    case any
    /// One of these.
    case oneOf([Int])

    func check(_ version: Int) throws {
        if case .oneOf(let versions) = self, !versions.contains(version) { throw Refusal.versionMismatch }
    }
}
