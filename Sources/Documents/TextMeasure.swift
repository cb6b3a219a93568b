/// How wide text is in a proportional sans-serif face, near enough to break lines without knowing the reader's fonts.
enum TextMeasure {
    /// The width in units of the font's size, a little more than most faces need.
    static func ems(_ text: some StringProtocol) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ems($1) }
    }

    /// Breaks a text into lines no wider than `width` units of the font's size, at spaces or between Chinese characters;
    /// what doesn't fit into `maximum` lines is cut with an ellipsis.
    static func lines(_ text: String, width: Double, maximum: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for piece in pieces(text) {
            let candidate = line.isEmpty ? trimmed(piece) : line + piece
            if line.isEmpty || ems(trimmed(candidate)) <= width {
                line = candidate
            } else {
                lines.append(trimmed(line))
                line = trimmed(piece)
            }
        }
        if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
        if lines.count > maximum {
            let rest = lines[(maximum - 1)...].joined(separator: " ")
            lines = Array(lines.prefix(maximum - 1)) + [rest]
        }
        return lines.map { cut($0, width: width) }
    }

    /// The text if it is no wider than `width`, else its beginning with an ellipsis.
    static func cut(_ text: String, width: Double) -> String {
        guard ems(text) > width else { return text }
        var result = ""
        var used = 1.0
        for character in text {
            used += ems(String(character))
            guard used <= width else { break }
            result.append(character)
        }
        return trimmed(result) + "…"
    }

    private static func ems(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", "!", " ", "f", "t", "r", "(", ")", "[", "]", "-", "/":
            0.34
        case "m", "w", "M", "W", "@", "%": 0.92
        case "A"..."Z": 0.68
        case _ where scalar.value < 0x2000: 0.57
        case "–", "‘", "’", "“", "”": 0.5
        default: 1
        }
    }

    /// What may not be parted: words with the space before them, Chinese characters with the punctuation after them.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        for character in text {
            let last = pieces.last?.last
            let closes = "，。、；：！？）】》”’,.;:!?)".contains(character)
            let isOpened = last.map { "（【《“(".contains($0) } ?? false
            let isWithinWord = !isWide(character) && !(last.map(isWide) ?? false)
            if pieces.isEmpty || character == " " {
                pieces.append(String(character))
            } else if closes || isOpened || isWithinWord {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }

    private static func isWide(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
