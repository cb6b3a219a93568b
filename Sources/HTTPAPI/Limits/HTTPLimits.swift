/// How much, how long and how many: what a client may take of the server.
public struct HTTPLimits: Sendable {
    /// Octets of a body; more is 413.
    public var maximumBodyBytes = 1_048_576
    /// Octets of the longest body that a route of its own takes, such as an attachment; longer ones are refused at once.
    public var maximumContentBytes = 10_485_760
    /// Octets of such bodies that may be on their way in at once, each counted with what it announces; more is 503.
    public var simultaneousContentBytes = 67_108_864
    /// Octets of a request's target; more is 414.
    public var maximumURIBytes = 8_192
    /// Octets of all header fields; more is 431.
    public var maximumHeaderBytes = 16_384
    /// Arrays and objects open at once in a body; more is 400.
    public var maximumJSONDepth = 32
    /// Values in a body in all; more is 400.
    public var maximumJSONValues = 65_536
    /// From the first octet of a request to the end of its headers; later is 408.
    public var headerTimeout: Duration = .seconds(10)
    /// From the end of the headers to the end of the body; later is 408.
    public var bodyTimeout: Duration = .seconds(60)
    /// The same for a body that is announced as longer than `maximumBodyBytes`.
    public var contentTimeout: Duration = .seconds(300)
    /// After `bodyRateGrace`, a body must have come at least so fast on average; slower is 408.
    public var minimumBodyBytesPerSecond = 256
    public var bodyRateGrace: Duration = .seconds(10)
    /// A connection with nothing going on is closed.
    public var idleTimeout: Duration = .seconds(60)
    /// While octets wait to be sent, the client must take 32 KiB, or what is left, within this time; else it is cut.
    public var writeTimeout: Duration = .seconds(20)
    /// After an answer that closes the connection, what the client still sends is read and dropped for so long.
    public var lingerTimeout: Duration = .seconds(2)
    /// More connections wait in the listener's queue.
    public var maximumConnections = 4_096
    /// How long requests under way may take to finish when the service stops; then they are cut.
    public var drainTimeout: Duration = .seconds(20)

    public init() {}
}
