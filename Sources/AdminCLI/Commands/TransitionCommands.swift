import APIModel
import ArgumentParser
import Foundation
import Terminal

struct Accept: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Accept a request.", discussion: examples("mentorctl accept 7XK9"))
    static let transition = Transition(verb: "accept", from: ["requested"], reading: .readingAccept)

    @OptionGroup var target: TransitionTarget<Accept>
}

struct Decline: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decline a request; the student reads the reason.",
        discussion: examples("mentorctl decline 7XK9 \"I am away that week, the week after works\""))
    static let transition = Transition(verb: "decline", from: ["requested"], reading: .readingDecline)

    @OptionGroup var target: TransitionTarget<Decline>
    @Argument(help: "Why, for the student.") var reason: String

    func body(for consultation: Consultation, in session: Session) throws -> JSON { ["reason": .string(reason)] }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] {
        ["reason": reason.printableLine]
    }
}

struct Complete: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say that a session took place, and how it went.",
        discussion: examples(
            "mentorctl complete 7XK9", "mentorctl complete 7XK9 --result again --note \"PPO loss once more\""))
    static let transition = Transition(
        verb: "complete", from: ["confirmed", "no_show"], reading: .readingComplete)

    enum Result: String, ExpressibleByArgument, CaseIterable {
        case passed, again, skipped
    }

    @OptionGroup var target: TransitionTarget<Complete>
    @Option(help: "How it went: passed, again or skipped.") var result: Result?
    @Option(help: "A note for the student.") var note: String?

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        guard result != nil || note != nil else { return .object([:]) }
        let outcome = JSON.object(given: [
            "result": result.map { .string($0.rawValue) }, "note": note.map { .string($0) },
        ])
        return ["outcome": outcome]
    }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] {
        let said = [result.map { session.consultationText.result($0.rawValue) }, note?.printableLine]
        let outcome = said.compactMap { $0 }.joined(separator: " · ")
        return ["outcome": outcome.isEmpty ? "" : session.text(.readingOutcome, ["outcome": outcome])]
    }
}

struct NoShow: TransitionCommand {
    static let configuration = CommandConfiguration(
        commandName: "noshow", abstract: "Report that a side didn't come, from 10 minutes after the start.",
        discussion: examples("mentorctl noshow 7XK9 --absent student"))
    static let transition = Transition(verb: "no-show", from: ["confirmed"], reading: .readingNoShow)

    enum Side: String, ExpressibleByArgument, CaseIterable {
        case student, mentor
    }

    @OptionGroup var target: TransitionTarget<NoShow>
    @Option(help: "Who was absent: student or mentor.") var absent: Side

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        ["absent": .string(absent.rawValue)]
    }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] {
        ["side": session.role(absent.rawValue)]
    }
}

struct Objection: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Object to having been called absent, within 72 hours.",
        discussion: examples("mentorctl objection 7XK9 \"I was there, the link had changed\""))
    static let transition = Transition(verb: "objection", from: ["no_show"], reading: .readingObjection)

    @OptionGroup var target: TransitionTarget<Objection>
    @Argument(help: "What happened.") var reason: String

    func body(for consultation: Consultation, in session: Session) throws -> JSON { ["reason": .string(reason)] }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] {
        ["reason": reason.printableLine]
    }
}

struct Uphold: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a disputed no-show stand (admins).", discussion: examples("mentorctl uphold 7XK9"))
    static let transition = Transition(verb: "uphold", from: ["no_show"], reading: .readingUphold)

    @OptionGroup var target: TransitionTarget<Uphold>
}

struct Cancel: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Cancel a request or a session.",
        discussion: examples("mentorctl cancel 7XK9 --reason \"I am ill\""))
    static let transition = Transition(
        verb: "cancel", from: ["requested", "confirmed"], reading: .readingCancel)

    @OptionGroup var target: TransitionTarget<Cancel>
    @Option(help: "Why, for the student.") var reason: String?

    func body(for consultation: Consultation, in session: Session) throws -> JSON {
        .object(given: ["reason": reason.map { .string($0) }])
    }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] {
        ["reason": session.because(reason)]
    }
}

struct Close: TransitionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Close an open consultation that needs no session.",
        discussion: examples("mentorctl close 7XK9"))
    static let transition = Transition(verb: "close", from: ["open"], reading: .readingClose)

    @OptionGroup var target: TransitionTarget<Close>
}

extension Session {
    /// The end of a reading that says why, where that was said.
    func because(_ reason: String?) -> String {
        reason.map { text(.readingBecause, ["reason": $0.printableLine]) } ?? ""
    }
}
