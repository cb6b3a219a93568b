/// What is wrong with the graph of a curriculum's steps, by the edges that name a step.
struct GraphFindings {
    private let steps: [Step]
    private let graph: StepGraph
    /// For each step, which others need it, directly or not; itself too when it is on a cycle.
    private let reaches: [[Bool]]

    init(_ steps: [Step]) {
        // Of two steps with one slug the second hangs on nothing; that there are two is said elsewhere.
        var seen: Set<String> = []
        self.steps = steps.filter { seen.insert($0.slug).inserted }
        graph = StepGraph(slugs: self.steps.map(\.slug), prerequisites: self.steps.map(\.prerequisites))
        reaches = graph.descendants()
    }

    var all: [CurriculumProblem.Finding] {
        cycles + impliedPrerequisites + requiredBehindOptional + unreachable + disconnected
    }

    private func slugs(_ indices: [Int]) -> [String] {
        indices.map { steps[$0].slug }
    }

    /// One for each knot of steps that need each other: a shortest cycle through its first step.
    private var cycles: [CurriculumProblem.Finding] {
        var named = [Bool](repeating: false, count: graph.count)
        var findings: [CurriculumProblem.Finding] = []
        for index in 0..<graph.count where reaches[index][index] && !named[index] {
            for other in 0..<graph.count where reaches[index][other] && reaches[other][index] { named[other] = true }
            findings.append(.cycle(slugs(shortestCycle(through: index))))
        }
        return findings
    }

    private func shortestCycle(through start: Int) -> [Int] {
        var cameFrom: [Int: Int] = [:]
        var open = [start]
        var next = 0
        while next < open.count {
            let index = open[next]
            next += 1
            for prerequisite in graph.prerequisites[index] {
                if prerequisite == start {
                    var cycle = [index]
                    while let before = cycle.last.flatMap({ cameFrom[$0] }) { cycle.append(before) }
                    return cycle.reversed()
                }
                if cameFrom[prerequisite] == nil {
                    cameFrom[prerequisite] = index
                    open.append(prerequisite)
                }
            }
        }
        return [start]
    }

    private var impliedPrerequisites: [CurriculumProblem.Finding] {
        (0..<graph.count).filter { !reaches[$0][$0] }.flatMap { index in
            graph.prerequisites[index].compactMap { prerequisite -> CurriculumProblem.Finding? in
                let through = graph.prerequisites[index].first {
                    $0 != prerequisite && reaches[prerequisite][$0] && !reaches[$0][prerequisite]
                }
                return through.map {
                    .impliedPrerequisite(
                        step: steps[index].slug, prerequisite: steps[prerequisite].slug, through: steps[$0].slug)
                }
            }
        }
    }

    private var requiredBehindOptional: [CurriculumProblem.Finding] {
        (0..<graph.count).filter { !steps[$0].isOptional }.flatMap { index in
            graph.prerequisites[index].filter { steps[$0].isOptional }.map {
                .requiredBehindOptional(step: steps[index].slug, prerequisite: steps[$0].slug)
            }
        }
    }

    private var unreachable: [CurriculumProblem.Finding] {
        let roots = (0..<graph.count).filter { graph.prerequisites[$0].isEmpty }
        guard !roots.isEmpty else { return graph.count == 0 ? [] : [.rootless] }
        let lost = (0..<graph.count).filter { index in
            !graph.prerequisites[index].isEmpty && !roots.contains { reaches[$0][index] }
        }
        return parts(of: lost).map { .unreachable(slugs($0)) }
    }

    private var disconnected: [CurriculumProblem.Finding] {
        let parts = self.parts(of: Array(0..<graph.count))
        guard let largest = parts.map(\.count).max(), let main = parts.firstIndex(where: { $0.count == largest }) else {
            return []
        }
        return parts.enumerated().filter { $0.offset != main }.map { .disconnected(slugs($0.element)) }
    }

    /// The chosen steps by what hangs together among them, whichever way the edges run.
    private func parts(of chosen: [Int]) -> [[Int]] {
        var left = Set(chosen)
        return chosen.compactMap { start in
            guard left.remove(start) != nil else { return nil }
            var part = [start]
            var next = 0
            while next < part.count {
                let index = part[next]
                next += 1
                for other in graph.prerequisites[index] + graph.dependents[index] where left.remove(other) != nil {
                    part.append(other)
                }
            }
            return part.sorted()
        }
    }
}
