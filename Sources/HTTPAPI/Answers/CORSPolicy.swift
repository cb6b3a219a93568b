/// Which web pages of other origins may call the API from a browser.
public struct CORSPolicy: Hashable, Sendable {
    /// Origins such as `https://app.example.com`; `*` alone is every origin.
    public let origins: [String]
    /// How long a browser may keep the answer to its preflight.
    public let maxAgeSeconds: Int

    public init(origins: [String], maxAgeSeconds: Int = 600) {
        self.origins = origins
        self.maxAgeSeconds = maxAgeSeconds
    }

    /// The headers for a request of an origin; only `Vary` for one that isn't listed.
    func headers(origin: String?, preflightMethods: [String]?) -> [(name: String, value: String)] {
        let isForAll = origins == ["*"]
        var headers: [(name: String, value: String)] = isForAll ? [] : [("Vary", "Origin")]
        guard let origin, isForAll || origins.contains(origin) else { return headers }
        headers.append(("Access-Control-Allow-Origin", isForAll ? "*" : origin))
        if let preflightMethods {
            headers.append(("Access-Control-Allow-Methods", preflightMethods.joined(separator: ", ")))
            headers.append(
                (
                    "Access-Control-Allow-Headers",
                    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
                        + "Last-Event-ID, X-Request-Id"
                ))
            headers.append(("Access-Control-Max-Age", "\(maxAgeSeconds)"))
        } else {
            headers.append(
                (
                    "Access-Control-Expose-Headers",
                    "Content-Disposition, Deprecation, ETag, Idempotent-Replayed, Location, RateLimit, RateLimit-Policy, "
                        + "Retry-After, Sunset, X-Request-Id"
                ))
        }
        return headers
    }
}
