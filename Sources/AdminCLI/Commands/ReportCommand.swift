import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "What happened in a week.",
        discussion: examples("mentorctl report week", "mentorctl report week last --format csv -o week.csv"),
        subcommands: [ReportWeek.self])
}

struct ReportWeek: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "week", abstract: "One ISO week: a row a consultation, or the counts.",
        discussion: examples(
            "mentorctl report week", "mentorctl report week 2026-W47 --format csv -o week.csv",
            "mentorctl report week last --format csv --summary"))

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, csv, table
    }

    @Argument(help: "The week, as 2026-W47, this or last.") var week = "this"
    @Option(help: "json, csv or table.") var format: Format?
    @Flag(help: "The counts by status alone.") var summary = false
    @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file.", valueName: "file")) var output: String?
    @Option(help: ArgumentHelp("Time zone of the week; Asia/Shanghai when left out.", valueName: "name"))
    var tz: String?
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let format = format ?? (session.printsJSON ? .json : .table)
        let week = try week(in: session)
        var call = APICall.get(
            "v1", "reports", "weekly", week,
            query: [
                ("mentor", session.mentor), ("tz", tz), ("format", format == .csv ? "csv" : nil),
                ("summary", summary && format == .csv ? "true" : nil),
            ])
        if format == .csv { call.accept = "text/csv" }
        let answer = try await session.send(call)
        let data: Data
        switch format {
        case .json, .csv: data = answer.body
        case .table: data = Data(table(try answer.decoded(), in: session).utf8)
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

    /// The week's name; this and last are reckoned where the report is.
    private func week(in session: Session) throws -> String {
        if let week = ISOWeek(week) { return week.string }
        guard ["this", "last"].contains(week) else {
            throw session.failure(.usage, .weekNotUnderstood, ["text": week])
        }
        let zone = try session.clock.zone(required: tz ?? "Asia/Shanghai")
        let current = ISOWeek(containing: zone.localDate(at: session.context.now))
        return (week == "last" ? current.adding(weeks: -1) : current).string
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
}
