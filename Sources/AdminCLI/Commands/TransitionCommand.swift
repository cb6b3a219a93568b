import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

/// A command that moves one consultation to another status.
protocol TransitionCommand: SessionCommand where Options == ConnectionOptions {
    static var transition: Transition { get }

    var target: TransitionTarget<Self> { get }

    func body(for consultation: Consultation, in session: Session) throws -> JSON
    /// What its reading says besides the consultation.
    func words(for consultation: Consultation, in session: Session) throws -> [String: String]
}

/// A move of a consultation.
struct Transition: Sendable {
    /// The last part of the path: `accept`, `no-show`, …
    var verb: String
    /// The statuses it is made from, for the shell.
    var from: [String]
    var reading: Phrase
}

/// Which consultation is moved, and how carefully.
struct TransitionTarget<Command: TransitionCommand>: ParsableArguments {
    @Argument(
        help: "The consultation's id, or its last characters.",
        completion: .live(.consultations(Command.transition.from)))
    var id: String
    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
}

extension TransitionCommand {
    var connection: ConnectionOptions { target.connection }

    func body(for consultation: Consultation, in session: Session) throws -> JSON { .object([:]) }

    func words(for consultation: Consultation, in session: Session) throws -> [String: String] { [:] }

    func run(in session: Session) async throws {
        let found = try await session.consultation(target.id)
        let consultation = found.consultation
        let body = try body(for: consultation, in: session)
        let words = try words(for: consultation, in: session)
            .merging(["what": session.consultationText.line(consultation)]) { $1 }
        let told = session.text(.told, ["student": consultation.student.name.printableLine])
        let wasAsked = try session.confirm(
            session.text(Self.transition.reading, words) + "\n" + told, target.write)
        // What was agreed to is what was shown: if it changed while the question stood there, nothing is done.
        let call = APICall.post("v1", "consultations", consultation.id, Self.transition.verb, body: body)
            .matching(wasAsked ? found.etag : nil)
        try session.printResult(try await session.send(call))
    }
}
