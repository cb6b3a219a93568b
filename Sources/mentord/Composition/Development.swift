import ClientProfiles
import Curriculum
import Foundation
import HTTPAPI
import Logging
import Mentoring
import Notifications
import Postgres
import PrivatePostgres
import Scheduling
import Schema
import ServiceLifecycle
import UnixSignals

/// `mentord dev`: a private PostgreSQL, its structure, its demonstration, the service on it, and a word to the person
/// who started it.
struct Development: Sendable {
    let port: Int
    let dataDirectory: String
    let withDemo: Bool
    let now: Instant?
    let isFrozen: Bool
    let hasRateLimits: Bool
    let printsJSON: Bool
    let logger: Logger

    /// The role the service works as; it owns nothing.
    static let serviceRole = "mentordesk_service"

    func run() async throws {
        let clock = SettableClock(start: now, isFrozen: isFrozen)
        var options = PrivateCluster.Options(dataDirectory: dataDirectory, logger: logger)
        options.maxConnections = 100
        let cluster = try await PrivateCluster.start(options)
        cluster.stopAtExit()
        do {
            try await serve(on: cluster, clock: clock)
        } catch {
            await cluster.stop(.fast)
            throw error
        }
        await cluster.stop(.fast)
    }

    private func serve(on cluster: PrivateCluster, clock: SettableClock) async throws {
        let secret = try DevelopmentSecrets(directory: dataDirectory)
        FileLimit.raise()
        try await prepare(cluster, clock: clock, secret: secret)
        var configuration = PostgresConfiguration(
            url: cluster.url(database: "mentordesk", user: Self.serviceRole))
        configuration.applicationName = "mentord dev"
        let client = PostgresClient(configuration, logger: logger)
        let slotCache = SlotCache()
        var deliveries = DeliveryPolicy()
        deliveries.allowsPlainHTTP = true
        let desk = try DeskFactory.make(
            client, clock: clock, secrets: [secret.key], deliveryPolicy: deliveries, slotCache: slotCache)
        var settings = HTTPSettings(address: .host("127.0.0.1", port: port))
        settings.rateLimits = hasRateLimits ? RateLimits() : nil
        let http = try Assembly.httpService(desk, settings: settings, settableClock: clock, logger: logger)
        let group = ServiceGroup(
            services: [
                PrivateClusterService(cluster), DatabaseService(client), SlotCacheService(slotCache, client: client),
                EventFeedService(desk), SweeperService(desk, logger: logger),
                try dispatcher(desk), http,
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: Logs.lifecycle)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                guard let port = try? await http.boundPort() else { return }
                let tokens = try await secret.tokens(desk)
                let url = "http://127.0.0.1:\(port)"
                try announce(url: url, tokens: tokens, cluster: cluster)
            }
            try await tasks.waitForAll()
        }
    }

    /// E-mails go to the log, and receivers on this machine may be tried out.
    private func dispatcher(_ desk: Desk) throws -> Dispatcher {
        let http = OutgoingHTTP(rules: try AddressRules(allowing: ["127.0.0.0/8", "::1"]))
        let mail = LogEmailSender(logger: logger)
        return Dispatcher(
            deliveries: DeliveryDispatcher(
                desk,
                senders: Senders.all(
                    http, email: mail, reports: ReportPapers(desk, json: ReportJSON.withoutRows)),
                logger: logger),
            emails: EmailDispatcher(desk, sender: mail, logger: logger), logger: logger)
    }

    /// The structure, the service's role, and on the first start the demonstration.
    private func prepare(
        _ cluster: PrivateCluster, clock: SettableClock, secret: DevelopmentSecrets
    ) async throws {
        try await withClient(url: cluster.url, name: "mentord dev", maxConnections: 4, logger: logger) { owner in
            try await owner.script(
                """
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(Self.serviceRole)') THEN
                        CREATE ROLE \(Self.serviceRole) LOGIN;
                    END IF;
                END $$
                """)
            try await Migrator(owner).up(appliedAt: clock.now.rfc3339UTC, serviceRole: Self.serviceRole)
            let desk = try DeskFactory.make(owner, clock: clock, secrets: [secret.key])
            for curriculum in try await BuiltInCurricula.publishMissing(by: desk).differing {
                logger.warning(
                    "A curriculum was edited under a published version: raise the version to publish it.",
                    metadata: ["curriculum": "\(curriculum.direction) \(curriculum.version)"])
            }
            guard withDemo else { return }
            guard try await desk.mentors.list(direction: nil, after: nil, limit: 1).items.isEmpty else { return }
            try await DemoSeeder(database: owner, secret: secret.key, now: clock.now).run()
        }
    }

    private func announce(url: String, tokens: DevelopmentSecrets.Tokens, cluster: PrivateCluster) throws {
        guard !printsJSON else {
            let line = ReadyLine(url: url, adminToken: tokens.admin, databaseURL: cluster.url)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
            return
        }
        let store = ProfileStore()
        try store.save(
            profile: Profile(url: url, token: tokens.mentor ?? tokens.admin), named: "dev", makeCurrent: true)
        try store.save(profile: Profile(url: url, token: tokens.admin), named: "dev-admin", makeCurrent: false)
        FileHandle.standardOutput.write(
            Data(Welcome(url: url, tokens: tokens, cluster: cluster, profilePath: store.path).text.utf8))
    }
}

/// The one line of `--json`.
private struct ReadyLine: Encodable {
    let url: String
    let adminToken: String
    let databaseURL: String

    enum CodingKeys: String, CodingKey {
        case url
        case adminToken = "admin_token"
        case databaseURL = "database_url"
    }
}
