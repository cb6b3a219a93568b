import Foundation
import Synchronization
import Terminal

/// A terminal of the tests: it remembers what was written and types what it was given.
final class FakeConsole: Console {
    struct State: Sendable {
        var output = Data()
        var errors = ""
        var lines: [String]
        var drafts: [String] = []
        var pages: [String] = []
        var opened: [String] = []
    }

    let isOutputTerminal: Bool
    let isInputTerminal: Bool
    let isErrorTerminal: Bool
    let width: Int?
    let height: Int?
    private let piped: String
    private let edited: @Sendable (String) -> String
    private let state: Mutex<State>

    /// - Parameters:
    ///   - lines: what somebody types, line by line, when the console is a terminal.
    ///   - piped: what standard input holds.
    init(
        isTerminal: Bool = false, width: Int? = nil, height: Int? = nil, showsProgress: Bool = false,
        lines: [String] = [], piped: String = "",
        edited: @escaping @Sendable (String) -> String = { $0 }
    ) {
        isOutputTerminal = isTerminal
        isInputTerminal = isTerminal
        isErrorTerminal = showsProgress
        self.width = width
        self.height = height
        self.piped = piped
        self.edited = edited
        state = Mutex(State(lines: lines))
    }

    var output: String { String(decoding: state.withLock { $0.output }, as: UTF8.self) }
    var errors: String { state.withLock { $0.errors } }
    var drafts: [String] { state.withLock { $0.drafts } }
    /// What went through a pager, its command first.
    var pages: [String] { state.withLock { $0.pages } }
    var opened: [String] { state.withLock { $0.opened } }

    func write(_ text: String) { write(Data(text.utf8)) }
    func write(_ data: Data) { state.withLock { $0.output.append(data) } }
    func writeError(_ text: String) { state.withLock { $0.errors += text } }
    func readLine() -> String? { state.withLock { $0.lines.isEmpty ? nil : $0.lines.removeFirst() } }
    func readSecret(prompt: String) throws -> String? {
        writeError(prompt)
        return readLine()
    }
    func readAll() throws -> Data { Data(piped.utf8) }
    func edit(_ text: String, editor: String) throws -> String {
        state.withLock { $0.drafts.append(text) }
        return edited(text)
    }
    func page(_ text: String, pager: String) throws {
        if pager == "missing" { throw EditorFailure(editor: pager, status: 127) }
        state.withLock { $0.pages.append("\(pager): \(text)") }
    }
    func open(url: String) -> Bool {
        state.withLock { $0.opened.append(url) }
        return true
    }
}
