public import Scheduling

/// A conversation between a student and a mentor, with or without a booked time.
public struct Consultation: Sendable, Hashable {
    /// A side as the other one sees it.
    public struct Person<ID: Sendable & Hashable>: Sendable, Hashable {
        public let id: ID
        public let name: String
    }

    /// What came of the session, in the mentor's words.
    public struct Outcome: Sendable, Hashable {
        public enum Result: String, Sendable, Hashable, CaseIterable {
            case passed, again, skipped
        }

        public let result: Result?
        public let note: String?

        public init(result: Result?, note: String?) {
            self.result = result
            self.note = note
        }
    }

    public let id: ConsultationID
    public let mentor: Person<MentorID>
    public let mentorHandle: String
    public let student: Person<StudentID>
    /// As it stands at the instant it was read at: an unanswered request whose time is up reads as `expired`.
    public var status: ConsultationStatus
    public let topic: String
    public var direction: String?
    public var time: BookedTime?
    /// A student cancelled or moved it after the free time; stays for good.
    public var isLate: Bool
    public var absent: Side?
    public var absenceReportedAt: Instant?
    public var isDisputed: Bool
    public var isUpheld: Bool
    public var outcome: Outcome?
    /// Given with the last decline, cancel, move or objection.
    public var reason: String?
    public let plan: PlanID?
    public let planStep: String?
    public var messageCount: Int
    /// Until when the mentor owes an answer to a message; nil while none is owed.
    public var replyBy: Instant?
    /// Messages of the other side that the reader hasn't marked as read.
    public var unreadCount: Int
    public var version: Int
    /// False for an expiry that only time has decided yet.
    public var isExpiryWritten: Bool
    public let createdAt: Instant
    public var updatedAt: Instant

    /// What calendars know it by, in feeds and invitations alike.
    public var calendarUID: String { "\(id)@mentordesk" }

    var facts: ConsultationRules.Facts {
        ConsultationRules.Facts(
            status: status, start: time?.start, end: time?.end, approval: time?.approval, absent: absent,
            absenceReportedAt: absenceReportedAt, isDisputed: isDisputed, isUpheld: isUpheld)
    }

    /// The answer that is owed is late.
    public func isOverdue(at now: Instant) -> Bool {
        replyBy.map { $0 <= now } ?? false
    }

    /// Confirmed and over: the mentor still has to say what happened.
    public func isUnresolved(at now: Instant) -> Bool {
        guard status == .confirmed, let time else { return false }
        return time.end <= now
    }
}
