/// What a student says of themselves when they register.
public struct StudentProfile: Sendable, Hashable, Codable {
    public var name: String
    public var email: String
    public var timezone: String
    public var direction: String?
    public var graduationYear: Int?
    public var locale: String?

    public init(
        name: String, email: String, timezone: String, direction: String? = nil, graduationYear: Int? = nil,
        locale: String? = nil
    ) {
        self.name = name
        self.email = email
        self.timezone = timezone
        self.direction = direction
        self.graduationYear = graduationYear
        self.locale = locale
    }
}
