/// How a piece of text stands out, where colour is on.
public enum Style: String, Sendable, CaseIterable {
    case bold, dim, underline, inverse, red, green, yellow, blue, magenta, cyan

    var code: Int {
        switch self {
        case .bold: 1
        case .dim: 2
        case .underline: 4
        case .inverse: 7
        case .red: 31
        case .green: 32
        case .yellow: 33
        case .blue: 34
        case .magenta: 35
        case .cyan: 36
        }
    }
}

/// Applies styles, or leaves text as it is where colour is off.
public struct Palette: Sendable, Equatable {
    public var isEnabled: Bool

    public init(isEnabled: Bool) {
        self.isEnabled = isEnabled
    }

    /// `text` in `styles`; with colour off, or without styles, `text` itself.
    public func apply(_ styles: [Style], to text: String) -> String {
        guard isEnabled, !styles.isEmpty, !text.isEmpty else { return text }
        let codes = styles.map { String($0.code) }.joined(separator: ";")
        return "\u{1b}[\(codes)m\(text)\u{1b}[0m"
    }
}

/// When to use colour.
public enum ColorChoice: String, Sendable, CaseIterable {
    case auto, always, never

    /// Whether text written now is to be coloured.
    ///
    /// A choice other than `auto` wins. Then `NO_COLOR` (set and not empty) turns colour off, `CLICOLOR_FORCE` (set
    /// and not `0`) turns it on, and otherwise only a terminal that is not `dumb` gets any.
    public func isColored(environment: [String: String], isTerminal: Bool) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let value = environment["NO_COLOR"], !value.isEmpty { return false }
        if let value = environment["CLICOLOR_FORCE"], !value.isEmpty, value != "0" { return true }
        if environment["TERM"] == "dumb" || environment["CLICOLOR"] == "0" { return false }
        return isTerminal
    }
}
