import Curriculum
import Foundation
import Postgres
import Scheduling

extension Plan {
    /// The columns that ``init(_:)`` reads, from ``tables``.
    ///
    /// - Parameter now: decides which requests for a session have run out.
    static func columns(at now: Instant) -> SQL {
        """
        p.id, p.student_id, s.name, s.timezone, p.mentor_id, m.handle, m.name, p.asked_at, p.taken_at, p.direction,
        p.curriculum_version, p.status, p.starts_on, p.target_on, p.hours_per_week, p.known_steps, p.days_off,
        p.holidays, p.wanted_order, p.feasible, p.missing_sevenths, p.left_out, p.critical_path, p.weekly_load,
        (SELECT coalesce(jsonb_agg(to_jsonb(t) - 'plan_id' || jsonb_build_object('prerequisites', ARRAY(
                SELECT r.prerequisite FROM plan_prerequisites r
                WHERE r.plan_id = t.plan_id AND r.slug = t.slug ORDER BY r.prerequisite_position))
            ORDER BY t.position), '[]')
         FROM plan_steps t WHERE t.plan_id = p.id),
        p.version, p.created_at, p.updated_at, p.published_at, \(Curricula.latestVersion(of: "p.direction")),
        ARRAY(SELECT DISTINCT c.plan_step FROM consultations c
              WHERE c.plan_id = p.id AND c.plan_step IS NOT NULL
                AND (c.status IN ('open', 'confirmed') OR c.status = 'requested' AND c.respond_by > \(now))),
        (SELECT o.slug FROM offerings o WHERE o.mentor_id = p.mentor_id AND o.active
         ORDER BY o.direction IS NOT DISTINCT FROM p.direction DESC, o.position LIMIT 1)
        """
    }

    static let tables: SQL =
        "plans p JOIN students s ON s.id = p.student_id LEFT JOIN mentors m ON m.id = p.mentor_id"

    /// Whose plans a caller may see: a student's own, those a mentor has taken, all for an admin.
    static func isVisible(to caller: Caller) -> SQL {
        switch caller.subject {
        case .student(let id): "p.student_id = \(id)"
        case .mentor(let id, _): "p.mentor_id = \(id) AND p.taken_at IS NOT NULL"
        case .admin: "true"
        }
    }

    init(_ row: inout PostgresRowReader) throws {
        id = try row.next()
        student = .init(id: try row.next(), name: try row.next())
        timezone = try row.next()
        let mentorID: MentorID? = try row.next()
        let handle: String? = try row.next()
        let mentorName: String? = try row.next()
        if let mentorID, let handle, let mentorName {
            mentor = Mentor(id: mentorID, handle: handle, name: mentorName)
        }
        askedAt = try row.next()
        takenAt = try row.next()
        direction = try row.next()
        curriculumVersion = try row.next()
        status = try row.next()
        startsOn = try row.next()
        targetOn = try row.next()
        hoursPerWeek = try row.next()
        knownSteps = try row.next()
        daysOff = try row.next([String].self).map { text in
            guard let days = DaysOff(text) else { throw StoredValueError(column: "plans.days_off") }
            return days
        }
        holidays = try row.next()
        wantedOrder = try row.next()
        isFeasible = try row.next()
        missingHours = StudyHours(sevenths: try row.next())
        leftOut = try row.next()
        criticalPath = try row.next()
        weeklyLoad = try row.next(PostgresJSONCoded<[PlanDocument.Week]>.self).value.map { try $0.load() }
        steps = try row.next(PostgresJSONCoded<[PlanDocument.Step]>.self).value.map { try $0.step() }
        version = try row.next()
        createdAt = try row.next()
        updatedAt = try row.next()
        publishedAt = try row.next()
        latestVersion = try row.next(String?.self) ?? curriculumVersion
        stepsWithConsultation = try row.next()
        offering = try row.next()
    }
}

extension PlanStatus: PostgresCodable {}
