import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

/// A start as it was typed, read in the zone of a consultation.
struct ReadStart {
    var instant: Instant
    /// For the request: RFC 3339 in the zone.
    var wire: String
    /// For people: date, weekday and time.
    var shown: String

    init(_ text: String, for consultation: Consultation, in session: Session) throws {
        // With its own offset it needs no zone data.
        if let instant = Instant(rfc3339: text) {
            self.instant = instant
            wire = session.clock.zone(named: consultation.timezone).map(instant.rfc3339(in:)) ?? instant.rfc3339UTC
        } else {
            let zone = try session.clock.zone(required: consultation.timezone)
            let starts = try session.typedTime(in: zone).instants(text)
            // A series is asked for by its student, session by session; nobody books it for them.
            guard let start = starts.first, starts.count == 1 else {
                let times = starts.map { session.clock.moment($0.rfc3339(in: zone), in: zone.name) }
                throw session.failure(
                    .usage, .timeOneSession,
                    [
                        "text": text.printableLine, "student": consultation.student.name.printableLine,
                        "times": times.joined(separator: ", "), "zone": zone.name,
                    ])
            }
            instant = start
            wire = instant.rfc3339(in: zone)
        }
        shown = session.clock.moment(wire, in: consultation.timezone)
    }
}

struct Reschedule: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move a request or a session to another start.",
        discussion: examples(
            "mentorctl reschedule 7XK9 '2026-12-01 19:00' --reason \"another meeting\"",
            "mentorctl reschedule 7XK9 'next fri 8pm'",
            "mentorctl reschedule 7XK9 2026-12-01T19:00:00+08:00"))
    static let transition = Transition(
        verb: "reschedule", from: ["requested", "confirmed"], reading: .readingReschedule)

    @OptionGroup var target: TransitionTarget<Reschedule>
    @Argument(help: "When, in your time zone: 'fri 8pm', '下周五晚上8点', '2026-12-01 19:00'; or RFC 3339.") var start: String
    @Option(help: "Why, for the student.") var reason: String?

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        let start = try ReadStart(start, for: consultation, in: session)
        return .object(given: ["start": .string(start.wire), "reason": reason.map { .string($0) }])
    }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] {
        [
            "zone": consultation.timezone, "start": try ReadStart(start, for: consultation, in: session).shown,
            "reason": session.because(reason),
        ]
    }
}

struct Book: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give an open consultation a time.",
        discussion: examples(
            "mentorctl book 7XK9 '2026-12-01 19:00' --offering mock-interview", "mentorctl book 7XK9 '后天下午3点半'"))
    static let transition = Transition(verb: "schedule", from: ["open"], reading: .readingBook)

    @OptionGroup var target: TransitionTarget<Book>
    @Argument(help: "When, in your time zone: 'fri 8pm', '下周五晚上8点', '2026-12-01 19:00'; or RFC 3339.") var start: String
    @Option(
        help: "The offering's slug; may be left out when there is one active offering.", completion: .live(.offerings))
    var offering: String?

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        let start = try ReadStart(start, for: consultation, in: session)
        return .object(given: ["start": .string(start.wire), "offering": offering.map { .string($0) }])
    }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] {
        [
            "zone": consultation.timezone, "start": try ReadStart(start, for: consultation, in: session).shown,
            "offering": offering.map { " · \($0.printableLine)" } ?? "",
        ]
    }
}
