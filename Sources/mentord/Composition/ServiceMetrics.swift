import HTTPAPI
import Mentoring
import Monitoring
import Notifications
import Postgres
import Scheduling
import Synchronization

/// Everything the service counts, and how a scrape reads it.
final class ServiceMetrics: Sendable {
    private let requests = Counter(
        "mentordesk_http_requests_total", "Requests answered, by route, method and class of status.",
        labels: ["route", "method", "status"])
    private let durations = Histogram(
        "mentordesk_http_request_duration_seconds", "Time from a request's headers to its answer, by route and method.",
        labels: ["route", "method"])
    private let requestBytes = Counter("mentordesk_http_request_body_bytes_total", "Octets of bodies read.")
    private let responseBytes = Counter("mentordesk_http_response_body_bytes_total", "Octets of bodies sent.")
    private let sweeps = Counter(
        "mentordesk_sweeper_runs_total", "Runs of the sweeper, by result.", labels: ["result"])
    private let swept = Counter(
        "mentordesk_sweeper_changes_total", "Consultations the sweeper expired or completed.")
    private let deliveries = Counter(
        "mentordesk_deliveries_total", "Deliveries to people and integrators, by kind of destination and outcome.",
        labels: ["kind", "outcome"])
    private let figures = Mutex<DeliveryFigures?>(nil)
    private let lastSweepAt = Atomic<Int64>(0)
    private let clock: any WallClock
    private let startedAt: Instant

    init(clock: any WallClock = SystemClock()) {
        self.clock = clock
        startedAt = clock.now
        for result in ["ok", "failed"] { sweeps.add(0, result) }
        for kind in DestinationKind.allCases {
            for outcome in DeliveryDispatcher.Outcome.allCases { deliveries.add(0, kind.rawValue, outcome.rawValue) }
        }
    }

    /// Counts one request. The route is its pattern, so that labels stay few.
    func observe(_ record: RequestRecord) {
        let route = record.route ?? "none"
        requests.add(1, route, record.method, record.statusClass)
        durations.record(record.duration, route, record.method)
        requestBytes.add(Double(record.bytesIn))
        responseBytes.add(Double(record.bytesOut))
    }

    /// Counts one run of the sweeper.
    /// - Parameter changes: nil for one that failed.
    func observeSweep(changes: Int?) {
        guard let changes else { return sweeps.add(1, "failed") }
        sweeps.add(1, "ok")
        swept.add(Double(changes))
        lastSweepAt.store(clock.now.seconds, ordering: .relaxed)
    }

    /// Counts what came of deliveries.
    func observeDelivery(kind: DestinationKind, outcome: DeliveryDispatcher.Outcome, count: Int) {
        deliveries.add(Double(count), kind.rawValue, outcome.rawValue)
    }

    /// Keeps what was read last of all that is on its way.
    func observeFigures(_ seen: DeliveryFigures) {
        figures.withLock { $0 = seen }
    }

    /// What is on its way and what came of it; the depths are the database's, so equal on every instance.
    var deliveryFamilies: [MetricFamily] {
        guard let seen = figures.withLock(\.self) else { return [deliveries.family] }
        let waited = seen.oldestWaitingSince.map { max(0, clock.now.seconds - $0.seconds) } ?? 0
        return [
            deliveries.family,
            MetricFamily(
                "mentordesk_outbox_depth", .gauge, "What waits, by where: the outbox, deliveries, e-mails with codes.",
                samples: [("outbox", seen.outbox), ("deliveries", seen.waiting), ("emails", seen.emails)].map {
                    .init(Double($1), labels: [("queue", $0)])
                }),
            MetricFamily("mentordesk_dead_letters", .gauge, "Deliveries that were given up.", value: Double(seen.dead)),
            MetricFamily(
                "mentordesk_oldest_delivery_seconds", .gauge, "How long the longest waiting delivery has waited.",
                value: Double(waited)),
        ]
    }

    /// All figures at this moment.
    func families(database: PostgresStatistics, statements: [StatementFigures]) -> [MetricFamily] {
        [
            MetricFamily(
                "mentordesk_build_info", .gauge, "Always 1; what runs is in the labels.",
                samples: [.init(1, labels: [("version", Version.text)])]),
            MetricFamily(
                "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.",
                value: Double(startedAt.seconds)),
            requests.family, durations.family, requestBytes.family, responseBytes.family, sweeps.family, swept.family,
            MetricFamily(
                "mentordesk_sweeper_last_success_timestamp_seconds", .gauge,
                "When the sweeper last ran to its end, in seconds since 1970; 0 for never.",
                value: Double(lastSweepAt.load(ordering: .relaxed))),
        ] + Self.families(of: database) + Self.families(of: statements) + ProcessFigures.families
    }

    private static func families(of pool: PostgresStatistics) -> [MetricFamily] {
        func total(_ name: String, _ help: String, _ value: Int) -> MetricFamily {
            MetricFamily("mentordesk_database_\(name)_total", .counter, help, value: Double(value))
        }
        let states = [
            ("idle", pool.idleConnections), ("busy", pool.busyConnections), ("connecting", pool.connectingConnections),
        ]
        return [
            MetricFamily(
                "mentordesk_database_connections", .gauge, "Connections of the pool, by what they do.",
                samples: states.map { .init(Double($1), labels: [("state", $0)]) }),
            MetricFamily(
                "mentordesk_database_waiting", .gauge, "Callers waiting for a connection.", value: Double(pool.waiting)),
            total("statements", "Statements answered, errors included.", pool.queries),
            total("statement_errors", "Statements the server refused.", pool.errors),
            total("read_round_trips", "Round trips that carried reads of several callers.", pool.readRoundTrips),
            total("segments", "Round trips that carried one caller's statements alone.", pool.segments),
            total("resent_reads", "Reads sent again because a neighbour failed.", pool.resentReads),
            total("connections_opened", "Connections made.", pool.connectionsOpened),
            total("connections_lost", "Connections that broke.", pool.connectionsLost),
            total("connect_failures", "Attempts to connect that failed.", pool.connectFailures),
            total("cancels", "Cancel requests sent.", pool.cancels),
            total("refused", "Callers that got no connection in time.", pool.refused),
            total("prepares", "Statements prepared.", pool.prepares),
        ]
    }

    private static func families(of statements: [StatementFigures]) -> [MetricFamily] {
        func family(_ name: String, _ help: String, _ value: (StatementFigures) -> Double) -> MetricFamily {
            MetricFamily(
                "mentordesk_database_query\(name)_total", .counter, help,
                samples: statements.map { .init(value($0), labels: [("query", $0.name)]) })
        }
        return [
            family("_runs", "Statements run, by verb and table.") { Double($0.count) },
            family("_failures", "Statements run in round trips that failed, by verb and table.") {
                Double($0.failures)
            },
            family("_seconds", "Time callers waited for statements, by verb and table.") { $0.seconds },
        ]
    }
}
