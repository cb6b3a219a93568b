/// A student as they see themselves.
public struct Student: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var email: String
    public var timezone: String
    @Nullable public var direction: String?
    @Nullable public var graduationYear: Int?
    @Nullable public var locale: String?
    public var createdAt: String

    public init(
        id: String, name: String, email: String, timezone: String, direction: String?, graduationYear: Int?,
        locale: String?, createdAt: String
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.timezone = timezone
        self._direction = Nullable(wrappedValue: direction)
        self._graduationYear = Nullable(wrappedValue: graduationYear)
        self._locale = Nullable(wrappedValue: locale)
        self.createdAt = createdAt
    }
}

/// A student as named inside other answers.
public struct StudentReference: Codable, Hashable, Sendable {
    public var id: String
    public var name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// The answer of an open registration: the token is shown this once.
public struct Registration: Codable, Hashable, Sendable {
    public var student: Student
    public var token: String

    public init(student: Student, token: String) {
        self.student = student
        self.token = token
    }
}
