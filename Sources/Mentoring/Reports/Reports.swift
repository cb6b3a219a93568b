import Postgres
public import Scheduling

/// Weekly reports: reckoned from events, sessions and schedules while a week is open, and kept as they were from when
/// it is closed.
public struct Reports: Sendable {
    let desk: Desk

    /// A week's report without its rows.
    ///
    /// A week of the kept zone whose end is some hours past is frozen by whoever asks first, so that it answers the same
    /// from then on. Everything else is reckoned now, weeks from before there were mentors too.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `?mentor` for an unknown mentor or, to a mentor, another one;
    ///   ``Refusal/forbidden`` for a student.
    public func week(
        _ week: ISOWeek, in zone: ZoneRules, mentor: MentorName?, for caller: Caller
    ) async throws -> WeekRecord {
        let scope = try await scope(mentor, for: caller)
        let frame = WeekFrame(week, in: zone)
        let now = desk.clock.now
        if isKept(zone), isClosed(frame, at: now), try await hasMentors(before: frame.span.upperBound) {
            return try await record(of: frame, scope)
        }
        return try await live(frame, scope, at: now)
    }

    /// The figures of the weeks up to the current one, oldest first.
    ///
    /// - Throws: as ``week(_:in:mentor:for:)``.
    public func trend(
        weeks count: Int, in zone: ZoneRules, mentor: MentorName?, for caller: Caller
    ) async throws -> [(week: ISOWeek, figures: Figures)] {
        let scope = try await scope(mentor, for: caller)
        let now = desk.clock.now
        let current = ISOWeek(containing: zone.localDate(at: now))
        let frames = (0..<count).reversed().map { WeekFrame(current.adding(weeks: -$0), in: zone) }
        try await desk.holdHolidays(from: desk.database)
        let cells = try await cells(of: frames, scope, at: now, overallOnly: true)
        return frames.map { frame in
            (frame.week, cells[frame.week]?.first { $0.place == scope.overall }?.figures ?? .none)
        }
    }

    /// Whose report a caller gets.
    func scope(_ mentor: MentorName?, for caller: Caller) async throws -> ReportScope {
        switch caller.subject {
        case .student: throw Refusal.forbidden
        case .admin:
            guard let mentor else { return .all }
            return .mentor(try await reported(mentor, pointer: "?mentor"))
        case .mentor(let id, _):
            let named = try await reported(mentor ?? .id(id), pointer: "?mentor")
            guard named.id == id else { throw Refusal.notFound(pointer: "?mentor") }
            return .mentor(named)
        }
    }

    private func reported(_ name: MentorName, pointer: String) async throws -> ReportedMentor {
        guard let found = try await desk.mentors.find(name) else { throw Refusal.notFound(pointer: pointer) }
        return ReportedMentor(id: found.id, handle: found.handle, name: found.name)
    }

    private func live(_ frame: WeekFrame, _ scope: ReportScope, at now: Instant) async throws -> WeekRecord {
        try await desk.holdHolidays(from: desk.database)
        let cells = try await cells(of: [frame] + frame.earlier, scope, at: now, overallOnly: false)
        let rows = try await desk.database.query(
            """
            SELECT r.status, count(*), count(*) FILTER (WHERE r.late), coalesce(sum(r.message_count), 0)::bigint
            FROM (
                SELECT \(Consultation.status(at: now)) AS status, c.late, c.message_count FROM consultations c
                WHERE c.start_at >= \(frame.span.lowerBound) AND c.start_at < \(frame.span.upperBound)
                  AND \(scope.condition("c.mentor_id"))) r
            GROUP BY r.status
            """)
        return WeekRecord(
            frame, scope, asOf: now, version: nil, edition: Measure.edition, cells: cells,
            holidays: holidays(of: frame), corrections: [], rowCounts: try Self.rowCounts(rows), rows: .live(scope))
    }

    /// The cells of weeks: as they were last kept, or reckoned now for those that never were and those still open.
    private func cells(
        of frames: [WeekFrame], _ scope: ReportScope, at now: Instant, overallOnly: Bool
    ) async throws -> [ISOWeek: [ReportCell]] {
        var cells = try await keptCells(of: frames.filter { isKept($0.zone) && isClosed($0, at: now) }, scope)
        let missing = frames.filter { cells[$0.week] == nil }
        guard !missing.isEmpty else { return cells }
        let reckoned = try await desk.database.transaction(.repeatableRead, readOnly: true) {
            try await self.cells(of: missing, scope, at: now, in: $0)
        }
        cells.merge(reckoned) { $1 }
        return cells
    }

    func isKept(_ zone: ZoneRules) -> Bool { zone.name == desk.reportPolicy.timezone }

    func isClosed(_ frame: WeekFrame, at now: Instant) -> Bool {
        frame.span.upperBound.adding(minutes: desk.reportPolicy.closedAfterHours * 60) <= now
    }

    func hasMentors(before instant: Instant) async throws -> Bool {
        try await desk.database.query(
            "SELECT EXISTS (SELECT FROM mentors WHERE created_at < \(instant))"
        ).first { try $0.next(Bool.self) } == true
    }

    /// The days of a week that are unlike others.
    func holidays(of frame: WeekFrame) -> [WeekRecord.Holiday] {
        guard let holidays = desk.holidays["CN"] else { return [] }
        return frame.dates.compactMap { date in
            switch holidays.state(of: date) {
            case .dayOff: WeekRecord.Holiday(date: date.iso8601, isOff: true)
            case .workingWeekendDay: WeekRecord.Holiday(date: date.iso8601, isOff: false)
            case .ordinary, .unknown: nil
            }
        }
    }

    /// Reads status, count, late ones and messages.
    static func rowCounts(_ rows: PostgresRows) throws -> WeekRecord.RowCounts {
        var counts = WeekRecord.RowCounts()
        for var row in rows {
            let status: ConsultationStatus = try row.next()
            let count: Int = try row.next()
            counts.byStatus[status] = count
            counts.late += try row.next(Int.self)
            counts.messages += try row.next(Int.self)
        }
        return counts
    }
}
