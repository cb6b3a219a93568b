/// A row of PostgreSQL's COPY text format: fields between tabs, `\N` for NULL, backslashes before what would end one.
struct CopyText {
    private var rest: ArraySlice<UInt8>
    private var isAtEnd = false

    /// - Parameter row: without its line feed.
    init(_ row: ArraySlice<UInt8>) {
        rest = row
    }

    /// The next field's text, or nil for NULL.
    mutating func next() throws -> String? {
        guard !isAtEnd else { throw StoredValueError(column: "report_rows") }
        let end = rest.firstIndex(of: UInt8(ascii: "\t"))
        let field = end.map { rest[..<$0] } ?? rest
        if let end { rest = rest[(end + 1)...] } else { isAtEnd = true }
        if field.elementsEqual("\\N".utf8) { return nil }
        guard field.contains(UInt8(ascii: "\\")) else { return String(decoding: field, as: UTF8.self) }
        return String(decoding: Self.unescaped(field), as: UTF8.self)
    }

    /// The next field, which is never NULL.
    mutating func text() throws -> String {
        guard let text = try next() else { throw StoredValueError(column: "report_rows") }
        return text
    }

    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in field {
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            bytes.append(isEscaped ? plain(byte) : byte)
            isEscaped = false
        }
        return bytes
    }

    private static func plain(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "v"): 11
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "r"): 13
        default: byte
        }
    }
}
