import APIModel
import ArgumentParser
import Foundation
import Scheduling
import Terminal

struct Inbox: SessionCommand, TabularCommand {
    static let configuration = CommandConfiguration(
        abstract: "What waits for you: overdue answers, then requests, unread messages, sessions to settle.",
        discussion: examples("mentorctl inbox", "mentorctl inbox --mentor lin-wei", "mentorctl inbox -o csv"))
    static let fieldNames = ["list"] + ConsultationText.fieldNames

    @OptionGroup var onBehalf: OnBehalfOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions
    var behalf: String? { onBehalf.mentor }
    var isPaged: Bool { true }

    func run(in session: Session) async throws {
        // What is alive is bounded by caps and the horizon; unread messages of what is over, by the newest hundred.
        async let late = session.consultations(statuses: [], isOverdue: true, limit: 1000)
        async let alive = session.consultations(statuses: ["open", "requested", "confirmed"], limit: 2000)
        async let over = session.consultations(
            statuses: ["completed", "no_show", "declined", "cancelled", "expired"], limit: 100)
        let overdue = try await late.paired.sorted { left, right in
            (instant(left.item.replyBy), left.item.id) < (instant(right.item.replyBy), right.item.id)
        }
        let items = try await alive.paired + over.paired
        let requests = items.filter { $0.item.status == "requested" }.sorted { left, right in
            (instant(left.item.respondBy), left.item.id) < (instant(right.item.respondBy), right.item.id)
        }
        let unread = items.filter { $0.item.unreadCount > 0 }
        let unresolved = items.filter { $0.item.unresolved || $0.item.disputed }.sorted { left, right in
            (instant(left.item.start), left.item.id) < (instant(right.item.start), right.item.id)
        }
        if session.printsJSON {
            return try session.print(
                json: [
                    "overdue": .array(overdue.map(\.json)), "requests": .array(requests.map(\.json)),
                    "unread": .array(unread.map(\.json)), "unresolved": .array(unresolved.map(\.json)),
                ], fields: Self.fieldNames)
        }
        let view = session.consultationText
        var sections: [(Phrase, Table)] = []
        if !overdue.isEmpty {
            let table = view.table(
                overdue.map(\.item), namesStatus: false,
                extra: (session.text(.columnReplyBy), { session.clock.moment($0.replyBy, in: $0.timezone) }))
            sections.append((.inboxOverdue, table))
        }
        if !requests.isEmpty {
            let table = view.table(
                requests.map(\.item), namesStatus: false,
                extra: (session.text(.columnRespondBy), { session.clock.moment($0.respondBy, in: $0.timezone) }))
            sections.append((.inboxRequests, table))
        }
        // Those that are overdue have been named already, as what is more urgent.
        let named = Set(overdue.map(\.item.id))
        let others = unread.map(\.item).filter { !named.contains($0.id) }
        if !others.isEmpty {
            let table = view.table(others, extra: (session.text(.columnUnread), { String($0.unreadCount) }))
            sections.append((.inboxUnread, table))
        }
        if !unresolved.isEmpty { sections.append((.inboxUnresolved, view.table(unresolved.map(\.item)))) }
        if sections.isEmpty { return session.print(.inboxEmpty) }
        for (index, section) in sections.enumerated() {
            if index > 0 { session.print() }
            session.printTitle(session.text(section.0))
            session.print(section.1)
        }
    }

    private func instant(_ text: String?) -> Instant {
        text.flatMap { Instant(rfc3339: $0) } ?? .latest
    }
}
