/// Where in a body a value stands (RFC 6901): `/days/2026-12-01/0`. The empty pointer is the whole body.
public struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
    /// The unescaped tokens from the outside in.
    public var tokens: [String]

    public init(_ tokens: [String] = []) {
        self.tokens = tokens
    }

    /// The pointer of a member or element of this one.
    public func appending(_ token: String) -> JSONPointer {
        JSONPointer(tokens + [token])
    }

    /// RFC 6901 text: `~` is written `~0`, `/` is written `~1`. Of a key of a stranger's making no more than 100
    /// scalars are shown, and none that could play tricks on whoever reads the answer in a terminal.
    public var description: String {
        tokens.reduce(into: "") { text, token in
            text.append("/")
            for scalar in Self.shown(token).unicodeScalars {
                switch scalar {
                case "~": text.append("~0")
                case "/": text.append("~1")
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }

    /// A name as it may be repeated in an answer: cut, and with U+FFFD for what no text of the API may hold.
    static func shown(_ name: String) -> String {
        var shown = String.UnicodeScalarView()
        for (index, scalar) in name.unicodeScalars.enumerated() {
            if index == 100 {
                shown.append("…")
                break
            }
            shown.append(TextRule.isRefused(scalar, multiline: false) ? "\u{FFFD}" : scalar)
        }
        return String(shown)
    }
}
