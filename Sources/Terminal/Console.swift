public import Foundation

/// Where a command reads from and writes to. A test puts its own in place of the process's streams.
public protocol Console: Sendable {
    /// Whether standard output is a terminal.
    var isOutputTerminal: Bool { get }
    /// Whether standard input is a terminal, so that there is somebody to ask.
    var isInputTerminal: Bool { get }
    /// Whether standard error is a terminal, so that progress can be shown there and taken away again.
    var isErrorTerminal: Bool { get }
    /// Columns of the terminal; nil when standard output isn't one.
    var width: Int? { get }
    /// Lines of the terminal; nil when standard output isn't one.
    var height: Int? { get }

    /// Writes to standard output.
    func write(_ text: String)
    /// Writes bytes as they are to standard output.
    func write(_ data: Data)
    /// Writes to standard error.
    func writeError(_ text: String)
    /// The next line of standard input without its end; nil at the end of input.
    func readLine() -> String?
    /// A line typed on the terminal without showing it; nil at the end of input.
    func readSecret(prompt: String) throws -> String?
    /// Everything there is on standard input.
    func readAll() throws -> Data
    /// What a person makes of `text` in their editor.
    func edit(_ text: String, editor: String) throws -> String
    /// Shows text in a pager, a shell command, and waits until it is left.
    ///
    /// - Throws: when it can't be shown so; then nothing was.
    func page(_ text: String, pager: String) throws
    /// Hands an address to the program that opens such on this machine.
    ///
    /// - Returns: whether there was one that took it.
    func open(url: String) -> Bool
}

extension Console {
    /// Asks a question that is answered with y or n; anything but a clear yes is no.
    ///
    /// - Parameter yes: words that mean yes, in lower case.
    public func confirm(_ question: String, yes: Set<String> = ["y", "yes", "是", "好"]) -> Bool {
        writeError(question + " ")
        guard let line = readLine() else {
            writeError("\n")
            return false
        }
        return yes.contains(line.trimmingCharacters(in: .whitespaces).lowercased())
    }

    /// Asks for a line of text; nil at the end of input.
    public func ask(_ prompt: String) -> String? {
        writeError(prompt + " ")
        return readLine()?.trimmingCharacters(in: .whitespaces)
    }
}
