import Foundation
import Postgres
import Scheduling
import Synchronization

/// What stored documents mean, by their very text: the same text is the same value for ever, so nothing here can be out
/// of date, and who reads a row again need not decode it again. Bounded; thread-safe; one a desk.
final class DocumentMemo: Sendable {
    /// A schedule's columns as they are stored, and the last import of holidays where it follows any.
    struct ScheduleText: Hashable, Sendable {
        let timezone: String
        let weekly: PostgresJSON
        let days: PostgresJSON
        let timeOff: PostgresJSON
        let holidays: String?
        let maxPerDay: Int?
        let maxPerWeek: Int?
        let holidayVersion: Int

        /// Reads the columns of `ScheduleDocument.columns`.
        init(_ row: inout PostgresRowReader, holidayVersion: @autoclosure () -> Int) throws {
            timezone = try row.next()
            weekly = try row.next()
            days = try row.next()
            timeOff = try row.next()
            holidays = try row.next()
            maxPerDay = try row.next()
            maxPerWeek = try row.next()
            self.holidayVersion = holidays == nil ? 0 : holidayVersion()
        }
    }

    /// Full, it forgets all: what is used comes back, one decoding each.
    private static let limit = 8_192
    private let schedules = Mutex<[ScheduleText: Scheduling.Schedule]>([:])
    private let offerings = Mutex<[PostgresJSON: [Offering]]>([:])

    func schedule(
        _ text: ScheduleText, _ make: () throws -> Scheduling.Schedule
    ) rethrows -> Scheduling.Schedule {
        if let known = schedules.withLock({ $0[text] }) { return known }
        let made = try make()
        schedules.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[text] = made
        }
        return made
    }

    /// Reads an array of `to_jsonb` of offerings.
    func offerings(_ text: PostgresJSON) throws -> [Offering] {
        if let known = offerings.withLock({ $0[text] }) { return known }
        let made = try JSONDecoder().decode([OfferingDocument].self, from: Data(text.bytes)).map(\.offering)
        offerings.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[text] = made
        }
        return made
    }
}

extension Desk {
    /// The schedule that a row's columns (`ScheduleDocument.columns`) hold, as the slot engine reads it.
    func readRules(_ row: inout PostgresRowReader) throws -> Scheduling.Schedule {
        let text = try DocumentMemo.ScheduleText(&row, holidayVersion: holidays.version)
        return try documents.schedule(text) { try rules(of: ScheduleDocument(text).schedule()) }
    }
}
