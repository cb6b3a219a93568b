import Postgres
public import Scheduling
import Synchronization

/// The public holidays by region, as everything is decided by them: the notices that are built in, and over them those
/// that an operator imported.
///
/// An import is in force at once, on every instance: whoever decides reads its version with the rows they decide by, and
/// the notices too where this instance has not seen them yet. Thread-safe; one a desk.
public final class HolidayCalendars: Sendable {
    private struct State {
        var version = 0
        var calendars: [String: Holidays]
    }

    public let builtIn: [String: Holidays]
    private let state: Mutex<State>

    public init(builtIn: [String: Holidays]) {
        self.builtIn = builtIn
        state = Mutex(State(calendars: builtIn))
    }

    /// The holidays of a region (`CN`) as far as this instance has read them.
    public subscript(region: String) -> Holidays? {
        state.withLock { $0.calendars[region] }
    }

    /// The last import that is held; 0 for none.
    public var version: Int { state.withLock(\.version) }

    /// Reads the imports if the database has a later one than this instance.
    func hold(_ version: Int, from database: any PostgresQuerying) async throws {
        guard version > self.version else { return }
        take(try await HolidayImports.all(in: database))
    }

    private func take(_ imports: [HolidayImports.Held]) {
        guard let last = imports.last else { return }
        let calendars = Self.calendars(builtIn, with: imports)
        state.withLock { state in
            // Another request may have read later ones meanwhile.
            if last.version > state.version { state = State(version: last.version, calendars: calendars) }
        }
    }

    static func calendars(_ builtIn: [String: Holidays], with imports: [HolidayImports.Held]) -> [String: Holidays] {
        imports.reduce(into: builtIn) { calendars, held in
            let held = held.content
            calendars[held.region] = (calendars[held.region] ?? Holidays(notices: []))
                .amended(by: held.notices, withdrawn: Set(held.withdrawn))
        }
    }
}

extension Desk {
    /// A column for a query of schedules `s`: the last import of holidays, where the schedule follows any.
    static let holidayVersion: SQL =
        "CASE WHEN s.holidays IS NOT NULL THEN (SELECT max(version) FROM holiday_imports) END"

    /// Makes values of rows whose first column is ``holidayVersion``, after seeing to it that this instance holds the
    /// holidays they go by.
    func reading<Value>(
        _ rows: PostgresRows, from database: any PostgresQuerying,
        _ make: (inout PostgresRowReader) throws -> Value
    ) async throws -> [Value] {
        let version = try rows.map { try $0.next(Int?.self) ?? 0 }.max() ?? 0
        try await holidays.hold(version, from: database)
        return try rows.map { row in
            _ = try row.next(Int?.self)
            return try make(&row)
        }
    }

    /// The same of one row.
    func reading<Value>(
        _ row: PostgresRowReader, from database: any PostgresQuerying,
        _ make: (inout PostgresRowReader) throws -> Value
    ) async throws -> Value {
        var row = row
        try await holidays.hold(try row.next(Int?.self) ?? 0, from: database)
        return try make(&row)
    }

    /// The schedule as the slot engine reads it, with the holidays the database holds now.
    func currentRules(
        of schedule: MentorSchedule, from database: any PostgresQuerying
    ) async throws -> Scheduling.Schedule {
        if schedule.holidays != nil { try await holdHolidays(from: database) }
        return try rules(of: schedule)
    }

    /// Sees to it that this instance holds the holidays that the database holds now.
    func holdHolidays(from database: any PostgresQuerying) async throws {
        let rows = try await database.query(["SELECT max(version) FROM holiday_imports"])[0]
        try await holidays.hold(try rows.first { try $0.next(Int?.self) ?? 0 } ?? 0, from: database)
    }
}
