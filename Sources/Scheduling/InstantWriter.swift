/// Writes many instants of one zone as RFC 3339 text, remembering the last day's date and offset.
///
/// The text is that of `Instant.rfc3339(in:)`. Instants in ascending order are written fastest: the zone is
/// asked once a transition and the calendar once a day.
public struct InstantWriter: Sendable {
    /// The zone whose readings are written.
    public let zone: ZoneRules
    private let isUTC: Bool
    /// Seconds since the epoch for which `text` and `midnight` hold.
    private var lower: Int64 = 0
    private var upper: Int64 = 0
    /// The second at which the day's reading is 00:00.
    private var midnight: Int64 = 0
    /// The whole text of the last instant without its fraction: only the clock is put in again.
    private var text: [UInt8] = []
    private var clockIndex = 0

    /// A writer for this zone.
    public init(zone: ZoneRules) {
        self.zone = zone
        isUTC = zone.isUTC
    }

    /// Appends the instant in ASCII.
    public mutating func append(_ instant: Instant, to bytes: inout [UInt8]) {
        let seconds = instant.seconds
        if seconds < lower || seconds >= upper {
            remember(seconds)
        }
        let ofDay = Int(seconds - midnight)
        put(ofDay / 3_600, at: clockIndex)
        put(ofDay / 60 % 60, at: clockIndex + 3)
        put(ofDay % 60, at: clockIndex + 6)
        // Wrapping: the whole seconds of the earliest representable instant are a little before it.
        let fraction = Int(instant.microseconds &- seconds &* 1_000_000)
        if fraction == 0 {
            bytes.append(contentsOf: text)
        } else {
            bytes.append(contentsOf: text[..<(clockIndex + 8)])
            Self.append(fraction: fraction, to: &bytes)
            bytes.append(contentsOf: text[(clockIndex + 8)...])
        }
    }

    private mutating func put(_ value: Int, at index: Int) {
        text[index] = 48 + UInt8(truncatingIfNeeded: value / 10)
        text[index + 1] = 48 + UInt8(truncatingIfNeeded: value % 10)
    }

    private mutating func remember(_ seconds: Int64) {
        let segment = zone.segment(at: seconds)
        let offset = segment.offset / 60 * 60
        let days = (seconds + offset).flooredQuotient(by: 86_400)
        midnight = days * 86_400 - offset
        lower = max(segment.lower, midnight)
        upper = min(segment.upper, midnight + 86_400)
        text.removeAll(keepingCapacity: true)
        CivilDate(daysSinceEpoch: Int(days)).append(to: &text)
        text.append(UInt8(ascii: "T"))
        clockIndex = text.count
        text.append(contentsOf: "00:00:00".utf8)
        if isUTC {
            text.append(UInt8(ascii: "Z"))
        } else {
            let minutes = abs(Int(offset)) / 60
            text.append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            Digits.append(two: minutes / 60, to: &text)
            text.append(UInt8(ascii: ":"))
            Digits.append(two: minutes % 60, to: &text)
        }
    }

    /// `.5`, `.25` or `.000001`: as many digits as are needed.
    private static func append(fraction: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "."))
        var rest = fraction
        var place = 100_000
        while rest > 0 {
            bytes.append(48 + UInt8(truncatingIfNeeded: rest / place))
            rest %= place
            place /= 10
        }
    }
}
