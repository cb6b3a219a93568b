/// A mentor's public page.
public struct Mentor: Codable, Hashable, Sendable {
    public var id: String
    public var handle: String
    public var name: String
    @Nullable public var headline: String?
    @Nullable public var school: String?
    @Nullable public var employer: String?
    @Nullable public var region: String?
    public var directions: [String]
    public var timezone: String
    @Nullable public var bio: String?
    /// Active offerings; `meeting` is never among what is shown here.
    public var offerings: [Offering]

    public init(
        id: String, handle: String, name: String, headline: String?, school: String?, employer: String?,
        region: String?, directions: [String], timezone: String, bio: String?, offerings: [Offering]
    ) {
        self.id = id
        self.handle = handle
        self.name = name
        self._headline = Nullable(wrappedValue: headline)
        self._school = Nullable(wrappedValue: school)
        self._employer = Nullable(wrappedValue: employer)
        self._region = Nullable(wrappedValue: region)
        self.directions = directions
        self.timezone = timezone
        self._bio = Nullable(wrappedValue: bio)
        self.offerings = offerings
    }
}

/// A mentor as named inside other answers.
public struct MentorReference: Codable, Hashable, Sendable {
    public var handle: String
    public var name: String

    public init(handle: String, name: String) {
        self.handle = handle
        self.name = name
    }
}
