import APIModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Hummingbird's requests in, its responses out: the only place where they meet the dispatcher's types.
struct APIResponder<Caller: Principal>: HTTPResponder {
    typealias Context = ConnectionContext

    let dispatcher: APIDispatcher<Caller>
    let drain: DrainFlag

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let body = BodyReader(
            request.body, announcedCount: request.head.headerFields[.contentLength].flatMap { Int($0) })
        let incoming = incoming(request.head, from: context.remoteAddress) { limit in try await body.read(upTo: limit) }
        let answer = await dispatcher.answer(incoming)
        return response(
            for: answer, to: request, isHead: request.method == .head,
            closes: answer.closesConnection || drain.isRaised || (!body.isFinished && incoming.mayHaveBody))
    }

    /// The answer to a GET without a body, if it is at hand.
    func respondAtOnce(to head: HTTPRequest, from peer: SocketAddress?) -> InstantAnswer? {
        let answer = dispatcher.answerAtOnce(incoming(head, from: peer) { _ in Data() })
        guard let answer else { return nil }
        let octets: ByteBuffer? =
            switch answer.body {
            case .bytes(let bytes): ByteBuffer(bytes: bytes)
            case .data(let data): ByteBuffer(bytes: data)
            case .none, .stream: nil
            }
        var fields = fields(of: answer, closes: answer.closesConnection || drain.isRaised)
        // To other answers the library adds it.
        fields.append(HTTPField(name: .date, value: HTTPDate.now))
        return InstantAnswer(
            head: HTTPResponse(status: .init(code: answer.status), headerFields: fields), body: octets)
    }

    private func incoming(
        _ head: HTTPRequest, from peer: SocketAddress?, readBody: @escaping @Sendable (Int) async throws -> Data
    ) -> IncomingRequest {
        let fields = head.headerFields
        let refusal = fields[ExchangeGuard.refusalField].map(ProblemCode.init(rawValue:))
        var headers: [(name: String, value: String)] = []
        headers.reserveCapacity(fields.count + 1)
        for field in fields where refusal == nil || field.name != ExchangeGuard.refusalField {
            headers.append((field.name.rawName, field.value))
        }
        // HTTP/2 has no such field, and the library takes it out of HTTP/1's.
        if let authority = head.authority { headers.append(("Host", authority)) }
        return IncomingRequest(
            method: head.method.rawValue, target: head.path ?? "", headers: RequestHeaders(headers),
            peerAddress: peer?.ipAddress, refusal: refusal, readBody: readBody)
    }

    private func response(
        for answer: APIAnswer, to request: Request, isHead: Bool, closes: Bool
    ) -> Response {
        Response(
            status: .init(code: answer.status), headers: fields(of: answer, closes: closes),
            body: isHead || !answer.mayHaveBody ? .init() : body(of: answer, to: request))
    }

    private func fields(of answer: APIAnswer, closes: Bool) -> HTTPFields {
        var fields = FieldNames.fields(of: answer.headers, room: 2)
        if closes { fields[.connection] = "close" }
        if answer.mayHaveBody, let count = answer.body.count {
            fields.append(HTTPField(name: .contentLength, value: String(count)))
        }
        return fields
    }

    private func body(of answer: APIAnswer, to request: Request) -> ResponseBody {
        switch answer.body {
        case .none: ResponseBody()
        case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .data(let data): ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        case .stream(let stream):
            ResponseBody { [presence = answer.presence] writer in
                var answer = AnswerWriter(ResponseSink(writer: writer))
                if let presence {
                    // Watches the connection's other direction meanwhile; nothing more is read from it afterwards.
                    try await request.body.consumeWithInboundCloseHandler { _ in
                        try await stream(&answer)
                    } onInboundClosed: {
                        presence.leave()
                    }
                } else {
                    try await stream(&answer)
                }
                try await writer.finish(nil)
            }
        }
    }
}

/// Sends octets through Hummingbird's writer.
private struct ResponseSink: AnswerSink {
    var writer: any ResponseBodyWriter

    mutating func write(_ bytes: [UInt8]) async throws {
        try await writer.write(ByteBuffer(bytes: bytes))
    }
}
