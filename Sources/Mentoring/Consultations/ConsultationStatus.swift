/// Where a consultation stands.
public enum ConsultationStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// A conversation without a time.
    case open
    /// A time is asked for; the mentor answers by `respond_by`.
    case requested
    case confirmed
    case completed
    /// One side didn't come; the other said so.
    case noShow = "no_show"
    case declined
    case cancelled
    /// Nobody answered in time.
    case expired
    case closed

    /// Whether it holds its time against other bookings and counts for caps (slot rule 5).
    public var holdsTime: Bool {
        switch self {
        case .requested, .confirmed, .completed, .noShow: true
        case .open, .declined, .cancelled, .expired, .closed: false
        }
    }
}
