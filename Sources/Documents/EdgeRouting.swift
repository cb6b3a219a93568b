/// The lines of a layered picture: curves between rows, straight past the boxes of a row.
struct EdgeRouting {
    /// For each edge the data of its path.
    let paths: [String]

    init(
        _ layout: LayeredLayout, boxWidth: Double, boxHeight: Double, rowHeight: Double, left: Double, top: Double,
        levels: [Int]
    ) {
        // Where an edge leaves and reaches its boxes: side by side in the order in which they go on.
        let leaving = Self.ports(layout, boxWidth: boxWidth, isLeaving: true)
        let reaching = Self.ports(layout, boxWidth: boxWidth, isLeaving: false)
        paths = layout.routes.enumerated().map { index, route in
            let level = levels[route[0]]
            var x = left + layout.x[route[0]] + leaving[index]
            var y = top + Double(level) * rowHeight + boxHeight
            var data = "M\(Picture.number(x)) \(Picture.number(y))"
            for (step, vertex) in route.dropFirst().enumerated() {
                let isLast = step == route.count - 2
                let nextX = left + layout.x[vertex] + (isLast ? reaching[index] : 0)
                let nextY = top + Double(level + step + 1) * rowHeight - (isLast ? 1 : 0)
                let bend = (nextY - y) * 0.55
                data +=
                    "C\(Picture.number(x)) \(Picture.number(y + bend)) \(Picture.number(nextX)) "
                    + "\(Picture.number(nextY - bend)) \(Picture.number(nextX)) \(Picture.number(nextY))"
                (x, y) = (nextX, nextY)
                if !isLast {
                    y += boxHeight
                    data += "V\(Picture.number(y))"
                }
            }
            return data
        }
    }

    private static func ports(_ layout: LayeredLayout, boxWidth: Double, isLeaving: Bool) -> [Double] {
        var byBox: [Int: [Int]] = [:]
        for (index, route) in layout.routes.enumerated() {
            byBox[isLeaving ? route[0] : route[route.count - 1], default: []].append(index)
        }
        var offsets = [Double](repeating: 0, count: layout.routes.count)
        for edges in byBox.values {
            let sorted = edges.sorted { left, right in
                let toward = { (edge: Int) in
                    layout.x[layout.routes[edge][isLeaving ? 1 : layout.routes[edge].count - 2]]
                }
                return (toward(left), left) < (toward(right), right)
            }
            let distance = min(22, boxWidth * 0.7 / Double(sorted.count))
            for (place, edge) in sorted.enumerated() {
                offsets[edge] = (Double(place) - Double(sorted.count - 1) / 2) * distance
            }
        }
        return offsets
    }
}
