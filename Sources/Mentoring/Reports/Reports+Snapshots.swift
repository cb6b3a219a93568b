import Foundation
import Postgres
public import Scheduling
import ZoneData

extension Reports {
    /// A closed week as it was kept.
    struct Snapshot: Sendable {
        let id: SnapshotID
        let version: Int
        let asOf: Instant
        let edition: Int
        let holidays: [WeekRecord.Holiday]

        static let columns: SQL = "r.id, r.version, r.as_of, r.edition, r.holidays"

        init(_ row: inout PostgresRowReader) throws {
            id = try row.next()
            version = try row.next()
            asOf = try row.next()
            edition = try row.next()
            holidays = try row.next(PostgresJSONCoded<[WeekRecord.Holiday]>.self).value
        }
    }

    /// Freezes the last week that is closed, unless somebody has.
    ///
    /// - Returns: the week, if this call froze it.
    @discardableResult
    public func closeLastWeek() async throws -> ISOWeek? {
        guard let zone = desk.zones.zone(named: desk.reportPolicy.timezone) else { return nil }
        let now = desk.clock.now
        let frame = lastClosed(in: zone, at: now)
        guard try await find(frame) == nil, try await hasMentors(before: frame.span.upperBound) else { return nil }
        return try await freeze(frame, at: now).isNew ? frame.week : nil
    }

    /// The last week that is closed.
    func lastClosed(in zone: ZoneRules, at now: Instant) -> WeekFrame {
        let settled = now.adding(minutes: -desk.reportPolicy.closedAfterHours * 60)
        return WeekFrame(ISOWeek(containing: zone.localDate(at: settled)).adding(weeks: -1), in: zone)
    }

    /// A closed week's record: the same whenever it is asked for.
    func record(of frame: WeekFrame, _ scope: ReportScope) async throws -> WeekRecord {
        let snapshot: Snapshot
        if let found = try await find(frame) {
            snapshot = found
        } else {
            snapshot = try await freeze(frame, at: desk.clock.now).snapshot
        }
        let weeks = ([frame] + frame.earlier).map(\.week)
        let (cells, before, counts) = try await desk.database.query(
            Self.cells("x.snapshot_id = \(snapshot.id)", scope),
            // What was last reported of the weeks before, until this report said it anew.
            Self.cells(
                """
                (x.snapshot_id, x.week) IN (
                    SELECT DISTINCT ON (k.week) k.snapshot_id, k.week
                    FROM report_snapshots r JOIN report_cells k ON k.snapshot_id = r.id
                    WHERE r.timezone = \(frame.zone.name) AND r.as_of < \(snapshot.asOf)
                      AND r.week = ANY(\(weeks.map(\.string))) AND k.week = ANY(\(weeks.dropFirst().map(\.string)))
                      AND k.mentor_id IS NULL AND k.direction IS NULL
                    ORDER BY k.week, r.as_of DESC, r.id DESC)
                """, scope),
            """
            SELECT x.status, count(*), count(*) FILTER (WHERE x.late), coalesce(sum(x.message_count), 0)::bigint
            FROM report_rows x WHERE x.snapshot_id = \(snapshot.id) AND \(scope.condition("x.mentor_id"))
            GROUP BY x.status
            """)
        let kept = try Self.cells(cells)
        return WeekRecord(
            frame, scope, asOf: snapshot.asOf, version: snapshot.version, edition: snapshot.edition, cells: kept,
            holidays: snapshot.holidays, corrections: Self.corrections(from: try Self.cells(before), to: kept),
            rowCounts: try Self.rowCounts(counts), rows: .snapshot(snapshot.id, scope))
    }

    /// The cells of closed weeks as they were last reckoned for a snapshot; none for a week that never was.
    func keptCells(of frames: [WeekFrame], _ scope: ReportScope) async throws -> [ISOWeek: [ReportCell]] {
        guard let zone = frames.first?.zone else { return [:] }
        let weeks = frames.map(\.week)
        // A week is in its own snapshot and in those of the four after it.
        let holders = Set(weeks.flatMap { week in (0...WeekFrame.comparedWeeks).map { week.adding(weeks: $0) } })
        let rows = try await desk.database.query(
            Self.cells(
                """
                (x.snapshot_id, x.week) IN (
                    SELECT DISTINCT ON (k.week) k.snapshot_id, k.week
                    FROM report_snapshots r JOIN report_cells k ON k.snapshot_id = r.id
                    WHERE r.timezone = \(zone.name) AND r.week = ANY(\(holders.map(\.string)))
                      AND k.week = ANY(\(weeks.map(\.string))) AND k.mentor_id IS NULL AND k.direction IS NULL
                    ORDER BY k.week, r.as_of DESC, r.id DESC)
                """, scope))
        return try Self.cells(rows)
    }

    // MARK: Freezing

    /// Keeps a week's figures, those of the four before it as they are by now, and its rows. Once a week, however many
    /// ask at once: who comes second finds the first one's.
    private func freeze(_ frame: WeekFrame, at now: Instant) async throws -> (snapshot: Snapshot, isNew: Bool) {
        let isNew = try await desk.database.transaction(.repeatableRead) { transaction in
            guard try await transaction.query(Self.snapshot(of: frame)).count == 0 else { return false }
            try await desk.holdHolidays(from: transaction)
            let id: SnapshotID = desk.newID(at: now)
            transaction.enqueue(
                """
                INSERT INTO report_snapshots (id, week, timezone, version, as_of, edition, holidays)
                VALUES (\(id), \(frame.week.string), \(frame.zone.name), 1, \(now), \(Measure.edition),
                    \(PostgresJSONCoded(holidays(of: frame))))
                -- One that came first, and isn't visible here, is a serialization failure: the next try finds it.
                ON CONFLICT (week, timezone, version) DO NOTHING
                """)
            let cells = try await cells(of: [frame] + frame.earlier, .all, at: now, in: transaction)
            for (week, cells) in cells.sorted(by: { $0.key > $1.key }) {
                try enqueue(cells, of: week, in: id, transaction)
            }
            transaction.enqueue(
                """
                INSERT INTO report_rows (snapshot_id, consultation_id, mentor_id, student_id, status, mentor, student,
                    direction, offering, topic, start_at, end_at, asked_at, answered_at, late, outcome, message_count)
                SELECT \(id), c.id, c.mentor_id, c.student_id, \(Consultation.status(at: now)), m.handle, s.name,
                    c.direction, o.slug, c.topic, c.start_at, c.end_at, c.asked_at, c.answered_at, c.late,
                    c.outcome_result, c.message_count
                FROM \(Consultation.tables)
                WHERE c.start_at >= \(frame.span.lowerBound) AND c.start_at < \(frame.span.upperBound)
                """)
            return true
        }
        guard let snapshot = try await find(frame) else { throw StoredValueError(column: "report_snapshots.week") }
        return (snapshot, isNew)
    }

    private func enqueue(
        _ cells: [ReportCell], of week: ISOWeek, in snapshot: SnapshotID, _ transaction: PostgresTransaction
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let figures = try cells.map { String(decoding: try encoder.encode($0.figures), as: UTF8.self) }
        let heat = try cells.map { cell in
            try cell.heat.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        }
        transaction.enqueue(
            """
            INSERT INTO report_cells (snapshot_id, week, mentor_id, handle, name, direction, figures, heat)
            SELECT \(snapshot), \(week.string), x.mentor_id, x.handle, x.name, x.direction, x.figures::jsonb,
                CASE WHEN x.heat IS NOT NULL THEN ARRAY(
                    SELECT h.value::int FROM jsonb_array_elements_text(x.heat::jsonb) WITH ORDINALITY AS h (value, place)
                    ORDER BY h.place) END
            FROM unnest(\(cells.map(\.place.mentor)), \(cells.map { $0.mentor?.handle }),
                    \(cells.map { $0.mentor?.name }), \(cells.map(\.place.direction)), \(figures), \(heat))
                AS x (mentor_id, handle, name, direction, figures, heat)
            """)
    }

    // MARK: Reading

    private func find(_ frame: WeekFrame) async throws -> Snapshot? {
        try await desk.database.query(Self.snapshot(of: frame)).first { try Snapshot(&$0) }
    }

    private static func snapshot(of frame: WeekFrame) -> SQL {
        """
        SELECT \(Snapshot.columns) FROM report_snapshots r
        WHERE r.week = \(frame.week.string) AND r.timezone = \(frame.zone.name) ORDER BY r.version LIMIT 1
        """
    }

    /// The cells that a condition on `report_cells x` picks, of a scope.
    private static func cells(_ condition: SQL, _ scope: ReportScope) -> SQL {
        // A mentor's directions belong to their own report alone.
        let places: SQL =
            switch scope {
            case .all: "(x.mentor_id IS NULL OR x.direction IS NULL)"
            case .mentor(let mentor): "x.mentor_id = \(mentor.id)"
            }
        return """
            SELECT x.week, x.mentor_id, x.handle, x.name, x.direction, x.figures, x.heat FROM report_cells x
            WHERE \(condition) AND \(places)
            """
    }

    private static func cells(_ rows: PostgresRows) throws -> [ISOWeek: [ReportCell]] {
        var cells: [ISOWeek: [ReportCell]] = [:]
        for var row in rows {
            guard let week = ISOWeek(try row.next(String.self)) else {
                throw StoredValueError(column: "report_cells.week")
            }
            let id: MentorID? = try row.next()
            let handle: String? = try row.next()
            let name: String? = try row.next()
            let direction: String? = try row.next()
            var mentor: ReportedMentor?
            if let id, let handle, let name { mentor = ReportedMentor(id: id, handle: handle, name: name) }
            cells[week, default: []].append(
                ReportCell(
                    place: .init(mentor: id, direction: direction), mentor: mentor,
                    figures: try row.next(PostgresJSONCoded<Figures>.self).value, heat: try row.next()))
        }
        return cells
    }

    /// Every figure that differs, over all directions: the latest week first, all before each mentor.
    private static func corrections(
        from before: [ISOWeek: [ReportCell]], to after: [ISOWeek: [ReportCell]]
    ) -> [WeekRecord.Correction] {
        before.keys.sorted(by: >).flatMap { week in
            let old = Dictionary((before[week] ?? []).map { ($0.place, $0) }) { $1 }
            let new = (after[week] ?? []).filter { $0.place.direction == nil }
            return new.sorted { ($0.mentor?.handle ?? "") < ($1.mentor?.handle ?? "") }.flatMap { cell in
                let was = old[cell.place]?.figures ?? .none
                return Measure.allCases.filter { !$0.isStanding && was[$0] != cell.figures[$0] }.map {
                    WeekRecord.Correction(
                        week: week, mentor: cell.mentor?.handle, measure: $0, before: was[$0],
                        after: cell.figures[$0])
                }
            }
        }
    }
}
