import APIModel
import Foundation
import Terminal
import ZoneData

/// Words a failed call for the person at the terminal: one plain sentence, and what goes with it on lines below.
struct FailureText: Sendable {
    var language: Language
    var directory: ZoneDirectory?
    /// The server's address.
    var url: String

    func text(of failure: APIFailure) -> String {
        switch failure {
        case .problem(let problem):
            return text(of: problem)
        case .refused(let status):
            return Phrase.refusedStatus.text(language, ["status": String(status)])
        case .unreachable(let reason):
            return Phrase.unreachable.text(language, ["url": url, "reason": reason.printableLine])
        case .unanswered(let reason, let wasWrite):
            let phrase: Phrase = wasWrite ? .unansweredWrite : .unanswered
            return phrase.text(language, ["url": url, "reason": reason.printableLine])
        case .unreadableAnswer(let status, _):
            return Phrase.unreadableAnswer.text(language, ["status": String(status), "url": url])
        }
    }

    private func text(of problem: Problem) -> String {
        var lines = [problem.detail.isEmpty ? problem.title.printableLine : problem.detail.printableLine]
        for error in problem.errors ?? [] {
            lines.append("  \(error.pointer.printableLine): \(error.message.printableLine)")
        }
        for reason in problem.reasons ?? [] {
            lines.append("  \(reason.message.printableLine)")
        }
        if let alternatives = problem.alternatives, !alternatives.isEmpty {
            let clock = WallClock(directory: directory, language: language)
            lines.append("  " + Phrase.alternativesTitle.text(language))
            lines += alternatives.map { slot in
                // The problem doesn't name a zone, so the offset the times are in goes with them.
                "    \(clock.span(slot.start, slot.end, in: nil)) \(slot.start.hasSuffix("Z") ? "UTC" : slot.start.suffix(6))"
            }
        }
        // Whoever runs the server can find the failure by this number.
        if problem.status >= 500 {
            lines.append("  " + Phrase.requestNumber.text(language, ["id": problem.requestId.printableLine]))
        }
        return lines.joined(separator: "\n")
    }
}
