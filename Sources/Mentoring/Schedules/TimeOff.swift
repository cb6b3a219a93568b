public import Scheduling

/// A span in which a mentor can't be booked.
public struct TimeOff: Sendable, Hashable {
    public let id: TimeOffID
    public let span: Range<Instant>
    public let note: String?

    public init(id: TimeOffID, span: Range<Instant>, note: String?) {
        self.id = id
        self.span = span
        self.note = note
    }
}
