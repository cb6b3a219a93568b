public import Scheduling

/// A student as they see themselves.
public struct Student: Sendable, Hashable {
    public let id: StudentID
    public var name: String
    public let email: String
    public var timezone: String
    public var direction: String?
    public var graduationYear: Int?
    /// A language tag (BCP 47), such as `zh-Hans` or `en`.
    public var locale: String?
    public let createdAt: Instant
}
