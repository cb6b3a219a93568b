import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server of the tests: it answers what a closure says and remembers what it was asked.
final class StubServer: Sendable {
    struct Request: Sendable {
        var method: String
        /// Path and query as they came.
        var target: String
        var headers: HTTPHeaders
        var body: Data

        var path: String { String(target.split(separator: "?")[0]) }
        var query: [String: String] {
            let items = URLComponents(string: target)?.queryItems ?? []
            return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
        }
        func header(_ name: String) -> String? { headers.first(name: name) }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Answer: Sendable {
        var status = 200
        var headers: [(String, String)] = []
        var body = ""
        /// The connection is closed in place of an answer.
        var cutsOff = false

        static func json(_ body: String, status: Int = 200, etag: String? = nil) -> Answer {
            Answer(status: status, headers: etag.map { [("ETag", $0)] } ?? [], body: body)
        }
    }

    typealias Handler = @Sendable (Request) -> Answer

    let requests = Mutex<[Request]>([])
    private let channel: any Channel

    private init(channel: any Channel) {
        self.channel = channel
    }

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    /// What was asked so far.
    var seen: [Request] { requests.withLock { $0 } }

    /// What was written, in order: a preview only asks.
    var writes: [Request] { seen.filter { $0.method != "GET" && !$0.path.hasSuffix("/preview") } }

    /// Those of one method, in order.
    func seen(_ method: String) -> [Request] { seen.filter { $0.method == method } }

    /// Runs `body` against a server that answers with `handler`.
    static func run(
        _ handler: @escaping Handler, _ body: (StubServer) async throws -> Void
    ) async throws {
        let box = Mutex<StubServer?>(nil)
        let answer: Handler = { request in
            box.withLock { $0 }?.requests.withLock { $0.append(request) }
            return handler(request)
        }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 16)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Responder(answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = StubServer(channel: channel)
        box.withLock { $0 = server }
        do {
            try await body(server)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    private final class Responder: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: Handler
        private var head: HTTPRequestHead?
        private var body = Data()

        init(answer: @escaping Handler) {
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = Data()
            case .body(let buffer):
                body.append(contentsOf: buffer.readableBytesView)
            case .end:
                guard let head else { return }
                let answer = answer(
                    Request(
                        method: head.method.rawValue, target: head.uri, headers: head.headers, body: body))
                if answer.cutsOff { return context.close(promise: nil) }
                var headers = HTTPHeaders(answer.headers)
                headers.add(name: "Content-Length", value: String(answer.body.utf8.count))
                let status = HTTPResponseStatus(statusCode: answer.status)
                context.write(
                    wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
                    promise: nil)
                if !answer.body.isEmpty {
                    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
                }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
