import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

/// A command that moves one consultation to another status.
protocol TransitionCommand: SessionCommand {
    var id: String { get }
    var write: WriteOptions { get }
    /// The last part of the path: `accept`, `no-show`, …
    var verb: String { get }

    func body(for consultation: Consultation, in session: Session) throws -> JSON
    func reading(for consultation: Consultation, in session: Session) throws -> String
}

extension TransitionCommand {
    func body(for consultation: Consultation, in session: Session) throws -> JSON { .object([:]) }

    func run(in session: Session) async throws {
        let found = try await session.consultation(id)
        let body = try body(for: found.consultation, in: session)
        let told = session.text(.told, ["student": found.consultation.student.name.printableLine])
        let wasAsked = try session.confirm(
            try reading(for: found.consultation, in: session) + "\n" + told, write)
        // What was agreed to is what was shown: if it changed while the question stood there, nothing is done.
        let call = APICall.post("v1", "consultations", found.consultation.id, verb, body: body)
            .matching(wasAsked ? found.etag : nil)
        try session.printResult(try await session.send(call))
    }
}

struct Accept: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Accept a request.", discussion: examples("mentorctl accept 7XK9"))

    @Argument(
        help: "The consultation's id, or its last characters.", completion: .live(.consultations(["requested"])))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "accept" }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        session.text(.readingAccept, ["what": session.consultationText.line(consultation)])
    }
}

struct Decline: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decline a request; the student reads the reason.",
        discussion: examples("mentorctl decline 7XK9 \"I am away that week, the week after works\""))

    @Argument(
        help: "The consultation's id, or its last characters.", completion: .live(.consultations(["requested"])))
    var id: String
    @Argument(help: "Why, for the student.") var reason: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "decline" }

    func body(for consultation: Consultation, in session: Session) throws -> JSON { ["reason": .string(reason)] }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        session.text(
            .readingDecline, ["what": session.consultationText.line(consultation), "reason": reason])
    }
}

struct Complete: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say that a session took place, and how it went.",
        discussion: examples(
            "mentorctl complete 7XK9", "mentorctl complete 7XK9 --result again --note \"PPO loss once more\""))

    enum Result: String, ExpressibleByArgument, CaseIterable {
        case passed, again, skipped
    }

    @Argument(
        help: "The consultation's id, or its last characters.",
        completion: .live(.consultations(["confirmed", "no_show"])))
    var id: String
    @Option(help: "How it went: passed, again or skipped.") var result: Result?
    @Option(help: "A note for the student.") var note: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "complete" }

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        guard result != nil || note != nil else { return .object([:]) }
        let outcome = JSON.object(given: [
            "result": result.map { .string($0.rawValue) }, "note": note.map { .string($0) },
        ])
        return ["outcome": outcome]
    }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        session.text(.readingComplete, ["what": session.consultationText.line(consultation)])
    }
}

struct NoShow: TransitionCommand {
    static let configuration = CommandConfiguration(
        commandName: "noshow", abstract: "Report that a side didn't come, from 10 minutes after the start.",
        discussion: examples("mentorctl noshow 7XK9 --absent student"))

    enum Side: String, ExpressibleByArgument, CaseIterable {
        case student, mentor
    }

    @Argument(
        help: "The consultation's id, or its last characters.", completion: .live(.consultations(["confirmed"])))
    var id: String
    @Option(help: "Who was absent: student or mentor.") var absent: Side
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "no-show" }

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        ["absent": .string(absent.rawValue)]
    }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        let phrase: Phrase = absent == .student ? .readingNoShowStudent : .readingNoShowMentor
        return session.text(phrase, ["what": session.consultationText.line(consultation)])
    }
}

struct Objection: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Object to having been called absent, within 72 hours.",
        discussion: examples("mentorctl objection 7XK9 \"I was there, the link had changed\""))

    @Argument(
        help: "The consultation's id, or its last characters.", completion: .live(.consultations(["no_show"])))
    var id: String
    @Argument(help: "What happened.") var reason: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "objection" }

    func body(for consultation: Consultation, in session: Session) throws -> JSON { ["reason": .string(reason)] }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        session.text(
            .readingObjection, ["what": session.consultationText.line(consultation), "reason": reason])
    }
}

struct Uphold: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a disputed no-show stand (admins).", discussion: examples("mentorctl uphold 7XK9"))

    @Argument(
        help: "The consultation's id, or its last characters.", completion: .live(.consultations(["no_show"])))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "uphold" }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        session.text(.readingUphold, ["what": session.consultationText.line(consultation)])
    }
}

struct Cancel: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Cancel a request or a session.",
        discussion: examples("mentorctl cancel 7XK9 --reason \"I am ill\""))

    @Argument(
        help: "The consultation's id, or its last characters.",
        completion: .live(.consultations(["requested", "confirmed"])))
    var id: String
    @Option(help: "Why, for the student.") var reason: String?
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "cancel" }

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        .object(given: ["reason": reason.map { .string($0) }])
    }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        session.text(.readingCancel, ["what": session.consultationText.line(consultation)])
    }
}

struct Close: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Close an open consultation that needs no session.",
        discussion: examples("mentorctl close 7XK9"))

    @Argument(
        help: "The consultation's id, or its last characters.", completion: .live(.consultations(["open"])))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    var verb: String { "close" }

    func reading(for consultation: Consultation, in session: Session) throws -> String {
        session.text(.readingClose, ["what": session.consultationText.line(consultation)])
    }
}
