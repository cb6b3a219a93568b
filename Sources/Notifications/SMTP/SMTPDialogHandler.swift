import NIOCore

/// One command and where its reply goes.
struct SMTPExchange: Sendable {
    /// Octets to send; empty to wait for the greeting.
    let bytes: ByteBuffer
    let reply: EventLoopPromise<SMTPReply>
}

/// Strictly one reply to each command: a line that nobody asked for ends the connection, which also closes the door on
/// replies that are slipped in before TLS begins.
final class SMTPDialogHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = SMTPExchange
    typealias OutboundOut = ByteBuffer

    private static let maximumLineBytes = 4_096

    private var received = ByteBuffer()
    private var collector = SMTPReply.Collector()
    private var waiting: EventLoopPromise<SMTPReply>?
    private var failure: SMTPFailure?
    private var isGreeted = false

    /// Whether nothing is left over: neither octets nor a half reply.
    var isAtRest: Bool { received.readableBytes == 0 && !collector.isWithin && waiting == nil && failure == nil }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        guard failure == nil, waiting == nil else {
            exchange.reply.fail(failure ?? .unexpectedReply)
            promise?.fail(failure ?? .unexpectedReply)
            return
        }
        waiting = exchange.reply
        if exchange.bytes.readableBytes == 0 {
            promise?.succeed()
            // The greeting may have come before anybody waited for it.
            drain(context)
        } else {
            context.write(wrapOutboundOut(exchange.bytes), promise: promise)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        drain(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.disconnected, context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let promise = waiting
        waiting = nil
        failure = failure ?? (error as? SMTPFailure) ?? .disconnected
        promise?.fail(error)
        context.close(promise: nil)
    }

    private func drain(_ context: ChannelHandlerContext) {
        guard waiting != nil || isGreeted else { return }
        do throws(SMTPFailure) {
            while let line = try nextLine() {
                guard let reply = try collector.add(line) else { continue }
                guard let promise = waiting else { throw .unexpectedReply }
                isGreeted = true
                waiting = nil
                promise.succeed(reply)
            }
        } catch {
            fail(error, context)
            context.close(promise: nil)
        }
    }

    private func nextLine() throws(SMTPFailure) -> String? {
        let view = received.readableBytesView
        guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else {
            guard view.count <= Self.maximumLineBytes else { throw .malformedReply }
            return nil
        }
        let length = view.distance(from: view.startIndex, to: end)
        guard length <= Self.maximumLineBytes else { throw .malformedReply }
        var bytes = received.readBytes(length: length + 1) ?? []
        bytes.removeLast()
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        received.discardReadBytes()
        return String(decoding: bytes, as: UTF8.self)
    }

    private func fail(_ reason: SMTPFailure, _ context: ChannelHandlerContext) {
        failure = failure ?? reason
        let promise = waiting
        waiting = nil
        promise?.fail(failure ?? reason)
    }
}
