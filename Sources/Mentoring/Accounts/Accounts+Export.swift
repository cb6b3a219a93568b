import Postgres
import Scheduling

extension Accounts {
    /// Everything that is held about the caller. An admin is nobody in particular: their token alone.
    public func export(for caller: Caller) async throws -> PersonalData {
        let now = desk.clock.now
        var student: Student?
        var mentor: Mentor?
        var offerings: [Offering] = []
        var schedule: Schedules.Versioned?
        let isTheirs: SQL
        let isAbout: SQL
        switch caller.subject {
        case .student(let id):
            student = try await desk.students.get(id)
            isTheirs = "t.student_id = \(id)"
            isAbout = "e.student_id = \(id)"
        case .mentor(let id, _):
            mentor = try await desk.mentors.find(.id(id))
            offerings = try await desk.offerings.list(of: .id(id))
            schedule = try await desk.schedules.get(of: .id(id))
            isTheirs = "t.mentor_id = \(id)"
            isAbout = "e.mentor_id = \(id)"
        case .admin:
            isTheirs = "t.id = \(caller.token)"
            isAbout = "false"
        }
        let isVisible: SQL = caller.side == nil ? "false" : Consultation.isVisible(to: caller)
        let isVisiblePlan: SQL = caller.side == nil ? "false" : Plan.isVisible(to: caller)
        let (tokens, consultations, messages, plans, attachments, events) = try await desk.database.query(
            """
            SELECT \(Self.columns) FROM tokens t LEFT JOIN mentors m ON m.id = t.mentor_id
            WHERE \(isTheirs) ORDER BY t.created_at, t.id
            """,
            """
            SELECT \(Consultation.columns(for: caller.side, at: now)) FROM \(Consultation.tables)
            WHERE \(isVisible) ORDER BY c.created_at, c.id
            """,
            """
            SELECT \(Messages.columns) FROM \(Messages.tables)
            WHERE \(isVisible) ORDER BY x.created_at, x.consultation_id, x.position
            """,
            """
            SELECT \(Plan.columns(at: now)) FROM \(Plan.tables) WHERE \(isVisiblePlan) ORDER BY p.created_at, p.id
            """,
            """
            SELECT \(Attachment.columns) FROM \(Attachment.tables)
            WHERE \(isVisible) ORDER BY a.created_at, a.id
            """,
            "SELECT \(RecordedEvent.columns) FROM events e WHERE \(isAbout) ORDER BY e.written_in, e.position")
        var notifications: NotificationPreferences?
        var channels: [Destination] = []
        if let person = caller.recipient {
            notifications = try await desk.destinations.preferences(of: person)
            channels = try await desk.destinations.list(of: person)
        }
        let files = try attachments.map { try Attachment(&$0) }
        return PersonalData(
            exportedAt: now, student: student, mentor: mentor, offerings: offerings, schedule: schedule,
            tokens: try tokens.map(Self.token), consultations: try consultations.map { try Consultation(&$0) },
            messages: Messages.messages(try messages.map(Messages.message), with: files),
            plans: try plans.map { try Plan(&$0) }, attachments: files,
            events: try events.map { try RecordedEvent(&$0) }, notifications: notifications, channels: channels)
    }
}
