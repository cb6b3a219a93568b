/// Steps by index, and which of them need which. Names that aren't among them and a step's own are no edges.
struct StepGraph {
    let count: Int
    /// The direct prerequisites of each, in their order.
    let prerequisites: [[Int]]
    /// Those that directly need each, ascending.
    let dependents: [[Int]]

    init(slugs: [String], prerequisites named: [[String]]) {
        count = slugs.count
        let indices = Dictionary(zip(slugs, slugs.indices)) { first, _ in first }
        var needed: [[Int]] = []
        needed.reserveCapacity(slugs.count)
        var needing = [[Int]](repeating: [], count: slugs.count)
        for (index, names) in named.enumerated() {
            var own: [Int] = []
            for name in names {
                guard let other = indices[name], other != index, !own.contains(other) else { continue }
                own.append(other)
                needing[other].append(index)
            }
            needed.append(own)
        }
        prerequisites = needed
        dependents = needing
    }

    /// The chosen steps so that each comes behind its chosen prerequisites; wherever several could be next, the first
    /// by `goesBefore`.
    ///
    /// A cycle is broken at the step that goes before the others in it, so the answer always holds every chosen step.
    func ordered(_ chosen: [Bool], goesBefore: (Int, Int) -> Bool) -> [Int] {
        var waiting = [Int](repeating: 0, count: count)
        var remaining: [Int] = []
        for index in 0..<count where chosen[index] {
            waiting[index] = prerequisites[index].count { chosen[$0] }
            remaining.append(index)
        }
        var order: [Int] = []
        order.reserveCapacity(remaining.count)
        while !remaining.isEmpty {
            var best = 0
            for place in remaining.indices.dropFirst() {
                let (candidate, current) = (remaining[place], remaining[best])
                let isFree = waiting[candidate] == 0
                if isFree != (waiting[current] == 0) ? isFree : goesBefore(candidate, current) { best = place }
            }
            let next = remaining.remove(at: best)
            order.append(next)
            for dependent in dependents[next] where chosen[dependent] {
                waiting[dependent] -= 1
            }
        }
        return order
    }

    /// For each step which others need it, directly or not; on a cycle each needs itself too.
    func descendants() -> [[Bool]] {
        (0..<count).map { start in
            var found = [Bool](repeating: false, count: count)
            var open = [start]
            while let index = open.popLast() {
                for dependent in dependents[index] where !found[dependent] {
                    found[dependent] = true
                    open.append(dependent)
                }
            }
            return found
        }
    }
}
