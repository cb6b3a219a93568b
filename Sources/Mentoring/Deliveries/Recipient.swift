import Foundation

/// Whom something is told: a person, the operators, or everybody who integrates with the service.
public enum Recipient: Sendable, Hashable {
    case student(StudentID)
    case mentor(MentorID)
    /// Whoever runs the service, together: an admin's token is nobody in particular.
    case operators
    case integrators

    /// As the tables write it.
    var role: String {
        switch self {
        case .student: "student"
        case .mentor: "mentor"
        case .operators: "operator"
        case .integrators: "integrator"
        }
    }

    var uuid: UUID {
        switch self {
        case .student(let id): id.uuid
        case .mentor(let id): id.uuid
        case .operators, .integrators: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        }
    }

    /// - Throws: ``StoredValueError`` for a role this build doesn't know.
    init(role: String, uuid: UUID) throws {
        switch role {
        case "student": self = .student(StudentID(uuid: uuid))
        case "mentor": self = .mentor(MentorID(uuid: uuid))
        case "operator": self = .operators
        case "integrator": self = .integrators
        default: throw StoredValueError(column: "recipient_role")
        }
    }
}

extension Caller {
    /// The caller as somebody who is told things; nil for an admin, who is nobody in particular.
    var recipient: Recipient? {
        switch subject {
        case .student(let id): .student(id)
        case .mentor(let id, _): .mentor(id)
        case .admin: nil
        }
    }
}
