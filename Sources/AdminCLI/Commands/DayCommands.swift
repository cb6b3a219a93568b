import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct Inbox: SessionCommand {
    static let configuration = CommandConfiguration(
        abstract: "What waits for you: requests first, then unread messages, then sessions to settle.",
        discussion: examples("mentorctl inbox", "mentorctl inbox --mentor lin-wei"))

    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        // What is alive is bounded by caps and the horizon; unread messages of what is over, by the newest hundred.
        async let alive = session.consultations(statuses: ["open", "requested", "confirmed"], limit: 2000)
        async let over = session.consultations(
            statuses: ["completed", "no_show", "declined", "cancelled", "expired"], limit: 100)
        let items = try await alive.paired + over.paired
        let requests = items.filter { $0.item.status == "requested" }.sorted { left, right in
            (instant(left.item.respondBy), left.item.id) < (instant(right.item.respondBy), right.item.id)
        }
        let unread = items.filter { $0.item.unreadCount > 0 }
        let unresolved = items.filter { $0.item.unresolved || $0.item.disputed }.sorted { left, right in
            (instant(left.item.start), left.item.id) < (instant(right.item.start), right.item.id)
        }
        if session.printsJSON {
            return try session.print(
                json: [
                    "requests": .array(requests.map(\.json)), "unread": .array(unread.map(\.json)),
                    "unresolved": .array(unresolved.map(\.json)),
                ], fields: ["list"] + ConsultationText.fieldNames)
        }
        if requests.isEmpty, unread.isEmpty, unresolved.isEmpty { return session.print(.inboxEmpty) }
        let view = session.consultationText
        var sections: [(Phrase, Table)] = []
        if !requests.isEmpty {
            let table = view.table(
                requests.map(\.item), namesStatus: false,
                extra: (
                    session.text(.columnRespondBy), { session.clock.moment($0.respondBy, in: $0.timezone) }
                ))
            sections.append((.inboxRequests, table))
        }
        if !unread.isEmpty {
            let table = view.table(
                unread.map(\.item), extra: (session.text(.columnUnread), { String($0.unreadCount) }))
            sections.append((.inboxUnread, table))
        }
        if !unresolved.isEmpty { sections.append((.inboxUnresolved, view.table(unresolved.map(\.item)))) }
        for (index, section) in sections.enumerated() {
            if index > 0 { session.print() }
            session.printTitle(session.text(section.0))
            session.print(section.1)
        }
    }

    private func instant(_ text: String?) -> Instant {
        text.flatMap { Instant(rfc3339: $0) } ?? .latest
    }
}

struct Today: SessionCommand {
    static let configuration = CommandConfiguration(
        abstract: "The day: sessions, free hours and time off.",
        discussion: examples("mentorctl today", "mentorctl today --on 2026-12-01", "mentorctl today --on 周六"))

    @Option(help: ArgumentHelp("Another day: 2026-12-01, tomorrow, fri, 下周五.", valueName: "day")) var on: String?
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        let schedule: APIModel.Schedule = try await session.sendForMentor(.get("v1", "mentor", "schedule")).decoded()
        let zone = try session.clock.zone(required: schedule.timezone)
        let date = try on.map { try session.typedTime(in: zone).day($0) } ?? zone.localDate(at: session.context.now)
        let day = zone.instants(of: date)
        let answer = try await session.sendForMentor(
            .get(
                "v1", "mentor", "agenda",
                query: [("from", day.lowerBound.rfc3339UTC), ("to", day.upperBound.rfc3339UTC)]))
        if session.printsJSON {
            return session.print(json: answer.body, fields: ["list", "start", "end"] + ConsultationText.fieldNames)
        }
        let agenda: Agenda = try answer.decoded()
        session.printTitle(
            session.text(.todayTitle, ["day": session.clock.day(date), "zone": agenda.timezone]))
        let requested = agenda.requests.filter { request in
            request.start.flatMap { Instant(rfc3339: $0) }.map(day.contains) ?? false
        }
        let shown = Set(agenda.bookings.map(\.id))
        let sessions = agenda.bookings + requested.filter { !shown.contains($0.id) }
        var lines = sessions.map { DayLine(start: $0.start ?? "", end: $0.end ?? "", consultation: $0, kind: nil) }
        lines += agenda.free.map { DayLine(start: $0.start, end: $0.end, consultation: nil, kind: .free) }
        lines += agenda.timeOff.map {
            DayLine(start: $0.start, end: $0.end, consultation: nil, kind: .timeOff, note: $0.note)
        }
        lines.sort { (Instant(rfc3339: $0.start) ?? .latest) < (Instant(rfc3339: $1.start) ?? .latest) }
        if lines.isEmpty { return session.print(.todayNothing) }
        session.print(table(lines, on: date, zone: agenda.timezone, in: session))
        if !agenda.unresolved.isEmpty {
            session.print()
            session.printTitle(session.text(.inboxUnresolved))
            session.print(session.consultationText.table(agenda.unresolved))
        }
    }

    private struct DayLine {
        var start: String
        var end: String
        var consultation: Consultation?
        var kind: Phrase?
        var note: String?
    }

    private func table(_ lines: [DayLine], on date: CivilDate, zone: String, in session: Session) -> Table {
        let view = session.consultationText
        let ids = ShortIdentifier.shown(lines.compactMap { $0.consultation?.id })
        var table = Table(columns: [
            Table.Column(session.text(.columnWhen)), Table.Column(session.text(.columnStatus)),
            Table.Column(session.text(.columnID)),
            Table.Column(session.text(.columnStudent), yielding: .cut(minimumWidth: 6)),
            Table.Column(session.text(.columnTopic), yielding: .cut(minimumWidth: 8)),
        ])
        for line in lines {
            let hours = hours(line, on: date, zone: zone, in: session)
            if let consultation = line.consultation {
                table.rows.append([
                    Table.Cell(hours), Table.Cell(view.status(consultation.status), styles: view.styles(consultation)),
                    Table.Cell(ids[consultation.id] ?? "", .bold), Table.Cell(consultation.student.name),
                    Table.Cell(consultation.topic),
                ])
            } else if let kind = line.kind {
                table.rows.append([
                    Table.Cell(hours, .dim), Table.Cell(session.text(kind), .dim), "", "",
                    Table.Cell(line.note ?? "", .dim),
                ])
            }
        }
        return table
    }

    /// The hours of the day alone: what began before it begins at 00:00, what goes on after it ends at 24:00.
    private func hours(_ line: DayLine, on date: CivilDate, zone: String, in session: Session) -> String {
        guard let start = session.clock.reading(of: line.start, in: zone),
            let end = session.clock.reading(of: line.end, in: zone)
        else { return line.start }
        let from = start.date < date ? "00:00" : start.clock
        return "\(from)–\(end.date > date ? "24:00" : end.clock)"
    }
}

struct Next: SessionCommand {
    static let configuration = CommandConfiguration(
        abstract: "The next confirmed session, in full.",
        discussion: examples("mentorctl next", "mentorctl next --json"))

    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        guard let next = try await session.nextSession() else {
            if session.printsJSON { return try session.print(json: .null) }
            return session.print(.nothingNext)
        }
        if session.printsJSON { return try session.print(json: next.json, fields: ConsultationText.fieldNames) }
        session.print(fields: session.consultationText.fields(next.item))
    }
}

extension Session {
    /// The confirmed session that ends next, with the JSON it came as.
    func nextSession() async throws -> (item: Consultation, json: JSON)? {
        let now = context.now
        let coming = try await consultations(statuses: ["confirmed"], limit: 2000).paired.compactMap { pair in
            pair.item.end.flatMap { Instant(rfc3339: $0) }.flatMap { $0 > now ? (end: $0, pair: pair) : nil }
        }
        return coming.min { ($0.end, $0.pair.item.id) < ($1.end, $1.pair.item.id) }?.pair
    }

    /// Consultations of the caller, or of the mentor an admin named.
    func consultations(
        statuses: [String], from: String? = nil, to: String? = nil, limit: Int
    ) async throws -> Listing<Consultation> {
        let status = statuses.isEmpty ? nil : statuses.joined(separator: ",")
        return try await list(
            .get(
                "v1", "consultations",
                query: [("status", status), ("from", from), ("to", to), ("mentor", mentor)]),
            limit: limit)
    }

    /// Reads what people type as times, in a zone.
    func typedTime(in zone: ZoneRules) -> TypedTime {
        TypedTime(zone: zone, language: language, now: context.now)
    }
}

extension Listing {
    /// Each item with the JSON it came as.
    var paired: [(item: Item, json: JSON)] { Array(zip(items, elements)).map { (item: $0.0, json: $0.1) } }
}
