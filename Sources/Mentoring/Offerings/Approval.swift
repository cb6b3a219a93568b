/// Who confirms a booking.
public enum Approval: String, Sendable, Hashable, Codable, CaseIterable {
    /// Booking confirms at once.
    case instant
    /// The mentor answers the request.
    case mentor
}
