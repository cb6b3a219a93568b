import Foundation
import Postgres
import Scheduling

extension SlotBasis {
    /// A mentor's row as it was read, not decoded yet: each of those it was read for does that in a task of their own.
    struct Row: Sendable {
        let row: PostgresRowReader
        /// From when on spans were read.
        let since: Instant
    }

    /// Reads of mentors' rows by name.
    static func gatheredRows(
        of database: PostgresClient, clock: any WallClock
    ) -> GatheredReads<MentorName, Row> {
        GatheredReads(
            maximumReads: 2, maximumKeys: 64,
            // Who waited in vain for a connection waited for all.
            endsAll: { ($0 as? PostgresError)?.kind == .unavailable }
        ) { names in
            // Those who ask may have looked at the clock a moment before.
            let since = clock.now.adding(days: -lookBackDays).adding(minutes: -1)
            let rows = try await database.read(query(condition(names), since: since))
            var found: [MentorName: Row] = [:]
            for row in rows {
                let read = Row(row: row, since: since)
                found[.id(try row.column(1))] = read
                found[.handle(try row.column(2))] = read
            }
            return found
        }
    }

    /// A condition on `mentors m`: those of some names.
    private static func condition(_ names: [MentorName]) -> SQL {
        var handles: [String] = []
        var ids: [UUID] = []
        for name in names {
            switch name {
            case .handle(let handle): handles.append(handle)
            case .id(let id): ids.append(id.uuid)
            }
        }
        if ids.isEmpty { return "m.handle = ANY(\(handles))" }
        if handles.isEmpty { return "m.id = ANY(\(ids))" }
        return "(m.handle = ANY(\(handles)) OR m.id = ANY(\(ids)))"
    }
}
