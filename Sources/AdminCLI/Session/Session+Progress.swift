import Synchronization
import Terminal

extension Session {
    /// Shows on standard error that something is waited for, once it has lasted half a second; on a terminal alone,
    /// and nothing is left of it afterwards.
    ///
    /// - Parameter about: what is waited for, asked anew each time it is shown; the server's answer when left out.
    func withProgress<Value: Sendable>(
        _ about: (@Sendable () -> String)? = nil, _ work: () async throws -> Value
    ) async throws -> Value {
        guard console.isErrorTerminal else { return try await work() }
        let waiting = text(.waiting, ["url": client.baseURL])
        let line = ProgressLine(
            console: console, text: about ?? { waiting }, isPlain: context.environment["TERM"] == "dumb")
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [sleep = context.sleep] in
                try await sleep(.milliseconds(500))
                while true {
                    line.tick()
                    // A dumb terminal can't take a line back, so it gets one.
                    if line.isPlain { return }
                    try await sleep(.milliseconds(120))
                }
            }
            defer {
                group.cancelAll()
                line.end()
            }
            return try await work()
        }
    }
}

/// One line on standard error that turns until it is taken away.
private final class ProgressLine: Sendable {
    let console: any Console
    let text: @Sendable () -> String
    let isPlain: Bool
    private let state = Mutex((ticks: 0, isOver: false))
    private static let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

    init(console: any Console, text: @escaping @Sendable () -> String, isPlain: Bool) {
        self.console = console
        self.text = text
        self.isPlain = isPlain
    }

    func tick() {
        state.withLock { state in
            guard !state.isOver else { return }
            if isPlain {
                console.writeError(text() + "\n")
            } else {
                console.writeError("\r\(Self.frames[state.ticks % Self.frames.count]) \(text())\u{1b}[K")
            }
            state.ticks += 1
        }
    }

    func end() {
        state.withLock { state in
            if state.ticks > 0, !state.isOver, !isPlain { console.writeError("\r\u{1b}[K") }
            state.isOver = true
        }
    }
}
