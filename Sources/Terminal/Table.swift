/// Rows and columns of text, aligned by what the terminal shows, not by how many characters there are.
public struct Table: Sendable {
    public var columns: [Column]
    public var rows: [[Cell]]

    public init(columns: [Column], rows: [[Cell]] = []) {
        self.columns = columns
        self.rows = rows
    }

    public enum Alignment: Sendable {
        case leading, trailing
    }

    /// One column and how it gives way when the table is wider than the terminal.
    public struct Column: Sendable {
        public var title: String
        public var alignment: Alignment
        public var yielding: Yielding

        public init(_ title: String, alignment: Alignment = .leading, yielding: Yielding = .never) {
            self.title = title
            self.alignment = alignment
            self.yielding = yielding
        }
    }

    /// What a column does when there is too little room.
    public enum Yielding: Sendable, Equatable {
        /// It keeps its width.
        case never
        /// It is cut with `…`, down to so many columns.
        case cut(minimumWidth: Int)
        /// It is left out; of several, the last one first.
        case leaveOut
    }

    /// One field: plain text (made printable on the way in) and how it stands out.
    public struct Cell: Sendable, ExpressibleByStringLiteral {
        public var text: String
        public var styles: [Style]

        public init(_ text: String, _ styles: Style...) {
            self.text = text.printableLine
            self.styles = styles
        }

        public init(_ text: String, styles: [Style]) {
            self.text = text.printableLine
            self.styles = styles
        }

        public init(stringLiteral value: String) {
            self.init(value)
        }
    }

    private static let gap = 2

    /// The table as lines, each ended by a line break, without trailing spaces.
    ///
    /// - Parameter width: columns to fit into; nil (not a terminal) shows everything in full.
    public func rendered(width: Int?, palette: Palette) -> String {
        let layout = layout(fitting: width)
        if let width, total(layout) > width {
            return rows.map { row in
                let cells = row.indices.filter { $0 < layout.count && layout[$0] != nil }.map { row[$0] }
                return folded(cells, width: width, palette: palette)
            }.joined()
        }
        var text = ""
        text += line(columns.map { Cell($0.title, styles: [.bold]) }, layout: layout, palette: palette)
        for row in rows { text += line(row, layout: layout, palette: palette) }
        return text
    }

    /// The table as Markdown, everything in full.
    public var markdown: String {
        func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        func escaped(_ text: String) -> String {
            text.reduce(into: "") { result, character in
                if "\\|<>*_`[]".contains(character) { result.append("\\") }
                result.append(character)
            }
        }
        let rule = columns.map { $0.alignment == .trailing ? "--:" : "---" }
        return row(columns.map { escaped($0.title) }) + row(rule)
            + rows.map { cells in
                row(columns.indices.map { $0 < cells.count ? escaped(cells[$0].text) : "" })
            }.joined()
    }

    /// Width by column; nil for one that is left out.
    private func layout(fitting width: Int?) -> [Int?] {
        var widths: [Int?] = columns.indices.map { index in
            rows.reduce(columns[index].title.displayWidth) { widest, row in
                index < row.count ? max(widest, row[index].text.displayWidth) : widest
            }
        }
        guard let width else { return widths }
        func excess() -> Int { total(widths) - width }
        // Cutting long text costs less than losing a column, as long as something readable is left of it.
        var narrow = widths
        shrink(&narrow, excess: excess(), toMinimum: false)
        var stillOver = excess() - (zip(widths, narrow).reduce(0) { $0 + ($1.0 ?? 0) - ($1.1 ?? 0) })
        for index in columns.indices.reversed() where stillOver > 0 && columns[index].yielding == .leaveOut {
            stillOver -= (widths[index] ?? 0) + Self.gap
            widths[index] = nil
        }
        shrink(&widths, excess: excess(), toMinimum: false)
        shrink(&widths, excess: excess(), toMinimum: true)
        return widths
    }

    private func total(_ layout: [Int?]) -> Int {
        let shown = layout.compactMap { $0 }
        return shown.reduce(0, +) + Self.gap * max(0, shown.count - 1)
    }

    /// A row where no table has room: its cells one after another on as many lines as they need, without headings.
    private func folded(_ row: [Cell], width: Int, palette: Palette) -> String {
        let indent = String(repeating: " ", count: Self.gap)
        var text = ""
        var used = 0
        for cell in row where !cell.text.isEmpty {
            let isFirst = text.isEmpty
            let room = max(1, isFirst ? width : width - Self.gap)
            let shown = cell.text.truncated(toWidth: room)
            if !isFirst, used + Self.gap + shown.displayWidth <= width {
                text += indent
                used += Self.gap
            } else if !isFirst {
                text += "\n" + indent
                used = Self.gap
            }
            text += palette.apply(cell.styles, to: shown)
            used += shown.displayWidth
        }
        return text + "\n"
    }

    /// Takes columns from the widest column that may be cut, one by one.
    private func shrink(_ widths: inout [Int?], excess: Int, toMinimum: Bool) {
        var excess = excess
        while excess > 0 {
            var widest: (index: Int, width: Int)?
            for index in columns.indices {
                guard case .cut(let minimum) = columns[index].yielding, let current = widths[index] else { continue }
                let floor = toMinimum ? minimum : max(minimum, 12)
                if current > floor, current > widest?.width ?? 0 { widest = (index, current) }
            }
            guard let widest else { return }
            widths[widest.index] = widest.width - 1
            excess -= 1
        }
    }

    private func line(_ row: [Cell], layout: [Int?], palette: Palette) -> String {
        var line = ""
        var pendingSpaces = 0
        var isFirst = true
        for index in columns.indices {
            guard let width = layout[index] else { continue }
            let cell = index < row.count ? row[index] : ""
            let text = cell.text.truncated(toWidth: width)
            let missing = max(0, width - text.displayWidth)
            if !isFirst { pendingSpaces += Self.gap }
            isFirst = false
            if columns[index].alignment == .trailing { pendingSpaces += missing }
            if !text.isEmpty {
                line += String(repeating: " ", count: pendingSpaces) + palette.apply(cell.styles, to: text)
                pendingSpaces = 0
            }
            if columns[index].alignment == .leading || text.isEmpty {
                pendingSpaces += columns[index].alignment == .leading ? missing : 0
            }
        }
        return line + "\n"
    }
}
