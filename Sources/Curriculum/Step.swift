/// A node of a curriculum.
public struct Step: Hashable, Sendable {
    /// Its name within the direction.
    public var slug: String
    public var title: String
    public var titleEN: String
    public var kind: StepKind
    /// Focused hours for someone who meets the prerequisites.
    public var hours: Int
    /// The steps that come directly before, in the order in which they were written.
    public var prerequisites: [String]
    /// Whether a short plan may leave it out.
    public var isOptional: Bool
    /// What one can do afterwards, so that a mentor can check it.
    public var outcomes: [String]
    /// What interviewers ask.
    public var questions: [String]
    public var resources: [StepResource]

    public init(
        slug: String, title: String, titleEN: String, kind: StepKind, hours: Int, prerequisites: [String] = [],
        isOptional: Bool = false, outcomes: [String] = [], questions: [String] = [], resources: [StepResource] = []
    ) {
        self.slug = slug
        self.title = title
        self.titleEN = titleEN
        self.kind = kind
        self.hours = hours
        self.prerequisites = prerequisites
        self.isOptional = isOptional
        self.outcomes = outcomes
        self.questions = questions
        self.resources = resources
    }
}

extension Step: Codable {
    private enum CodingKeys: String, CodingKey {
        case slug, title
        case titleEN = "title_en"
        case kind, hours, prerequisites
        case isOptional = "optional"
        case outcomes, questions, resources
    }
}
