import Curriculum
import Yams

/// Reads YAML nodes and notes, with their lines, those that are not what they should be.
struct NodeReader {
    let file: String
    private(set) var problems: [CurriculumFileProblem] = []

    init(file: String) {
        self.file = file
    }

    mutating func report(_ message: String, at node: Node?) {
        problems.append(CurriculumFileProblem(file: file, line: node?.mark?.line, message: message))
    }

    /// The values of a mapping by name; nil when it is none. Names that mean nothing are reported.
    mutating func fields(_ node: Node, known: Set<String>) -> [String: Node]? {
        guard let mapping = node.mapping else {
            report("expected names with values", at: node)
            return nil
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, known.contains(name) else {
                report("\(key.scalar?.string ?? "this") means nothing here", at: key)
                continue
            }
            fields[name] = value
        }
        return fields
    }

    mutating func text(_ node: Node?) -> String {
        guard let node else { return "" }
        guard let scalar = node.scalar else {
            report("expected text", at: node)
            return ""
        }
        return scalar.string
    }

    mutating func items(_ node: Node?) -> [Node] {
        guard let node else { return [] }
        guard let sequence = node.sequence else {
            report("expected a list", at: node)
            return []
        }
        return Array(sequence)
    }

    mutating func texts(_ node: Node?) -> [String] {
        items(node).map { text($0) }
    }

    mutating func flag(_ node: Node?) -> Bool {
        guard let node else { return false }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            report("expected true or false", at: node)
            return false
        }
    }

    mutating func step(_ node: Node) -> CurriculumFile.LocatedStep? {
        guard
            let fields = fields(
                node,
                known: [
                    "slug", "title", "title_en", "kind", "hours", "prerequisites", "optional", "outcomes",
                    "questions", "resources",
                ])
        else { return nil }
        var hours = 0
        if let node = fields["hours"] {
            if let number = node.scalar.flatMap({ Int($0.string) }) {
                hours = number
            } else {
                report("expected whole hours", at: node)
            }
        }
        let kind = fields["kind"].flatMap { $0.scalar.flatMap { StepKind(rawValue: $0.string) } }
        if kind == nil {
            let choices = StepKind.allCases.map(\.rawValue).joined(separator: ", ")
            report("expected a kind: \(choices)", at: fields["kind"] ?? node)
        }
        let step = Step(
            slug: text(fields["slug"]), title: text(fields["title"]), titleEN: text(fields["title_en"]),
            kind: kind ?? .concept, hours: hours, prerequisites: texts(fields["prerequisites"]),
            isOptional: flag(fields["optional"]), outcomes: texts(fields["outcomes"]),
            questions: texts(fields["questions"]), resources: resources(fields["resources"]))
        return CurriculumFile.LocatedStep(step: step, line: node.mark?.line ?? 0)
    }

    private mutating func resources(_ node: Node?) -> [StepResource] {
        items(node).compactMap { node in
            guard let fields = fields(node, known: ["title", "url"]) else { return nil }
            return StepResource(title: text(fields["title"]), url: text(fields["url"]))
        }
    }
}
