/// What an administrator writes of a mentor. The zone is the one their schedule starts with.
public struct MentorProfile: Sendable, Hashable {
    public var handle: String
    public var name: String
    public var timezone: String
    public var directions: [String]
    public var headline: String?
    public var school: String?
    public var employer: String?
    public var region: String?
    public var bio: String?

    public init(
        handle: String, name: String, timezone: String, directions: [String], headline: String? = nil,
        school: String? = nil, employer: String? = nil, region: String? = nil, bio: String? = nil
    ) {
        self.handle = handle
        self.name = name
        self.timezone = timezone
        self.directions = directions
        self.headline = headline
        self.school = school
        self.employer = employer
        self.region = region
        self.bio = bio
    }
}
