/// CSV by RFC 4180: CRLF, quotes where needed. A byte order mark lets Excel read it as UTF-8, and a cell that a
/// spreadsheet would run as a formula is made text.
public struct CSVDocument: Sendable {
    /// The document so far.
    public private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    public init() {}

    /// What has been written since it was last taken: a document may be sent bit by bit.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Adds a record.
    public mutating func append(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell)
        }
        bytes += "\r\n".utf8
    }

    private mutating func append(_ cell: String) {
        // OWASP's list of what starts a formula; an apostrophe in front makes it text in every spreadsheet.
        let isFormula = cell.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        let text = isFormula ? "'" + cell : cell
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else {
            bytes += text.utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
