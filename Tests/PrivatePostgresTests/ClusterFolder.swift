import Foundation
import Glibc
import Logging
import Testing

@testable import PrivatePostgres

/// A folder for clusters, which the server's account can enter, removed afterwards.
func withClusterFolder(_ body: (String) async throws -> Void) async throws {
    var template = Array("\(ClusterLocation.temporaryParent)/private-postgres-tests-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    chmod(folder, 0o755)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}

/// Runs the body with a started cluster and stops it afterwards, also when the body throws.
func withCluster(
    _ options: PrivateCluster.Options, _ body: (PrivateCluster) async throws -> Void
) async throws {
    let cluster = try await PrivateCluster.start(options)
    do {
        try await body(cluster)
    } catch {
        await cluster.stop(.immediate)
        throw error
    }
    await cluster.stop()
}

extension PrivateCluster.Options {
    /// Without waiting for the disk; what these tests are about does not depend on it.
    static func quick(_ folder: String) -> Self {
        var options = Self(dataDirectory: folder, logger: .silent)
        options.isDurable = false
        return options
    }
}

extension Logger {
    static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}

extension PrivateCluster {
    /// What `psql` answers, unaligned, one row a line.
    @discardableResult
    nonisolated func ask(_ sql: String, database: String? = nil) async throws -> String {
        let target = database.map { url(database: $0, user: "postgres") } ?? url
        let answer = try await Program(
            path: "\(binaryDirectory)/psql", arguments: ["-XqAt", "-v", "ON_ERROR_STOP=1", "-d", target, "-c", sql]
        ).run()
        try #require(answer.isSuccess, "\(answer.complaint)")
        return answer.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Checks what `psql` answers.
    nonisolated func expect(
        _ sql: String, answers expected: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await ask(sql)
        #expect(answer == expected, "\(sql)", sourceLocation: sourceLocation)
    }

    /// Every process of this cluster, supervisors included.
    nonisolated func processes() -> [ServerProcesses.Found] {
        runningProcesses(ofDataIn: dataDirectory)
    }
}

/// Every process on these data, whoever started it.
func runningProcesses(ofDataIn dataDirectory: String) -> [ServerProcesses.Found] {
    let owner = Folder.owner(of: dataDirectory) ?? geteuid()
    return ServerProcesses(dataDirectories: [dataDirectory], clusterName: "none", userID: owner).find()
}

/// Returns once none of the processes exists any more.
func waitForEnd(of processIDs: [Int32]) async throws {
    for processID in processIDs {
        let answer = try await Program(
            path: "/usr/bin/tail", arguments: ["--pid=\(processID)", "-s", "0.02", "-f", "/dev/null"]
        ).run()
        try #require(answer.isSuccess, "\(answer.complaint)")
    }
}

/// Collects events and hands them out in order.
final class EventRecorder: Sendable {
    let events: AsyncStream<PrivateCluster.Event>
    private let continuation: AsyncStream<PrivateCluster.Event>.Continuation

    init() { (events, continuation) = AsyncStream.makeStream() }

    func record(_ event: PrivateCluster.Event) { continuation.yield(event) }
}
