import APIModel
import Foundation
import Mentoring
import Reports
import Scheduling

extension Endpoints {
    var reportRoutes: [Route<Bearer>] {
        [weeklyReportRoute, reportTrendRoute, reportSchemaRoute] + reportSendingRoutes
    }

    private var weeklyReportRoute: Route<Bearer> {
        Route(
            .get, "/v1/reports/weekly/{week}", name: "getWeeklyReport", group: Groups.reports,
            summary: Words(zh: "周报", en: "The weekly report"),
            details: Words(
                zh:
                    "某个 ISO 周的数字，与上周和前四周均值对照；JSON、CSV 和 XLSX 还含每个开始时间落在该周的咨询一行。已结束并封存的周，内容不再变（注销的学生除外）；之后的变化写在下一份周报的更正里。format 优先于 Accept；文字的语言随 Accept-Language。",
                en:
                    "The figures of an ISO week beside those of the week before and the mean of four; JSON, CSV and XLSX also hold a row a consultation whose start lies in it. A closed week answers the same from then on, but for students erased since; what changes later is a correction in the next report. format goes before Accept; prose follows Accept-Language."
            ),
            access: .roles([.mentor, .admin]),
            query: [
                .optional("mentor", Self.mentorParameter),
                .optional("tz", Schema.zone.defaulting(to: .string(desk.reportPolicy.timezone))),
                .optional("format", .choice(ReportFormat.allCases.map(\.rawValue))),
                .optional(
                    "part",
                    Schema.choice(ReportPart.allCases.map(\.rawValue)).described(
                        zh: "CSV 的内容：rows 为咨询，summary 为各状态的数目，measures 为全部指标。",
                        en: "What CSV holds: the consultations, the counts by status, or every measure.")),
                .optional(
                    "summary",
                    Schema.boolean.defaulting(to: false).described(
                        zh: "同 part=summary。", en: "The same as part=summary.")),
                .optional(
                    "rows",
                    Schema.boolean.defaulting(to: true).described(
                        zh: "false 时 JSON 的 rows 为空。", en: "With false, the rows of JSON are empty.")),
            ],
            answers: [
                .object(AnswerSchemas.weeklyReport, zh: "周报。", en: "The report."),
                .document(ReportFormat.csv.mediaType, zh: "RFC 4180，带 BOM。", en: "RFC 4180 with a BOM."),
                .document(
                    ReportFormat.html.mediaType, zh: "单个文件的网页，无脚本，可打印到 A4。",
                    en: "A page in one file without script; prints on A4."),
                .document(ReportFormat.md.mediaType, zh: "供聊天使用的摘要。", en: "A summary for a chat."),
                .document(
                    ReportFormat.xlsx.mediaType, zh: "工作簿：总览与图表、各周、导师、方向、时段、咨询、更正、说明。",
                    en:
                        "A workbook: overview with charts, weeks, mentors, directions, hours, consultations, corrections, notes."
                ),
                .document(
                    ReportFormat.pdf.mediaType, zh: "打印好的网页；服务器上须装有 weasyprint，否则为 406。",
                    en: "The page, printed; needs weasyprint on the server, else it is 406."),
            ], problems: [.notFound, .notAcceptable]
        ) { call, bearer in
            guard let week = ISOWeek(call.parameter("week")) else {
                throw APIFailure.invalid("{week}", .invalidFormat)
            }
            let zone = zone(named: try call.query.getString("tz"))
            let mentor = call.query.findString("mentor").map { MentorName($0) }
            let format =
                call.query.findString("format").flatMap { ReportFormat(rawValue: $0) }
                ?? ReportFormat(mediaType: call.request.mediaType) ?? .json
            let record = try await desk.reports.week(week, in: zone, mentor: mentor, for: bearer.caller)
            let report = WeekReport(record, directions: try await desk.mentors.directions())
            switch format {
            case .json: return try json(report, withRows: call.query.findBoolean("rows") != false)
            case .csv:
                let part = call.query.findString("part").flatMap { ReportPart(rawValue: $0) }
                return csv(report, part ?? (call.query.findBoolean("summary") == true ? .summary : .rows))
            case .xlsx, .html, .md, .pdf:
                return try await document(report, as: format, in: ReportLanguage(call.language))
                    .with(header: "Content-Language", call.language.rawValue)
                    .with(header: "Vary", "Accept-Language")
            }
        }
    }

    private var reportTrendRoute: Route<Bearer> {
        Route(
            .get, "/v1/reports/trend", name: "getReportTrend", group: Groups.reports,
            summary: Words(zh: "各周走势", en: "Week by week"),
            details: Words(
                zh: "到本周为止若干周的数字，从早到晚；已结束的周取最近一次的数字。",
                en: "The figures of the weeks up to this one, oldest first; of closed weeks as they were last reckoned."
            ),
            access: .roles([.mentor, .admin]),
            query: [
                .optional("mentor", Self.mentorParameter),
                .optional("tz", Schema.zone.defaulting(to: .string(desk.reportPolicy.timezone))),
                .optional("weeks", Schema.integer(1...53).defaulting(to: 12)),
            ],
            answers: [.object(AnswerSchemas.reportTrend, zh: "各周的数字。", en: "The figures by week.")],
            problems: [.notFound]
        ) { call, bearer in
            let zone = zone(named: try call.query.getString("tz"))
            let weeks = try await desk.reports.trend(
                weeks: call.query.findInteger("weeks") ?? 12, in: zone,
                mentor: call.query.findString("mentor").map { MentorName($0) }, for: bearer.caller)
            return try .json(
                ReportTrend(
                    timezone: zone.name, mentor: call.query.findString("mentor") ?? bearer.mentorHandle,
                    measures: MeasureDefinition.all.map(WeeklyReport.Measure.init),
                    weeks: weeks.map { .init(week: $0.week.string, values: $0.figures.named) }))
        }
    }

    private var reportSchemaRoute: Route<Bearer> {
        Route(
            public: .get, "/v1/reports/schema", name: "getReportSchema", group: Groups.reports,
            summary: Words(zh: "周报 JSON 的 JSON Schema", en: "The JSON Schema of the weekly report"),
            answers: [
                .json(
                    zh: "JSON Schema 2020-12。", en: "JSON Schema 2020-12.", .any,
                    example: ["$schema": "https://json-schema.org/draft/2020-12/schema"])
            ], caching: .shared(seconds: 300)
        ) { _ in
            .json(bytes: try SchemaDocument.alone(AnswerSchemas.weeklyReport).bytes)
        }
    }

    // MARK: Formats

    /// The report with its rows as they come out of the database.
    private func json(_ report: WeekReport, withRows: Bool) throws -> APIAnswer {
        let wire = WeeklyReport(report)
        guard withRows else { return try .json(wire) }
        // No text in JSON can look like this: its quotes would have backslashes before them.
        let whole = try WireCoding.encoder().encode(wire)
        guard let place = whole.range(of: Data(#""rows":[]"#.utf8)) else { return try .json(wire) }
        let head = Array(whole[..<place.upperBound].dropLast())
        let tail = [UInt8(ascii: "]")] + Array(whole[place.upperBound...])
        let rows = desk.reports.rows(of: report.record)
        let zone = report.zone
        return APIAnswer(
            status: 200, headers: [("Content-Type", ReportFormat.json.contentType)],
            body: .stream { writer in
                try await writer.write(head)
                let encoder = WireCoding.encoder()
                var isFirst = true
                for try await chunk in rows {
                    var bytes: [UInt8] = []
                    for row in chunk {
                        if !isFirst { bytes.append(UInt8(ascii: ",")) }
                        isFirst = false
                        bytes += try encoder.encode(WeeklyReport.Row(row, in: zone))
                    }
                    try await writer.write(bytes)
                }
                try await writer.write(tail)
            })
    }

    private func csv(_ report: WeekReport, _ part: ReportPart) -> APIAnswer {
        let suffix = part == .rows ? "" : "-\(part.rawValue)"
        let disposition = "attachment; filename=\"\(report.week)\(suffix).csv\""
        switch part {
        case .summary:
            return .document(report.summaryCSV, mediaType: ReportFormat.csv.contentType)
                .with(header: "Content-Disposition", disposition)
        case .measures:
            return .document(report.measuresCSV, mediaType: ReportFormat.csv.contentType)
                .with(header: "Content-Disposition", disposition)
        case .rows:
            let rows = desk.reports.rows(of: report.record)
            return APIAnswer(
                status: 200,
                headers: [("Content-Type", ReportFormat.csv.contentType), ("Content-Disposition", disposition)],
                body: .stream { writer in
                    var document = CSVDocument()
                    report.beginRows(&document)
                    for try await chunk in rows {
                        report.append(chunk, to: &document)
                        try await writer.write(document.take())
                    }
                    try await writer.write(document.take())
                })
        }
    }

    private func document(
        _ report: WeekReport, as format: ReportFormat, in language: ReportLanguage
    ) async throws -> APIAnswer {
        let attachment = "attachment; filename=\"\(report.week).\(format.rawValue)\""
        switch format {
        case .xlsx:
            let file = try await report.xlsx(in: language, rows: desk.reports.rows(of: report.record))
            return APIAnswer(
                status: 200,
                headers: [("Content-Type", format.contentType), ("Content-Disposition", attachment)],
                body: .stream { writer in
                    while let piece = try file.next() { try await writer.write(piece) }
                })
        case .pdf:
            do {
                let bytes = try await PDFPrinter().print(report.html(in: language))
                return .document(bytes, mediaType: format.contentType).with(header: "Content-Disposition", attachment)
            } catch PDFPrinter.Failure.notInstalled {
                throw APIFailure(.notAcceptable, detail: Self.noPrinter)
            } catch PDFPrinter.Failure.busy {
                throw APIFailure.unavailable(retryAfterSeconds: 10)
            } catch PDFPrinter.Failure.tooSlow {
                throw APIFailure.unavailable(retryAfterSeconds: 30)
            }
        case .html:
            return .document(Array(report.html(in: language).utf8), mediaType: format.contentType)
                .with(
                    header: "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        case .md, .csv, .json:
            return .document(Array(report.markdown(in: language).utf8), mediaType: format.contentType)
        }
    }

    private static var noPrinter: Words {
        Words(
            zh: "服务器上没有 weasyprint，不能生成 PDF。可在服务器上安装（Debian：apt-get install weasyprint），或取 format=html 自行打印。",
            en:
                "There is no weasyprint on the server to make a PDF with. Install it there (Debian: apt-get install weasyprint), or take format=html and print that."
        )
    }
}

/// What the CSV of a report holds.
private enum ReportPart: String, CaseIterable {
    case rows, summary, measures
}

extension ReportLanguage {
    fileprivate init(_ language: Language) {
        switch language {
        case .zhHans: self = .zhHans
        case .en: self = .en
        }
    }
}

extension Figures {
    /// By the measures' names on the wire.
    fileprivate var named: [String: Double] {
        Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) })
    }
}

extension WeeklyReport {
    /// Without rows, which come as a stream.
    init(_ report: WeekReport) {
        let record = report.record
        let zone = report.zone
        self.init(
            week: report.week.string, timezone: zone.name, from: record.frame.span.lowerBound.rfc3339(in: zone),
            to: record.frame.span.upperBound.rfc3339(in: zone), mentor: record.mentor?.handle,
            generatedAt: record.asOf.rfc3339(in: zone), frozen: record.version != nil, version: record.version,
            edition: record.edition, measures: MeasureDefinition.all.map(Measure.init),
            overall: Figures(record.overall),
            mentors: record.mentors.map {
                MentorFigures(handle: $0.mentor.handle, name: $0.mentor.name, figures: Figures($0.series))
            },
            directions: record.directions.map { slug, series in
                let name = report.name(ofDirection: slug)
                return DirectionFigures(slug: slug, name: name.zh, nameEn: name.en, figures: Figures(series))
            },
            heat: (0..<7).map { Array(record.heat[($0 * 24)..<($0 * 24 + 24)]) },
            holidays: record.holidays.map { Holiday(date: $0.date, off: $0.isOff) },
            corrections: record.corrections.map {
                Correction(
                    week: $0.week.string, mentor: $0.mentor, measure: $0.measure.rawValue, before: $0.before,
                    after: $0.after)
            },
            rows: [],
            summary: Summary(
                total: record.rowCounts.total,
                byStatus: Dictionary(
                    uniqueKeysWithValues: report.countsByStatus.map { ($0.status.rawValue, $0.count) }),
                late: record.rowCounts.late, messages: record.rowCounts.messages))
    }
}

extension WeeklyReport.Row {
    fileprivate init(_ row: WeekRow, in zone: ZoneRules) {
        self.init(
            id: row.id.description, status: row.status.rawValue, mentor: row.mentorHandle, student: row.studentName,
            direction: row.direction, offering: row.offeringSlug, topic: row.topic, start: row.start.rfc3339(in: zone),
            end: row.end.rfc3339(in: zone), askedAt: row.askedAt.rfc3339(in: zone),
            answeredAt: row.answeredAt?.rfc3339(in: zone), late: row.isLate, outcome: row.outcome?.rawValue,
            messages: row.messageCount)
    }
}

extension WeeklyReport.Measure {
    fileprivate init(_ definition: MeasureDefinition) {
        self.init(
            measure: definition.measure.rawValue, name: definition.name.zh, nameEn: definition.name.en,
            unit: definition.unit.rawValue, placedBy: definition.placedBy.zh, placedByEn: definition.placedBy.en,
            meaning: definition.meaning.zh, meaningEn: definition.meaning.en)
    }
}

extension WeeklyReport.Figures {
    fileprivate init(_ series: WeekRecord.Series) {
        let measures = Mentoring.Measure.allCases
        let named = { (value: (Mentoring.Measure) -> Double?) in
            Dictionary(
                uniqueKeysWithValues: measures.compactMap { measure in value(measure).map { (measure.rawValue, $0) } })
        }
        self.init(
            values: series.figures.named, weekBefore: named { series.weekBefore($0) },
            meanOfFour: named { series.meanOfFour($0) })
    }
}
