/// A version of a direction's curriculum.
public struct CurriculumDocument: Codable, Hashable, Sendable {
    /// A node of the curriculum.
    public struct Step: Codable, Hashable, Sendable {
        public struct Resource: Codable, Hashable, Sendable {
            public var title: String
            public var url: String

            public init(title: String, url: String) {
                self.title = title
                self.url = url
            }
        }

        public var slug: String
        public var title: String
        public var titleEn: String
        /// `concept`, `paper`, `project`, `coding` or `interview`; later versions may add others.
        public var kind: String
        public var hours: Int
        public var prerequisites: [String]
        public var optional: Bool
        public var outcomes: [String]
        public var questions: [String]
        public var resources: [Resource]

        public init(
            slug: String, title: String, titleEn: String, kind: String, hours: Int, prerequisites: [String],
            optional: Bool, outcomes: [String], questions: [String], resources: [Resource]
        ) {
            self.slug = slug
            self.title = title
            self.titleEn = titleEn
            self.kind = kind
            self.hours = hours
            self.prerequisites = prerequisites
            self.optional = optional
            self.outcomes = outcomes
            self.questions = questions
            self.resources = resources
        }
    }

    public var direction: String
    public var name: String
    public var nameEn: String
    public var version: String
    public var steps: [Step]

    public init(direction: String, name: String, nameEn: String, version: String, steps: [Step]) {
        self.direction = direction
        self.name = name
        self.nameEn = nameEn
        self.version = version
        self.steps = steps
    }
}
