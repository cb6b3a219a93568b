import APIModel
import Foundation
import Mentoring
import Reports
import Scheduling

extension Endpoints {
    var reportRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/reports/weekly/{week}", name: "getWeeklyReport", group: Groups.reports,
                summary: Words(zh: "周报", en: "The weekly report"),
                details: Words(
                    zh: "按开始时间落在该 ISO 周的咨询，每次一行；summary=true 时 CSV 只给各状态的数目。",
                    en:
                        "A row a consultation whose start lies in the ISO week; with summary=true, CSV gives the counts by status instead."
                ),
                access: .roles([.mentor, .admin]),
                query: [
                    .optional("mentor", Self.mentorParameter),
                    .optional("tz", Schema.zone.defaulting(to: "Asia/Shanghai")),
                    .optional("format", .choice(["json", "csv"])),
                    .optional("summary", Schema.boolean.defaulting(to: false)),
                ],
                answers: [
                    .object(AnswerSchemas.weeklyReport, zh: "周报。", en: "The report."),
                    .document("text/csv", zh: "RFC 4180，带 BOM。", en: "RFC 4180 with a BOM."),
                ], problems: [.notFound]
            ) { call, bearer in
                guard let week = ISOWeek(call.parameter("week")) else {
                    throw APIFailure.invalid("{week}", .invalidFormat)
                }
                let zone = zone(named: try call.query.getString("tz"))
                let mentor = call.query.findString("mentor").map { MentorName($0) }
                let span = WeekReport.span(of: week, in: zone)
                let rows = try await desk.reports.rows(in: span, mentor: mentor, for: bearer.caller)
                let report = WeekReport(
                    week: week, zone: zone, mentorHandle: call.query.findString("mentor") ?? bearer.mentorHandle,
                    generatedAt: desk.clock.now, rows: rows)
                let format = call.query.findString("format") ?? (call.request.mediaType == "text/csv" ? "csv" : "json")
                guard format == "csv" else { return try .json(WeeklyReport(report)) }
                let isSummary = call.query.findBoolean("summary") == true
                let name = "\(week)\(isSummary ? "-summary" : "").csv"
                return APIAnswer.document(
                    isSummary ? report.summaryCSV : report.csv, mediaType: "text/csv; charset=utf-8"
                ).with(header: "Content-Disposition", "attachment; filename=\"\(name)\"")
            }
        ]
    }
}

extension WeeklyReport {
    init(_ report: WeekReport) {
        let zone = report.zone
        self.init(
            week: report.week.string, timezone: zone.name, from: report.span.lowerBound.rfc3339(in: zone),
            to: report.span.upperBound.rfc3339(in: zone), mentor: report.mentorHandle,
            generatedAt: report.generatedAt.rfc3339(in: zone),
            rows: report.rows.map { row in
                Row(
                    id: row.id.description, status: row.status.rawValue, mentor: row.mentorHandle,
                    student: row.studentName, direction: row.direction, offering: row.offeringSlug,
                    topic: row.topic, start: row.start.rfc3339(in: zone), end: row.end.rfc3339(in: zone),
                    askedAt: row.askedAt.rfc3339(in: zone), answeredAt: row.answeredAt?.rfc3339(in: zone),
                    late: row.isLate, outcome: row.outcome?.rawValue, messages: row.messageCount)
            },
            summary: Summary(
                total: report.rows.count,
                byStatus: Dictionary(
                    uniqueKeysWithValues: report.countsByStatus.map { ($0.status.rawValue, $0.count) }),
                late: report.lateCount, messages: report.messageCount))
    }
}
