import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct SlotsCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "A mentor's free slots, as students see them.",
        discussion: examples(
            "mentorctl slots lin-wei", "mentorctl slots lin-wei --offering mock-interview --tz Europe/Berlin",
            "mentorctl slots lin-wei --from 2026-12-01 --to 2026-12-08"))

    @Argument(help: "The mentor's handle.", completion: .live(.mentors)) var handle: String
    @Option(help: "The offering's slug; may be left out when there is one active offering.") var offering: String?
    @Option(help: "From this day (YYYY-MM-DD) or RFC 3339 instant on; today when left out.") var from: String?
    @Option(help: "To before this day or instant; 14 days after today when left out.") var to: String?
    @Option(help: ArgumentHelp("Time zone to show them in; the mentor's when left out.", valueName: "name"))
    var tz: String?
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let (first, last) = try await range(in: session)
        let answer = try await session.send(
            .get(
                "v1", "mentors", handle, "slots",
                query: [("offering", offering), ("from", first), ("to", last), ("tz", tz)]))
        if session.printsJSON { return try session.print(json: answer.json(), fields: ["start", "end"]) }
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

    /// What was asked for; today and the two weeks from it in the zone they are shown in where it was left out.
    private func range(in session: Session) async throws -> (String, String) {
        if let from, let to { return (from, to) }
        let name: String
        if let tz {
            name = tz
        } else {
            let mentor: Mentor = try await session.send(.get("v1", "mentors", handle)).decoded()
            name = mentor.timezone
        }
        let zone = try session.clock.zone(required: name)
        let start: CivilDate
        if let from {
            start =
                CivilDate(iso8601: from) ?? Instant(rfc3339: from).map(zone.localDate(at:))
                ?? zone.localDate(at: session.context.now)
        } else {
            start = zone.localDate(at: session.context.now)
        }
        return (from ?? start.iso8601, to ?? start.adding(days: 14).iso8601)
    }
}
