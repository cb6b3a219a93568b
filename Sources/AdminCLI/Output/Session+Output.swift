import Foundation
import Terminal

extension Session {
    /// Prints a line on standard output.
    func print(_ line: String = "") {
        console.write(line + "\n")
    }

    func print(_ phrase: Phrase, _ values: [String: String] = [:]) {
        print(text(phrase, values))
    }

    func print(_ table: Table) {
        guard preferences.format == .markdown else {
            return console.write(table.rendered(width: console.width, palette: palette))
        }
        console.write(table.markdown)
    }

    /// Prints a heading.
    func printTitle(_ title: String) {
        if preferences.format == .markdown { return print("### \(title)\n") }
        print(palette.apply([.bold], to: title))
    }

    /// Prints an answer as data: the server's JSON on one line as it came, or its fields as rows.
    ///
    /// - Parameter fields: the columns in the order that suits people, where rows are printed and none were asked for.
    func print(json: Data, fields: [String] = []) {
        if preferences.format == .json, preferences.fields == nil {
            console.write(json)
            if json.last != UInt8(ascii: "\n") { console.write("\n") }
            return
        }
        guard let document = try? JSON(data: json) else {
            console.write(json)
            return
        }
        print(rowsOf: document, fields: fields)
    }

    func print(json: JSON, fields: [String] = []) throws {
        print(json: try json.data(), fields: fields)
    }

    private func print(rowsOf document: JSON, fields known: [String]) {
        let found = AnswerRows(document, known: known)
        let fields = preferences.fields ?? found.fields
        switch preferences.format {
        case .json: console.write(document.keeping(fields).compactText + "\n")
        case .csv: console.write(DelimitedText.csv(found.rows, fields: fields))
        case .tsv: console.write(DelimitedText.tsv(found.rows, fields: fields))
        case .table, .markdown:
            let columns = fields.map { Table.Column($0.uppercased(), yielding: .cut(minimumWidth: 4)) }
            print(
                Table(
                    columns: columns,
                    rows: found.rows.map { row in fields.map { Table.Cell(AnswerRows.text(row, $0)) } }))
        }
    }
}
