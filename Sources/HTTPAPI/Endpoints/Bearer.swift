public import Mentoring

/// The caller of a request, as the frame needs to know them.
public struct Bearer: Principal {
    public let caller: Caller

    public init(_ caller: Caller) {
        self.caller = caller
    }

    public var role: Role {
        switch caller.role {
        case .student: .student
        case .mentor: .mentor
        case .admin: .admin
        }
    }

    public var principalID: String { caller.key }
    public var tokenID: String { caller.token.description }

    public var mentorHandle: String? {
        if case .mentor(_, let handle) = caller.subject { handle } else { nil }
    }
}
