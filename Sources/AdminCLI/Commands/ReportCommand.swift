import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "What happened in a week, and week by week; to read, to keep, to send.",
        discussion: examples(
            "mentorctl report week", "mentorctl report week last --format xlsx -o week.xlsx",
            "mentorctl report trend --weeks 12", "mentorctl report send"),
        subcommands: [ReportWeek.self, ReportTrendCommand.self, ReportSendCommand.self])
}

struct ReportWeek: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "week", abstract: "One ISO week: its figures, and a row a consultation.",
        discussion: examples(
            "mentorctl report week", "mentorctl report week 2026-W47 --format xlsx -o week.xlsx",
            "mentorctl report week last --format csv --summary", "mentorctl report week last --format md",
            "mentorctl report week last --format pdf -o week.pdf"))

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, csv, xlsx, html, md, pdf

        /// Whether a terminal would show nothing but noise.
        var isBinary: Bool { self == .xlsx || self == .pdf }

        var mediaType: String {
            switch self {
            case .table, .json: "application/json"
            case .csv: "text/csv"
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case .html: "text/html"
            case .md: "text/markdown"
            case .pdf: "application/pdf"
            }
        }
    }

    @Argument(help: "The week, as 2026-W47, this or last.", completion: .live(.weeks)) var week = "this"
    @Option(help: "table, json, csv, xlsx, html, md or pdf.") var format: Format?
    @Flag(help: "The counts by status alone.") var summary = false
    @Option(help: ArgumentHelp("What CSV holds: rows, summary or measures.", valueName: "part")) var part: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file")) var output: String?
    @Option(help: ArgumentHelp("Time zone of the week; Asia/Shanghai when left out.", valueName: "name"))
    var tz: String?
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ServerOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let format = format ?? (session.printsJSON ? .json : .table)
        // Before anything is asked for: bytes on a terminal help nobody.
        if format.isBinary, output == nil || output == "-", session.console.isOutputTerminal {
            throw session.failure(.usage, .reportIsBinary, ["format": format.rawValue])
        }
        let week = try session.week(week, in: tz)
        var call = APICall.get(
            "v1", "reports", "weekly", week,
            query: [
                ("mentor", session.mentor), ("tz", tz),
                ("format", format == .table || format == .json ? nil : format.rawValue),
                ("part", format == .csv ? part : nil), ("summary", summary && format == .csv ? "true" : nil),
            ])
        call.accept = format.mediaType
        let answer = try await session.send(call)
        let data: Data
        switch format {
        case .table: data = Data(table(try answer.decoded(), in: session).utf8)
        default: data = answer.body
        }
        guard let output, output != "-" else {
            if format == .json { return session.print(json: data) }
            return session.console.write(data)
        }
        do {
            try data.write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw session.failure(
                .failure, .fileUnwritable, ["file": output, "reason": error.localizedDescription])
        }
        session.console.writeError(
            session.text(.reportWritten, ["file": output, "size": String(data.count)]) + "\n")
    }

    private func table(_ report: WeeklyReport, in session: Session) -> String {
        let view = session.consultationText
        // Into a file it goes in full and without colour.
        let width = output == nil ? session.console.width : nil
        let palette = output == nil ? session.palette : Palette(isEnabled: false)
        let title = session.text(
            .reportTitle,
            [
                "week": report.week, "zone": report.timezone,
                "from": session.clock.moment(report.from, in: report.timezone),
                "to": session.clock.moment(report.to, in: report.timezone),
            ])
        var text = palette.apply([.bold], to: title) + "\n"
        if !summary { text += figures(report, in: session, palette: palette, width: width) }
        if report.rows.isEmpty, !summary { return text + session.text(.reportEmpty) + "\n" }
        if !summary {
            let ids = ShortIdentifier.shown(report.rows.map(\.id))
            let table = Table(
                columns: [
                    Table.Column(session.text(.columnID)), Table.Column(session.text(.columnWhen)),
                    Table.Column(session.text(.columnStatus)),
                    Table.Column(session.text(.columnMentor), yielding: .cut(minimumWidth: 6)),
                    Table.Column(session.text(.columnStudent), yielding: .cut(minimumWidth: 6)),
                    Table.Column(session.text(.columnTopic), yielding: .cut(minimumWidth: 8)),
                    Table.Column(session.text(.columnLate), yielding: .leaveOut),
                    Table.Column(session.text(.columnOutcome), yielding: .leaveOut),
                    Table.Column(session.text(.columnMessages), alignment: .trailing, yielding: .leaveOut),
                ],
                rows: report.rows.map { row in
                    [
                        Table.Cell(ids[row.id] ?? row.id, .bold),
                        Table.Cell(session.clock.span(row.start, row.end, in: report.timezone)),
                        Table.Cell(view.status(row.status)), Table.Cell(row.mentor), Table.Cell(row.student),
                        Table.Cell(row.topic), Table.Cell(row.late ? session.text(.yes) : ""),
                        Table.Cell(row.outcome ?? ""), Table.Cell(String(row.messages)),
                    ]
                })
            text += table.rendered(width: width, palette: palette) + "\n"
        }
        let counts = report.summary
        let order = ["requested", "confirmed", "completed", "no_show", "declined", "cancelled", "expired"]
        let others = counts.byStatus.keys.filter { !order.contains($0) }.sorted()
        var lines = (order + others).compactMap { status in
            counts.byStatus[status].map { (view.status(status), $0) }
        }
        lines += [
            (session.text(.reportTotal), counts.total), (session.text(.reportLate), counts.late),
            (session.text(.reportMessages), counts.messages),
        ]
        let names = lines.map { $0.0.displayWidth }.max() ?? 0
        let digits = lines.map { String($0.1).count }.max() ?? 0
        for (name, count) in lines {
            let number = String(count).padded(toWidth: digits, alignment: .trailing)
            text += "  \(name.padded(toWidth: names))  \(number)\n"
        }
        return text
    }

    /// The figures beside those of the week before and the mean of four.
    private func figures(_ report: WeeklyReport, in session: Session, palette: Palette, width: Int?) -> String {
        guard !report.measures.isEmpty else { return "" }
        let text = FigureText(language: session.language)
        let rows = report.measures.map { measure in
            let value = report.overall.values[measure.measure]
            let before = report.overall.weekBefore[measure.measure]
            return [
                Table.Cell(text.name(of: measure)), Table.Cell(text.number(value, measure.unit), .bold),
                Table.Cell(text.number(before, measure.unit)),
                Table.Cell(text.change(value, from: before, measure.unit)),
                Table.Cell(text.number(report.overall.meanOfFour[measure.measure], measure.unit)),
            ]
        }
        let table = Table(
            columns: [
                Table.Column(session.text(.reportMeasure), yielding: .cut(minimumWidth: 12)),
                Table.Column(session.text(.reportThisWeek), alignment: .trailing),
                Table.Column(session.text(.reportWeekBefore), alignment: .trailing),
                Table.Column(session.text(.reportChange), alignment: .trailing, yielding: .leaveOut),
                Table.Column(session.text(.reportMean), alignment: .trailing, yielding: .leaveOut),
            ], rows: rows)
        return table.rendered(width: width, palette: palette) + "\n"
    }
}

extension Session {
    /// The name of a week as somebody writes it; this and last are reckoned in the report's zone.
    func week(_ text: String, in zone: String? = nil) throws -> String {
        if let week = ISOWeek(text) { return week.string }
        guard ["this", "last"].contains(text) else { throw failure(.usage, .weekNotUnderstood, ["text": text]) }
        let zone = try clock.zone(required: zone ?? "Asia/Shanghai")
        let current = ISOWeek(containing: zone.localDate(at: context.now))
        return (text == "last" ? current.adding(weeks: -1) : current).string
    }
}
