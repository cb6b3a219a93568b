/// Places boxes in rows so that every edge runs downwards, few cross, and none runs through a box: where an edge passes
/// a row it takes a bend of its own between the boxes.
///
/// The method is Sugiyama's: bends, order within rows by the mean place of the neighbours, then places as near to the
/// neighbours as the order allows. Nothing is random.
struct LayeredLayout {
    /// The boxes, 0 ..< count, then the bends.
    private(set) var rows: [[Int]]
    /// The middle of each box and bend; the leftmost edge of all is at 0.
    private(set) var x: [Double]
    /// For each edge its box, its bends and its other box, from top to bottom.
    let routes: [[Int]]
    private(set) var width: Double

    private let count: Int
    private let above: [[Int]]
    private let below: [[Int]]
    private let boxWidth: Double
    private let bendWidth: Double
    private let gap: Double
    private var place: [Int]

    /// - Parameters:
    ///   - levels: the row of each box.
    ///   - edges: pairs of boxes, the upper one first.
    init(
        levels: [Int], edges: [(from: Int, to: Int)], boxWidth: Double, bendWidth: Double = 10, gap: Double = 16
    ) {
        count = levels.count
        self.boxWidth = boxWidth
        self.bendWidth = bendWidth
        self.gap = gap
        var rows = [[Int]](repeating: [], count: (levels.max() ?? -1) + 1)
        for (box, level) in levels.enumerated() { rows[level].append(box) }
        var next = levels.count
        routes = edges.map { from, to in
            var route = [from]
            for level in levels[from] + 1..<max(levels[to], levels[from] + 1) {
                rows[level].append(next)
                route.append(next)
                next += 1
            }
            return route + [to]
        }
        var above = [[Int]](repeating: [], count: next)
        var below = above
        for route in routes {
            for (upper, lower) in zip(route, route.dropFirst()) {
                below[upper].append(lower)
                above[lower].append(upper)
            }
        }
        self.rows = rows
        self.above = above
        self.below = below
        place = [Int](repeating: 0, count: next)
        x = [Double](repeating: 0, count: next)
        width = 0
        arrange()
        width = spread()
    }

    private func width(of vertex: Int) -> Double { vertex < count ? boxWidth : bendWidth }

    // MARK: Order

    private mutating func arrange() {
        for row in rows { remember(row) }
        var best = rows
        var fewest = crossings()
        for round in 0..<24 {
            let isDown = round.isMultiple(of: 2)
            let indices = isDown ? Array(rows.indices.dropFirst()) : rows.indices.dropLast().reversed()
            for index in indices {
                let neighbours = isDown ? above : below
                let wanted = rows[index].map { vertex -> Double in
                    let places = neighbours[vertex].map { Double(place[$0]) }
                    return places.isEmpty
                        ? Double(place[vertex]) : places.reduce(0, +) / Double(places.count)
                }
                rows[index] = zip(rows[index], wanted).enumerated().sorted {
                    ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
                }.map { $0.element.0 }
                remember(rows[index])
            }
            exchangeNeighbours()
            let now = crossings()
            if now < fewest {
                fewest = now
                best = rows
            }
        }
        rows = best
        for row in rows { remember(row) }
    }

    private mutating func remember(_ row: [Int]) {
        for (index, vertex) in row.enumerated() { place[vertex] = index }
    }

    /// Exchanges neighbours in a row as long as that takes crossings away.
    private mutating func exchangeNeighbours() {
        var improved = true
        var rounds = 0
        while improved && rounds < 8 {
            improved = false
            rounds += 1
            for row in rows.indices {
                for index in rows[row].indices.dropLast() {
                    let (left, right) = (rows[row][index], rows[row][index + 1])
                    let now = crossings(left, right, above) + crossings(left, right, below)
                    let then = crossings(right, left, above) + crossings(right, left, below)
                    guard then < now else { continue }
                    rows[row].swapAt(index, index + 1)
                    place[left] = index + 1
                    place[right] = index
                    improved = true
                }
            }
        }
    }

    /// How often the edges of two neighbours in a row cross on one side.
    private func crossings(_ left: Int, _ right: Int, _ neighbours: [[Int]]) -> Int {
        neighbours[left].reduce(0) { sum, one in
            sum + neighbours[right].count { place[$0] < place[one] }
        }
    }

    private func crossings() -> Int {
        rows.dropLast().reduce(0) { sum, row in
            var total = sum
            for (index, left) in row.enumerated() {
                for right in row[(index + 1)...] { total += crossings(left, right, below) }
            }
            return total
        }
    }

    // MARK: Places

    /// Gives every box and bend its place; the width of all.
    private mutating func spread() -> Double {
        for row in rows {
            var edge = 0.0
            for vertex in row {
                x[vertex] = edge + width(of: vertex) / 2
                edge += width(of: vertex) + gap
            }
            for vertex in row { x[vertex] -= (edge - gap) / 2 }
        }
        for round in 0..<30 {
            // Down, up, and at the end by both sides at once.
            let isDown = round.isMultiple(of: 2)
            for row in isDown ? Array(rows.indices) : rows.indices.reversed() {
                settle(rows[row], byAbove: isDown || round >= 18, byBelow: !isDown || round >= 18)
            }
        }
        let left = x.indices.map { x[$0] - width(of: $0) / 2 }.min() ?? 0
        let right = x.indices.map { x[$0] + width(of: $0) / 2 }.max() ?? 0
        for vertex in x.indices { x[vertex] -= left }
        return right - left
    }

    /// Moves a row as near to its neighbours as order and widths allow: least squares with an order, solved by pooling
    /// those that would pass each other.
    private mutating func settle(_ row: [Int], byAbove: Bool, byBelow: Bool) {
        var offsets: [Double] = []
        var pools: [(value: Double, weight: Double, size: Int)] = []
        for (index, vertex) in row.enumerated() {
            let offset =
                index == 0
                ? 0 : offsets[index - 1] + (width(of: row[index - 1]) + width(of: vertex)) / 2 + gap
            offsets.append(offset)
            var weight = 0.05
            var sum = x[vertex] * weight
            for (uses, neighbours) in [(byAbove, above[vertex]), (byBelow, below[vertex])] where uses {
                for other in neighbours {
                    // Long edges run straight.
                    let pull = Double((vertex < count ? 1 : 2) * (other < count ? 1 : 2))
                    sum += x[other] * pull
                    weight += pull
                }
            }
            pools.append((sum / weight - offset, weight, 1))
            while pools.count > 1, pools[pools.count - 2].value > pools[pools.count - 1].value {
                let last = pools.removeLast()
                let previous = pools.removeLast()
                let total = previous.weight + last.weight
                pools.append(
                    (
                        (previous.value * previous.weight + last.value * last.weight) / total, total,
                        previous.size + last.size
                    ))
            }
        }
        var index = 0
        for pool in pools {
            for _ in 0..<pool.size {
                x[row[index]] = pool.value + offsets[index]
                index += 1
            }
        }
    }
}
