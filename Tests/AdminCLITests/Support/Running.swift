import Foundation
import Scheduling
import Synchronization

@testable import AdminCLI

/// A run of the tool in a test: what it said, and how it ended.
struct Run {
    var status: Int32
    var output: String
    var errors: String
}

/// Pauses that were asked for, none of which was waited out.
final class Pauses: Sendable {
    private let list = Mutex<[Duration]>([])
    var all: [Duration] { list.withLock { $0 } }
    func add(_ pause: Duration) { list.withLock { $0.append(pause) } }
}

/// Runs the tool at noon of 24 November 2026 in Shanghai, with a configuration folder that isn't there.
func run(
    _ arguments: [String], console: FakeConsole = FakeConsole(), environment: [String: String] = [:],
    pauses: Pauses = Pauses()
) async -> Run {
    let keys = Mutex(0)
    let context = CommandContext(
        environment: ["XDG_CONFIG_HOME": "/nonexistent/mentorctl-tests"].merging(environment) { $1 },
        console: console, nowMicroseconds: { 1_795_492_800_000_000 },
        sleep: { pauses.add($0) },
        makeKey: {
            keys.withLock { count in
                count += 1
                return "key-\(count)"
            }
        })
    // On a busy machine five seconds are short, and a connection that is tried again counts as a pause.
    let status = await APIClient.$connectSeconds.withValue(300) {
        await CommandLineTool.run(arguments, context: context)
    }
    return Run(status: status, output: console.output, errors: console.errors)
}

extension StubServer {
    /// Arguments that lead here.
    var access: [String] { ["--url", url, "--token", "secret-token"] }
}

/// A folder of its own that is gone afterwards.
func withTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}
