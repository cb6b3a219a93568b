/// Tokens that fill evenly; a request takes one. Times are seconds of any clock that doesn't go back.
struct TokenBucket: Hashable, Sendable {
    private(set) var level: Double
    private var updatedAtSeconds: Double

    /// A full bucket.
    init(policy: RatePolicy, nowSeconds: Double) {
        level = Double(policy.requests)
        updatedAtSeconds = nowSeconds
    }

    /// Fills up to now and takes a token if there is a whole one.
    mutating func take(policy: RatePolicy, nowSeconds: Double) -> RateDecision {
        let rate = Double(policy.requests) / Double(policy.windowSeconds)
        level = min(Double(policy.requests), level + max(0, nowSeconds - updatedAtSeconds) * rate)
        updatedAtSeconds = max(updatedAtSeconds, nowSeconds)
        let isAllowed = level >= 1
        if isAllowed { level -= 1 }
        let missing = Double(policy.requests) - level
        return RateDecision(
            policy: policy, isAllowed: isAllowed, remaining: Int(level),
            resetSeconds: Int((missing / rate).rounded(.up)),
            retryAfterSeconds: isAllowed ? 0 : max(1, Int(((1 - level) / rate).rounded(.up))))
    }

    /// True when it would be full by now: forgetting it changes nothing.
    func isFull(policy: RatePolicy, nowSeconds: Double) -> Bool {
        let rate = Double(policy.requests) / Double(policy.windowSeconds)
        return level + (nowSeconds - updatedAtSeconds) * rate >= Double(policy.requests)
    }
}
