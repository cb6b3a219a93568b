import NIOCore
import NIOHTTP1
import NIOPosix

/// One channel handler on SwiftNIO's HTTP codec: no task, no router.
struct BareNIO {
    let port: Int
    let body: [UInt8]

    func run() async throws {
        let buffer = ByteBuffer(bytes: body)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(Answerer(body: buffer))
                }
            }
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: port).get()
        try await channel.closeFuture.get()
    }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let text = ByteBuffer(string: "ok")
        private let body: ByteBuffer
        private var isText = false

        init(body: ByteBuffer) {
            self.body = body
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): isText = head.uri == "/text"
            case .body: break
            case .end:
                let body = isText ? text : self.body
                let headers: HTTPHeaders = [
                    "Content-Type": isText ? "text/plain" : "application/json",
                    "Content-Length": "\(body.readableBytes)",
                ]
                context.write(
                    wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))),
                    promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
