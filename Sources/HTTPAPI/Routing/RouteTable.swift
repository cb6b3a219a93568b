/// Finds the routes of a path. A literal segment goes before a parameter, one with a longer ending before others.
public struct RouteTable<Caller: Principal>: Sendable {
    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        /// By their endings, the longest first; most have none.
        var parameters: [(suffix: String, next: Int)] = []
        /// Indices of `routes` that end here.
        var routes: [Int] = []
    }

    /// Two routes that no request could tell apart, or two of one name.
    public struct Conflict: Error, CustomStringConvertible {
        public let description: String
    }

    public let routes: [Route<Caller>]
    private var nodes: [Node] = [Node()]

    /// - Throws: `Conflict`.
    public init(_ routes: [Route<Caller>]) throws {
        self.routes = routes
        var names: Set<String> = []
        for (index, route) in routes.enumerated() {
            guard names.insert(route.name).inserted else {
                throw Conflict(description: "two routes are named \(route.name)")
            }
            let end = insert(route.pattern)
            if let other = nodes[end].routes.first(where: { routes[$0].method == route.method }) {
                throw Conflict(
                    description: "\(route.method.rawValue) \(route.pattern) is also \(routes[other].name)")
            }
            nodes[end].routes.append(index)
        }
    }

    private mutating func insert(_ pattern: RoutePattern) -> Int {
        var current = 0
        for segment in pattern.segments {
            let existing: Int? =
                switch segment {
                case .literal(let text): nodes[current].literals[text]
                case .parameter(_, let suffix): nodes[current].parameters.first { $0.suffix == suffix }?.next
                }
            if let existing {
                current = existing
                continue
            }
            nodes.append(Node())
            let new = nodes.count - 1
            switch segment {
            case .literal(let text): nodes[current].literals[text] = new
            case .parameter(_, let suffix):
                nodes[current].parameters.append((suffix, new))
                nodes[current].parameters.sort { $0.suffix.utf8.count > $1.suffix.utf8.count }
            }
            current = new
        }
        return current
    }

    /// The routes whose pattern fits a path, one for each method; empty when none does.
    public func routes(matching path: [String]) -> [Route<Caller>] {
        guard let end = find(path[...], from: 0) else { return [] }
        return nodes[end].routes.map { routes[$0] }
    }

    /// The index of the route for a method, and of all routes of the path.
    func match(_ path: [String]) -> [Int] {
        find(path[...], from: 0).map { nodes[$0].routes } ?? []
    }

    private func find(_ path: ArraySlice<String>, from node: Int) -> Int? {
        guard let segment = path.first else { return nodes[node].routes.isEmpty ? nil : node }
        guard !segment.isEmpty else { return nil }
        let rest = path.dropFirst()
        if let next = nodes[node].literals[segment], let end = find(rest, from: next) { return end }
        for (suffix, next) in nodes[node].parameters
        where segment.hasSuffix(suffix) && segment.utf8.count > suffix.utf8.count {
            if let end = find(rest, from: next) { return end }
        }
        return nil
    }
}
