import CTerminal

extension Character {
    /// Columns this character takes on a terminal: 0, 1 or 2 for nearly everything.
    ///
    /// Control characters count as 0; they are not fit to print (see ``Swift/StringProtocol/printable``).
    public var displayWidth: Int {
        let scalars = unicodeScalars
        if scalars.count == 1, let scalar = scalars.first {
            // The quick way for plain ASCII, which is most of a table.
            if scalar.value >= 0x20, scalar.value < 0x7f { return 1 }
            return scalar.columns
        }
        if isEmojiSequence { return 2 }
        return scalars.reduce(0) { $0 + $1.columns }
    }

    /// Several scalars a terminal draws as one picture, two columns wide: joined people, flags, skin tones, keycaps,
    /// and symbols asked for as emoji by U+FE0F.
    private var isEmojiSequence: Bool {
        let scalars = unicodeScalars
        guard let first = scalars.first else { return false }
        if first.isRegionalIndicator { return scalars.count == 2 }
        guard first.properties.isEmoji else { return false }
        return scalars.dropFirst().contains { scalar in
            scalar.value == 0xfe0f || scalar.value == 0x20e3 || scalar.value == 0x200d
                || scalar.properties.isEmojiModifier || (0xe0020...0xe007f).contains(scalar.value)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        if isASCII { return value >= 0x20 && value < 0x7f ? 1 : 0 }
        return max(0, Int(cterminal_scalar_width(value)))
    }

    fileprivate var isRegionalIndicator: Bool { (0x1f1e6...0x1f1ff).contains(value) }
}

extension StringProtocol {
    /// Columns this text takes on a terminal: 大模型 is 6.
    public var displayWidth: Int {
        reduce(0) { $0 + $1.displayWidth }
    }

    /// The text cut to at most `width` columns, with `…` at the end when something was cut.
    ///
    /// A character is never cut in half: a wide one that doesn't fit is left out, so the result may be a column short.
    public func truncated(toWidth width: Int) -> String {
        guard displayWidth > width else { return String(self) }
        guard width > 0 else { return "" }
        var result = ""
        var used = 0
        for character in self {
            let columns = character.displayWidth
            if used + columns > width - 1 { break }
            result.append(character)
            used += columns
        }
        return result + "…"
    }

    /// The text with spaces added to `width` columns; text that is wider stays as it is.
    public func padded(toWidth width: Int, alignment: Table.Alignment = .leading) -> String {
        let missing = String(repeating: " ", count: Swift.max(0, width - displayWidth))
        return alignment == .leading ? self + missing : missing + self
    }

    /// The text broken into lines of at most `width` columns, at spaces where there are any and else between
    /// characters (Chinese has no spaces). Line breaks in the text are kept.
    public func wrapped(toWidth width: Int) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { $0.wrappedLine(toWidth: width) }
    }

    private func wrappedLine(toWidth width: Int) -> [String] {
        guard width > 0, displayWidth > width else { return [String(self)] }
        var lines: [String] = []
        var line = ""
        var used = 0
        var lastSpace: String.Index?
        for character in self {
            let columns = character.displayWidth
            if used + columns > width, !line.isEmpty {
                if character == " " {
                    lines.append(line)
                    (line, used, lastSpace) = ("", 0, nil)
                    continue
                }
                if let space = lastSpace, !character.isWide {
                    let rest = String(line[line.index(after: space)...])
                    lines.append(String(line[..<space]))
                    line = rest
                } else {
                    lines.append(line)
                    line = ""
                }
                used = line.displayWidth
                lastSpace = nil
            }
            line.append(character)
            used += columns
            if character == " " { lastSpace = line.index(before: line.endIndex) }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// The text without what could steer a terminal: escape sequences, other controls (but for line breaks and tabs)
    /// and the marks that turn the direction of writing. Text from a server is somebody else's.
    public var printable: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0a: scalars.append(scalar)
            case 0x09: scalars.append(contentsOf: "    ".unicodeScalars)
            case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069, 0x2028, 0x2029:
                continue
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// ``printable`` on one line: every run of white space becomes one space.
    public var printableLine: String {
        printable.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Character {
    fileprivate var isWide: Bool { displayWidth == 2 }
}
