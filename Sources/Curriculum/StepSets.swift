/// For each step of an order, which later ones need it, directly or not: a bit for each.
struct StepSets {
    private let words: Int
    private var bits: [UInt64]

    /// - Parameter order: steps so that each comes behind those it needs. Others are left out of account.
    init(_ graph: StepGraph, order: [Int]) {
        words = (graph.count + 63) / 64
        bits = [UInt64](repeating: 0, count: graph.count * words)
        var isChosen = [Bool](repeating: false, count: graph.count)
        for index in order { isChosen[index] = true }
        for index in order.reversed() {
            for dependent in graph.dependents[index] where isChosen[dependent] {
                bits[index * words + dependent / 64] |= 1 << UInt64(dependent % 64)
                for word in 0..<words {
                    bits[index * words + word] |= bits[dependent * words + word]
                }
            }
        }
    }

    /// Whether `step` needs `other`.
    func contains(_ step: Int, in other: Int) -> Bool {
        bits[other * words + step / 64] & (1 << UInt64(step % 64)) != 0
    }
}
