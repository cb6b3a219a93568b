/// A point on the UTC time line, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Microseconds because that is what the database keeps: an instant survives a round trip unchanged.
/// Arithmetic saturates at the ends of the `Int64` range; it never traps.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z, negative before it.
    public let microseconds: Int64

    /// The instant this many microseconds after 1970-01-01T00:00:00Z.
    @inlinable
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The instant this many whole seconds after 1970-01-01T00:00:00Z, saturating.
    @inlinable
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    @inlinable
    public var seconds: Int64 { microseconds.flooredQuotient(by: 1_000_000) }

    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// This instant moved by elapsed microseconds, saturating.
    @inlinable
    public func adding(microseconds delta: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        return Instant(microseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// This instant moved by elapsed seconds, saturating.
    @inlinable
    public func adding(seconds: Int) -> Instant {
        adding(microseconds: Instant(seconds: Int64(seconds)).microseconds)
    }

    /// This instant moved by elapsed minutes, saturating.
    @inlinable
    public func adding(minutes: Int) -> Instant {
        let (product, overflow) = Int64(minutes).multipliedReportingOverflow(by: 60_000_000)
        return adding(microseconds: overflow ? (minutes < 0 ? .min : .max) : product)
    }

    /// This instant moved by elapsed days of exactly 24 hours, saturating. Not the same as a civil day.
    @inlinable
    public func adding(days: Int) -> Instant {
        let (product, overflow) = Int64(days).multipliedReportingOverflow(by: 86_400_000_000)
        return adding(microseconds: overflow ? (days < 0 ? .min : .max) : product)
    }

    /// Elapsed microseconds from `other` to this instant, negative when `other` is later, saturating.
    @inlinable
    public func microseconds(since other: Instant) -> Int64 {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        return overflow ? (microseconds < 0 ? .min : .max) : difference
    }

    /// 0001-01-01T00:00:00Z, the earliest instant that RFC 3339 text can name.
    public static let earliest = Instant(seconds: -62_135_596_800)
    /// 9999-12-31T23:59:59.999999Z, the latest instant that RFC 3339 text can name.
    public static let latest = Instant(microseconds: 253_402_300_800_000_000 - 1)
}

extension FixedWidthInteger where Self: SignedInteger {
    /// The quotient rounded towards minus infinity. The divisor is positive.
    @inlinable
    func flooredQuotient(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The remainder that goes with `flooredQuotient`: 0 ..< divisor.
    @inlinable
    func flooredRemainder(by divisor: Self) -> Self {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
