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
import TestDatabase

@testable import mentord

/// A migrated database, and the service's role.
enum OperatedService {
    static let role = "mentordesk_service"
    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    static let template = TestDatabase.template(named: "operated") { url in
        try await withClient(url: url, name: "tests", logger: logger) { client in
            try await client.script(
                """
                DO $$ BEGIN
                    CREATE ROLE \(role) LOGIN;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$
                """)
            try await Migrator(client).up(appliedAt: SystemClock().now.rfc3339UTC, serviceRole: role)
            for curriculum in CurriculumFolder.builtIn.curricula {
                try await desk(client).curricula.publish(curriculum)
            }
        }
    }

    /// Runs work with a client that is connected as the service is.
    static func withClient<Result: Sendable>(
        user: String = role, _ work: @escaping @Sendable (PostgresClient) async throws -> Result
    ) async throws -> Result {
        try await withClient(url: TestDatabase.current.url(user: user), name: "tests", logger: logger, work)
    }

    private static func withClient<Result: Sendable>(
        url: String, name: String, logger: Logger, _ work: @escaping @Sendable (PostgresClient) async throws -> Result
    ) async throws -> Result {
        try await mentord.withClient(url: url, name: name, maxConnections: 4, logger: logger, work)
    }

    static func desk(_ client: PostgresClient) throws -> Desk {
        try DeskFactory.make(client, clock: SystemClock(), secrets: [DeskFactory.randomSecret()])
    }

    /// One GET.
    static func get(_ url: String, headers: [(String, String)] = []) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 4 * 1024 * 1024)
        return Answer(
            status: Int(response.status.code), contentType: response.headers.first(name: "Content-Type") ?? "",
            connection: response.headers.first(name: "Connection") ?? "",
            text: String(decoding: body.readableBytesView, as: UTF8.self))
    }

    struct Answer: Sendable {
        let status: Int
        let contentType: String
        let connection: String
        let text: String
    }
}

/// Holds whoever passes until a test lets them go, and tells the test that they have arrived.
final class Gate: Sendable {
    private let arrivals = AsyncStream<Void>.makeStream()
    private let departures = AsyncStream<Void>.makeStream()

    func pass() async {
        arrivals.continuation.yield()
        for await _ in departures.stream { return }
    }

    func waitForArrival() async {
        for await _ in arrivals.stream { return }
    }

    func open() { departures.continuation.yield() }
}
