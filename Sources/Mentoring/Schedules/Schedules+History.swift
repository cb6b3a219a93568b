import Postgres
public import Scheduling

extension Schedules {
    /// One version of a schedule, and what it changed.
    public struct Version: Sendable, Hashable {
        public let version: Int
        public let changedAt: Instant
        /// The label of the token that wrote it; `operator` for one written at the database's side.
        public let changedBy: String
        /// The version whose content an undo brought back.
        public let restores: Int?
        /// Against the version before it; empty for the first.
        public let changes: [ScheduleChange]
    }

    /// The versions, newest first. The mentor, or an admin on their behalf.
    ///
    /// - Parameter before: begins with the version below this one; nil with the one in force.
    /// - Returns: a page, and what to give as `before` for the next one.
    public func versions(
        of mentor: MentorName, before: Int?, limit: Int
    ) async throws -> (versions: [Version], next: Int?) {
        let (owner, rows) = try await desk.database.query(
            "SELECT m.id FROM mentors m WHERE m.\(mentor.condition)",
            // One more than the page: the last of a page is compared with the one before it.
            """
            SELECT s.version, s.changed_at, t.label, s.restores, \(ScheduleDocument.columns(of: "s"))
            FROM schedules s LEFT JOIN tokens t ON t.id = s.changed_by
            WHERE s.mentor_id = \(mentor.idQuery) AND s.version < \(before ?? Int(Int32.max))
            ORDER BY s.version DESC LIMIT \(limit + 1)
            """)
        guard !owner.isEmpty else { throw Refusal.notFound() }
        let found = try rows.map { row in
            (
                version: try row.next(Int.self), changedAt: try row.next(Instant.self),
                changedBy: try row.next(String?.self) ?? "operator", restores: try row.next(Int?.self),
                schedule: try ScheduleDocument(&row).schedule()
            )
        }
        let versions = found.indices.prefix(limit).map { index in
            let entry = found[index]
            let earlier = index + 1 < found.count ? found[index + 1].schedule : nil
            return Version(
                version: entry.version, changedAt: entry.changedAt, changedBy: entry.changedBy,
                restores: entry.restores,
                changes: earlier.map { ScheduleChange.between($0, entry.schedule) } ?? [])
        }
        return (versions, found.count > limit ? versions.last?.version : nil)
    }

    /// Takes back the last change that has not been taken back: its schedule comes into force as a new version.
    ///
    /// As in an editor, each undo goes one step further back, and a change made after an undo starts from there: what
    /// had been undone before is not brought back by undoing that change. With versions 1, 2, 3 an undo writes
    /// version 4 with the content of 2, another one version 5 with the content of 1; a change then is version 6, and
    /// an undo brings back the content of 1. The first schedule cannot be undone.
    ///
    /// - Throws: ``Refusal/nothingToUndo``, ``Refusal/versionMismatch``, ``Refusal/notFound(pointer:)``.
    public func undo(
        of mentor: MentorName, version: VersionCondition, by caller: Caller, keeping: Keeping<Versioned>? = nil
    ) async throws -> Answered<Versioned> {
        let now = desk.clock.now
        return try await desk.forgettingSlots(of: mentor) {
            try await desk.write(keeping) { transaction in
                let (owner, rows, before) = try await transaction.query(
                    Mentors.lock(mentor), Self.query(of: mentor), Self.undoQuery(of: mentor))
                guard
                    let (mentorID, handle) = try owner.first({ (try $0.next(MentorID.self), try $0.next(String.self)) }
                    ),
                    let current = try rows.first(Self.versioned)
                else { throw Refusal.notFound() }
                try version.check(current.version)
                guard let target = try before.first(Self.versioned) else { throw Refusal.nothingToUndo }
                let saved = enqueueChange(
                    to: target.schedule, from: current, restoring: target.version, of: mentorID, by: caller, at: now,
                    in: transaction)
                desk.audit.enqueue(
                    "schedule.undone", onBehalfOf: handle, subject: "version \(saved.version)", by: caller, at: now,
                    in: transaction)
                return saved
            }
        }
    }

    /// The version whose content was in force before that of the one in force was written.
    ///
    /// An undo's version stands for the one it restored, which is never an undo itself: the one before that is what
    /// was in force when it was written, or the version that one restored.
    static func undoQuery(of mentor: MentorName) -> SQL {
        """
        WITH latest AS (
            SELECT coalesce(restores, version) AS written FROM schedules
            WHERE mentor_id = \(mentor.idQuery) ORDER BY version DESC LIMIT 1)
        SELECT coalesce(s.restores, s.version), \(ScheduleDocument.columns(of: "s"))
        FROM latest JOIN schedules s ON s.mentor_id = \(mentor.idQuery) AND s.version = latest.written - 1
        """
    }
}
