public import Scheduling

/// An entry of a calendar.
public struct CalendarEvent: Hashable, Sendable {
    /// When it is.
    public enum Timing: Hashable, Sendable {
        /// From one instant to another, written in UTC so that a reader shows it in its own zone.
        case time(start: Instant, end: Instant)
        /// Whole days, both ends included.
        case days(ClosedRange<CivilDate>)
    }

    /// Whether it stands.
    public enum Status: String, Hashable, Sendable {
        case tentative = "TENTATIVE"
        case confirmed = "CONFIRMED"
        case cancelled = "CANCELLED"
    }

    /// The same for the same thing for ever, so that a reader replaces what it holds.
    public var uid: String
    public var timing: Timing
    public var summary: String
    /// When the entry was last changed: the same answer for the same state, whenever it is asked for.
    public var changedAt: Instant
    /// How often it has been changed.
    public var sequence: Int
    public var status: Status
    public var details: String?
    public var location: String?
    public var url: String?
    /// Whether its owner is busy meanwhile; a due date leaves them free.
    public var isBusy: Bool
    /// Minutes before the start at which a reader reminds, each.
    public var reminderMinutes: [Int]
    /// Who invites whom, in an invitation.
    public var invitation: Invitation?

    /// The addresses of an invitation.
    public struct Invitation: Hashable, Sendable {
        public var organizer: String
        public var attendee: String

        public init(organizer: String, attendee: String) {
            self.organizer = organizer
            self.attendee = attendee
        }
    }

    public init(
        uid: String, timing: Timing, summary: String, changedAt: Instant, sequence: Int = 0,
        status: Status = .confirmed, details: String? = nil, location: String? = nil, url: String? = nil,
        isBusy: Bool = true, reminderMinutes: [Int] = [], invitation: Invitation? = nil
    ) {
        self.uid = uid
        self.timing = timing
        self.summary = summary
        self.changedAt = changedAt
        self.sequence = sequence
        self.status = status
        self.details = details
        self.location = location
        self.url = url
        self.isBusy = isBusy
        self.reminderMinutes = reminderMinutes
        self.invitation = invitation
    }
}
