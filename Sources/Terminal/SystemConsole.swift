public import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The process's own standard streams.
public struct SystemConsole: Console {
    private let columns: Int?

    /// - Parameter environment: `COLUMNS` stands in where the terminal doesn't say how wide it is.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        columns = environment["COLUMNS"].flatMap { Int($0) }
    }

    public var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    public var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }
    public var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    public var width: Int? {
        guard isOutputTerminal else { return nil }
        return Self.size.map { Int($0.ws_col) } ?? columns ?? 80
    }

    public var height: Int? {
        guard isOutputTerminal else { return nil }
        return Self.size.map { Int($0.ws_row) } ?? 24
    }

    private static var size: winsize? {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? size : nil
    }

    public func write(_ text: String) {
        write(Data(text.utf8))
    }

    public func write(_ data: Data) {
        Self.write(data, to: STDOUT_FILENO)
    }

    public func writeError(_ text: String) {
        Self.write(Data(text.utf8), to: STDERR_FILENO)
    }

    /// Writes everything or gives up silently: a reader that went away (`| head`) is not a failure of the command.
    private static func write(_ data: Data, to descriptor: Int32) {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }

    public func readLine() -> String? {
        Swift.readLine(strippingNewline: true)
    }

    public func readSecret(prompt: String) throws -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return readLine() }
        writeError(prompt + " ")
        // Keys come one by one and Ctrl-C as a character: a signal in the middle would leave the terminal mute.
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        let line = Self.readKeys()
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        writeError("\n")
        if line.wasInterrupted { raise(SIGINT) }
        return line.bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Bytes up to Return; nil at the end of input.
    private static func readKeys() -> (bytes: [UInt8]?, wasInterrupted: Bool) {
        var bytes: [UInt8] = []
        while true {
            var key: UInt8 = 0
            let count = read(STDIN_FILENO, &key, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return (bytes.isEmpty ? nil : bytes, false) }
            switch key {
            case 0x03: return (nil, true)
            case 0x04 where bytes.isEmpty: return (nil, false)
            case 0x0a, 0x0d: return (bytes, false)
            case 0x08, 0x7f: _ = bytes.popLast()
            case 0x15: bytes = []
            default: bytes.append(key)
            }
        }
    }

    public func readAll() throws -> Data {
        try FileHandle.standardInput.readToEnd() ?? Data()
    }

    public func edit(_ text: String, editor: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mentorctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("MESSAGE.md")
        try Data(text.utf8).write(to: file)
        let status = try Self.run(shellCommand: "\(editor) \"$1\"", argument: file.path, additions: [:])
        guard status == 0 else { throw EditorFailure(editor: editor, status: status) }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    public func page(_ text: String, pager: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mentorctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("answer")
        try Data(text.utf8).write(to: file)
        // As git does it: leave at once when it fits on a screen, keep colours, leave the text standing.
        let additions = ["LESS": "FRX", "LESSCHARSET": "utf-8", "LV": "-c"]
        let status = try Self.run(shellCommand: "\(pager) < \"$1\"", argument: file.path, additions: additions)
        // 126 and 127 are the shell's: there is no such program, so nobody has seen anything.
        guard status != 126, status != 127 else { throw EditorFailure(editor: pager, status: status) }
    }

    public func open(url: String) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        let candidates = [environment["BROWSER"].map { "\($0) \"$1\"" }, "xdg-open \"$1\"", "open \"$1\""]
        return candidates.compactMap { $0 }.contains { command in
            (try? Self.run(shellCommand: "\(command) >/dev/null 2>&1", argument: url, additions: [:])) == 0
        }
    }

    /// Runs a command on the terminal and waits for it. `Process` is no good here: it starts children in a group of
    /// their own, and an editor in the background stops at its first read from the terminal.
    ///
    /// - Parameter additions: variables for the command, where the environment doesn't have them.
    private static func run(
        shellCommand: String, argument: String, additions: [String: String]
    ) throws -> Int32 {
        let words = ["sh", "-c", shellCommand, "sh", argument]
        let variables = ProcessInfo.processInfo.environment.merging(additions) { own, _ in own }
            .map { "\($0.key)=\($0.value)" }
        let arguments = words.map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { for text in arguments + environment { free(text) } }
        // As system(3) does: Ctrl-C in the editor is for the editor alone.
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
        }
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGINT)
        sigaddset(&defaults, SIGQUIT)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var child: pid_t = 0
        let failure = posix_spawn(&child, "/bin/sh", nil, &attributes, arguments, environment)
        guard failure == 0 else { throw EditorFailure(editor: shellCommand, status: failure) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        // The low seven bits tell of a signal, the next eight hold the status.
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 1
    }
}

/// The editor could not be started or said that it failed.
public struct EditorFailure: Error, Equatable, Sendable {
    public var editor: String
    public var status: Int32

    public init(editor: String, status: Int32) {
        self.editor = editor
        self.status = status
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
}
