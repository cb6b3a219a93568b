import Foundation
import HTTPAPI
import Mentoring
import Monitoring
import Postgres
import Scheduling
import TestDatabase
import Testing

@testable import mentord

@Suite(.database(OperatedService.template)) struct MetricsTests {
    /// What a scrape gives after a few requests and a sweep.
    private func scrape() async throws -> OperatedService.Answer {
        try await OperatedService.withClient { client in
            let metrics = ServiceMetrics()
            let desk = try OperatedService.desk(client)
            let http = try Assembly.httpService(
                desk, settings: HTTPSettings(address: .host("127.0.0.1", port: 0)), logger: OperatedService.logger,
                observe: metrics.observe)
            let listener = try MetricsListener.service(
                address: .host("127.0.0.1", port: 0), logger: OperatedService.logger,
                read: { metrics.families(database: client.statistics, statements: client.statementFigures) })
            return try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await http.run() }
                tasks.addTask { try await listener.run() }
                defer { tasks.cancelAll() }
                let api = "http://127.0.0.1:\(try await http.boundPort() ?? 0)"
                let own = "http://127.0.0.1:\(try await listener.boundPort() ?? 0)"
                for path in ["/v1/directions", "/v1/mentors/nobody", "/v1/mentors/noone", "/no/such/path?token=x"] {
                    _ = try await OperatedService.get(api + path)
                }
                metrics.observeSweep(changes: try await desk.consultations.sweep())
                metrics.observeSweep(changes: nil)
                #expect(try await OperatedService.get("\(own)/docs").status == 404)
                #expect(try await OperatedService.get("\(api)/metrics").status == 404)
                // Prometheus's own header.
                let accept =
                    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
                return try await OperatedService.get("\(own)/metrics", headers: [("Accept", accept)])
            }
        }
    }

    @Test func `requests, the pool, the sweeper and the process are in a scrape`() async throws {
        let answer = try await scrape()
        #expect(answer.status == 200)
        #expect(answer.contentType == "text/plain; version=0.0.4; charset=utf-8")
        let samples = try Exposition(answer.text).samples
        let missing = ["route": "/v1/mentors/{handle}", "method": "GET", "status": "4xx"]
        #expect(samples[.init(name: "mentordesk_http_requests_total", labels: missing)] == 2)
        let unknown = ["route": "none", "method": "GET", "status": "4xx"]
        #expect(samples[.init(name: "mentordesk_http_requests_total", labels: unknown)] == 2)
        let all = ["route": "/v1/directions", "method": "GET", "le": "+Inf"]
        #expect(samples[.init(name: "mentordesk_http_request_duration_seconds_bucket", labels: all)] == 1)
        #expect(samples[.init(name: "mentordesk_sweeper_runs_total", labels: ["result": "ok"])] == 1)
        #expect(samples[.init(name: "mentordesk_sweeper_runs_total", labels: ["result": "failed"])] == 1)
        #expect(try #require(samples[.init(name: "mentordesk_database_statements_total", labels: [:])]) > 0)
        let query = ["query": "select curricula"]
        #expect(try #require(samples[.init(name: "mentordesk_database_query_runs_total", labels: query)]) >= 1)
        #expect(samples[.init(name: "mentordesk_database_query_failures_total", labels: query)] == 0)
        #expect(samples[.init(name: "mentordesk_database_waiting", labels: [:])] == 0)
        #expect(samples[.init(name: "mentordesk_build_info", labels: ["version": Version.text])] == 1)
        #expect(try #require(samples[.init(name: "process_resident_memory_bytes", labels: [:])]) > 1_000_000)
        #expect(!answer.text.contains("token"))
        #expect(!answer.text.contains("nobody"))
    }

    @Test(.enabled(if: Promtool.path != nil, "promtool is not installed"))
    func `promtool finds nothing to say about a scrape`() async throws {
        let answer = try await scrape()
        let (status, output) = try Promtool.check(answer.text)
        #expect(status == 0, "\(output)")
        #expect(output.isEmpty, "\(output)")
    }
}

/// Prometheus's own checker, where the machine has it.
private enum Promtool {
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/promtool" }
        return ([environment["PROMTOOL"]].compactMap(\.self) + folders).first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    static func check(_ text: String) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "scrape-\(UUID().uuidString)")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: path ?? "")
        process.arguments = ["check", "metrics"]
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
