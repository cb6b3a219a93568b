/// What changes from one version of a curriculum to another.
public struct CurriculumDiff: Hashable, Sendable {
    /// A field whose value differs.
    public struct Change: Hashable, Sendable {
        /// The field's name as the file has it.
        public let field: String
        public let old: String
        public let new: String
    }

    /// A step that both versions hold and that differs.
    public struct ChangedStep: Hashable, Sendable {
        public let slug: String
        public let changes: [Change]
    }

    /// In the new version's order.
    public let added: [Step]
    /// In the old version's order.
    public let removed: [Step]
    /// In the new version's order.
    public let changed: [ChangedStep]
    /// The names of the whole.
    public let names: [Change]
    /// Whether the steps that both hold come in another order.
    public let isReordered: Bool

    public init(from old: DirectionCurriculum, to new: DirectionCurriculum) {
        let before = Dictionary(old.steps.map { ($0.slug, $0) }) { first, _ in first }
        let after = Set(new.steps.map(\.slug))
        added = new.steps.filter { before[$0.slug] == nil }
        removed = old.steps.filter { !after.contains($0.slug) }
        changed = new.steps.compactMap { step in
            guard let previous = before[step.slug] else { return nil }
            let changes = Self.changes(from: previous, to: step)
            return changes.isEmpty ? nil : ChangedStep(slug: step.slug, changes: changes)
        }
        names = Self.differing([("name", old.name, new.name), ("name_en", old.nameEN, new.nameEN)])
        isReordered =
            old.steps.map(\.slug).filter(after.contains) != new.steps.map(\.slug).filter { before[$0] != nil }
    }

    /// Whether a plan made from one would be the plan made from the other, word for word.
    public var isEmpty: Bool {
        added.isEmpty && removed.isEmpty && changed.isEmpty && names.isEmpty && !isReordered
    }

    private static func changes(from old: Step, to new: Step) -> [Change] {
        differing([
            ("title", old.title, new.title), ("title_en", old.titleEN, new.titleEN),
            ("kind", old.kind.rawValue, new.kind.rawValue), ("hours", "\(old.hours)", "\(new.hours)"),
            ("prerequisites", list(old.prerequisites), list(new.prerequisites)),
            ("optional", "\(old.isOptional)", "\(new.isOptional)"),
            ("outcomes", list(old.outcomes), list(new.outcomes)),
            ("questions", list(old.questions), list(new.questions)),
            (
                "resources", list(old.resources.map { "\($0.title) <\($0.url)>" }),
                list(new.resources.map { "\($0.title) <\($0.url)>" })
            ),
        ])
    }

    private static func differing(_ fields: [(String, String, String)]) -> [Change] {
        fields.filter { $0.1 != $0.2 }.map { Change(field: $0.0, old: $0.1, new: $0.2) }
    }

    private static func list(_ items: [String]) -> String {
        "[\(items.joined(separator: ", "))]"
    }
}

extension CurriculumDiff: CustomStringConvertible {
    /// One line for each thing that differs: `+` added, `-` removed, `~` changed.
    public var description: String {
        var lines = names.map { "~ \($0.field): \($0.old) → \($0.new)" }
        lines += added.map { "+ \($0.slug): \($0.titleEN), \($0.hours) h" }
        lines += removed.map { "- \($0.slug): \($0.titleEN), \($0.hours) h" }
        for step in changed {
            lines += step.changes.map { "~ \(step.slug) \($0.field): \($0.old) → \($0.new)" }
        }
        if isReordered { lines.append("~ the steps come in another order") }
        return lines.joined(separator: "\n")
    }
}
