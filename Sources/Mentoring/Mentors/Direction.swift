/// A hiring track.
public struct Direction: Sendable, Hashable {
    public let slug: String
    public let name: String
    public let nameEn: String
    /// Steps in its published curriculum.
    public let stepCount: Int
}
