/// Figures of a client at one moment. The totals count since it was made.
public struct PostgresStatistics: Sendable, Hashable {
    /// Connections nobody uses now.
    public var idleConnections = 0
    /// Connections at work.
    public var busyConnections = 0
    /// Connections being made.
    public var connectingConnections = 0
    /// Callers waiting for a connection.
    public var waiting = 0
    /// Statements answered, errors included.
    public var queries = 0
    /// Statements the server refused.
    public var errors = 0
    /// Reads sent again because a neighbour in their round trip failed.
    public var resentReads = 0
    /// Round trips that carried reads: `queries` over this tells how many share one.
    public var readRoundTrips = 0
    /// Round trips that carried a segment of one caller alone.
    public var segments = 0
    /// Connections made.
    public var connectionsOpened = 0
    /// Connections that broke.
    public var connectionsLost = 0
    /// Attempts to connect that failed.
    public var connectFailures = 0
    /// Cancel requests sent.
    public var cancels = 0
    /// Callers that got `.unavailable`.
    public var refused = 0
    /// Statements prepared.
    public var prepares = 0
}
