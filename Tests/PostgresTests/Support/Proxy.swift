import Foundation
import Glibc
import Postgres
import Synchronization

/// A door in front of the server that can be shut: connections through it can be cut, refused or frozen.
final class Proxy: Sendable {
    private struct State {
        var listener: Int32 = -1
        var pairs: [(client: Int32, server: Int32)] = []
        var cutAfter: String?
        var isFrozen = false
    }

    private let state = Mutex(State())
    private let upstream: String
    private let directory: String
    let url: String

    /// A proxy in front of the tests' server.
    static func make() async throws -> Proxy {
        let upstream = try await Server.withClient { client in
            let rows = try await client.read(
                "SELECT current_setting('unix_socket_directories'), current_setting('port')")
            let (directories, port) = try rows.first(as: (String, String).self)!
            return directories.split(separator: ",")[0].trimmingCharacters(in: .whitespaces) + "/.s.PGSQL.\(port)"
        }
        return try Proxy(upstream: upstream)
    }

    private init(upstream: String) throws {
        self.upstream = upstream
        directory = "/tmp/pgx\(UInt32.random(in: 0 ... .max))"
        guard mkdir(directory, 0o700) == 0 else { throw ProxyFailed() }
        let base = Server.url
        url = base + (base.contains("?") ? "&" : "?") + "host=\(directory)&port=5432"
        try accept()
    }

    deinit {
        refuse()
        cut()
        try? FileManager.default.removeItem(atPath: directory)
    }

    private var path: String { directory + "/.s.PGSQL.5432" }

    /// Lets connections in.
    func accept() throws {
        unlink(path)
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard Self.withAddress(path, { bind(listener, $0, $1) }) == 0, listen(listener, 128) == 0 else {
            throw ProxyFailed()
        }
        state.withLock { $0.listener = listener }
        Thread { [weak self] in
            while true {
                let client = Glibc.accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                self.connect(client)
            }
        }.start()
    }

    /// Lets nobody in any more; those inside stay.
    func refuse() {
        let listener = state.withLock { state in
            defer { state.listener = -1 }
            return state.listener
        }
        guard listener >= 0 else { return }
        unlink(path)
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Breaks every connection.
    func cut() {
        let pairs = state.withLock { $0.pairs }
        for pair in pairs {
            shutdown(pair.client, Int32(SHUT_RDWR))
            shutdown(pair.server, Int32(SHUT_RDWR))
        }
    }

    /// Lets nothing through any more in either direction, without breaking anything.
    func freeze() {
        state.withLock { $0.isFrozen = true }
    }

    /// Breaks a connection as soon as it has carried this text to the server, before any answer.
    func cut(after text: String) {
        state.withLock { $0.cutAfter = text }
    }

    private func connect(_ client: Int32) {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard Self.withAddress(upstream, { Glibc.connect(server, $0, $1) }) == 0 else {
            close(client)
            close(server)
            return
        }
        state.withLock { $0.pairs.append((client, server)) }
        let open = Counter(2)
        for (source, target, isRequest) in [(client, server, true), (server, client, false)] {
            Thread { [weak self] in
                self?.pump(source, target, isRequest: isRequest)
                shutdown(source, Int32(SHUT_RDWR))
                shutdown(target, Int32(SHUT_RDWR))
                guard open.decrement() == 0 else { return }
                self?.state.withLock { $0.pairs.removeAll { $0.client == client } }
                close(client)
                close(server)
            }.start()
        }
    }

    private func pump(_ source: Int32, _ target: Int32, isRequest: Bool) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { return }
            let (isFrozen, cutAfter) = state.withLock { ($0.isFrozen, $0.cutAfter) }
            if isFrozen { continue }
            let isLast = isRequest && cutAfter.map { Data(buffer[..<count]).range(of: Data($0.utf8)) != nil } == true
            // The answer must not slip through: the way back is closed before the request goes out.
            if isLast { shutdown(source, Int32(SHUT_WR)) }
            var sent = 0
            while sent < count {
                let written = buffer[sent..<count].withUnsafeBytes {
                    send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { return }
                sent += written
            }
            if isLast { return }
        }
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private final class Counter: Sendable {
        private let value: Mutex<Int>

        init(_ value: Int) { self.value = Mutex(value) }

        func decrement() -> Int {
            value.withLock { value in
                value -= 1
                return value
            }
        }
    }
}

struct ProxyFailed: Error {}
