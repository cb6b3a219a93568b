public import Foundation
public import Scheduling

/// Something on its way to one destination.
public struct Delivery: Sendable, Hashable {
    /// What it tells.
    public enum Content: Sendable, Hashable {
        case event(RecordedEvent)
        case notice(Notice)
    }

    public let id: DeliveryID
    public let content: Content
    /// 1 for the first try.
    public let attempt: Int
    public let createdAt: Instant
    /// The consultation it is about, as it stands now.
    public var consultation: Consultation?
    /// The sessions and requests of the week, for an agenda.
    public var week: [Consultation] = []
    /// The id that duplicates share: the event's, so that a replay is known as one too; else its own.
    public var messageID: String {
        switch content {
        case .event(let event): event.id.description
        case .notice: id.description
        }
    }

    /// The week whose report it is, for one that tells of a report.
    public var report: Notice.Report? {
        if case .notice(let notice) = content { notice.report } else { nil }
    }

    /// `consultation.confirmed`, `reminder.session`.
    public var topic: String {
        switch content {
        case .event(let event): event.type
        case .notice(let notice): notice.topic.rawValue
        }
    }
}

/// A destination that is leased, with what waits for it in order.
public struct DueDestination: Sendable {
    public let id: UUID
    public let kind: DestinationKind
    public let owner: Recipient
    /// Nil where it can't be opened, or the person has no address.
    public let target: DestinationTarget?
    public let robotHash: [UInt8]?
    public let reader: Reader
    /// Failures in a row, and since when.
    public let failures: Int
    public let failingSince: Instant?
    public let deliveries: [Delivery]
    /// Which lease this is.
    let lease: Int64
}

/// How whoever owns a destination reads.
public struct Reader: Sendable, Hashable {
    public let name: String
    public let language: EmailLanguage
    public let zone: ZoneRules
    public let quietHours: QuietHours?

    public init(name: String, language: EmailLanguage, zone: ZoneRules, quietHours: QuietHours?) {
        self.name = name
        self.language = language
        self.zone = zone
        self.quietHours = quietHours
    }
}
