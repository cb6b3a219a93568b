/// Where and how the server listens, and what it allows.
public struct HTTPSettings: Sendable {
    /// Where to listen.
    public enum Address: Hashable, Sendable {
        /// A name or address and a port; port 0 is any free one.
        case host(String, port: Int)
        case unixSocket(path: String)
    }

    /// Certificates for HTTPS.
    public struct TLS: Sendable {
        /// PEM: the certificate and those that vouch for it.
        public let certificateChainPath: String
        /// PEM.
        public let privateKeyPath: String
        /// Offers HTTP/2 beside HTTP/1.1.
        public let offersHTTP2: Bool

        public init(certificateChainPath: String, privateKeyPath: String, offersHTTP2: Bool = true) {
            self.certificateChainPath = certificateChainPath
            self.privateKeyPath = privateKeyPath
            self.offersHTTP2 = offersHTTP2
        }
    }

    public var address: Address
    public var limits = HTTPLimits()
    public var tls: TLS?
    /// Nil: no other origin's pages.
    public var cors: CORSPolicy?
    /// Nil: every answer is sent as it is.
    public var compression: CompressionPolicy? = CompressionPolicy()
    /// Nil: no limits.
    public var rateLimits: RateLimits?
    public var trustedProxies = TrustedProxies.none
    /// Serves `/openapi.json` and `/docs`.
    public var publishesDocumentation = true

    public init(address: Address) {
        self.address = address
    }
}
