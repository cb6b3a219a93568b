import Synchronization

/// Targets of public reads that have passed every check: the same text means the same route, parameters and query for
/// as long as the process runs, so it is decoded and checked once. Bounded; thread-safe.
final class KnownTargets<Caller: Principal>: Sendable {
    /// What a target means.
    final class Known: Sendable {
        let target: RequestTarget
        let route: Route<Caller>
        let parameters: [String: String]
        let query: Fields

        init(target: RequestTarget, route: Route<Caller>, parameters: [String: String], query: Fields) {
            self.target = target
            self.route = route
            self.parameters = parameters
            self.query = query
        }
    }

    private static var limit: Int { 4_096 }
    private static var longestTarget: Int { 512 }
    private let known = Mutex<[String: Known]>([:])

    func find(_ target: String) -> Known? {
        known.withLock { $0[target] }
    }

    func keep(_ target: String, _ meaning: @autoclosure () -> Known) {
        guard target.utf8.count <= Self.longestTarget else { return }
        let meaning = meaning()
        known.withLock { known in
            // Whoever invents targets takes no more memory than this, and costs the others one check each.
            if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
            known[target] = meaning
        }
    }
}
