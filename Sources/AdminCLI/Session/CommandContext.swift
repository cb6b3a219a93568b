import ClientProfiles
import Foundation
import Scheduling
public import Terminal
import ZoneData

/// What the command finds around it. The real one is the process's; a test makes its own.
public struct CommandContext: Sendable {
    /// Environment variables.
    public var environment: [String: String]
    /// Standard streams.
    public var console: any Console
    /// The current time, in microseconds since 1970.
    public var nowMicroseconds: @Sendable () -> Int64
    /// Waits between attempts.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A fresh idempotency key.
    public var makeKey: @Sendable () -> String

    public init(
        environment: [String: String], console: any Console,
        nowMicroseconds: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        makeKey: @escaping @Sendable () -> String
    ) {
        self.environment = environment
        self.console = console
        self.nowMicroseconds = nowMicroseconds
        self.sleep = sleep
        self.makeKey = makeKey
    }

    /// This process.
    public static func process() -> CommandContext {
        CommandContext(
            environment: ProcessInfo.processInfo.environment, console: SystemConsole(),
            nowMicroseconds: { Int64(Date().timeIntervalSince1970 * 1_000_000) },
            sleep: { try await Task.sleep(for: $0) },
            makeKey: { UUID().uuidString.lowercased() })
    }

    /// The context of the command that is running. Commands are made by the argument parser, which has no place to
    /// hand anything in.
    @TaskLocal static var current = CommandContext.process()

    var profiles: ProfileStore { ProfileStore(environment: environment) }
    var now: Instant { Instant(microseconds: nowMicroseconds()) }
}
