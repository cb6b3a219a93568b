internal import CXLSXWriter
import Scheduling

/// A spreadsheet's file could not be written.
struct XLSXError: Error, CustomStringConvertible {
    let description: String
}

/// A workbook that is written row by row: what has been written is in files already, so its size costs no memory.
///
/// Rows of a sheet are written in order, and a text is always a text: nothing becomes a formula.
final class XLSXWorkbook {
    /// How a cell looks.
    enum Style: CaseIterable {
        case plain, title, quiet, head, chapter, count, decimal, share, moment, wrapped
    }

    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private var formats: [Style: UnsafeMutablePointer<lxw_format>] = [:]
    private var isClosed = false

    /// - Parameters:
    ///   - path: the file to write, in a folder where other files may lie for a while too.
    ///   - createdAt: what its properties say, so that the same contents are the same bytes.
    init(path: String, folder: String, title: String, createdAt: Instant) throws {
        let made = folder.withCString { folder in
            var options = lxw_workbook_options()
            options.constant_memory = 1
            // It keeps a copy.
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(path, &options)
        }
        guard let made else { throw XLSXError(description: "a workbook could not be made at \(path)") }
        workbook = made
        title.withCString { title in
            var properties = lxw_doc_properties()
            properties.title = UnsafeMutablePointer(mutating: title)
            properties.created = time_t(createdAt.seconds)
            _ = workbook_set_properties(workbook, &properties)
        }
        for style in Style.allCases { formats[style] = format(style) }
    }

    deinit {
        if !isClosed { _ = workbook_close(workbook) }
    }

    /// Writes the file.
    func close() throws {
        isClosed = true
        let error = workbook_close(workbook)
        guard error.rawValue == 0 else {
            throw XLSXError(description: lxw_strerror(error).map { String(cString: $0) } ?? "error \(error.rawValue)")
        }
    }

    func addSheet(_ name: String) throws -> Sheet {
        guard let sheet = workbook_add_worksheet(workbook, name) else {
            throw XLSXError(description: "a sheet could not be added: \(name)")
        }
        return Sheet(sheet: sheet, name: name, formats: formats)
    }

    private func format(_ style: Style) -> UnsafeMutablePointer<lxw_format>? {
        guard let format = workbook_add_format(workbook) else { return nil }
        switch style {
        case .plain: break
        case .title:
            format_set_bold(format)
            format_set_font_size(format, 16)
        case .quiet: format_set_font_color(format, 0x5D6B7D)
        case .head:
            format_set_bold(format)
            format_set_text_wrap(format)
            format_set_bg_color(format, 0xE3F0F4)
            format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
        case .chapter:
            format_set_bold(format)
            format_set_font_color(format, 0x1F6F8B)
        case .count: format_set_num_format(format, "0.##")
        case .decimal: format_set_num_format(format, "0.0")
        case .share: format_set_num_format(format, "0.0%")
        case .moment: format_set_num_format(format, "yyyy-mm-dd hh:mm")
        case .wrapped:
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        return format
    }

    /// A column or line chart over rows of another sheet.
    func addChart(
        isLine: Bool, title: String, on target: Sheet, row: Int, column: Int, data: Sheet, rows: ClosedRange<Int>,
        series: [(name: String, column: Int)]
    ) {
        let type = isLine ? LXW_CHART_LINE : LXW_CHART_COLUMN
        guard let chart = workbook_add_chart(workbook, UInt8(type.rawValue)) else { return }
        chart_title_set_name(chart, title)
        for (name, column) in series {
            guard let one = chart_add_series(chart, nil, nil) else { continue }
            let (first, last, column) = (UInt32(rows.lowerBound), UInt32(rows.upperBound), UInt16(column))
            chart_series_set_categories(one, data.name, first, 0, last, 0)
            chart_series_set_values(one, data.name, first, column, last, column)
            chart_series_set_name(one, name)
        }
        chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
        _ = worksheet_insert_chart(target.sheet, UInt32(row), UInt16(column), chart)
    }

    /// One sheet of a workbook; good for as long as that is.
    struct Sheet {
        fileprivate let sheet: UnsafeMutablePointer<lxw_worksheet>
        let name: String
        fileprivate let formats: [Style: UnsafeMutablePointer<lxw_format>]

        func write(_ text: String, _ row: Int, _ column: Int, _ style: Style = .plain) throws {
            // A cell holds 32,767 of UTF-16's units.
            try check(
                worksheet_write_string(
                    sheet, UInt32(row), UInt16(column), String(text.prefix(8_000)), formats[style]))
        }

        func write(_ number: Double?, _ row: Int, _ column: Int, _ style: Style = .count) throws {
            guard let number else { return }
            try check(worksheet_write_number(sheet, UInt32(row), UInt16(column), number, formats[style]))
        }

        /// A wall reading as a date that spreadsheets reckon with; they know no zones.
        func write(_ instant: Instant?, in zone: ZoneRules, _ row: Int, _ column: Int) throws {
            guard let instant else { return }
            let wall = instant.seconds + Int64(zone.offsetSeconds(at: instant))
            try check(worksheet_write_unixtime(sheet, UInt32(row), UInt16(column), wall, formats[.moment]))
        }

        func write(head: [String], row: Int) throws {
            for (column, text) in head.enumerated() { try write(text, row, column, .head) }
        }

        func setWidth(_ columns: ClosedRange<Int>, _ width: Double) {
            _ = worksheet_set_column(sheet, UInt16(columns.lowerBound), UInt16(columns.upperBound), width, nil)
        }

        /// Keeps the rows above and the columns before a cell in sight.
        func freeze(row: Int, column: Int) {
            worksheet_freeze_panes(sheet, UInt32(row), UInt16(column))
        }

        func filter(head: Int, last: Int, columns: Int) {
            _ = worksheet_autofilter(sheet, UInt32(head), 0, UInt32(max(head, last)), UInt16(columns - 1))
        }

        /// Colours numbers from white to full.
        func shade(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
            var rule = lxw_conditional_format()
            rule.type = UInt8(LXW_CONDITIONAL_2_COLOR_SCALE.rawValue)
            rule.min_color = 0xFFFFFF
            rule.max_color = 0x1F6F8B
            _ = worksheet_conditional_format_range(
                sheet, UInt32(rows.lowerBound), UInt16(columns.lowerBound), UInt32(rows.upperBound),
                UInt16(columns.upperBound), &rule)
        }

        /// On paper: A4 across, as wide as one page.
        func printWide() {
            worksheet_set_landscape(sheet)
            worksheet_set_paper(sheet, 9)
            worksheet_fit_to_pages(sheet, 1, 0)
        }

        private func check(_ error: lxw_error) throws {
            guard error.rawValue != 0 else { return }
            throw XLSXError(description: lxw_strerror(error).map { String(cString: $0) } ?? "error \(error.rawValue)")
        }
    }
}
