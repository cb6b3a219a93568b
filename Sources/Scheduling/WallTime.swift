/// A reading of the clock on the wall, to the minute, with `24:00` for the end of a day.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Minutes after midnight, 0…1440.
    public let minutes: Int

    /// Nil outside 0…1440.
    public init?(minutes: Int) {
        guard 0...1440 ~= minutes else { return nil }
        self.minutes = minutes
    }

    /// Parses exactly `HH:MM`, `00:00` to `24:00`.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        let utf8 = text.utf8.span
        guard utf8.count == 5, utf8[2] == UInt8(ascii: ":") else { return nil }
        let hour = Digits.two(utf8, at: 0)
        let minute = Digits.two(utf8, at: 3)
        guard hour >= 0, 0...59 ~= minute else { return nil }
        self.init(minutes: hour * 60 + minute)
    }

    /// `HH:MM`.
    public var string: String {
        var bytes: [UInt8] = []
        Digits.append(two: minutes / 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Digits.append(two: minutes % 60, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `00:00`.
    public static let midnight = WallTime(unchecked: 0)
    /// `24:00`.
    public static let endOfDay = WallTime(unchecked: 1440)

    public static func < (left: WallTime, right: WallTime) -> Bool { left.minutes < right.minutes }

    private init(unchecked minutes: Int) {
        self.minutes = minutes
    }
}

extension WallTime: CustomStringConvertible {
    public var description: String { string }
}
