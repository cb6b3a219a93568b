public import Foundation

/// An instant with the server's own precision: microseconds since the Unix epoch.
///
/// PostgreSQL's `infinity` and `-infinity` are `.infinity` and `.negativeInfinity`.
public struct PostgresTimestamp: Sendable, Hashable, Comparable, Codable {
    /// Microseconds since 1970-01-01 00:00:00 UTC.
    public var microseconds: Int64

    /// An instant by its microseconds since the Unix epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The instant of a `Date`, to the nearest microsecond; `nil` when PostgreSQL cannot hold it.
    public init?(_ date: Date) {
        let scaled = (date.timeIntervalSince1970 * 1_000_000).rounded()
        guard let microseconds = Int64(exactly: scaled) else { return nil }
        self.init(microseconds: microseconds)
        guard isFinite else { return nil }
    }

    /// Later than every other instant.
    public static let infinity = PostgresTimestamp(microseconds: .max)
    /// Earlier than every other instant.
    public static let negativeInfinity = PostgresTimestamp(microseconds: .min)

    /// Whether this is neither `.infinity` nor `.negativeInfinity`.
    public var isFinite: Bool { microseconds != .max && microseconds != .min }

    /// The instant as a `Date`; `.distantFuture` and `.distantPast` for the infinities.
    public var date: Date {
        switch self {
        case .infinity: .distantFuture
        case .negativeInfinity: .distantPast
        default:
            Date(
                timeIntervalSince1970: Double(microseconds / 1_000_000) + Double(microseconds % 1_000_000) / 1_000_000)
        }
    }

    /// Whether `a` is the earlier instant.
    public static func < (a: PostgresTimestamp, b: PostgresTimestamp) -> Bool {
        a.microseconds < b.microseconds
    }

    /// PostgreSQL counts from 2000-01-01.
    static let epochMicroseconds: Int64 = 946_684_800_000_000
}

extension PostgresTimestamp: PostgresCodable {
    /// `timestamptz`
    public static var postgresType: PostgresType { .timestamptz }

    /// Sends the instant.
    public func encode(into bytes: inout PostgresBytes) throws {
        guard isFinite else { return bytes.append(integer: microseconds) }
        let (value, overflow) = microseconds.subtractingReportingOverflow(Self.epochMicroseconds)
        guard !overflow, value != .min else {
            throw PostgresError(.encoding, "an instant lies outside what timestamptz can hold")
        }
        bytes.append(integer: value)
    }

    /// Reads `timestamptz`, and `timestamp` as if it were UTC.
    public init(from cell: PostgresCell) throws {
        self = try cell.read(PostgresTimestamp.self, .timestamptz, or: .timestamp) { bytes in
            guard bytes.count >= 8 else { throw cell.error(reading: PostgresTimestamp.self) }
            return try Self.read(bytes, at: 0, of: cell)
        }
    }

    /// Reads an array of `timestamptz`, or of `timestamp` as if it were UTC.
    public static func decodeArray(from cell: PostgresCell) throws -> [PostgresTimestamp] {
        try cell.fixedElements(of: .timestamptz, or: .timestamp, width: 8) { try read($0, at: $1, of: cell) }
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, of cell: PostgresCell
    ) throws -> PostgresTimestamp {
        let value = Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        if value == .max || value == .min { return PostgresTimestamp(microseconds: value) }
        let (unix, overflow) = value.addingReportingOverflow(Self.epochMicroseconds)
        guard !overflow, unix != .max else {
            throw cell.error(reading: PostgresTimestamp.self, "the instant is out of range")
        }
        return PostgresTimestamp(microseconds: unix)
    }
}

extension Date: PostgresCodable {
    /// `timestamptz`
    public static var postgresType: PostgresType { .timestamptz }

    /// Sends the instant, rounded to microseconds.
    public func encode(into bytes: inout PostgresBytes) throws {
        guard let instant = PostgresTimestamp(self) else {
            throw PostgresError(.encoding, "a Date lies outside what timestamptz can hold")
        }
        try instant.encode(into: &bytes)
    }

    /// Reads `timestamptz`, and `timestamp` as if it were UTC. `infinity` is refused: read a `PostgresTimestamp` then.
    public init(from cell: PostgresCell) throws {
        let instant = try PostgresTimestamp(from: cell)
        guard instant.isFinite else { throw cell.error(reading: Date.self, "it is infinite") }
        self = instant.date
    }
}
