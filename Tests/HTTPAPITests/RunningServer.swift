import Foundation
import HTTPAPI
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A live server on a free port, and ways to talk to it.
struct RunningServer: Sendable {
    let port: Int
    let api: SampleAPI
    let log: LogLines
    let records: Journal<RequestRecord>
    let shutDown: @Sendable () async -> Void

    /// Runs a server for the time of `body`, then cuts it.
    static func with(
        _ change: (inout HTTPSettings) throws -> Void = { _ in },
        _ body: @escaping @Sendable (RunningServer) async throws -> Void
    ) async throws {
        var settings = HTTPSettings(address: .host("127.0.0.1", port: 0))
        try change(&settings)
        let api = SampleAPI()
        let log = LogLines()
        let records = Journal<RequestRecord>()
        let logger = Logger(label: "test") { _ in log }
        let service = try HTTPService(
            api.definition, settings: settings, logger: logger, observe: { records.write($0) })
        let group = ServiceGroup(services: [service], logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try await service.boundPort() ?? 0
            let server = RunningServer(
                port: port, api: api, log: log, records: records,
                shutDown: { await group.triggerGracefulShutdown() })
            do {
                try await body(server)
            } catch {
                tasks.cancelAll()
                throw error
            }
            tasks.cancelAll()
            while let result = await tasks.nextResult() { _ = result }
        }
    }

    /// Connects, sends, and hands over the connection.
    func connected<Result: Sendable>(
        _ body: @escaping @Sendable (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&connection)
        }
    }

    /// Sends octets as they are, and reads until the server closes.
    func sendRaw(_ text: String) async throws -> RawAnswer {
        try await connected { connection in
            try await connection.send(text)
            return RawAnswer(try await connection.readToEnd())
        }
    }

    /// One request over a connection of its own.
    func send(
        _ method: String, _ target: String, token: String? = nil, headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> RawAnswer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"]
        if let token { lines.append("Authorization: Bearer \(token)") }
        if let body {
            if !headers.contains(where: { $0.0 == "Content-Type" }) { lines.append("Content-Type: application/json") }
            lines.append("Content-Length: \(body.utf8.count)")
        }
        lines += headers.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
        return try await sendRaw(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    }
}

/// Octets in and out.
struct RawConnection {
    var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    var received: [UInt8] = []

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    func send(octets: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: octets)) }

    /// Everything until the server closes.
    mutating func readToEnd() async throws -> [UInt8] {
        do {
            while let part = try await inbound.next() { received.append(contentsOf: part.readableBytesView) }
        } catch is IOError {
            // A reset ends the connection too.
        }
        return received
    }

    /// Reads until what came holds a text.
    mutating func read(until text: String) async throws -> String {
        while !String(decoding: received, as: UTF8.self).contains(text) {
            guard let part = try await inbound.next() else { break }
            received.append(contentsOf: part.readableBytesView)
        }
        return String(decoding: received, as: UTF8.self)
    }
}

/// What a server answered, taken apart without an HTTP library.
struct RawAnswer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: String

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let end = text.range(of: "\r\n\r\n")
        let lines = text[..<(end?.lowerBound ?? text.endIndex)].components(separatedBy: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        body = end.map { String(text[$0.upperBound...]) } ?? ""
    }

    subscript(name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The body as JSON; null where it is none.
    var json: JSONValue { (try? JSONDocument(parsing: Data(body.utf8)).value) ?? .null }

    /// The problem's code.
    var code: String? { json["code"]?.string }

    /// The problem's errors as `pointer code`.
    var errors: [String] {
        (json["errors"]?.array ?? []).map { "\($0["pointer"]?.string ?? "-") \($0["code"]?.string ?? "-")" }
    }
}

/// A log handler that keeps its lines.
final class LogLines: LogHandler, Sendable {
    private let kept = Mutex<[(level: Logger.Level, text: String)]>([])

    var lines: [String] { kept.withLock { $0.map(\.text) } }
    func count(of level: Logger.Level) -> Int { kept.withLock { $0.count { $0.level == level } } }

    var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }
    var logLevel: Logger.Level {
        get { .info }
        set { _ = newValue }
    }
    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        kept.withLock { $0.append((event.level, "\(event.message) \(pairs.joined(separator: " "))")) }
    }
}
