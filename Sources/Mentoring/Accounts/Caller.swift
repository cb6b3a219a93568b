import Foundation

/// Whoever a request comes from, as its token says.
public struct Caller: Sendable, Hashable {
    /// Whom the token speaks for.
    public enum Subject: Sendable, Hashable {
        case student(StudentID)
        case mentor(MentorID, handle: String)
        case admin
    }

    public let token: TokenID
    public let subject: Subject
    /// The person's name; the token's label for an admin.
    public let name: String
    /// The zone the person reads times in; UTC for an admin.
    public let timezone: String
    public let label: String
    /// When the token stops working, if ever.
    public let expiresAt: String?

    public init(token: TokenID, subject: Subject, name: String, timezone: String, label: String, expiresAt: String?) {
        self.token = token
        self.subject = subject
        self.name = name
        self.timezone = timezone
        self.label = label
        self.expiresAt = expiresAt
    }

    public var role: Role {
        switch subject {
        case .student: .student
        case .mentor: .mentor
        case .admin: .admin
        }
    }

    public var studentID: StudentID? {
        if case .student(let id) = subject { id } else { nil }
    }

    public var mentorID: MentorID? {
        if case .mentor(let id, _) = subject { id } else { nil }
    }

    /// Which side of a consultation the caller writes as; admins are on neither.
    public var side: Side? {
        switch subject {
        case .student: .student
        case .mentor: .mentor
        case .admin: nil
        }
    }

    /// What idempotency keys and rate limits belong to: the person, not the token.
    public var key: String {
        switch subject {
        case .student(let id): id.description
        case .mentor(let id, _): id.description
        case .admin: token.description
        }
    }

    /// The acting person's id in events; nil for an admin, whose token stands in the audit.
    var actorID: UUID? {
        switch subject {
        case .student(let id): id.uuid
        case .mentor(let id, _): id.uuid
        case .admin: nil
        }
    }
}

/// One of the two sides of a consultation.
public enum Side: String, Sendable, Hashable, CaseIterable {
    case student, mentor

    public var other: Side { self == .student ? .mentor : .student }
}
