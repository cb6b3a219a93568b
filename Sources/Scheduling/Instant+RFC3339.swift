extension Instant {
    /// Parses an RFC 3339 date-time. See `init(rfc3339:)` for UTF-8 bytes.
    public init?(rfc3339 text: some StringProtocol) {
        let text = String(text)
        self.init(rfc3339: text.utf8.span)
    }

    /// Parses an RFC 3339 date-time in ASCII, in any offset.
    ///
    /// Years 0001…9999 (in UTC too), `T` and `Z` in either case, up to nine digits of a fraction, of which
    /// the microseconds are kept. Refused: a space instead of `T`, a missing offset, second 60, an offset of
    /// 24 hours or more, anything before or after.
    public init?(rfc3339 utf8: Span<UInt8>) {
        let count = utf8.count
        guard count >= 20, count <= 35, let days = CivilDate.days(in: utf8),
            utf8[10] | 0x20 == UInt8(ascii: "t"), utf8[13] == UInt8(ascii: ":"), utf8[16] == UInt8(ascii: ":")
        else { return nil }
        let hour = Digits.two(utf8, at: 11)
        let minute = Digits.two(utf8, at: 14)
        let second = Digits.two(utf8, at: 17)
        guard hour >= 0, hour <= 23, minute >= 0, minute <= 59, second >= 0, second <= 59 else { return nil }
        var index = 19
        var fraction = 0
        if utf8[index] == UInt8(ascii: ".") {
            index += 1
            var place = 100_000
            while index < count, index < 29 {
                let digit = utf8[index] &- 48
                guard digit <= 9 else { break }
                fraction += Int(digit) * place
                place /= 10
                index += 1
            }
            guard index > 20, index < count else { return nil }
        }
        guard let offset = Self.offsetSeconds(in: utf8, at: index) else { return nil }
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        let instant = Instant(microseconds: Int64(seconds) * 1_000_000 + Int64(fraction))
        guard instant >= .earliest, instant <= .latest else { return nil }
        self = instant
    }

    /// The offset that runs from `index` to the end: `Z` or `±HH:MM`.
    @inline(__always)
    private static func offsetSeconds(in utf8: borrowing Span<UInt8>, at index: Int) -> Int? {
        let sign = utf8[index]
        if sign | 0x20 == UInt8(ascii: "z") {
            return utf8.count == index + 1 ? 0 : nil
        }
        guard utf8.count == index + 6, utf8[index + 3] == UInt8(ascii: ":") else { return nil }
        let hours = Digits.two(utf8, at: index + 1)
        let minutes = Digits.two(utf8, at: index + 4)
        guard hours >= 0, hours <= 23, minutes >= 0, minutes <= 59 else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        switch sign {
        case UInt8(ascii: "+"): return seconds
        case UInt8(ascii: "-"): return -seconds
        default: return nil
        }
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`, with a fraction only where it is not zero.
    public var rfc3339UTC: String {
        rfc3339(in: .utc)
    }

    /// `YYYY-MM-DDTHH:MM:SS±HH:MM` in a zone (`Z` when the zone is one of UTC's names), with a fraction only
    /// where it is not zero.
    ///
    /// RFC 3339 has no offsets with seconds: where a zone's offset had some (local mean time, before about
    /// 1930), the reading uses the offset's whole minutes, so the text still names the same instant.
    public func rfc3339(in zone: ZoneRules) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        appendRFC3339(in: zone, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `rfc3339UTC` in ASCII.
    public func appendRFC3339UTC(to bytes: inout [UInt8]) {
        appendRFC3339(in: .utc, to: &bytes)
    }

    /// Appends `rfc3339(in:)` in ASCII. For many instants of one zone, `InstantWriter` is faster.
    public func appendRFC3339(in zone: ZoneRules, to bytes: inout [UInt8]) {
        var writer = InstantWriter(zone: zone)
        writer.append(self, to: &bytes)
    }
}

extension Instant: CustomStringConvertible {
    public var description: String { rfc3339UTC }
}
