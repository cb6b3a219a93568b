/// Fixed-width decimal fields in ASCII, read and written without going through `String`.
enum Digits {
    /// The two-digit number at `index`, or a negative number when a byte is not a digit.
    @inline(__always)
    static func two(_ utf8: borrowing Span<UInt8>, at index: Int) -> Int {
        let tens = utf8[index] &- 48
        let units = utf8[index + 1] &- 48
        guard tens <= 9, units <= 9 else { return -1 }
        return Int(tens) * 10 + Int(units)
    }

    /// The four-digit number at `index`, or a negative number when a byte is not a digit.
    @inline(__always)
    static func four(_ utf8: borrowing Span<UInt8>, at index: Int) -> Int {
        let high = two(utf8, at: index)
        let low = two(utf8, at: index + 2)
        guard high >= 0, low >= 0 else { return -1 }
        return high * 100 + low
    }

    @inline(__always)
    static func append(two value: Int, to bytes: inout [UInt8]) {
        bytes.append(48 + UInt8(truncatingIfNeeded: value / 10))
        bytes.append(48 + UInt8(truncatingIfNeeded: value % 10))
    }

    /// Four digits; a year outside 0…9999 keeps its sign and all its digits, so that it cannot be mistaken.
    static func append(year: Int, to bytes: inout [UInt8]) {
        guard 0...9999 ~= year else {
            bytes.append(contentsOf: String(year).utf8)
            return
        }
        append(two: year / 100, to: &bytes)
        append(two: year % 100, to: &bytes)
    }
}
