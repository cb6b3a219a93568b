import Foundation
import Postgres
import Scheduling

/// The rows of a report by start, some at a time: they are copied out of the database only as fast as they are taken,
/// so that a week of any length needs the same memory.
public struct WeekRows: AsyncSequence, Sendable {
    public typealias Element = [WeekRow]

    let chunks: PostgresCopyChunks

    public func makeAsyncIterator() -> Iterator {
        Iterator(chunks: chunks.makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        var chunks: PostgresCopyChunks.AsyncIterator

        /// The rows of the next chunk; nil after the last.
        public mutating func next() async throws -> [WeekRow]? {
            guard let chunk = try await chunks.next() else { return nil }
            return try chunk.split(separator: UInt8(ascii: "\n")).map { try WeekRow($0) }
        }
    }
}

extension Reports {
    /// The consultations of a record whose start lies in its week.
    public func rows(of record: WeekRecord) -> WeekRows {
        // COPY takes no binds. What is written here are identifiers and instants of ours, never a person's text.
        let select: String
        switch record.rows {
        case .live(let scope):
            let until = Self.literal(record.asOf)
            select = """
                SELECT c.id, CASE WHEN c.status = 'requested' AND c.respond_by <= \(until) THEN 'expired'
                    ELSE c.status END, m.handle, s.name, c.direction, o.slug, c.topic, \(Self.times("c")), c.late,
                    c.outcome_result, c.message_count
                FROM \(Consultation.tables.text)
                WHERE c.start_at >= \(Self.literal(record.frame.span.lowerBound))
                  AND c.start_at < \(Self.literal(record.frame.span.upperBound)) AND \(Self.condition(scope, "c"))
                ORDER BY c.start_at, c.id
                """
        case .snapshot(let id, let scope):
            select = """
                SELECT x.consultation_id, x.status, x.mentor, x.student, x.direction, x.offering, x.topic,
                    \(Self.times("x")), x.late, x.outcome, x.message_count
                FROM report_rows x WHERE x.snapshot_id = '\(id.uuid)' AND \(Self.condition(scope, "x"))
                ORDER BY x.start_at, x.consultation_id
                """
        }
        return WeekRows(chunks: desk.database.copyOut("COPY (\(select)) TO STDOUT", deadline: .seconds(300)))
    }

    /// Microseconds since 1970, which no setting of a session spells otherwise.
    private static func times(_ table: String) -> String {
        ["start_at", "end_at", "asked_at", "answered_at"]
            .map { "(extract(epoch FROM \(table).\($0)) * 1000000)::bigint" }.joined(separator: ", ")
    }

    /// Good for every year there is, as an RFC 3339 text is not.
    private static func literal(_ instant: Instant) -> String {
        "('epoch'::timestamptz + \(instant.microseconds) * interval '1 microsecond')"
    }

    private static func condition(_ scope: ReportScope, _ table: String) -> String {
        switch scope {
        case .all: "true"
        case .mentor(let mentor): "\(table).mentor_id = '\(mentor.id.uuid)'"
        }
    }
}

extension WeekRow {
    /// Reads a line of ``Reports/rows(of:)``.
    fileprivate init(_ line: ArraySlice<UInt8>) throws {
        var line = CopyText(line)
        guard let uuid = UUID(uuidString: try line.text()),
            let status = ConsultationStatus(rawValue: try line.text())
        else { throw StoredValueError(column: "report_rows") }
        id = ConsultationID(uuid: uuid)
        self.status = status
        mentorHandle = try line.text()
        studentName = try line.text()
        direction = try line.next()
        offeringSlug = try line.next()
        topic = try line.text()
        start = try Self.instant(try line.text())
        end = try Self.instant(try line.text())
        askedAt = try Self.instant(try line.text())
        answeredAt = try line.next().map(Self.instant)
        isLate = try line.text() == "t"
        outcome = try line.next().flatMap { Consultation.Outcome.Result(rawValue: $0) }
        messageCount = Int(try line.text()) ?? 0
    }

    private static func instant(_ microseconds: String) throws -> Instant {
        guard let microseconds = Int64(microseconds) else { throw StoredValueError(column: "report_rows") }
        return Instant(microseconds: microseconds)
    }
}
