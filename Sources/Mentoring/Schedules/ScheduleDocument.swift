import Foundation
import Postgres
import Scheduling

/// A row of `schedules` as it is stored: wall times and days as text, so that an operator can read it too.
struct ScheduleDocument: Codable, Sendable {
    typealias Hours = [[String]]

    struct TimeOffEntry: Codable, Sendable {
        let id: UUID
        let start: String
        let end: String
        let note: String?
    }

    let timezone: String
    let weekly: [String: Hours]
    let days: [String: Hours]
    let timeOff: [TimeOffEntry]
    let holidays: String?
    let maxPerDay: Int?
    let maxPerWeek: Int?

    enum CodingKeys: String, CodingKey {
        case timezone, weekly, days, holidays
        case timeOff = "time_off"
        case maxPerDay = "max_per_day"
        case maxPerWeek = "max_per_week"
    }

    init(_ schedule: MentorSchedule) {
        timezone = schedule.timezone
        weekly = Dictionary(uniqueKeysWithValues: schedule.weekly.map { ($0.slug, Self.text($1)) })
        days = Dictionary(uniqueKeysWithValues: schedule.days.map { ($0.iso8601, Self.text($1)) })
        timeOff = schedule.timeOff.map {
            TimeOffEntry(
                id: $0.id.uuid, start: $0.span.lowerBound.rfc3339UTC, end: $0.span.upperBound.rfc3339UTC,
                note: $0.note)
        }
        holidays = schedule.holidays
        maxPerDay = schedule.maxPerDay
        maxPerWeek = schedule.maxPerWeek
    }

    /// The columns in the order of ``init(_:)`` of a row.
    static let columns: SQL = "timezone, weekly, days, time_off, holidays, max_per_day, max_per_week"

    /// The same columns of a table with this name.
    static func columns(of table: String) -> SQL {
        SQL(
            unescaped: ["timezone", "weekly", "days", "time_off", "holidays", "max_per_day", "max_per_week"]
                .map { "\(table).\($0)" }.joined(separator: ", "))
    }

    init(_ row: inout PostgresRowReader) throws {
        timezone = try row.next()
        weekly = try row.next(PostgresJSONCoded<[String: Hours]>.self).value
        days = try row.next(PostgresJSONCoded<[String: Hours]>.self).value
        timeOff = try row.next(PostgresJSONCoded<[TimeOffEntry]>.self).value
        holidays = try row.next()
        maxPerDay = try row.next()
        maxPerWeek = try row.next()
    }

    /// The same from the text of the columns.
    init(_ text: DocumentMemo.ScheduleText) throws {
        let decoder = JSONDecoder()
        timezone = text.timezone
        weekly = try decoder.decode([String: Hours].self, from: Data(text.weekly.bytes))
        days = try decoder.decode([String: Hours].self, from: Data(text.days.bytes))
        timeOff = try decoder.decode([TimeOffEntry].self, from: Data(text.timeOff.bytes))
        holidays = text.holidays
        maxPerDay = text.maxPerDay
        maxPerWeek = text.maxPerWeek
    }

    /// The schedule it holds.
    func schedule() throws -> MentorSchedule {
        var weekly: [Weekday: [Window]] = [:]
        for (slug, hours) in self.weekly {
            guard let day = Weekday(slug: slug) else { throw StoredValueError(column: "schedules.weekly") }
            weekly[day] = try Self.windows(hours)
        }
        var days: [CivilDate: [Window]] = [:]
        for (text, hours) in self.days {
            guard let day = CivilDate(iso8601: text) else { throw StoredValueError(column: "schedules.days") }
            days[day] = try Self.windows(hours)
        }
        let timeOff = try self.timeOff.map { entry in
            guard let start = Instant(rfc3339: entry.start), let end = Instant(rfc3339: entry.end), start < end else {
                throw StoredValueError(column: "schedules.time_off")
            }
            return TimeOff(id: TimeOffID(uuid: entry.id), span: start..<end, note: entry.note)
        }
        return MentorSchedule(
            timezone: timezone, weekly: weekly, holidays: holidays, days: days, timeOff: timeOff,
            maxPerDay: maxPerDay, maxPerWeek: maxPerWeek)
    }

    private static func text(_ windows: [Window]) -> Hours {
        windows.map { [$0.start.string, $0.end.string] }
    }

    private static func windows(_ hours: Hours) throws -> [Window] {
        try hours.map { pair in
            guard pair.count == 2, let window = Window(pair[0], pair[1]) else {
                throw StoredValueError(column: "schedules.weekly")
            }
            return window
        }
    }
}
