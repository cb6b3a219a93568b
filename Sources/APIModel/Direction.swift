/// A hiring track a student prepares for.
public struct Direction: Codable, Hashable, Sendable {
    public var slug: String
    public var name: String
    public var nameEn: String
    /// Steps in the published curriculum, those of the shared foundations included; 0 while none is published.
    public var stepCount: Int

    public init(slug: String, name: String, nameEn: String, stepCount: Int) {
        self.slug = slug
        self.name = name
        self.nameEn = nameEn
        self.stepCount = stepCount
    }
}
