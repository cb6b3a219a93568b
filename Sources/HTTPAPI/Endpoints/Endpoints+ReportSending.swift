import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var reportSendingRoutes: [Route<Bearer>] { [reportChannelsRoute, sendReportRoute] }

    private var reportChannelsRoute: Route<Bearer> {
        Route(
            .get, "/v1/reports/weekly/{week}/channels", name: "listReportChannels", group: Groups.reports,
            summary: Words(zh: "周报会发到哪里", en: "Where a weekly report would go"),
            details: Words(
                zh: "导师自己的渠道；管理员看到的是运营方的渠道，给出 mentor 时是该导师的渠道。usual 为 false 的渠道只在被点名时才发。",
                en:
                    "A mentor's own channels; for an admin those of the operators, or with mentor those of that mentor. One that "
                    + "isn't usual is sent to only when it is named."),
            access: .roles([.mentor, .admin]), query: [.optional("mentor", Self.mentorParameter)],
            answers: [.object(AnswerSchemas.reportRoute, zh: "渠道。", en: "The channels.")], problems: [.notFound]
        ) { call, bearer in
            let route = try await desk.reports.route(
                of: try week(call), mentor: call.query.findString("mentor").map { MentorName($0) },
                for: bearer.caller)
            return try .json(APIModel.ReportRoute(route))
        }
    }

    private var sendReportRoute: Route<Bearer> {
        Route(
            .post, "/v1/reports/weekly/{week}/send", name: "sendReport", group: Groups.reports,
            summary: Words(zh: "发送周报", en: "Send a weekly report"),
            details: Words(
                zh:
                    "只发送已封存的周：收到的内容与之后导出的一致。群机器人收到各家格式的摘要；邮件正文是摘要，附网页和工作簿；webhook 收到 report.week，data 与不含 rows 的 JSON 周报逐字节相同，rows 可另行读取。省略 channels 时发到所有接收周报的渠道。管理员给出 mentor 时，该导师的周报发到该导师的渠道。",
                en:
                    "Only of a week that is closed: what arrives is what an export says later. Group robots get a summary in "
                    + "their own format; an e-mail has it as its body, with the page and the workbook attached; a webhook gets "
                    + "report.week, whose data are the octets of the JSON report without rows, which can be read here. Without "
                    + "channels it goes to all that take reports. With mentor, an admin sends that mentor's report to that "
                    + "mentor's channels."),
            access: .roles([.mentor, .admin]), query: [.optional("mentor", Self.mentorParameter)],
            body: RequestSchemas.reportSending,
            answers: [.object(AnswerSchemas.sentReport, status: 202, zh: "已排队。", en: "On its way.")],
            problems: [.notFound, .invalidTransition], isIdempotent: true
        ) { call, bearer in
            let week = try week(call)
            let mentor = call.query.findString("mentor").map { MentorName($0) }
            let channels = try call.body.findStrings("channels").map { texts in
                try texts.enumerated().map { try channelID($1, at: $0) }
            }
            return try await call.answering(bearer) { (queued: [QueuedReport]) in
                try .json(
                    SentReport(
                        week: week.string,
                        deliveries: queued.map {
                            .init(
                                delivery: $0.delivery.description, channel: ChannelID(uuid: $0.channel).description)
                        }), status: 202)
            } _: {
                try await desk.reports.send(week, mentor: mentor, to: channels, by: bearer.caller, keeping: $0)
            }
        }
    }

    private func week(_ call: Call<Bearer>) throws(APIFailure) -> ISOWeek {
        guard let week = ISOWeek(call.parameter("week")) else { throw .invalid("{week}", .invalidFormat) }
        return week
    }

    private func channelID(_ text: String, at index: Int) throws(APIFailure) -> UUID {
        guard let id = ChannelID(text) else { throw .notFound("/channels/\(index)") }
        return id.uuid
    }
}

extension APIModel.ReportRoute {
    fileprivate init(_ route: Mentoring.ReportRoute) {
        self.init(
            week: route.week.string, mentor: route.mentor, closed: route.isClosed, language: route.language.rawValue,
            data: route.stops.map { stop in
                let destination = stop.destination
                return Stop(
                    id: ChannelID(uuid: destination.id).description, kind: destination.kind.rawValue,
                    label: destination.label, target: destination.shownTarget, active: destination.isActive,
                    usual: stop.isUsual,
                    waitsUntil: destination.kind.isReadByPeople ? route.quietUntil?.rfc3339UTC : nil)
            })
    }
}
