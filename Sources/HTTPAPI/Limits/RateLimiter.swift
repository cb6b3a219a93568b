import Networks
import Synchronization

/// Token buckets in memory, bounded in number.
final class RateLimiter: Sendable {
    let limits: RateLimits
    private let nowSeconds: @Sendable () -> Double
    private let buckets = Mutex<[String: TokenBucket]>([:])

    /// - Parameter nowSeconds: a clock that doesn't go back.
    init(limits: RateLimits, nowSeconds: @escaping @Sendable () -> Double = RateLimiter.monotonicSeconds) {
        self.limits = limits
        self.nowSeconds = nowSeconds
    }

    static let monotonicSeconds: @Sendable () -> Double = {
        let origin = ContinuousClock.now
        return { Double((ContinuousClock.now - origin) / .milliseconds(1)) / 1_000 }
    }()

    func takeForAddress(_ address: String) -> RateDecision {
        take("a:\(Self.prefix(ofAddress: address))", limits.perAddress)
    }

    func takeForToken(_ tokenID: String) -> RateDecision {
        take("t:\(tokenID)", limits.perToken)
    }

    var bucketCount: Int { buckets.withLock(\.count) }

    private func take(_ key: String, _ policy: RatePolicy) -> RateDecision {
        let now = nowSeconds()
        return buckets.withLock { buckets in
            if buckets[key] == nil, buckets.count >= limits.maximumBuckets { evict(&buckets, now: now) }
            return buckets[key, default: TokenBucket(policy: policy, nowSeconds: now)]
                .take(policy: policy, nowSeconds: now)
        }
    }

    /// Forgets what is full again; if that is not an eighth, the fullest of the rest too: they lose least by it.
    private func evict(_ buckets: inout [String: TokenBucket], now: Double) {
        func policy(of key: String) -> RatePolicy { key.hasPrefix("a:") ? limits.perAddress : limits.perToken }
        buckets = buckets.filter { !$0.value.isFull(policy: policy(of: $0.key), nowSeconds: now) }
        let target = limits.maximumBuckets - limits.maximumBuckets / 8
        guard buckets.count > target else { return }
        let fullest = buckets.sorted {
            $0.value.level / Double(policy(of: $0.key).requests) > $1.value.level / Double(policy(of: $1.key).requests)
        }
        for entry in fullest.prefix(buckets.count - target) { buckets[entry.key] = nil }
    }

    /// An IPv6 client owns a /64, so its addresses count together.
    static func prefix(ofAddress address: String) -> String {
        guard let parsed = NetworkAddress(address), parsed.octets.count == 16 else { return address }
        return parsed.octets.prefix(8).map { String($0, radix: 16) }.joined(separator: ".")
    }
}
