/// One version of a direction's curriculum: its own steps with the foundation steps it draws on.
///
/// A version never changes once it is published. The order of the steps is the author's, foundations first, and
/// decides wherever rules leave a choice.
public struct DirectionCurriculum: Hashable, Sendable {
    /// The slug of the direction.
    public var direction: String
    public var version: String
    public var name: String
    public var nameEN: String
    public var steps: [Step]

    public init(direction: String, version: String, name: String, nameEN: String, steps: [Step]) {
        self.direction = direction
        self.version = version
        self.name = name
        self.nameEN = nameEN
        self.steps = steps
    }

    /// The step of this name, or nil when there is none.
    public func find(_ slug: String) -> Step? {
        steps.first { $0.slug == slug }
    }

    /// The hours of the steps no plan may leave out.
    public var requiredHours: Int {
        steps.reduce(0) { $0 + ($1.isOptional ? 0 : $1.hours) }
    }
}

extension DirectionCurriculum: Codable {
    private enum CodingKeys: String, CodingKey {
        case direction, version, name
        case nameEN = "name_en"
        case steps
    }
}
