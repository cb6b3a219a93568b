import APIModel
import ArgumentParser
import Terminal

struct ReportSendCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send a closed week's report to your channels.",
        discussion: examples(
            "mentorctl report send", "mentorctl report send 2026-W47 --to 7XK9 --to 8YM2",
            "mentorctl report send last --mentor lin --dry-run"))

    @Argument(help: "The week, as 2026-W47 or last.") var week = "last"
    @Option(
        name: .customLong("to"),
        help: ArgumentHelp(
            "Only to this channel, by its id or last characters; more than once for several.", valueName: "id"))
    var channels: [String] = []
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let week = try session.week(week)
        let route: ReportRoute = try await session.sendForMentor(
            .get("v1", "reports", "weekly", week, "channels")
        ).decoded()
        guard route.closed else { throw session.failure(.conflict, .reportNotClosed, ["week": week]) }
        let chosen = try channels.map { try session.stop($0, of: route) }
        let stops = chosen.isEmpty ? route.data.filter(\.usual) : route.data.filter { chosen.contains($0.id) }
        guard !stops.isEmpty else { throw session.failure(.invalid, .reportNoChannel) }
        try session.confirm(reading(route, stops, in: session), write)
        let answer = try await session.sendForMentor(
            .post(
                "v1", "reports", "weekly", week, "send",
                body: .object(
                    chosen.isEmpty ? [:] : ["channels": .array(stops.map { .string($0.id) })])))
        if session.printsJSON { return session.print(json: answer.body) }
        let sent: SentReport = try answer.decoded()
        for queued in sent.deliveries {
            let label = stops.first { $0.id == queued.channel }?.label ?? queued.channel
            session.print(.reportQueued, ["label": label.printableLine, "id": queued.delivery])
        }
    }

    /// What will go where, and what not.
    private func reading(_ route: ReportRoute, _ stops: [ReportRoute.Stop], in session: Session) -> String {
        let whose = route.mentor ?? session.text(.reportOfAll)
        let language = session.text(route.language == "en" ? .reportInEnglish : .reportInChinese)
        let title = session.text(.readingReportSend, ["week": route.week, "whose": whose, "language": language])
        let ids = ShortIdentifier.shown(route.data.map(\.id))
        let table = Table(
            columns: [
                Table.Column(session.text(.columnID)), Table.Column(session.text(.columnKind)),
                Table.Column(session.text(.columnLabel), yielding: .cut(minimumWidth: 8)),
                Table.Column(session.text(.columnTarget), yielding: .cut(minimumWidth: 10)),
                Table.Column(session.text(.columnContent), yielding: .cut(minimumWidth: 12)),
            ],
            rows: stops.map { stop in
                [
                    Table.Cell(ids[stop.id] ?? stop.id, .bold), Table.Cell(stop.kind), Table.Cell(stop.label),
                    Table.Cell(stop.target ?? ""), Table.Cell(content(of: stop, in: session)),
                ]
            })
        var lines = [title, table.rendered(width: session.console.width, palette: session.palette)]
        let others = route.data.filter { stop in !stops.contains { $0.id == stop.id } }
        if !others.isEmpty {
            let labels = others.map(\.label.printableLine).joined(separator: session.text(.listSeparator))
            lines.append(session.text(.reportNotTo, ["labels": labels]))
        }
        return lines.map { $0.trimmingSuffix(while: \.isNewline) }.joined(separator: "\n")
    }

    private func content(of stop: ReportRoute.Stop, in session: Session) -> String {
        let what: Phrase =
            switch stop.kind {
            case "email": .reportAsEmail
            case "webhook": .reportAsWebhook
            default: .reportAsChat
            }
        guard let until = stop.waitsUntil else { return session.text(what) }
        return session.text(.reportWaits, ["what": session.text(what), "until": session.stamp(until)])
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> SubSequence {
        var rest = self[...]
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}

extension Session {
    /// The id of the channel that a person means.
    fileprivate func stop(_ text: String, of route: ReportRoute) throws -> String {
        let id = try whole(text, prefix: "chn_", among: route.data.map { ($0.id, "\($0.kind) \($0.label)") })
        guard route.data.contains(where: { $0.id == id }) else {
            throw failure(.notFound, .idUnknown, ["text": text])
        }
        return id
    }
}
