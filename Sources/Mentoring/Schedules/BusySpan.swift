import Foundation
import Postgres
import Scheduling

/// The time one consultation takes of its mentor.
struct BusySpan: Sendable {
    let start: Instant
    let end: Instant
    let occupiedFrom: Instant
    let occupiedUntil: Instant
    let offering: OfferingID

    func booking(for offering: OfferingID) -> Booking {
        Booking(
            start: start, end: end, occupiedStart: occupiedFrom, occupiedEnd: occupiedUntil,
            isSameOffering: self.offering == offering)
    }

    /// Whether a row holds its time at an instant: the four statuses of slot rule 5, less the requests that nobody
    /// answered in time, which are expired from `respond_by` on, written down or not.
    static func holds(_ table: String, at now: Instant) -> SQL {
        """
        \(unescaped: table).status IN ('requested', 'confirmed', 'completed', 'no_show')
        AND (\(unescaped: table).status <> 'requested' OR \(unescaped: table).respond_by > \(now))
        """
    }

    static let columns: SQL = "start_at, end_at, occupied_from, occupied_until, offering_id"

    init(_ row: inout PostgresRowReader) throws {
        start = try row.next()
        end = try row.next()
        occupiedFrom = try row.next()
        occupiedUntil = try row.next()
        offering = try row.next()
    }

    private init(start: Instant, end: Instant, occupiedFrom: Instant, occupiedUntil: Instant, offering: OfferingID) {
        self.start = start
        self.end = end
        self.occupiedFrom = occupiedFrom
        self.occupiedUntil = occupiedUntil
        self.offering = offering
    }

    /// Reads five aggregated columns, each NULL where there was no row.
    static func arrays(_ row: inout PostgresRowReader) throws -> [BusySpan] {
        let starts: [Instant]? = try row.next()
        let ends: [Instant]? = try row.next()
        let from: [Instant]? = try row.next()
        let until: [Instant]? = try row.next()
        let offerings: [OfferingID]? = try row.next()
        guard let starts, let ends, let from, let until, let offerings else { return [] }
        return starts.indices.map { index in
            BusySpan(
                start: starts[index], end: ends[index], occupiedFrom: from[index], occupiedUntil: until[index],
                offering: offerings[index])
        }
    }
}
