import Foundation
import HTTPAPI
import Logging
import Mentoring
import Notifications
import Postgres
import Schema
import ServiceLifecycle
import Settings
import ZoneData

/// `mentord serve`: the service on the operator's PostgreSQL, as the settings say.
struct Deployment: Sendable {
    let settings: Settings
    let logger: Logger

    /// - Throws: ``SettingsProblem``, ``MigrationRefusal``, or what keeps it from listening.
    func run() async throws {
        let secrets = try SecretKeys.load(settings)
        let configuration = try settings.databaseConfiguration()
        let httpSettings = try settings.httpSettings()
        FileLimit.raise()
        try await checkSchema(configuration.url)
        let client = PostgresClient(configuration, logger: logger)
        let slotCache = settings.slotCache
        let desk = try DeskFactory.make(
            client, clock: SystemClock(), secrets: secrets, policy: settings.courtesyPolicy,
            accountPolicy: settings.accountPolicy, reportPolicy: settings.reportPolicy(try ZoneDirectory()),
            deliveryPolicy: settings.deliveryPolicy, slotCache: slotCache,
            eventFeed: EventFeed(limits: settings.eventFeedLimits))
        let metrics = ServiceMetrics()
        let draining = Draining(
            flag: DrainFlag(), notice: .seconds(settings[SettingKeys.drainNoticeSeconds]), logger: logger)
        let http = try Assembly.httpService(
            desk, settings: httpSettings, baseURL: settings[SettingKeys.baseURL], drain: draining.flag, logger: logger,
            observe: metrics.observe)
        // Stopped from the last to the first: the API, what works beside it, the database, and the figures last.
        var services: [any Service] = []
        if settings[SettingKeys.metricsEnabled] {
            services.append(
                try MetricsListener.service(
                    address: .host(settings[SettingKeys.metricsHost], port: settings[SettingKeys.metricsPort]),
                    logger: logger,
                    read: {
                        metrics.families(database: client.statistics, statements: client.statementFigures)
                            + metrics.deliveryFamilies
                    }))
        }
        services.append(DatabaseService(client))
        if let slotCache { services.append(SlotCacheService(slotCache, client: client)) }
        services.append(EventFeedService(desk))
        services.append(SweeperService(desk, logger: logger, observe: metrics.observeSweep))
        services.append(DeliveryFiguresService(desk, observe: metrics.observeFigures))
        services.append(try dispatcher(desk, metrics))
        services.append(http)
        var group = ServiceGroupConfiguration(services: services, logger: Logs.lifecycle)
        group.maximumGracefulShutdownDuration = .seconds(settings[SettingKeys.drainSeconds] + 10)
        try await draining.runUntilSignal(ServiceGroup(configuration: group))
    }

    /// What tells people. Without a mail server e-mails wait in the database: the log is no place for codes.
    private func dispatcher(_ desk: Desk, _ metrics: ServiceMetrics) throws -> Dispatcher {
        let http = try settings.outgoingHTTP()
        let mail = try settings.smtpSettings()
        let smtp = try mail.map { try SMTPEmailSender($0) }
        if smtp == nil { logger.warning("smtp.host is not set: e-mails wait, and nobody can sign in by a code") }
        let policy = settings.dispatchPolicy()
        return Dispatcher(
            deliveries: DeliveryDispatcher(
                desk,
                senders: Senders.all(
                    http, email: smtp, organizer: mail?.senderAddress ?? "",
                    reports: ReportPapers(desk, json: ReportJSON.withoutRows)),
                policy: policy, logger: logger, observe: metrics.observeDelivery),
            emails: smtp.map { EmailDispatcher(desk, sender: $0, logger: logger) }, policy: policy, logger: logger)
    }

    /// A database of another structure is refused at once; one that can't be reached is waited for, with 503.
    private func checkSchema(_ url: String) async throws {
        do {
            let status = try await withClient(url: url, name: "mentord", logger: Logs.quiet) {
                try await Migrator($0).status()
            }
            try status.check()
            guard status.isCurrent else { throw MigrationRefusal.notCurrent(status.sideBySide) }
        } catch let error as PostgresError where error.isUnavailable {
            logger.warning("the database can't be reached; answering 503 until it can")
        }
    }
}
