extension DirectionCurriculum {
    /// The level of each step: 0 without prerequisites, else one more than the highest of those it needs.
    public var levels: [Int] {
        let graph = StepGraph(slugs: steps.map(\.slug), prerequisites: steps.map(\.prerequisites))
        var levels = [Int](repeating: 0, count: steps.count)
        let all = [Bool](repeating: true, count: steps.count)
        for index in graph.ordered(all, goesBefore: <) {
            levels[index] = graph.prerequisites[index].map { levels[$0] + 1 }.max() ?? 0
        }
        return levels
    }
}
