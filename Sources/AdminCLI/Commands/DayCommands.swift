import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct Today: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        abstract: "The day: sessions, free hours and time off.",
        discussion: examples("mentorctl today", "mentorctl today --on 2026-12-01", "mentorctl today --on 周六"))
    static let fieldNames = ["list", "start", "end"] + ConsultationText.fieldNames

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
            return session.print(json: answer.body, fields: Self.fieldNames)
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

struct Next: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        abstract: "The next confirmed session, in full.",
        discussion: examples("mentorctl next", "mentorctl next --json"))
    static let fieldNames = ConsultationText.fieldNames

    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        guard let next = try await session.nextSession() else {
            if session.printsJSON { return try session.print(json: .null) }
            return session.print(.nothingNext)
        }
        if session.printsJSON { return try session.print(json: next.json, fields: Self.fieldNames) }
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
    ///
    /// - Parameter isOverdue: only those whose student waits too long for an answer, or (false) the others.
    func consultations(
        statuses: [String], from: String? = nil, to: String? = nil, isOverdue: Bool? = nil, limit: Int
    ) async throws -> Listing<Consultation> {
        let status = statuses.isEmpty ? nil : statuses.joined(separator: ",")
        return try await list(
            .get(
                "v1", "consultations",
                query: [
                    ("status", status), ("from", from), ("to", to), ("mentor", mentor),
                    ("overdue", isOverdue.map(String.init)),
                ]),
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
