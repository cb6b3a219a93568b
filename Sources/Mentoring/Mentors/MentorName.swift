import Postgres

/// A mentor as a request names them: by handle or by id.
public enum MentorName: Sendable, Hashable {
    case handle(String)
    case id(MentorID)

    /// `mnt_…` is an id, anything else a handle.
    public init(_ text: String) {
        self = MentorID(text).map(Self.id) ?? .handle(text)
    }

    /// Picks the mentor's row in a query whose only table with such columns is `mentors`.
    var condition: SQL {
        switch self {
        case .handle(let handle): "handle = \(handle)"
        case .id(let id): "id = \(id)"
        }
    }

    /// The mentor's id inside a larger statement.
    var idQuery: SQL {
        switch self {
        case .handle(let handle): "(SELECT named.id FROM mentors named WHERE named.handle = \(handle))"
        case .id(let id): "\(id)"
        }
    }
}
