import Postgres

/// The figures of one week for all mentors or one, over all directions or one of them.
struct ReportCell: Sendable {
    /// Whose figures they are.
    struct Place: Sendable, Hashable {
        /// Nil for all mentors.
        let mentor: MentorID?
        /// Nil for all directions, empty for consultations without one.
        let direction: String?

        static let overall = Place(mentor: nil, direction: nil)
    }

    let place: Place
    /// The mentor as they are called; nil for all.
    let mentor: ReportedMentor?
    var figures: Figures
    /// Sessions by hour of the week, 168 of them; only over all directions.
    var heat: [Int]?
}

/// A mentor as a report names them.
public struct ReportedMentor: Sendable, Hashable {
    public let id: MentorID
    public let handle: String
    public let name: String
}

/// Whose report it is.
enum ReportScope: Sendable {
    case all
    case mentor(ReportedMentor)

    /// A condition on a column that holds a mentor's id.
    func condition(_ column: String) -> SQL {
        switch self {
        case .all: "true"
        case .mentor(let mentor): "\(unescaped: column) = \(mentor.id)"
        }
    }

    /// The place of the figures over everything in it.
    var overall: ReportCell.Place {
        switch self {
        case .all: .overall
        case .mentor(let mentor): .init(mentor: mentor.id, direction: nil)
        }
    }
}
