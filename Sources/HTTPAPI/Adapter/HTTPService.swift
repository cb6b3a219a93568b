import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
public import Logging
import NIOCore
import NIOSSL
public import ServiceLifecycle
import Synchronization

/// The API's server as a service: serves until its task is cancelled or shuts down gracefully, then drains.
public final class HTTPService<Caller: Principal>: Service, CustomStringConvertible {
    private let settings: HTTPSettings
    private let logger: Logger
    private let dispatcher: APIDispatcher<Caller>
    private let server: HTTPServerBuilder
    private let bound = BoundAddress()
    private let drain: DrainFlag

    /// - Parameters:
    ///   - drain: raised when the service shuts down, or before by somebody else: answers then close their connection.
    ///   - observe: told of every request when its answer is out, for metrics; must be quick.
    /// - Throws: `RouteTable.Conflict`, or what is wrong with the certificates.
    public init(
        _ definition: APIDefinition<Caller>, settings: HTTPSettings, logger: Logger, drain: DrainFlag = DrainFlag(),
        observe: @escaping @Sendable (RequestRecord) -> Void = { _ in }
    ) throws {
        self.settings = settings
        self.logger = logger
        self.drain = drain
        var definition = definition
        if settings.publishesDocumentation {
            definition.routes += try DocumentationRoutes.routes(for: definition, settings: settings)
        }
        dispatcher = try APIDispatcher(definition: definition, settings: settings, logger: logger, observe: observe)
        server = try Self.server(settings) { [dispatcher] request in
            dispatcher.maximumBodyBytes(method: request.method.rawValue, target: request.path ?? "")
        }
    }

    /// Never the settings: the service's name in logs is made from this.
    public var description: String { "HTTPService" }

    /// Waits until the server listens.
    /// - Returns: the port, the one the system chose for port 0; nil on a unix socket.
    /// - Throws: `CancellationError` when the task is cancelled, or the service ends before it listens.
    public func boundPort() async throws -> Int? {
        try await bound.port()
    }

    /// Serves until the task is cancelled or a graceful shutdown begins; the latter lets requests under way finish, for
    /// `HTTPLimits.drainTimeout` at most. May be called once.
    /// - Throws: what keeps it from listening.
    public func run() async throws {
        let address: BindAddress =
            switch settings.address {
            case .host(let name, let port): .hostname(name, port: port)
            case .unixSocket(let path): .unixDomainSocket(path: path)
            }
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: APIResponder(dispatcher: dispatcher, drain: drain), server: server,
            configuration: ApplicationConfiguration(
                address: address, serverName: nil, backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.limits.maximumConnections)),
            onServerRunning: { [bound, logger] channel in
                let port = channel.localAddress?.port
                logger.info("listening", metadata: ["address": "\(channel.localAddress?.description ?? "-")"])
                bound.set(port)
            }, logger: quiet)
        defer { bound.end() }
        try await runDraining(application)
    }

    /// A client that never finishes must not keep the service from stopping.
    private func runDraining(_ application: some Service) async throws {
        let limit = settings.limits.drainTimeout
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (shutdown, continuation) = AsyncStream<Void>.makeStream()
            group.addTask { [drain] in
                try await withGracefulShutdownHandler {
                    try await application.run()
                } onGracefulShutdown: {
                    drain.raise()
                    continuation.yield()
                }
            }
            group.addTask {
                for await _ in shutdown { break }
                try await Task.sleep(for: limit)
            }
            defer {
                group.cancelAll()
                continuation.finish()
            }
            try await group.next()
        }
    }

    private static func server(
        _ settings: HTTPSettings, maximumBodyBytes: @escaping @Sendable (HTTPRequest) -> Int
    ) throws -> HTTPServerBuilder {
        let limits = settings.limits
        let connection = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ExchangeGuard(limits: limits, maximumBodyBytes: maximumBodyBytes)],
            httpDecoderConfiguration: .init(
                // The exact limits are the dispatcher's, which can answer them; these bound what is held at all.
                maxHeaderFieldSize: limits.maximumHeaderBytes + limits.maximumURIBytes,
                maxHeaderListSize: 2 * (limits.maximumHeaderBytes + limits.maximumURIBytes),
                maxHeaderFieldCount: 200))
        guard let tls = settings.tls else { return .http1(configuration: connection) }
        let chain = try NIOSSLCertificate.fromPEMFile(tls.certificateChainPath).map(NIOSSLCertificateSource.certificate)
        let key = try NIOSSLPrivateKey(file: tls.privateKeyPath, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        guard tls.offersHTTP2 else {
            return try .tls(.http1(configuration: connection), tlsConfiguration: configuration)
        }
        let secure = configuration
        return HTTPServerBuilder { responder in
            HandshakeBoundChannel(
                base: try HTTP2UpgradeChannel(
                    tlsConfiguration: secure,
                    configuration: HTTP2UpgradeChannel.Configuration(
                        idleTimeout: limits.idleTimeout, gracefulCloseTimeout: limits.drainTimeout,
                        streamConfiguration: connection),
                    responder: responder), timeout: TimeAmount(limits.headerTimeout))
        }
    }
}
