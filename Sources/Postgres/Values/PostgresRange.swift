public import Foundation

/// A type PostgreSQL has a built-in range over.
public protocol PostgresRangeBound: PostgresCodable, Equatable {
    /// The range type, for example `tstzrange`.
    static var postgresRangeType: PostgresType { get }
}

/// A range of the server: empty, or from a lower to an upper bound, each included, excluded or infinite.
///
/// PostgreSQL normalises ranges over whole numbers and days to `[lower, upper)` when it stores them.
public enum PostgresRange<Bound: PostgresRangeBound>: Sendable, Equatable {
    /// One end of a range.
    public enum End: Sendable, Equatable {
        /// The bound itself belongs to the range.
        case included(Bound)
        /// The bound itself lies just outside.
        case excluded(Bound)
        /// There is no bound.
        case infinite
    }

    /// The range that holds nothing.
    case empty
    /// Everything from the lower to the upper end.
    case span(lower: End, upper: End)

    /// The half-open range `[lower, upper)`, the usual one for time.
    public init(_ lower: Bound, upTo upper: Bound) {
        self = .span(lower: .included(lower), upper: .excluded(upper))
    }

    /// The lower bound's value, `nil` when empty or infinite.
    public var lowerBound: Bound? {
        guard case .span(let lower, _) = self else { return nil }
        return lower.value
    }

    /// The upper bound's value, `nil` when empty or infinite.
    public var upperBound: Bound? {
        guard case .span(_, let upper) = self else { return nil }
        return upper.value
    }
}

extension PostgresRange: Hashable where Bound: Hashable {}
extension PostgresRange.End: Hashable where Bound: Hashable {}

extension PostgresRange.End {
    /// The bound's value, `nil` when infinite.
    public var value: Bound? {
        switch self {
        case .included(let value), .excluded(let value): value
        case .infinite: nil
        }
    }
}

/// The flag bits of the binary format of ranges.
private enum RangeFlag {
    static let empty: UInt8 = 0x01
    static let lowerIncluded: UInt8 = 0x02
    static let upperIncluded: UInt8 = 0x04
    static let lowerInfinite: UInt8 = 0x08
    static let upperInfinite: UInt8 = 0x10
}

extension PostgresRange: PostgresCodable {
    /// The range type of the bound.
    public static var postgresType: PostgresType { Bound.postgresRangeType }

    /// Sends the flags and the bounds.
    public func encode(into bytes: inout PostgresBytes) throws {
        guard case .span(let lower, let upper) = self else {
            return bytes.append(integer: RangeFlag.empty)
        }
        var flags: UInt8 = 0
        switch lower {
        case .included: flags |= RangeFlag.lowerIncluded
        case .excluded: break
        case .infinite: flags |= RangeFlag.lowerInfinite
        }
        switch upper {
        case .included: flags |= RangeFlag.upperIncluded
        case .excluded: break
        case .infinite: flags |= RangeFlag.upperInfinite
        }
        bytes.append(integer: flags)
        for bound in [lower.value, upper.value] {
            if let bound { try bytes.appendCounted(bound) }
        }
    }

    /// Reads a range.
    public init(from cell: PostgresCell) throws {
        guard !cell.isNull, cell.type == Bound.postgresRangeType || cell.type == Bound.postgresAlternativeRangeType
        else { throw cell.error(reading: Self.self) }
        let malformed = { cell.error(reading: Self.self, "its bytes are not a range") }
        let boundType = cell.type == .tsrange ? PostgresType.timestamp : Bound.postgresType
        var offset = 1
        func bound(_ bytes: UnsafeRawBufferPointer) throws -> Bound {
            guard let length: Int32 = bytes.integer(at: offset), length >= 0,
                bytes.count - offset - 4 >= Int(length)
            else { throw malformed() }
            let start = offset + 4
            offset = start + Int(length)
            return try Bound(from: cell.part(start..<offset, type: boundType))
        }
        self = try cell.withUnsafeBytes { bytes in
            guard let flags: UInt8 = bytes.integer(at: 0) else { throw malformed() }
            if flags & RangeFlag.empty != 0 { return .empty }
            var lower = End.infinite
            if flags & RangeFlag.lowerInfinite == 0 {
                let value = try bound(bytes)
                lower = flags & RangeFlag.lowerIncluded != 0 ? .included(value) : .excluded(value)
            }
            var upper = End.infinite
            if flags & RangeFlag.upperInfinite == 0 {
                let value = try bound(bytes)
                upper = flags & RangeFlag.upperIncluded != 0 ? .included(value) : .excluded(value)
            }
            return .span(lower: lower, upper: upper)
        }
    }
}

extension PostgresRangeBound {
    /// `tsrange` holds the same bounds as `tstzrange`, without a zone.
    fileprivate static var postgresAlternativeRangeType: PostgresType {
        postgresRangeType == .tstzrange ? .tsrange : postgresRangeType
    }
}

extension Int: PostgresRangeBound {
    /// `int8range`
    public static var postgresRangeType: PostgresType { .int8range }
}

extension Int64: PostgresRangeBound {
    /// `int8range`
    public static var postgresRangeType: PostgresType { .int8range }
}

extension Int32: PostgresRangeBound {
    /// `int4range`
    public static var postgresRangeType: PostgresType { .int4range }
}

extension Decimal: PostgresRangeBound {
    /// `numrange`
    public static var postgresRangeType: PostgresType { .numrange }
}

extension PostgresTimestamp: PostgresRangeBound {
    /// `tstzrange`
    public static var postgresRangeType: PostgresType { .tstzrange }
}

extension Date: PostgresRangeBound {
    /// `tstzrange`
    public static var postgresRangeType: PostgresType { .tstzrange }
}

extension PostgresDate: PostgresRangeBound {
    /// `daterange`
    public static var postgresRangeType: PostgresType { .daterange }
}
