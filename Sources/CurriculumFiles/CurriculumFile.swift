import Curriculum
import Yams

/// One YAML file in the form that `Config/curricula/README.md` documents: a direction's own steps, or the foundations.
struct CurriculumFile: Sendable {
    /// A step and the line it begins on.
    struct LocatedStep: Sendable {
        let step: Step
        let line: Int
    }

    /// What a direction's file says besides its steps.
    struct Heading: Sendable {
        let direction: String
        let version: String
        let name: String
        let nameEN: String
        let drawsOn: [(slug: String, line: Int)]
    }

    let name: String
    /// Nil in the file of the foundations.
    let heading: Heading?
    let steps: [LocatedStep]

    /// Reads the file; what is wrong with its form is added to `problems`, each with its line.
    ///
    /// A word that is missing is read as an empty one: the lint says so, and knows the step.
    init?(named name: String, yaml: String, problems: inout [CurriculumFileProblem]) {
        self.name = name
        var reader = NodeReader(file: name)
        defer { problems += reader.problems }
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: yaml) else {
                reader.report("the file is empty", at: nil)
                return nil
            }
            root = node
        } catch {
            reader.report("\(error)", at: nil)
            return nil
        }
        guard
            var fields = reader.fields(
                root, known: ["foundation", "direction", "name", "name_en", "version", "draws_on", "steps"])
        else { return nil }
        steps = reader.items(fields["steps"]).compactMap { reader.step($0) }
        if let foundation = fields.removeValue(forKey: "foundation"), reader.flag(foundation) {
            heading = nil
            for field in ["direction", "name", "name_en", "version", "draws_on"] {
                if let node = fields[field] { reader.report("the foundations have no \(field)", at: node) }
            }
        } else {
            let direction = reader.text(fields["direction"])
            if direction.isEmpty { reader.report("names neither a direction nor foundation: true", at: root) }
            heading = Heading(
                direction: direction, version: reader.text(fields["version"]), name: reader.text(fields["name"]),
                nameEN: reader.text(fields["name_en"]),
                drawsOn: reader.items(fields["draws_on"]).map { (slug: reader.text($0), line: $0.mark?.line ?? 0) })
        }
    }
}
