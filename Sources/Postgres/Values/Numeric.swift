public import Foundation

extension Decimal: PostgresCodable {
    /// `numeric`
    public static var postgresType: PostgresType { .numeric }

    private static let positive: UInt16 = 0x0000
    private static let negative: UInt16 = 0x4000
    private static let notANumber: UInt16 = 0xC000

    /// Sends the number exactly, in the server's groups of four digits.
    public func encode(into bytes: inout PostgresBytes) throws {
        guard !isNaN else {
            for part in [0, 0, Self.notANumber, 0] { bytes.append(integer: part) }
            return
        }
        let number = try DecimalDigits(self)
        bytes.append(integer: UInt16(number.groups.count))
        bytes.append(integer: Int16(number.weight))
        bytes.append(integer: number.isNegative ? Self.negative : Self.positive)
        bytes.append(integer: UInt16(number.scale))
        for group in number.groups { bytes.append(integer: group) }
    }

    /// Reads a `numeric`, and whole numbers too. A number that `Decimal` (38 digits) cannot hold exactly is refused.
    public init(from cell: PostgresCell) throws {
        if cell.type == .int8 || cell.type == .int4 || cell.type == .int2 {
            self = Decimal(try cell.integer(Int64.self))
            return
        }
        self = try cell.read(Decimal.self, .numeric) { bytes in
            guard let count: UInt16 = bytes.integer(at: 0), let weight: Int16 = bytes.integer(at: 2),
                let sign: UInt16 = bytes.integer(at: 4), bytes.count >= 8 + 2 * Int(count)
            else { throw cell.error(reading: Decimal.self) }
            guard sign != Self.notANumber else { return .nan }
            guard sign == Self.positive || sign == Self.negative else {
                throw cell.error(reading: Decimal.self, "it is infinite")
            }
            var groups = (0..<Int(count)).map { bytes.integer(at: 8 + 2 * $0, as: UInt16.self) ?? 0 }
            while groups.last == 0 { groups.removeLast() }
            guard let value = DecimalDigits.decimal(groups: groups, weight: Int(weight), isNegative: sign != 0) else {
                throw cell.error(reading: Decimal.self, "the number has more digits than Decimal can hold")
            }
            return value
        }
    }
}

/// A decimal number in the server's terms: groups of four digits, the first weighing 10000^weight.
private struct DecimalDigits {
    var groups: [UInt16] = []
    var weight = 0
    var scale = 0
    let isNegative: Bool

    init(_ value: Decimal) throws {
        isNegative = value.isSignMinus
        // The exact digits come from the description: Decimal's mantissa is not public API on every platform.
        var digits: [UInt16] = []
        var exponent = 0
        var seenPoint = false
        for character in value.magnitude.description.utf8 {
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(UInt16(character - UInt8(ascii: "0")))
                if seenPoint { exponent -= 1 }
            case UInt8(ascii: "."): seenPoint = true
            default: throw PostgresError(.encoding, "a Decimal cannot be written as digits")
            }
        }
        scale = -exponent
        // The point must fall between groups: pad right to a multiple of four fractional digits, left to fill a group.
        let padding = (4 - scale % 4) % 4
        digits.append(contentsOf: repeatElement(0, count: padding))
        digits.insert(contentsOf: repeatElement(0, count: (4 - digits.count % 4) % 4), at: 0)
        groups = stride(from: 0, to: digits.count, by: 4).map { start in
            digits[start..<start + 4].reduce(0) { $0 * 10 + $1 }
        }
        weight = groups.count - 1 - (scale + padding) / 4
        while groups.first == 0 {
            groups.removeFirst()
            weight -= 1
        }
        while groups.last == 0 { groups.removeLast() }
        if groups.isEmpty { weight = 0 }
    }

    /// The number of such groups, or nothing when it has too many digits or too large an exponent.
    static func decimal(groups: [UInt16], weight: Int, isNegative: Bool) -> Decimal? {
        guard let first = groups.first, let last = groups.last else { return 0 }
        var trailing = 0
        var rest = last
        while rest % 10 == 0 {
            rest /= 10
            trailing += 1
        }
        let exponent = (weight - groups.count + 1) * 4
        let digits = (groups.count - 1) * 4 + String(first).count - trailing
        guard digits <= 38, exponent + trailing >= -127, exponent + trailing <= 127 else { return nil }
        var text = groups.map { group in
            let digits = String(group)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
        text.removeLast(trailing)
        return Decimal(string: "\(isNegative ? "-" : "")\(text)e\(exponent + trailing)")
    }
}
