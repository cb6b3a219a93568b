import AsyncHTTPClient
import CurriculumFiles
import Foundation
import HTTPAPI
import Logging
import Mentoring
import NIOCore
import NIOHTTP1
import Postgres
import Scheduling
import Schema
import ServiceLifecycle
import TestDatabase
import ZoneData

/// The whole service on a database of the test's own: real HTTP, real PostgreSQL, a clock that stands still.
struct Service: Sendable {
    /// Monday 2026-11-23, 18:00 in Shanghai.
    static let start = Instant(rfc3339: "2026-11-23T10:00:00Z")!

    let url: String
    let desk: Desk
    let clock: SettableClock
    let adminToken: String

    /// A migrated database with the built-in curricula, and the role the service connects as.
    static let template = TestDatabase.template(named: "service") { url in
        let client = PostgresClient(PostgresConfiguration(url: url), logger: Self.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            try await client.script(
                """
                DO $$ BEGIN
                    CREATE ROLE mentordesk_service LOGIN;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$
                """)
            try await Migrator(client).up(appliedAt: Self.start.rfc3339UTC, serviceRole: "mentordesk_service")
            let desk = try Self.desk(client, SettableClock(start: Self.start, isFrozen: true))
            for curriculum in CurriculumFolder.builtIn.curricula {
                try await desk.curricula.publish(curriculum)
            }
            // Tests of the audit begin with an empty one.
            try await client.script("TRUNCATE audit")
            await client.shutdown()
            try await group.waitForAll()
        }
    }

    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    static let zones = try? ZoneDirectory()

    /// A busy machine takes its time: what is not about being slow is not ended for it.
    static var patientLimits: HTTPLimits {
        var limits = HTTPLimits()
        limits.headerTimeout = .seconds(300)
        limits.bodyTimeout = .seconds(300)
        limits.contentTimeout = .seconds(300)
        limits.bodyRateGrace = .seconds(300)
        limits.idleTimeout = .seconds(600)
        limits.writeTimeout = .seconds(300)
        limits.lingerTimeout = .seconds(300)
        return limits
    }

    /// Receivers on this machine may be written to, and nobody runs out of channels.
    static var deliveryPolicy: DeliveryPolicy {
        var policy = DeliveryPolicy()
        policy.allowsPlainHTTP = true
        policy.channelsPerPerson = 100
        return policy
    }

    static let holidays = Holidays(notices: [
        HolidayNotice(
            title: "2026", covers: CivilDate(iso8601: "2026-01-01")!...CivilDate(iso8601: "2026-12-31")!,
            daysOff: ["2026-10-01", "2026-10-02"].compactMap { CivilDate(iso8601: $0) },
            workingDays: ["2026-10-10"].compactMap { CivilDate(iso8601: $0) })
    ])

    /// A desk on this database; the secret is the same for all.
    static func desk(
        _ client: PostgresClient, _ clock: SettableClock, accounts: AccountPolicy = AccountPolicy(),
        deliveries: DeliveryPolicy = Service.deliveryPolicy, feed: EventFeed.Limits = EventFeed.Limits()
    ) throws -> Desk {
        guard let zones else { throw ZonesMissing() }
        return Desk(
            database: client, clock: clock, zones: zones, holidays: ["CN": holidays], policy: CourtesyPolicy(),
            accountPolicy: accounts, deliveryPolicy: deliveries,
            vault: try Vault(secrets: [Data(repeating: 7, count: 32)]), eventFeed: EventFeed(limits: feed))
    }

    /// Runs a body against the service, connected as its least-privileged role.
    ///
    /// Answers come as they are unless a test asks: this client wants them packed, but takes a packed answer to HEAD
    /// for a broken one, and long repeated texts for an attack.
    static func run<Result: Sendable>(
        limits: HTTPLimits = Service.patientLimits, compression: CompressionPolicy? = nil,
        accounts: AccountPolicy = AccountPolicy(), deliveries: DeliveryPolicy = Service.deliveryPolicy,
        databaseURL: String? = nil, waitLimit: Duration = .seconds(60),
        feed: EventFeed.Limits = EventFeed.Limits(), _ body: @escaping @Sendable (Service) async throws -> Result
    ) async throws -> Result {
        var configuration = PostgresConfiguration(
            url: databaseURL ?? TestDatabase.current.url(user: "mentordesk_service"))
        configuration.maxConnections = 16
        configuration.waitLimit = waitLimit
        let client = PostgresClient(configuration, logger: logger)
        let clock = SettableClock(start: start, isFrozen: true)
        let desk = try Self.desk(client, clock, accounts: accounts, deliveries: deliveries, feed: feed)
        var settings = HTTPSettings(address: .host("127.0.0.1", port: 0))
        settings.limits = limits
        settings.compression = compression
        let http = try HTTPService(
            Endpoints(desk: desk, settableClock: clock).definition(version: "test"), settings: settings,
            logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            group.addTask { await desk.eventFeed.run(desk) }
            group.addTask { try await http.run() }
            defer { group.cancelAll() }
            guard let port = try await http.boundPort() else { throw ZonesMissing() }
            let admin = try await desk.accounts.issue(role: .admin, label: "tests", by: nil)
            let service = Service(
                url: "http://127.0.0.1:\(port)", desk: desk, clock: clock, adminToken: admin.value?.secret ?? "")
            let result = try await body(service)
            await client.shutdown()
            return result
        }
    }

    struct ZonesMissing: Error {}

    // MARK: Calling

    /// Of HTTP's methods those that the API has.
    enum Method: String, Sendable {
        // As the protocol writes them.
        // swift-format-ignore: AlwaysUseLowerCamelCase
        case GET, HEAD, POST, PUT, PATCH, DELETE
    }

    /// The header fields of an answer, as they came.
    struct Headers: Sendable, Sequence {
        let fields: [(name: String, value: String)]

        /// The first field of that name, in any case.
        func first(name: String) -> String? {
            fields.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        /// Every field of that name, in any case.
        subscript(name: String) -> [String] {
            fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }

        func makeIterator() -> [(name: String, value: String)].Iterator { fields.makeIterator() }
    }

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let headers: Headers
        let body: Data
        let json: JSONValue

        /// The problem's code, if it is one.
        var code: String? { json["code"]?.string }
        /// The pointers of refused fields.
        var pointers: [String] { json["errors"]?.array?.compactMap { $0["pointer"]?.string } ?? [] }
        /// The codes of slot rules.
        var reasons: [String] { json["reasons"]?.array?.compactMap { $0["code"]?.string } ?? [] }
        var id: String { json["id"]?.string ?? "" }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    func call(
        _ method: Method, _ path: String, token: String? = nil, _ body: JSONValue? = nil, key: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        try await call(
            method, path, token: token, bytes: try body.map { try JSONEncoder().encode($0) }, key: key,
            headers: headers)
    }

    func call(
        _ method: Method, _ path: String, token: String? = nil, bytes: Data?, key: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = HTTPMethod(rawValue: method.rawValue)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let bytes {
            if !headers.contains(where: { $0.0 == "Content-Type" }) {
                request.headers.add(name: "Content-Type", value: "application/json")
            }
            request.body = .bytes(ByteBuffer(bytes: bytes))
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
        let buffer = try await response.body.collect(upTo: 16 * 1024 * 1024)
        let data = Data(buffer.readableBytesView)
        let json = (try? JSONDecoder().decode(JSONValue.self, from: data)) ?? .null
        return Answer(
            status: Int(response.status.code), headers: Headers(fields: response.headers.map { ($0.name, $0.value) }),
            body: data, json: json)
    }
}
