public import Scheduling

/// A mentor and what they show of themselves.
public struct Mentor: Sendable, Hashable {
    public let id: MentorID
    public let handle: String
    public let name: String
    public let headline: String?
    public let school: String?
    public let employer: String?
    public let region: String?
    /// Slugs, in the order the mentor was given them.
    public let directions: [String]
    public let timezone: String
    public let bio: String?
    public let createdAt: Instant
    /// Active ones only, in the mentor's order.
    public let offerings: [Offering]
}
