import Foundation
import HTTPAPI
import Mentoring
import Scheduling
import Synchronization
import Terminal

@testable import AdminCLI

/// What a command said, and how it ended.
struct TypedAnswer: Sendable {
    let status: Int32
    let output: Data
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
}

extension Service {
    /// Runs `mentorctl` against this service, at its time, with nobody to ask.
    func mentorctl(_ arguments: String..., token: String) async -> TypedAnswer {
        let console = PipedConsole()
        let now = clock.now.microseconds
        let context = CommandContext(
            environment: ["XDG_CONFIG_HOME": "/nonexistent/mentorctl-tests"], console: console,
            nowMicroseconds: { now }, sleep: { try await Task.sleep(for: $0) },
            makeKey: { UUID().uuidString.lowercased() })
        // A busy machine takes its time.
        let status = await APIClient.$connectSeconds.withValue(300) {
            await CommandLineTool.run(arguments + ["--url", url, "--token", token], context: context)
        }
        return TypedAnswer(status: status, output: console.output, errors: console.errors)
    }
}

/// Standard streams that are pipes.
private final class PipedConsole: Console {
    private let written = Mutex((output: Data(), errors: ""))

    var output: Data { written.withLock { $0.output } }
    var errors: String { written.withLock { $0.errors } }

    var isOutputTerminal: Bool { false }
    var isInputTerminal: Bool { false }
    var isErrorTerminal: Bool { false }
    var width: Int? { nil }
    var height: Int? { nil }

    func write(_ text: String) { write(Data(text.utf8)) }
    func write(_ data: Data) { written.withLock { $0.output.append(data) } }
    func writeError(_ text: String) { written.withLock { $0.errors += text } }
    func readLine() -> String? { nil }
    func readSecret(prompt: String) throws -> String? { nil }
    func readAll() throws -> Data { Data() }
    func edit(_ text: String, editor: String) throws -> String { text }
    func page(_ text: String, pager: String) throws {}
    func open(url: String) -> Bool { false }
}
