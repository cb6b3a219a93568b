import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct Open: SessionCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open a session's meeting; the next session's when none is named.",
        discussion: examples("mentorctl open", "mentorctl open 7XK9", "mentorctl open 7XK9 --print"))

    @Argument(
        help: "The consultation's id, or its last characters; the next session's when left out.",
        completion: .live(.consultations(["confirmed"])))
    var id: String?
    @Flag(help: "Print the link, and open nothing.") var print = false
    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }

    func run(in session: Session) async throws {
        let consultation: Consultation
        if let id {
            consultation = try await session.consultation(id).consultation
        } else {
            guard let next = try await session.nextSession()?.item else {
                throw session.failure(.notFound, .nothingNext)
            }
            consultation = next
        }
        let line = session.consultationText.line(consultation)
        guard let meeting = consultation.meeting else {
            throw session.failure(.notFound, .noMeeting, ["what": line])
        }
        // The link is the mentor's own, but it comes over the network: only what a browser opens is handed on.
        guard let url = meeting.url, let parts = URLComponents(string: url), ["http", "https"].contains(parts.scheme),
            parts.host?.isEmpty == false
        else {
            let told = [meeting.kind, meeting.url, meeting.note].compactMap { $0?.printableLine }.joined(
                separator: " · ")
            throw session.failure(.notFound, .noMeetingLink, ["what": line, "meeting": told])
        }
        if session.printsJSON {
            return try session.print(json: ["id": .string(consultation.id), "url": .string(url)])
        }
        session.console.writeError("\(line)\n")
        if print || !session.console.isOutputTerminal || !session.console.open(url: url) {
            return session.print(url.printableLine)
        }
        session.print(.opened, ["url": url.printableLine])
    }
}
