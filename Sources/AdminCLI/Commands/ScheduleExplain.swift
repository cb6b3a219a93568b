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
            "mentorctl schedule explain 2026-12-01T19:00:00+08:00"))

    @Argument(help: "A weekday, today or tomorrow and a time; 'YYYY-MM-DD HH:MM'; or RFC 3339.") var start: [String]
    @Option(help: "The offering's slug; may be left out when there is one active offering.") var offering: String?
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func validate() throws {
        if start.isEmpty { throw ValidationError("Give a start, such as 'sat 19:00'.") }
    }

    func run(in session: Session) async throws {
        let zone = try session.clock.zone(required: try await session.schedule().schedule.timezone)
        let at = try TypedTime(zone: zone, language: session.language)
            .coming(start.joined(separator: " "), after: session.context.now)
        let answer = try await session.sendForMentor(
            .get(
                "v1", "mentor", "slots", "explain", query: [("offering", offering), ("at", at.rfc3339(in: zone))]))
        if session.printsJSON { return session.print(json: answer.body) }
        let found = try answer.decoded(as: SlotExplanation.self)
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
