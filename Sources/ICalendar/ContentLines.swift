/// Writes the content lines of RFC 5545: escaped, folded and ended by CRLF.
struct ContentLines {
    /// Octets a line may have without its end.
    static let lineOctets = 75

    private(set) var bytes: [UInt8] = []

    /// A line whose value is written as it is, but for control characters: it cannot end the line.
    mutating func line(_ name: String, raw value: String) {
        var line = "\(name):"
        line.unicodeScalars += value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        fold(line)
    }

    /// A line whose value is text for people.
    mutating func line(_ name: String, text value: String) {
        fold("\(name):\(Self.escaped(value))")
    }

    /// The value of a TEXT property: backslash, semicolon, comma and line ends are escaped, control characters that
    /// no TEXT may hold are left out.
    static func escaped(_ text: String) -> String {
        var result = ""
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\r": result += "\\n"
            case "\n": result += afterReturn ? "" : "\\n"
            case "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
            default: result.unicodeScalars.append(scalar)
            }
            afterReturn = scalar == "\r"
        }
        return result
    }

    /// A line longer than 75 octets goes on after CRLF and a space, never in the middle of a character.
    private mutating func fold(_ line: String) {
        var octets = 0
        for scalar in line.unicodeScalars {
            let encoded = UTF8.encode(scalar).map(Array.init) ?? []
            if octets + encoded.count > Self.lineOctets {
                bytes += [13, 10, 32]
                octets = 1
            }
            bytes += encoded
            octets += encoded.count
        }
        bytes += [13, 10]
    }
}
