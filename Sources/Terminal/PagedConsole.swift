public import Foundation
import Synchronization

/// Keeps what is written to standard output until the end, and shows it in a pager where it is longer than the
/// terminal is high. Everything else goes to the console behind it at once.
public final class PagedConsole: Console {
    private let console: any Console
    private let kept = Mutex(Data())

    public init(_ console: any Console) {
        self.console = console
    }

    /// Shows what was kept.
    ///
    /// - Parameter pager: a shell command; nil writes it as it is.
    public func flush(pager: String?) {
        let data = kept.withLock { kept in
            defer { kept = Data() }
            return kept
        }
        guard !data.isEmpty else { return }
        let lines = data.count { $0 == UInt8(ascii: "\n") }
        if let pager, let height = console.height, lines >= height {
            let text = String(decoding: data, as: UTF8.self)
            if (try? console.page(text, pager: pager)) != nil { return }
        }
        console.write(data)
    }

    public var isOutputTerminal: Bool { console.isOutputTerminal }
    public var isInputTerminal: Bool { console.isInputTerminal }
    public var isErrorTerminal: Bool { console.isErrorTerminal }
    public var width: Int? { console.width }
    public var height: Int? { console.height }

    public func write(_ text: String) { write(Data(text.utf8)) }
    public func write(_ data: Data) { kept.withLock { $0.append(data) } }
    public func writeError(_ text: String) { console.writeError(text) }
    public func readLine() -> String? { console.readLine() }
    public func readSecret(prompt: String) throws -> String? { try console.readSecret(prompt: prompt) }
    public func readAll() throws -> Data { try console.readAll() }
    public func edit(_ text: String, editor: String) throws -> String { try console.edit(text, editor: editor) }
    public func page(_ text: String, pager: String) throws { try console.page(text, pager: pager) }
    public func open(url: String) -> Bool { console.open(url: url) }
}
