import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct SlotsCommand: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "Free slots of a mentor or of a whole direction, as students see them.",
        discussion: examples(
            "mentorctl slots lin-wei", "mentorctl slots lin-wei --offering mock-interview --tz Europe/Berlin",
            "mentorctl slots lin-wei --from 2026-12-01 --to 2026-12-08",
            "mentorctl slots --direction llm --minutes 60"))
    static let fieldNames = ["start", "end", "mentor", "offering"]

    @Argument(help: "The mentor's handle.", completion: .live(.mentors)) var handle: String?
    @Option(help: "Of every mentor of this direction instead.", completion: .live(.directions)) var direction: String?
    @Option(help: ArgumentHelp("With --direction: sessions of this length.", valueName: "minutes")) var minutes: Int?
    @Option(help: "The offering's slug; may be left out when there is one active offering.") var offering: String?
    @Option(help: "From this day (YYYY-MM-DD) or RFC 3339 instant on; today when left out.") var from: String?
    @Option(help: "To before this day or instant; 14 days after today when left out.") var to: String?
    @Option(help: ArgumentHelp("Time zone to show them in; the mentor's when left out.", valueName: "name"))
    var tz: String?
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func validate() throws {
        if (handle == nil) == (direction == nil) {
            throw ValidationError("Name a mentor, or a --direction.")
        }
        if direction != nil, offering != nil { throw ValidationError("--offering is a mentor's.") }
        if handle != nil, minutes != nil { throw ValidationError("--minutes goes with --direction.") }
    }

    func run(in session: Session) async throws {
        if let direction { return try await pool(direction, in: session) }
        guard let handle else { return }
        let (first, last) = try await range(of: handle, in: session)
        let answer = try await session.send(
            .get(
                "v1", "mentors", handle, "slots",
                query: [("offering", offering), ("from", first), ("to", last), ("tz", tz)]))
        if session.printsJSON { return try session.print(json: answer.json(), fields: Self.fieldNames) }
        let found: SlotsAnswer = try answer.decoded()
        session.printTitle(
            session.text(
                .slotsTitle,
                [
                    "mentor": found.mentor.printableLine, "offering": found.offering.printableLine,
                    "zone": found.timezone,
                ]))
        if found.slots.isEmpty { session.print(.slotsEmpty) }
        var days: [(date: CivilDate, clocks: [String])] = []
        for slot in found.slots {
            guard let reading = session.clock.reading(of: slot.start, in: found.timezone) else { continue }
            if days.last?.date != reading.date { days.append((reading.date, [])) }
            days[days.count - 1].clocks.append(reading.clock)
        }
        for day in days {
            let head = "  \(session.clock.day(day.date))  "
            let available = session.console.width.map { max(12, $0 - head.displayWidth) } ?? Int.max
            for (index, line) in day.clocks.joined(separator: "  ").wrapped(toWidth: available).enumerated() {
                let start = index == 0 ? head : String(repeating: " ", count: head.displayWidth)
                session.print(start + line.trimmingCharacters(in: .whitespaces))
            }
        }
        if let next = found.nextAvailable {
            session.print(.slotsNext, ["start": session.clock.moment(next.start, in: found.timezone)])
        }
    }

    /// The slots of a direction, earliest first, each with who offers it.
    private func pool(_ direction: String, in session: Session) async throws {
        let name = tz ?? "Asia/Shanghai"
        let (first, last) = try range(in: name, days: 7, of: session)
        let listing = try await session.list(
            .get(
                "v1", "slots",
                query: [
                    ("direction", direction), ("duration_minutes", minutes.map(String.init)), ("from", first),
                    ("to", last), ("tz", name),
                ]), of: PooledSlot.self, limit: 1_000)
        if session.printsJSON { return try session.print(json: listing.json, fields: Self.fieldNames) }
        if listing.items.isEmpty { return session.print(.slotsEmpty) }
        session.print(
            Table(
                columns: [
                    Table.Column("\(session.text(.columnWhen)) (\(name))"),
                    Table.Column(session.text(.columnMentor)), Table.Column(session.text(.columnSlug)),
                ],
                rows: listing.items.map { slot in
                    [
                        Table.Cell(session.clock.span(slot.start, slot.end, in: name)), Table.Cell(slot.mentor, .bold),
                        Table.Cell(slot.offering),
                    ]
                }))
        if listing.nextCursor != nil { session.console.writeError(session.text(.slotsMore) + "\n") }
    }

    /// What was asked for; today and the two weeks from it in the zone they are shown in where it was left out.
    private func range(of handle: String, in session: Session) async throws -> (String, String) {
        if let from, let to { return (from, to) }
        if let tz { return try range(in: tz, days: 14, of: session) }
        let mentor: Mentor = try await session.send(.get("v1", "mentors", handle)).decoded()
        return try range(in: mentor.timezone, days: 14, of: session)
    }

    private func range(in name: String, days: Int, of session: Session) throws -> (String, String) {
        let zone = try session.clock.zone(required: name)
        let start: CivilDate
        if let from {
            start =
                CivilDate(iso8601: from) ?? Instant(rfc3339: from).map(zone.localDate(at:))
                ?? zone.localDate(at: session.context.now)
        } else {
            start = zone.localDate(at: session.context.now)
        }
        return (from ?? start.iso8601, to ?? start.adding(days: days).iso8601)
    }
}
