import NIOCore

/// Sits before the HTTP/1 decoder and sees octets: when a request begins, and how long its head has grown.
///
/// The decoder bounds header fields and not the request line, and says nothing until the head is whole.
final class WireGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let exchange: ExchangeGuard

    init(exchange: ExchangeGuard) {
        self.exchange = exchange
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard exchange.acceptsOctets else { return }
        exchange.octetsArrived(Self.unwrapInboundIn(data))
        context.fireChannelRead(data)
        exchange.octetsDecoded()
    }
}
