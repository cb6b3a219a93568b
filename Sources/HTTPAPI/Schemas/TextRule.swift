/// What a text may be. Lengths count Unicode scalars after NFC (and after trimming, where the rule trims).
public struct TextRule: Sendable {
    /// How many scalars.
    public var length: ClosedRange<Int>
    /// Whether line feeds and tabs may stand in it; `\r\n` and `\r` become `\n`.
    public var isMultiline: Bool
    /// White space at both ends is taken off.
    public var isTrimmed: Bool
    /// Text of nothing but white space passes.
    public var mayBeBlank: Bool
    public var format: TextFormat?

    public init(
        length: ClosedRange<Int>, isMultiline: Bool = false, isTrimmed: Bool = true, mayBeBlank: Bool = false,
        format: TextFormat? = nil
    ) {
        self.length = length
        self.isMultiline = isMultiline
        self.isTrimmed = isTrimmed
        self.mayBeBlank = mayBeBlank
        self.format = format
    }

    /// True for a scalar that no text of the API may hold: NUL and other controls, marks that reorder what a reader
    /// sees, and noncharacters.
    static func isRefused(_ scalar: Unicode.Scalar, multiline: Bool) -> Bool {
        let value = scalar.value
        switch value {
        case 0x09, 0x0A: return !multiline
        case 0x00...0x1F, 0x7F...0x9F: return true
        case 0x00A0..<0x061C: return false
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return true
        case 0x2028, 0x2029: return !multiline
        case 0xFDD0...0xFDEF: return true
        default: return value & 0xFFFE == 0xFFFE
        }
    }
}
