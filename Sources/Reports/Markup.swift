/// A piece of HTML or SVG. Texts put into it by interpolation are escaped; only another piece goes in as it is.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    private(set) var source: String

    init(stringLiteral value: String) { source = value }

    init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

    private init(source: String) { self.source = source }

    /// Pieces one after another.
    static func joined(_ pieces: [Markup], separator: String = "") -> Markup {
        Markup(source: pieces.map(\.source).joined(separator: separator))
    }

    static func + (left: Markup, right: Markup) -> Markup { Markup(source: left.source + right.source) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { source += literal }

        mutating func appendInterpolation(_ piece: Markup) { source += piece.source }

        mutating func appendInterpolation(_ number: Int) { source += String(number) }

        /// Two decimals at most: coordinates.
        mutating func appendInterpolation(_ number: Double) {
            source += ReportWording.decimal(number, places: 2).replacing("−", with: "-")
        }

        mutating func appendInterpolation(_ text: some StringProtocol) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": source += "&amp;"
                case "<": source += "&lt;"
                case ">": source += "&gt;"
                case "\"": source += "&quot;"
                case "'": source += "&#39;"
                default: source.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
