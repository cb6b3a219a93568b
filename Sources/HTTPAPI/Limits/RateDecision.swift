/// What a rate limit says about one request.
struct RateDecision: Hashable, Sendable {
    let policy: RatePolicy
    let isAllowed: Bool
    /// Whole tokens left.
    let remaining: Int
    /// Until the bucket is full again.
    let resetSeconds: Int
    /// Until there is one token again; 0 for an allowed request.
    let retryAfterSeconds: Int

    /// The headers of draft-ietf-httpapi-ratelimit-headers: structured lists of items with parameters.
    static func headers(of decisions: [RateDecision]) -> [(name: String, value: String)] {
        guard !decisions.isEmpty else { return [] }
        let policies = decisions.map { "\"\($0.policy.name)\";q=\($0.policy.requests);w=\($0.policy.windowSeconds)" }
        let limits = decisions.map { "\"\($0.policy.name)\";r=\($0.remaining);t=\($0.resetSeconds)" }
        return [
            ("RateLimit-Policy", policies.joined(separator: ", ")), ("RateLimit", limits.joined(separator: ", ")),
        ]
    }
}
