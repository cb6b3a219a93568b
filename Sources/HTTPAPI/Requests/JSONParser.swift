/// A recursive descent over bytes that live as long as the call of `parseDocument`.
struct JSONParser {
    private let bytes: UnsafeRawBufferPointer
    private let maximumDepth: Int
    private let maximumValues: Int
    private var index = 0
    private var depth = 0
    private var valueCount = 0
    private var path: [PathToken] = []
    private(set) var unpairedSurrogates: [JSONPointer] = []

    private enum PathToken {
        case key(String)
        case element(Int)

        var text: String {
            switch self {
            case .key(let key): key
            case .element(let index): String(index)
            }
        }
    }

    init(bytes: UnsafeRawBufferPointer, maximumDepth: Int, maximumValues: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        self.maximumValues = maximumValues
    }

    mutating func parseDocument() throws(JSONSyntaxError) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
        skipWhitespace()
        guard index < bytes.count else { throw .empty }
        let value = try parseValue()
        skipWhitespace()
        guard index == bytes.count else { throw syntaxError() }
        return value
    }

    private var pointer: JSONPointer { JSONPointer(path.map(\.text)) }

    /// Bytes that begin no UTF-8 sequence are told apart from text that is merely not JSON.
    private func syntaxError() -> JSONSyntaxError {
        guard index < bytes.count, bytes[index] >= 0x80 else { return .malformed(byteOffset: index) }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[index..<min(index + 4, bytes.count)])
        var decoder = UTF8()
        var iterator = rest.makeIterator()
        if case .error = decoder.decode(&iterator) { return .notUTF8(byteOffset: index) }
        return .malformed(byteOffset: index)
    }

    private mutating func skipWhitespace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func parseValue() throws(JSONSyntaxError) -> JSONValue {
        valueCount += 1
        guard valueCount <= maximumValues else { throw .tooManyValues(limit: maximumValues) }
        guard index < bytes.count else { throw syntaxError() }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parse(word: "true", as: .boolean(true))
        case UInt8(ascii: "f"): return try parse(word: "false", as: .boolean(false))
        case UInt8(ascii: "n"): return try parse(word: "null", as: .null)
        default: return try parseNumber()
        }
    }

    private mutating func parse(word: StaticString, as value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { throw syntaxError() }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { throw syntaxError() }
        index += count
        return value
    }

    private mutating func open() throws(JSONSyntaxError) {
        depth += 1
        guard depth <= maximumDepth else { throw .nestedTooDeep(limit: maximumDepth) }
        index += 1
        skipWhitespace()
    }

    private mutating func close() {
        index += 1
        depth -= 1
    }

    private mutating func parseArray() throws(JSONSyntaxError) -> JSONValue {
        try open()
        var elements: [JSONValue] = []
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") {
            close()
            return .array(elements)
        }
        while true {
            path.append(.element(elements.count))
            elements.append(try parseValue())
            path.removeLast()
            skipWhitespace()
            guard index < bytes.count else { throw syntaxError() }
            switch bytes[index] {
            case UInt8(ascii: ","):
                index += 1
                skipWhitespace()
            case UInt8(ascii: "]"):
                close()
                return .array(elements)
            default: throw syntaxError()
            }
        }
    }

    private mutating func parseObject() throws(JSONSyntaxError) -> JSONValue {
        try open()
        var members: [String: JSONValue] = [:]
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
            close()
            return .object(members)
        }
        while true {
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw syntaxError() }
            let key = try parseString()
            skipWhitespace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw syntaxError() }
            index += 1
            skipWhitespace()
            path.append(.key(key))
            let value = try parseValue()
            guard members.updateValue(value, forKey: key) == nil else {
                throw .repeatedKey(pointer: pointer.description)
            }
            path.removeLast()
            skipWhitespace()
            guard index < bytes.count else { throw syntaxError() }
            switch bytes[index] {
            case UInt8(ascii: ","):
                index += 1
                skipWhitespace()
            case UInt8(ascii: "}"):
                close()
                return .object(members)
            default: throw syntaxError()
            }
        }
    }

    // MARK: Strings

    private mutating func parseString() throws(JSONSyntaxError) -> String {
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let text = try text(of: UnsafeRawBufferPointer(rebasing: bytes[start..<index]), at: start)
                index += 1
                return text
            case UInt8(ascii: "\\"): return try parseEscapedString(from: start)
            case 0x00..<0x20: throw syntaxError()
            default: index += 1
            }
        }
        throw syntaxError()
    }

    private func text(of part: some Collection<UInt8>, at offset: Int) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: part, as: UTF8.self) else { throw .notUTF8(byteOffset: offset) }
        return text
    }

    private mutating func parseEscapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var unescaped = Array(bytes[start..<index])
        var isUnpaired = false
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                if isUnpaired { unpairedSurrogates.append(pointer) }
                return try text(of: unescaped, at: start)
            case UInt8(ascii: "\\"):
                index += 1
                try parseEscape(into: &unescaped, isUnpaired: &isUnpaired)
            case 0x00..<0x20: throw syntaxError()
            default:
                unescaped.append(byte)
                index += 1
            }
        }
        throw syntaxError()
    }

    private mutating func parseEscape(into unescaped: inout [UInt8], isUnpaired: inout Bool) throws(JSONSyntaxError) {
        guard index < bytes.count else { throw syntaxError() }
        let letter = bytes[index]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            index += 1
            let scalar = try parseUnicodeEscape()
            if scalar == nil { isUnpaired = true }
            unescaped.append(contentsOf: String(scalar ?? "\u{FFFD}").utf8)
            return
        default: throw syntaxError()
        }
        index += 1
    }

    /// The scalar of `\uXXXX`, with its second half where it is a surrogate; nil for a half without its other half.
    private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar? {
        let first = try parseHexDigits()
        guard (0xD800...0xDFFF).contains(first) else { return Unicode.Scalar(first) }
        guard first < 0xDC00, index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        let mark = index
        index += 2
        let second = try parseHexDigits()
        guard (0xDC00...0xDFFF).contains(second) else {
            index = mark
            return nil
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    }

    private mutating func parseHexDigits() throws(JSONSyntaxError) -> UInt32 {
        guard index + 4 <= bytes.count else {
            index = bytes.count
            throw syntaxError()
        }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw syntaxError()
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    // MARK: Numbers

    private mutating func parseNumber() throws(JSONSyntaxError) -> JSONValue {
        let start = index
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        let firstDigit = index
        let digits = skipDigits()
        guard digits > 0, digits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            index = firstDigit
            throw syntaxError()
        }
        var isInteger = true
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            guard skipDigits() > 0 else { throw syntaxError() }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard skipDigits() > 0 else { throw syntaxError() }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let value = Int(text) { return .integer(value) }
        // 1e400 reads as infinity, which every schema then refuses by pointer.
        return .number(Double(text) ?? .infinity)
    }

    private mutating func skipDigits() -> Int {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index - start
    }
}
