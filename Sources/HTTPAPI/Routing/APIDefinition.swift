public import Scheduling

/// What the application gives the HTTP layer: its routes and the answers to the frame's own questions.
public struct APIDefinition<Caller: Principal>: Sendable {
    public var routes: [Route<Caller>]
    /// Who a token speaks for; nil for one that is unknown, expired or revoked.
    public var authenticate: @Sendable (_ token: String) async throws -> Caller?
    /// The refusal that an error of the application's means; nil for one that nobody foresaw.
    public var translate: @Sendable (any Error) -> APIFailure?
    /// Whether a name is in the zone database.
    public var isZone: @Sendable (String) -> Bool
    /// The injected clock.
    public var now: @Sendable () -> Instant
    /// Signs cursors; the same on all instances.
    public var cursorKey: [UInt8]
    public var catalogue: ProblemCatalogue
    /// The version of the software, for the documentation.
    public var version: String

    public init(
        routes: [Route<Caller>], authenticate: @escaping @Sendable (_ token: String) async throws -> Caller?,
        translate: @escaping @Sendable (any Error) -> APIFailure? = { _ in nil },
        isZone: @escaping @Sendable (String) -> Bool, now: @escaping @Sendable () -> Instant, cursorKey: [UInt8],
        catalogue: ProblemCatalogue = .standard, version: String
    ) {
        self.routes = routes
        self.authenticate = authenticate
        self.translate = translate
        self.isZone = isZone
        self.now = now
        self.cursorKey = cursorKey
        self.catalogue = catalogue
        self.version = version
    }
}
