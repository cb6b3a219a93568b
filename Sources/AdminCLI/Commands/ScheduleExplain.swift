import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct ScheduleExplain: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Why a start can be booked, or why not: every rule.",
        discussion: examples(
            "mentorctl schedule explain 'sat 19:00'", "mentorctl schedule explain '周六 19:00' --lang zh",
            "mentorctl schedule explain '2026-12-01 19:00' --offering mock-interview",
            "mentorctl schedule explain '2026-12-01 19:00 x4w'",
            "mentorctl schedule explain 2026-12-01T19:00:00+08:00"))

    @Argument(help: "When: 'sat 19:00', '明天晚上8点', '2026-12-01 19:00' or RFC 3339.") var start: [String]
    @Option(
        help: "The offering's slug; may be left out when there is one active offering.", completion: .live(.offerings))
    var offering: String?
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func validate() throws {
        if start.isEmpty { throw ValidationError("Give a start, such as 'sat 19:00'.") }
    }

    func run(in session: Session) async throws {
        let zone = try session.clock.zone(required: try await session.schedule().schedule.timezone)
        let starts = try session.typedTime(in: zone).instants(start.joined(separator: " "))
        var answers: [APIAnswer] = []
        for start in starts {
            answers.append(
                try await session.sendForMentor(
                    .get(
                        "v1", "mentor", "slots", "explain",
                        query: [("offering", offering), ("at", start.rfc3339(in: zone))])))
        }
        if session.printsJSON {
            guard answers.count > 1 else { return session.print(json: answers[0].body) }
            let documents = try answers.map { try $0.json() }
            return try session.print(
                json: ["data": .array(documents), "next_cursor": .null], fields: ["offering", "at", "offered"])
        }
        for (index, answer) in answers.enumerated() {
            if index > 0 { session.print() }
            print(try answer.decoded(), in: session)
        }
    }

    private func print(_ found: SlotExplanation, in session: Session) {
        session.printTitle(
            session.text(
                found.offered ? .explainOffered : .explainRefused,
                [
                    "start": session.clock.moment(found.at, in: found.timezone), "zone": found.timezone.printableLine,
                    "offering": found.offering.printableLine,
                ]))
        let width = (found.rules.map(\.code.displayWidth).max() ?? 0) + 2
        for rule in found.rules {
            let mark = session.palette.apply([rule.passed ? .green : .red], to: rule.passed ? "✓" : "✗")
            let code = rule.code.printableLine.padded(toWidth: width)
            let available = session.console.width.map { max(20, $0 - width - 4) } ?? Int.max
            for (index, line) in rule.message.printable.wrapped(toWidth: available).enumerated() {
                session.print(
                    index == 0 ? "  \(mark) \(code)\(line)" : String(repeating: " ", count: width + 4) + line)
            }
        }
    }
}
