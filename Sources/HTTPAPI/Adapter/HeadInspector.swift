import APIModel
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Sits between the HTTP/1 decoder and the codec that drops the version: HTTP/1.0 clients wait for the connection to
/// close unless they asked to keep it, and the others name one host, else proxies and the service might not mean the same.
final class HeadInspector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let exchange: ExchangeGuard

    init(exchange: ExchangeGuard) {
        self.exchange = exchange
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = Self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if !head.isKeepAlive { exchange.closesAfterAnswer = true }
        let hosts = head.headers["Host"].count
        guard hosts > 1 || hosts == 0 && head.version == .http1_1 else { return context.fireChannelRead(data) }
        head.headers.add(name: ExchangeGuard.refusalField.rawName, value: ProblemCode.invalidRequest.rawValue)
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }
}
