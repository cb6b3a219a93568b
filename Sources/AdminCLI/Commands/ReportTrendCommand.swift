import APIModel
import ArgumentParser
import Terminal

struct ReportTrendCommand: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "trend", abstract: "The figures week by week, up to this one.",
        discussion: examples(
            "mentorctl report trend --weeks 12", "mentorctl report trend --measures requests,completed,booking_rate"))
    static let fieldNames =
        ["week"]
        + [
            "offered_hours", "booked_hours", "booking_rate", "sessions", "completed", "unresolved", "student_no_shows",
            "mentor_no_shows", "lead_median_hours", "requests", "accepted", "declined", "expired", "booked_at_once",
            "proposed", "moved", "cancelled", "cancelled_late", "cancelled_by_mentor", "answered",
            "answer_median_hours", "answer_p90_hours", "overdue", "new_students", "returning_students", "begun",
            "begun_timed", "begun_agreed", "begun_completed", "messages", "mentor_messages", "plans_published",
            "steps_done", "plans_at_risk",
        ].map { "values.\($0)" }

    @Option(help: ArgumentHelp("How many weeks, 1 to 53.", valueName: "n")) var weeks = 12
    @Option(
        help: ArgumentHelp(
            "Only these, divided by commas, by their names in JSON, such as requests,completed.", valueName: "names"),
        completion: .live(.measures))
    var measures: String?
    @Option(help: ArgumentHelp("Time zone of the weeks; Asia/Shanghai when left out.", valueName: "name"))
    var tz: String?
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func validate() throws {
        guard 1...53 ~= weeks else { throw ValidationError("--weeks takes a number from 1 to 53.") }
    }

    func run(in session: Session) async throws {
        let answer = try await session.send(
            .get(
                "v1", "reports", "trend",
                query: [("mentor", session.mentor), ("tz", tz), ("weeks", String(weeks))]))
        if session.printsJSON {
            let isWhole = session.preferences.format == .json && session.preferences.fields == nil
            guard !isWhole else { return session.print(json: answer.body) }
            // A row a week, a column a measure.
            let document = try answer.json()
            let names = document["measures"]?.elements.compactMap { $0["measure"]?.text } ?? []
            let wanted = measures.map { $0.split(separator: ",").map(String.init) } ?? names
            return try session.print(
                json: ["data": document["weeks"] ?? .array([])], fields: ["week"] + wanted.map { "values.\($0)" })
        }
        let trend: ReportTrend = try answer.decoded()
        let wanted = measures.map { Set($0.split(separator: ",").map(String.init)) }
        if let unknown = wanted?.subtracting(trend.measures.map(\.measure)).min() {
            throw session.failure(.usage, .reportMeasureUnknown, ["name": unknown])
        }
        let text = FigureText(language: session.language)
        session.printTitle(
            session.text(
                .reportTrendTitle,
                [
                    "first": trend.weeks.first?.week ?? "", "last": trend.weeks.last?.week ?? "",
                    "zone": trend.timezone,
                ]))
        let rows = trend.measures.filter { wanted?.contains($0.measure) ?? true }.map { measure in
            let values = trend.weeks.map { $0.values[measure.measure] }
            let known = values.compactMap(\.self)
            let mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
            return [
                Table.Cell(text.name(of: measure)), Table.Cell(FigureText.sparkline(values), .cyan),
                Table.Cell(text.number(values.last ?? nil, measure.unit), .bold),
                Table.Cell(text.number(values.dropLast().last ?? nil, measure.unit)),
                Table.Cell(text.number(mean, measure.unit)), Table.Cell(text.number(known.max(), measure.unit)),
            ]
        }
        session.print(
            Table(
                columns: [
                    Table.Column(session.text(.reportMeasure), yielding: .cut(minimumWidth: 12)),
                    Table.Column(session.text(.reportTrend)),
                    Table.Column(session.text(.reportThisWeek), alignment: .trailing),
                    Table.Column(session.text(.reportWeekBefore), alignment: .trailing),
                    Table.Column(session.text(.reportMean), alignment: .trailing, yielding: .leaveOut),
                    Table.Column(session.text(.reportHighest), alignment: .trailing, yielding: .leaveOut),
                ], rows: rows))
    }
}
