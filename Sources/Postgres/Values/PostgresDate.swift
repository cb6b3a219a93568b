/// A calendar day: days since 1970-01-01.
///
/// PostgreSQL's `infinity` and `-infinity` are `.infinity` and `.negativeInfinity`.
public struct PostgresDate: Sendable, Hashable, Comparable, Codable {
    /// Days since 1970-01-01.
    public var days: Int32

    /// A day by its distance from 1970-01-01.
    public init(days: Int32) {
        self.days = days
    }

    /// Later than every other day.
    public static let infinity = PostgresDate(days: .max)
    /// Earlier than every other day.
    public static let negativeInfinity = PostgresDate(days: .min)

    /// Whether this is neither `.infinity` nor `.negativeInfinity`.
    public var isFinite: Bool { days != .max && days != .min }

    /// Whether `a` is the earlier day.
    public static func < (a: PostgresDate, b: PostgresDate) -> Bool {
        a.days < b.days
    }

    /// PostgreSQL counts from 2000-01-01.
    static let epochDays: Int32 = 10_957
}

extension PostgresDate: PostgresCodable {
    /// `date`
    public static var postgresType: PostgresType { .date }

    /// Sends the day.
    public func encode(into bytes: inout PostgresBytes) throws {
        guard isFinite else { return bytes.append(integer: days) }
        let (value, overflow) = days.subtractingReportingOverflow(Self.epochDays)
        guard !overflow, value != .min else { throw PostgresError(.encoding, "a day lies outside what date can hold") }
        bytes.append(integer: value)
    }

    /// Reads a `date`.
    public init(from cell: PostgresCell) throws {
        self = try cell.read(PostgresDate.self, .date) { bytes in
            guard let value: Int32 = bytes.integer(at: 0) else { throw cell.error(reading: PostgresDate.self) }
            if value == .max || value == .min { return PostgresDate(days: value) }
            let (unix, overflow) = value.addingReportingOverflow(Self.epochDays)
            guard !overflow, unix != .max else {
                throw cell.error(reading: PostgresDate.self, "the day is out of range")
            }
            return PostgresDate(days: unix)
        }
    }
}

/// A time of day without a zone, in microseconds since midnight (24:00 is allowed, as PostgreSQL allows it).
public struct PostgresTimeOfDay: Sendable, Hashable, Comparable, Codable {
    /// Microseconds since midnight.
    public var microseconds: Int64

    /// A time of day by its microseconds since midnight.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Whether `a` is earlier in the day.
    public static func < (a: PostgresTimeOfDay, b: PostgresTimeOfDay) -> Bool {
        a.microseconds < b.microseconds
    }
}

extension PostgresTimeOfDay: PostgresCodable {
    /// `time`
    public static var postgresType: PostgresType { .time }

    /// Sends the time of day.
    public func encode(into bytes: inout PostgresBytes) throws {
        guard (0...86_400_000_000).contains(microseconds) else {
            throw PostgresError(.encoding, "a time of day lies outside 00:00 to 24:00")
        }
        bytes.append(integer: microseconds)
    }

    /// Reads a `time`.
    public init(from cell: PostgresCell) throws {
        self = try cell.read(PostgresTimeOfDay.self, .time) { bytes in
            guard let value: Int64 = bytes.integer(at: 0) else { throw cell.error(reading: PostgresTimeOfDay.self) }
            return PostgresTimeOfDay(microseconds: value)
        }
    }
}
