/// How a client reaches its server, and its limits.
public struct PostgresConfiguration: Sendable {
    /// How statements are prepared.
    public enum PreparedStatements: Sendable, Hashable {
        /// Prepared once a connection under a name and used again: the fast way.
        case named
        /// Parsed each time: for poolers that cannot follow named statements from one transaction to the next.
        case unnamed
    }

    /// Waiting times between attempts to connect.
    public struct Backoff: Sendable, Hashable {
        /// The wait after the first failure; it doubles with each further one.
        public var first: Duration
        /// The longest wait.
        public var longest: Duration

        /// Waiting times from `first`, doubling up to `longest`.
        public init(first: Duration = .milliseconds(50), longest: Duration = .seconds(2)) {
            self.first = first
            self.longest = longest
        }
    }

    /// A libpq connection string: `postgres://…` or `key=value …`. It may hold a password and is never logged.
    public var url: String
    /// What the server shows in `pg_stat_activity`.
    public var applicationName: String
    /// The most connections at a time.
    public var maxConnections: Int
    /// The connections that are kept open even when nobody needs them.
    public var minConnections: Int
    /// The most connections that serve the read lane at a time. A few busy ones share their round trips better than many.
    public var maxReadConnections: Int
    /// The most reads that share a round trip.
    public var maxReadsPerRoundTrip: Int
    /// How long a caller may wait for a connection before it gets `.unavailable`.
    public var waitLimit: Duration
    /// How many callers may wait at a time before the next gets `.unavailable` at once.
    public var maxWaiting: Int
    /// How long one statement or segment may take, waiting included, where the call says nothing else.
    public var queryDeadline: Duration
    /// How long a transaction may take from its first statement to its COMMIT, where the call says nothing else.
    public var transactionDeadline: Duration
    /// Connections older than this (± 10 %) are replaced when they are idle.
    public var maxConnectionAge: Duration
    /// Connections above `minConnections` are closed when they were idle for so long.
    public var idleLimit: Duration
    /// How long an attempt to connect may take.
    public var connectTimeout: Duration
    /// How long the server may take to obey a cancel request before the connection is given up.
    public var cancelGrace: Duration
    /// Waiting times between attempts to connect.
    public var backoff: Backoff
    /// How statements are prepared.
    public var preparedStatements: PreparedStatements
    /// The prepared statements a connection keeps; the least recently used go first.
    public var maxPreparedStatements: Int

    /// A configuration with the defaults of a small service.
    public init(url: String) {
        self.url = url
        applicationName = "swift-postgres"
        maxConnections = 10
        minConnections = 1
        maxReadConnections = 4
        maxReadsPerRoundTrip = 64
        waitLimit = .seconds(5)
        maxWaiting = 10_000
        queryDeadline = .seconds(30)
        transactionDeadline = .seconds(60)
        maxConnectionAge = .seconds(3600)
        idleLimit = .seconds(300)
        connectTimeout = .seconds(5)
        cancelGrace = .seconds(5)
        backoff = Backoff()
        preparedStatements = .named
        maxPreparedStatements = 256
    }
}
