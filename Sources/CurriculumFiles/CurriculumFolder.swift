import ConfigFiles
public import Curriculum

/// Curricula read from files, each direction put together with the foundations it draws on, and what is wrong.
public struct CurriculumFolder: Sendable {
    /// One for each direction's file, in the files' order, whatever is wrong with it.
    public let curricula: [DirectionCurriculum]
    /// What is wrong with the files and with the curricula, by file.
    public let problems: [CurriculumFileProblem]

    /// Whether every curriculum may be published.
    public var isPublishable: Bool { !problems.contains { $0.severity == .error } }

    /// - Parameters:
    ///   - files: names and texts. One of them may be the foundations.
    ///   - foundations: the foundations to take when `files` holds none; nil takes those built in.
    public init(
        _ files: [(name: String, yaml: String)],
        foundations given: (name: String, yaml: String)? = nil
    ) {
        let foundations = given ?? ("foundations.yaml", ConfigFiles.foundations)
        var problems: [CurriculumFileProblem] = []
        var read = files.compactMap { CurriculumFile(named: $0.name, yaml: $0.yaml, problems: &problems) }
        let ownFoundations = read.filter { $0.heading == nil }
        for extra in ownFoundations.dropFirst() {
            problems.append(
                CurriculumFileProblem(file: extra.name, line: nil, message: "there are foundations in another file"))
        }
        var foundation = ownFoundations.first
        if foundation == nil {
            foundation = CurriculumFile(named: foundations.name, yaml: foundations.yaml, problems: &problems)
        }
        read.removeAll { $0.heading == nil }
        let shared = foundation?.steps ?? []
        problems += Self.foundationProblems(shared, file: foundation?.name ?? foundations.name)
        curricula = read.compactMap { file in
            guard let heading = file.heading else { return nil }
            let drawn = Self.drawn(heading, from: shared, file: file.name, problems: &problems)
            let curriculum = DirectionCurriculum(
                direction: heading.direction, version: heading.version, name: heading.name, nameEN: heading.nameEN,
                steps: drawn.map(\.step) + file.steps.map(\.step))
            var places: [String: (file: String, line: Int)] = [:]
            for step in drawn { places[step.step.slug] = (foundation?.name ?? foundations.name, step.line) }
            for step in file.steps { places[step.step.slug] = (file.name, step.line) }
            problems += CurriculumLint.problems(in: curriculum).map { problem in
                let place = problem.step.flatMap { places[$0] }
                return CurriculumFileProblem(
                    file: place?.file ?? file.name, line: place?.line, severity: problem.severity,
                    message: problem.description)
            }
            return curriculum
        }
        // What is wrong with a foundation step is wrong in every direction that draws on it: once is enough.
        var seen: Set<CurriculumFileProblem> = []
        self.problems = problems.filter { seen.insert($0).inserted }
    }

    /// The curricula that the programs carry.
    public static let builtIn = CurriculumFolder(ConfigFiles.curricula)

    /// The foundation steps a direction draws on, in the order in which it names them.
    private static func drawn(
        _ heading: CurriculumFile.Heading, from shared: [CurriculumFile.LocatedStep], file: String,
        problems: inout [CurriculumFileProblem]
    ) -> [CurriculumFile.LocatedStep] {
        let bySlug = Dictionary(shared.map { ($0.step.slug, $0) }) { first, _ in first }
        return heading.drawsOn.compactMap { slug, line in
            if let step = bySlug[slug] { return step }
            problems.append(
                CurriculumFileProblem(
                    file: file, line: line, message: "draws on \(slug), which is no foundation step"))
            return nil
        }
    }

    private static func foundationProblems(
        _ steps: [CurriculumFile.LocatedStep], file: String
    ) -> [CurriculumFileProblem] {
        let slugs = Set(steps.map(\.step.slug))
        return steps.flatMap { located in
            located.step.prerequisites.filter { !slugs.contains($0) }.map { prerequisite in
                CurriculumFileProblem(
                    file: file, line: located.line,
                    message: "\(located.step.slug): needs \(prerequisite), which is no foundation step")
            }
        }
    }
}
