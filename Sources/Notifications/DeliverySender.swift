public import Mentoring
public import Scheduling

/// Hands deliveries to whoever receives them.
public protocol DeliverySender: Sendable {
    /// Returns when the receiver has them.
    ///
    /// - Parameter deliveries: one, or for a robot all that wait, which go as one message.
    /// - Throws: ``DeliveryFailure``; anything else is tried again.
    func send(_ deliveries: [Delivery], to destination: DueDestination, target: DestinationTarget, at now: Instant)
        async throws
}

/// Why a delivery was not taken, in words that hold no secret.
public struct DeliveryFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Verdict: Sendable, Hashable {
        /// Tried again; not before so many seconds where the receiver says so.
        case again(afterSeconds: Int?)
        /// This one will never be taken; another may be.
        case refused
        /// There is nobody there any more.
        case gone
    }

    public let description: String
    public let verdict: Verdict

    public init(_ description: String, _ verdict: Verdict = .again(afterSeconds: nil)) {
        self.description = description
        self.verdict = verdict
    }
}
