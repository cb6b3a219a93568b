import APIModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches one connection (or one HTTP/2 stream): cuts clients that are slow to send or to read, turns what the parser
/// refuses into requests that the dispatcher refuses in words, and closes without losing the last answer.
///
/// Hummingbird's own idle time-out bounds neither a dripped body nor a client that stops reading.
final class ExchangeGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Carries a refusal to the responder. Its name is made anew in every process, so that no client can send it.
    static let refusalField = HTTPField.Name("refusal-\(RequestID.make())") ?? .expect

    /// Writes longer than this are cut in parts, so that a slow reader's progress shows.
    private static let partLength = 32 * 1_024

    private enum Phase {
        /// Between requests: no octet of the next one yet.
        case idle
        /// Its head has begun.
        case head(startedAt: NIODeadline)
        case body(startedAt: NIODeadline, byteCount: Int)
    }

    private let limits: HTTPLimits
    private let maximumBodyBytes: @Sendable (HTTPRequest) -> Int
    private let tick: TimeAmount
    private var context: ChannelHandlerContext?
    private var phase = Phase.idle
    private var isHTTP1 = false
    /// Heads read less answers ended.
    private var inFlight = 0
    private var idleSince = NIODeadline.now()
    /// What arrives is dropped: it belongs to a request that was given up.
    private var dropsInput = false
    /// The body under way is longer than most routes take.
    private var announcesMuch = false
    private var isQuiescing = false
    private var isInputClosed = false
    private var lingersUntil: NIODeadline?
    private var pendingWrites = 0
    private var wroteAt = NIODeadline.now()
    private var isEnding = false
    private var headStart: ByteBuffer?
    private var headByteCount = 0
    private var sawRequestLine = false

    /// The connection ends with the answer under way.
    var closesAfterAnswer = false

    /// - Parameter maximumBodyBytes: how long a body the request may have; asked of clients that wait for leave.
    init(limits: HTTPLimits, maximumBodyBytes: @escaping @Sendable (HTTPRequest) -> Int) {
        self.limits = limits
        self.maximumBodyBytes = maximumBodyBytes
        let shortest =
            [
                limits.headerTimeout, limits.bodyTimeout, limits.idleTimeout, limits.writeTimeout, limits.lingerTimeout,
                limits.bodyRateGrace,
            ].min().map(TimeAmount.init) ?? .seconds(1)
        tick = max(.milliseconds(10), min(.seconds(1), .nanoseconds(shortest.nanoseconds / 4)))
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let pipeline = context.pipeline.syncOperations
        if let decoder = try? pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self) {
            isHTTP1 = true
            // Both positions exist, so neither call can fail.
            try? pipeline.addHandler(WireGuard(exchange: self), position: .before(decoder))
            try? pipeline.addHandler(HeadInspector(exchange: self), position: .after(decoder))
        }
        idleSince = .now()
        scheduleTick(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    private func scheduleTick(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: tick) {
            guard let context = self.context, context.channel.isActive || self.inFlight == 0 else { return }
            self.check(context, now: .now())
            if self.context != nil, !self.isInactive { self.scheduleTick(context) }
        }
    }

    private var isInactive = false

    func channelInactive(context: ChannelHandlerContext) {
        isInactive = true
        context.fireChannelInactive()
    }

    private func check(_ context: ChannelHandlerContext, now: NIODeadline) {
        if let lingersUntil {
            if now >= lingersUntil { context.close(promise: nil) }
            return
        }
        if pendingWrites > 0, now - wroteAt > TimeAmount(limits.writeTimeout) {
            context.close(promise: nil)
            return
        }
        switch phase {
        case .idle:
            if isHTTP1, inFlight == 0, pendingWrites == 0, now - idleSince > TimeAmount(limits.idleTimeout) {
                context.close(promise: nil)
            }
        case .head(let startedAt):
            if now - startedAt > TimeAmount(limits.headerTimeout) { refuse(.requestTimeout) }
        case .body(let startedAt, let byteCount):
            let elapsed = now - startedAt
            let isLate = elapsed > TimeAmount(announcesMuch ? limits.contentTimeout : limits.bodyTimeout)
            let leastCount = elapsed.nanoseconds / 1_000_000 * Int64(limits.minimumBodyBytesPerSecond) / 1_000
            let isSlow = elapsed > TimeAmount(limits.bodyRateGrace) && Int64(byteCount) < leastCount
            if isLate || isSlow { giveUpBody(context, .tooSlow) }
        }
    }

    /// Ends the body under way with an error for whoever reads it.
    private func giveUpBody(_ context: ChannelHandlerContext, _ failure: BodyFailure) {
        dropsInput = true
        closesAfterAnswer = true
        phase = .idle
        if inFlight == 0 {
            // The answer is out already and the rest of the body was only being dropped.
            context.close(promise: nil)
        } else {
            context.fireErrorCaught(failure)
        }
    }

    // MARK: Octets

    /// False once what arrives belongs to a request that was given up.
    var acceptsOctets: Bool { !dropsInput && lingersUntil == nil }

    func octetsArrived(_ octets: ByteBuffer) {
        if case .idle = phase {
            phase = .head(startedAt: .now())
            headStart = octets
            headByteCount = 0
            sawRequestLine = false
        }
        guard case .head = phase else { return }
        headByteCount += octets.readableBytes
        if !sawRequestLine { sawRequestLine = octets.readableBytesView.contains(UInt8(ascii: "\n")) }
    }

    /// The decoder has had the octets: is the head too long to wait for its end?
    func octetsDecoded() {
        guard case .head = phase, acceptsOctets else { return }
        if !sawRequestLine, headByteCount > limits.maximumURIBytes + 64 {
            refuse(.uriTooLong)
        } else if headByteCount > limits.maximumURIBytes + limits.maximumHeaderBytes + 64 {
            refuse(.headersTooLarge)
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard acceptsOctets else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            inFlight += 1
            phase = .body(startedAt: .now(), byteCount: 0)
            headStart = nil
            announcesMuch =
                head.headerFields[.contentLength].flatMap { Int($0) }.map { $0 > limits.maximumBodyBytes } ?? false
            answerExpectation(of: head, context)
        case .body(let octets):
            if case .body(let startedAt, let byteCount) = phase {
                phase = .body(startedAt: startedAt, byteCount: byteCount + octets.readableBytes)
            }
        case .end:
            phase = .idle
            idleSince = .now()
        }
        context.fireChannelRead(data)
    }

    /// A client that waits for leave to send its body gets it, unless the body is announced as too long.
    private func answerExpectation(of head: HTTPRequest, _ context: ChannelHandlerContext) {
        guard isHTTP1, inFlight == 1, head.headerFields[.expect]?.lowercased() == "100-continue" else { return }
        if let length = head.headerFields[.contentLength].flatMap({ Int($0) }), length > maximumBodyBytes(head) {
            return
        }
        context.writeAndFlush(Self.wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    /// Hands the dispatcher a request that it will refuse with this code, and reads no more.
    private func refuse(_ code: ProblemCode, method: HTTPRequest.Method = .get, path: String = "/") {
        guard let context, acceptsOctets else { return }
        var fields = HTTPFields()
        fields[Self.refusalField] = code.rawValue
        stopReading(
            context, and: HTTPRequest(method: method, scheme: "http", authority: nil, path: path, headerFields: fields))
    }

    private func stopReading(_ context: ChannelHandlerContext, and request: HTTPRequest) {
        closesAfterAnswer = true
        dropsInput = true
        phase = .idle
        headStart = nil
        // An answer under way cannot be followed by another on a connection that is given up.
        guard inFlight == 0 else { return }
        inFlight += 1
        context.fireChannelRead(Self.wrapInboundOut(.head(request)))
        context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard isHTTP1, acceptsOctets, !(error is IOError), !(error is ChannelError) else {
            if acceptsOctets || error is IOError { context.fireErrorCaught(error) }
            return
        }
        switch phase {
        case .body: giveUpBody(context, .malformed)
        case .head, .idle:
            if inFlight > 0 {
                // Garbage behind a good request: that one is still answered.
                closesAfterAnswer = true
                dropsInput = true
            } else if case .head = phase, headByteCount > 0 {
                refuseHead(context, error)
            } else {
                context.close(promise: nil)
            }
        }
    }

    private func refuseHead(_ context: ChannelHandlerContext, _ error: any Error) {
        switch error as? HTTPParserError {
        case .headerOverflow: refuse(.headersTooLarge)
        case .invalidEOFState: context.close(promise: nil)
        case .invalidMethod:
            // The parser knows no method but its own list; a path answers others with the methods it has.
            if let head = strangeHead() { stopReading(context, and: head) } else { refuse(.invalidRequest) }
        default: refuse(.invalidRequest)
        }
    }

    private func strangeHead() -> HTTPRequest? {
        guard let octets = headStart else { return nil }
        let line = octets.readableBytesView.prefix { $0 != 0x0D && $0 != 0x0A }
        let parts = line.split(separator: 0x20)
        guard parts.count == 3, parts[2].starts(with: "HTTP/1.".utf8), parts[1].first == UInt8(ascii: "/"),
            let method = HTTPRequest.Method(String(decoding: parts[0], as: UTF8.self))
        else { return nil }
        return HTTPRequest(
            method: method, scheme: "http", authority: nil, path: String(decoding: parts[1], as: UTF8.self))
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch Self.unwrapOutboundIn(data) {
        case .head(var head):
            guard head.status.kind != .informational else { return context.write(data, promise: promise) }
            if isHTTP1 {
                if head.headerFields[.connection] == "close" { closesAfterAnswer = true }
                if isQuiescing, inFlight <= 1 { closesAfterAnswer = true }
                if closesAfterAnswer, inFlight <= 1 { head.headerFields[.connection] = "close" }
            } else {
                head.headerFields[.connection] = nil
            }
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case .body(var octets):
            while octets.readableBytes > Self.partLength, let part = octets.readSlice(length: Self.partLength) {
                context.write(Self.wrapOutboundOut(.body(part)), promise: track(context, nil))
            }
            context.write(Self.wrapOutboundOut(.body(octets)), promise: track(context, promise))
        case .end(let trailers):
            inFlight = max(0, inFlight - 1)
            idleSince = .now()
            let written = track(context, promise)
            if isHTTP1, closesAfterAnswer, inFlight == 0 {
                isEnding = true
                written.futureResult.assumeIsolated().whenComplete { _ in self.end() }
                context.writeAndFlush(Self.wrapOutboundOut(.end(trailers)), promise: written)
            } else {
                context.write(Self.wrapOutboundOut(.end(trailers)), promise: written)
            }
        }
    }

    private func track(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) -> EventLoopPromise<Void> {
        if pendingWrites == 0 { wroteAt = .now() }
        pendingWrites += 1
        let tracked = promise ?? context.eventLoop.makePromise()
        tracked.futureResult.assumeIsolated().whenComplete { _ in
            self.pendingWrites -= 1
            self.wroteAt = .now()
        }
        return tracked
    }

    /// The last answer is out. What the client still sends is read for a while: closing on unread octets would make the
    /// system send a reset, which can take the answer away from the client before it was read.
    private func end() {
        guard let context, context.channel.isActive else { return }
        guard dropsInput || isReadingBody, !isInputClosed else { return context.close(promise: nil) }
        dropsInput = true
        lingersUntil = .now() + TimeAmount(limits.lingerTimeout)
        let closed = context.eventLoop.makePromise(of: Void.self)
        closed.futureResult.assumeIsolated().whenFailure { _ in self.context?.close(promise: nil) }
        context.close(mode: .output, promise: closed)
        context.read()
    }

    private var isReadingBody: Bool {
        if case .body = phase { true } else { false }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if lingersUntil != nil { context.read() }
    }

    /// Hummingbird closes as soon as it has handed over the last part; what is still to be sent would be lost.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard isEnding, mode == .all else { return context.close(mode: mode, promise: promise) }
        promise?.succeed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: isQuiescing = true
        case ChannelEvent.inputClosed:
            isInputClosed = true
            if lingersUntil != nil { context.close(promise: nil) }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }
}
