/// Rows of fields as text that spreadsheets and shells read.
enum DelimitedText {
    /// RFC 4180, lines ended by CRLF. A cell that a spreadsheet would take for a formula begins with an apostrophe:
    /// topics and names are other people's words.
    static func csv(_ rows: [JSON], fields: [String]) -> String {
        let lines =
            [fields.map(quoted)]
            + rows.map { row in
                fields.map { field in
                    let text = AnswerRows.text(row, field)
                    guard case .string? = row.member(at: field) else { return quoted(text) }
                    return quoted(defused(text))
                }
            }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// Divided by tabs, a row a line: tabs and line breaks inside a field become spaces.
    static func tsv(_ rows: [JSON], fields: [String]) -> String {
        let lines = [fields] + rows.map { row in fields.map { flat(AnswerRows.text(row, $0)) } }
        return lines.map { $0.joined(separator: "\t") + "\n" }.joined()
    }

    static func defused(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }

    private static func quoted(_ text: String) -> String {
        let isSpecial = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        return isSpecial ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    private static func flat(_ text: String) -> String {
        String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
}
