/// A consultation with a time that stands in the way of others.
///
/// Only those that count: the caller leaves out statuses that don't block, requests past their `respond_by`
/// and, when rescheduling, the consultation itself.
public struct Booking: Hashable, Sendable {
    /// When the session starts. Its civil day and ISO week are what caps count.
    public let start: Instant
    /// When the session ends.
    public let end: Instant
    /// The start less the buffer it was booked with.
    public let occupiedStart: Instant
    /// The end plus the buffer it was booked with.
    public let occupiedEnd: Instant
    /// Whether it is of the offering for which slots are asked.
    public let isSameOffering: Bool

    /// A booking with its occupied span.
    public init(
        start: Instant, end: Instant, occupiedStart: Instant, occupiedEnd: Instant, isSameOffering: Bool
    ) {
        self.start = start
        self.end = end
        self.occupiedStart = occupiedStart
        self.occupiedEnd = occupiedEnd
        self.isSameOffering = isSameOffering
    }

    /// A booking with the buffers it was made with, in minutes.
    public init(
        start: Instant, end: Instant, bufferBeforeMinutes: Int = 0, bufferAfterMinutes: Int = 0,
        isSameOffering: Bool
    ) {
        self.init(
            start: start,
            end: end,
            occupiedStart: start.adding(minutes: -bufferBeforeMinutes),
            occupiedEnd: end.adding(minutes: bufferAfterMinutes),
            isSameOffering: isSameOffering)
    }
}
