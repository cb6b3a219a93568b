public import ArgumentParser
import Foundation
public import Scheduling

/// The service with everything it needs, for trying it out and for acceptance checks.
struct Dev: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service with a private PostgreSQL and demonstration data.",
        discussion: """
            The data stay in the data directory between runs. Ctrl-C or SIGTERM stops everything.

            Example: mentord dev --port 8080
            Example: mentord dev --data /tmp/check --no-demo --now 2026-11-23T10:00:00+08:00 --frozen --port 0 --json
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes any free one.")
    var port = 8080

    @Option(help: "The folder that keeps the private PostgreSQL and the tokens.")
    var data = ".mentord"

    @Flag(name: .customLong("no-demo"), help: "Start with no mentors and no students.")
    var withoutDemo = false

    @Option(help: "What the clock shows at the start, RFC 3339.")
    var now: Instant?

    @Flag(help: "The clock stands still until PUT /dev/clock moves it.")
    var frozen = false

    @Flag(name: .customLong("rate-limits"), help: "Apply the rate limits of `serve`.")
    var rateLimits = false

    @Flag(help: "Print one JSON line on standard output when ready; logs go to standard error.")
    var json = false

    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: LogLevel = .notice

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
    }

    func run() async throws {
        try await explaining {
            try await Development(
                port: port, dataDirectory: data, withDemo: !withoutDemo, now: now, isFrozen: frozen,
                hasRateLimits: rateLimits, printsJSON: json, logger: Logs.start(level: logLevel)
            ).run()
        }
    }
}

extension Instant: ExpressibleByArgument {
    /// Reads RFC 3339.
    public init?(argument: String) {
        self.init(rfc3339: argument)
    }
}
