/// What planning again changes, by dates.
public struct PlanChanges: Hashable, Sendable {
    /// A step that a plan gains or loses.
    public struct Dated: Hashable, Sendable {
        public var slug: String
        public var dates: StepDates

        public init(slug: String, dates: StepDates) {
            self.slug = slug
            self.dates = dates
        }
    }

    /// A step whose dates change.
    public struct Moved: Hashable, Sendable {
        public var slug: String
        public var old: StepDates
        public var new: StepDates

        public init(slug: String, old: StepDates, new: StepDates) {
            self.slug = slug
            self.old = old
            self.new = new
        }
    }

    /// In the order of the new path.
    public var moved: [Moved]
    /// In the order of the new path.
    public var added: [Dated]
    /// By their old dates.
    public var dropped: [Dated]

    /// The difference between the dates a plan has and the path it would get.
    public init(from old: [String: StepDates], to path: PlannedPath) {
        moved = path.steps.compactMap { step in
            guard let before = old[step.slug], before != step.dates else { return nil }
            return Moved(slug: step.slug, old: before, new: step.dates)
        }
        added = path.steps.compactMap { step in
            old[step.slug] == nil ? Dated(slug: step.slug, dates: step.dates) : nil
        }
        let kept = Set(path.steps.map(\.slug))
        dropped = old.filter { !kept.contains($0.key) }.map { Dated(slug: $0.key, dates: $0.value) }.sorted {
            ($0.dates.startsOn, $0.dates.dueOn, $0.slug) < ($1.dates.startsOn, $1.dates.dueOn, $1.slug)
        }
    }

    /// Whether nothing changes.
    public var isEmpty: Bool { moved.isEmpty && added.isEmpty && dropped.isEmpty }
}
