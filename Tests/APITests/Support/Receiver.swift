import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks and of what robots are told, on this machine: it answers what a closure says and keeps what it
/// was sent.
final class Receiver: Sendable {
    struct Request: Sendable {
        /// Path and query as they came.
        var target: String
        var headers: HTTPHeaders
        var body: Data

        func header(_ name: String) -> String { headers.first(name: name) ?? "" }
        var text: String { String(decoding: body, as: UTF8.self) }
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:] }
        /// The type and, for an event, its id.
        var type: String { json["type"] as? String ?? "" }
        var query: [String: String] {
            let items = URLComponents(string: target)?.queryItems ?? []
            return Dictionary(items.map { ($0.name, $0.value ?? "") }) { $1 }
        }
    }

    enum Answer: Sendable {
        case status(Int, String = "")
        /// With headers.
        case headers(Int, [(String, String)])
        /// Closes the connection without a word.
        case cutOff
        /// Says nothing and keeps the connection.
        case hang
        /// Octets that are no HTTP.
        case garbage
        /// A head, and a body without an end.
        case endless
    }

    typealias Handler = @Sendable (Request) -> Answer

    private let requests = Mutex<[Request]>([])
    private let handler: Mutex<Handler>
    private let channel = Mutex<(any Channel)?>(nil)
    private let connections = Mutex(0)

    private init(_ handler: @escaping Handler) {
        self.handler = Mutex(handler)
    }

    /// Everything it was sent, in order.
    var received: [Request] { requests.withLock(\.self) }

    /// How many connections have been made to it.
    var connectionCount: Int { connections.withLock(\.self) }

    var port: Int { channel.withLock { $0?.localAddress?.port } ?? 0 }

    var url: String { "http://127.0.0.1:\(port)/hook" }

    func answer(with handler: @escaping Handler) {
        self.handler.withLock { $0 = handler }
    }

    static func run<Result: Sendable>(
        _ handler: @escaping Handler = { _ in .status(204) }, _ body: (Receiver) async throws -> Result
    ) async throws -> Result {
        let receiver = Receiver(handler)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                receiver.connections.withLock { $0 += 1 }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Responder(receiver))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        receiver.channel.withLock { $0 = channel }
        do {
            let result = try await body(receiver)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Responder: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let receiver: Receiver
        private var head: HTTPRequestHead?
        private var body = Data()

        init(_ receiver: Receiver) {
            self.receiver = receiver
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = Data()
            case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
            case .end:
                guard let head else { return }
                let request = Request(target: head.uri, headers: head.headers, body: body)
                receiver.requests.withLock { $0.append(request) }
                give(receiver.handler.withLock(\.self)(request), context)
            }
        }

        private func give(_ answer: Answer, _ context: ChannelHandlerContext) {
            switch answer {
            case .hang: return
            case .cutOff: context.close(promise: nil)
            case .garbage:
                // Behind the encoder's back: from the pipeline's head on nothing makes HTTP of it.
                let bytes = ByteBuffer(string: "\u{1}\u{2} not HTTP at all\r\n\r\n")
                guard let encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
                else { return context.close(promise: nil) }
                encoder.writeAndFlush(NIOAny(bytes), promise: nil)
                context.close(promise: nil)
            case .status(let status, let text): whole(status, [], text, context)
            case .headers(let status, let headers): whole(status, headers, "", context)
            case .endless:
                let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Transfer-Encoding": "chunked"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                drip(context)
            }
        }

        private func drip(_ context: ChannelHandlerContext) {
            guard context.channel.isActive else { return }
            let chunk = ByteBuffer(repeating: 0x61, count: 16_384)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(chunk)))).assumeIsolated().whenSuccess {
                self.drip(context)
            }
        }

        private func whole(
            _ status: Int, _ more: [(String, String)], _ text: String, _ context: ChannelHandlerContext
        ) {
            var headers = HTTPHeaders(more)
            headers.add(name: "Content-Length", value: "\(text.utf8.count)")
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            if !text.isEmpty {
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
