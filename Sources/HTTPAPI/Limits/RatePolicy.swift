/// How many requests in how long: a bucket of that size that fills evenly.
public struct RatePolicy: Hashable, Sendable {
    /// The policy's name in the `RateLimit` headers: ASCII letters, digits and dashes.
    public let name: String
    /// The size of the bucket.
    public let requests: Int
    /// In this many seconds an empty bucket is full again.
    public let windowSeconds: Int

    /// - Parameters:
    ///   - requests: at least 1.
    ///   - windowSeconds: at least 1.
    public init(name: String, requests: Int, windowSeconds: Int) {
        self.name = name
        self.requests = max(1, requests)
        self.windowSeconds = max(1, windowSeconds)
    }
}

/// The policies of a server.
public struct RateLimits: Hashable, Sendable {
    /// For each client address (an IPv6 client's /64), whatever it sends.
    public var perAddress: RatePolicy
    /// For each token.
    public var perToken: RatePolicy
    /// Buckets held at once; the fullest ones of others are forgotten first.
    public var maximumBuckets: Int

    /// - Parameter maximumBuckets: at least 16.
    public init(
        perAddress: RatePolicy = RatePolicy(name: "address", requests: 600, windowSeconds: 60),
        perToken: RatePolicy = RatePolicy(name: "token", requests: 300, windowSeconds: 60),
        maximumBuckets: Int = 50_000
    ) {
        self.perAddress = perAddress
        self.perToken = perToken
        self.maximumBuckets = max(16, maximumBuckets)
    }
}
