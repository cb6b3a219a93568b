import NIOCore
import NIOHTTP1

/// Sits between the HTTP/1 decoder and the codec that drops the version: HTTP/1.0 clients wait for the connection to
/// close unless they asked to keep it.
final class HeadInspector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let exchange: ExchangeGuard

    init(exchange: ExchangeGuard) {
        self.exchange = exchange
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = Self.unwrapInboundIn(data), !head.isKeepAlive { exchange.closesAfterAnswer = true }
        context.fireChannelRead(data)
    }
}
