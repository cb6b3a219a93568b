public import Mentoring
import Scheduling

extension WeekReport {
    /// What one sheet holds at most, its head included.
    static let sheetRows = 1_048_576

    /// The report as a workbook: an overview with charts, the weeks, mentors, directions, hours, the rows, corrections
    /// and notes.
    ///
    /// - Parameter rows: written to the file as they come.
    public func xlsx(
        in language: ReportLanguage, rows: some AsyncSequence<[WeekRow], any Error> & Sendable
    ) async throws -> TemporaryFile {
        let wording = ReportWording(report: self, language: language)
        return try await TemporaryFile(name: "report.xlsx") { path, folder in
            let workbook = try XLSXWorkbook(
                path: path, folder: folder, title: wording.title, createdAt: record.asOf)
            try await XLSXReport(report: self, wording: wording, workbook: workbook).write(rows)
            try workbook.close()
        }
    }
}

/// The sheets of a report.
private struct XLSXReport {
    let report: WeekReport
    let wording: ReportWording
    let workbook: XLSXWorkbook

    private var record: WeekRecord { report.record }

    func write(_ rows: some AsyncSequence<[WeekRow], any Error>) async throws {
        let overview = try workbook.addSheet(wording.text("总览", "Overview"))
        let weeks = try workbook.addSheet(wording.text("五周", "Weeks"))
        try writeOverview(overview)
        try writeWeeks(weeks)
        addCharts(to: overview, from: weeks)
        if record.mentor == nil {
            try writeTable(
                workbook.addSheet(wording.text("导师", "Mentors")), wording.text("导师", "Mentor"),
                record.mentors.map { ($0.mentor.name, $0.series) })
        }
        try writeTable(
            workbook.addSheet(wording.text("方向", "Directions")), wording.text("方向", "Direction"),
            record.directions.map { (wording.text(report.name(ofDirection: $0.direction)), $0.series) })
        try writeHours(workbook.addSheet(wording.text("时段", "Hours")))
        try await writeRows(rows, workbook.addSheet(wording.text("咨询", "Consultations")))
        try writeCorrections(workbook.addSheet(wording.text("更正", "Corrections")))
        try writeNotes(workbook.addSheet(wording.text("说明", "Notes")))
    }

    private static func style(_ unit: MeasureDefinition.Unit) -> XLSXWorkbook.Style {
        switch unit {
        case .share: .share
        case .hours: .decimal
        default: .count
        }
    }

    private func writeOverview(_ sheet: XLSXWorkbook.Sheet) throws {
        try sheet.write(wording.title, 0, 0, .title)
        try sheet.write(wording.span, 1, 0, .quiet)
        try sheet.write(wording.standing, 2, 0, .quiet)
        if let holidays = wording.holidays { try sheet.write(holidays, 3, 0, .quiet) }
        let head = [
            wording.text("指标", "Measure"), wording.text("单位", "Unit"), wording.text("本周", "This week"),
            wording.text("上周", "Week before"), wording.text("变化", "Change"), wording.text("四周均值", "Mean of four"),
        ]
        try sheet.write(head: head, row: 5)
        var row = 6
        for chapter in MeasureDefinition.Chapter.allCases {
            try sheet.write(wording.text(chapter.name), row, 0, .chapter)
            row += 1
            for definition in MeasureDefinition.all where definition.chapter == chapter {
                let style = Self.style(definition.unit)
                let value = record.overall.figures[definition.measure]
                let before = record.overall.weekBefore(definition.measure)
                try sheet.write(wording.text(definition.name), row, 0)
                try sheet.write(wording.text(definition.unit.name), row, 1, .quiet)
                try sheet.write(value, row, 2, style)
                try sheet.write(before, row, 3, style)
                if let value, let before { try sheet.write(value - before, row, 4, style) }
                try sheet.write(record.overall.meanOfFour(definition.measure), row, 5, style)
                row += 1
            }
        }
        sheet.setWidth(0...0, 30)
        sheet.setWidth(1...5, 12)
        sheet.freeze(row: 6, column: 1)
        sheet.printWide()
    }

    /// A row a week, oldest first: what the charts are drawn from.
    private func writeWeeks(_ sheet: XLSXWorkbook.Sheet) throws {
        try sheet.write(
            head: [wording.text("周", "Week")] + MeasureDefinition.all.map { wording.text($0.name) }, row: 0)
        let weeks = record.overall.earlier.reversed() + [record.overall.figures]
        for (index, figures) in weeks.enumerated() {
            let week = report.week.adding(weeks: index + 1 - weeks.count)
            try sheet.write(week.string, index + 1, 0)
            for (column, definition) in MeasureDefinition.all.enumerated() {
                try sheet.write(figures?[definition.measure], index + 1, column + 1, Self.style(definition.unit))
            }
        }
        sheet.setWidth(0...MeasureDefinition.all.count, 12)
        sheet.freeze(row: 1, column: 1)
        sheet.filter(head: 0, last: weeks.count, columns: MeasureDefinition.all.count + 1)
    }

    private func addCharts(to overview: XLSXWorkbook.Sheet, from weeks: XLSXWorkbook.Sheet) {
        let series = { (measures: [Measure]) -> [(name: String, column: Int)] in
            measures.compactMap { measure in
                MeasureDefinition.all.firstIndex { $0.measure == measure }.map {
                    (wording.text(measure.definition.name), $0 + 1)
                }
            }
        }
        let rows = 1...(WeekFrame.comparedWeeks + 1)
        workbook.addChart(
            isLine: false, title: wording.text("开放与已约时长（小时）", "Hours offered and booked"), on: overview, row: 5,
            column: 7, data: weeks, rows: rows, series: series([.offeredHours, .bookedHours]))
        workbook.addChart(
            isLine: true, title: wording.text("请求与面谈", "Requests and sessions"), on: overview, row: 21, column: 7,
            data: weeks, rows: rows, series: series([.requests, .sessions, .completed]))
    }

    private func writeTable(
        _ sheet: XLSXWorkbook.Sheet, _ title: String, _ rows: [(name: String, series: WeekRecord.Series)]
    ) throws {
        try sheet.write(head: [title] + MeasureDefinition.all.map { wording.text($0.name) }, row: 0)
        for (index, row) in rows.enumerated() {
            try sheet.write(row.name, index + 1, 0)
            for (column, definition) in MeasureDefinition.all.enumerated() {
                try sheet.write(
                    row.series.figures[definition.measure], index + 1, column + 1, Self.style(definition.unit))
            }
        }
        sheet.setWidth(0...0, 22)
        sheet.setWidth(1...MeasureDefinition.all.count, 11)
        sheet.freeze(row: 1, column: 1)
        sheet.filter(head: 0, last: rows.count, columns: MeasureDefinition.all.count + 1)
        sheet.printWide()
    }

    private func writeHours(_ sheet: XLSXWorkbook.Sheet) throws {
        try sheet.write(head: [""] + (0..<24).map { "\($0):00" }, row: 0)
        for (index, day) in Weekday.allCases.enumerated() {
            try sheet.write(wording.weekday(day), index + 1, 0)
            for hour in 0..<24 { try sheet.write(Double(record.heat[index * 24 + hour]), index + 1, hour + 1) }
        }
        sheet.setWidth(1...24, 6)
        sheet.shade(rows: 1...7, columns: 1...24)
        sheet.freeze(row: 1, column: 1)
        sheet.printWide()
    }

    private func writeRows(_ rows: some AsyncSequence<[WeekRow], any Error>, _ sheet: XLSXWorkbook.Sheet) async throws {
        let head = [
            wording.text("编号", "id"), wording.text("状态", "status"), wording.text("导师", "mentor"),
            wording.text("学生", "student"), wording.text("方向", "direction"), wording.text("项目", "offering"),
            wording.text("主题", "topic"), wording.text("开始", "start"), wording.text("结束", "end"),
            wording.text("提出", "asked"), wording.text("答复", "answered"), wording.text("临时变更", "late"),
            wording.text("结果", "outcome"), wording.text("消息", "messages"),
        ]
        try sheet.write(head: head, row: 0)
        var count = 0
        for try await chunk in rows {
            for row in chunk where count + 1 < WeekReport.sheetRows {
                count += 1
                try write(row, count, sheet)
            }
        }
        sheet.setWidth(0...0, 32)
        sheet.setWidth(1...5, 12)
        sheet.setWidth(6...6, 40)
        sheet.setWidth(7...10, 17)
        sheet.freeze(row: 1, column: 1)
        sheet.filter(head: 0, last: count, columns: head.count)
        sheet.printWide()
    }

    private func write(_ row: WeekRow, _ index: Int, _ sheet: XLSXWorkbook.Sheet) throws {
        try sheet.write(row.id.description, index, 0)
        try sheet.write(wording.status(row.status), index, 1)
        try sheet.write(row.mentorHandle, index, 2)
        try sheet.write(row.studentName, index, 3)
        try sheet.write(row.direction.map { wording.text(report.name(ofDirection: $0)) } ?? "", index, 4)
        try sheet.write(row.offeringSlug ?? "", index, 5)
        try sheet.write(row.topic, index, 6)
        for (column, instant) in [row.start, row.end, row.askedAt, row.answeredAt].enumerated() {
            try sheet.write(instant, in: report.zone, index, 7 + column)
        }
        try sheet.write(row.isLate ? wording.text("是", "yes") : "", index, 11)
        try sheet.write(row.outcome?.rawValue ?? "", index, 12)
        try sheet.write(Double(row.messageCount), index, 13)
    }

    private func writeCorrections(_ sheet: XLSXWorkbook.Sheet) throws {
        let head = [
            wording.text("周", "Week"), wording.text("导师", "Mentor"), wording.text("指标", "Measure"),
            wording.text("上次", "Before"), wording.text("现在", "Now"),
        ]
        try sheet.write(head: head, row: 0)
        for (index, correction) in record.corrections.enumerated() {
            let definition = correction.measure.definition
            try sheet.write(correction.week.string, index + 1, 0)
            try sheet.write(correction.mentor ?? wording.text("合计", "overall"), index + 1, 1)
            try sheet.write(wording.text(definition.name), index + 1, 2)
            try sheet.write(correction.before, index + 1, 3, Self.style(definition.unit))
            try sheet.write(correction.after, index + 1, 4, Self.style(definition.unit))
        }
        sheet.setWidth(0...1, 14)
        sheet.setWidth(2...2, 30)
        sheet.freeze(row: 1, column: 0)
        sheet.filter(head: 0, last: record.corrections.count, columns: head.count)
    }

    private func writeNotes(_ sheet: XLSXWorkbook.Sheet) throws {
        let head = [
            wording.text("指标", "Measure"), wording.text("单位", "Unit"), wording.text("归入本周的依据", "Placed by"),
            wording.text("含义", "Meaning"),
        ]
        try sheet.write(head: head, row: 0)
        for (index, definition) in MeasureDefinition.all.enumerated() {
            try sheet.write(wording.text(definition.name), index + 1, 0, .wrapped)
            try sheet.write(wording.text(definition.unit.name), index + 1, 1, .wrapped)
            try sheet.write(wording.text(definition.placedBy), index + 1, 2, .wrapped)
            try sheet.write(wording.text(definition.meaning), index + 1, 3, .wrapped)
        }
        sheet.setWidth(0...0, 30)
        sheet.setWidth(1...2, 18)
        sheet.setWidth(3...3, 90)
        sheet.freeze(row: 1, column: 1)
        sheet.printWide()
    }
}
