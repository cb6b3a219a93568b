public import Curriculum
public import Scheduling

/// A step that somebody adds to a plan by hand.
public struct OwnStep: Sendable, Hashable {
    /// Nil gives it the next free `own-1`, `own-2` …
    public var slug: String?
    public var title: String
    /// Nil takes the other title.
    public var titleEN: String?
    public var kind: StepKind
    public var hours: Int
    public var prerequisites: [String]
    public var dueOn: CivilDate?
    public var note: String?

    public init(
        slug: String? = nil, title: String, titleEN: String? = nil, kind: StepKind, hours: Int,
        prerequisites: [String] = [], dueOn: CivilDate? = nil, note: String? = nil
    ) {
        self.slug = slug
        self.title = title
        self.titleEN = titleEN
        self.kind = kind
        self.hours = hours
        self.prerequisites = prerequisites
        self.dueOn = dueOn
        self.note = note
    }
}
