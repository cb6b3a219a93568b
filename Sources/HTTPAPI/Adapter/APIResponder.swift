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
        var fields = request.head.headerFields
        let refusal = fields[ExchangeGuard.refusalField].map(ProblemCode.init(rawValue:))
        fields[ExchangeGuard.refusalField] = nil
        var headers: [(name: String, value: String)] = []
        headers.reserveCapacity(fields.count + 1)
        for field in fields { headers.append((field.name.rawName, field.value)) }
        // HTTP/2 has no such field, and the library takes it out of HTTP/1's.
        if let authority = request.head.authority { headers.append(("Host", authority)) }
        let body = BodyReader(request.body, announcedCount: fields[.contentLength].flatMap { Int($0) })
        let incoming = IncomingRequest(
            method: request.method.rawValue, target: request.head.path ?? "", headers: RequestHeaders(headers),
            peerAddress: context.remoteAddress?.ipAddress, refusal: refusal,
            readBody: { limit in try await body.read(upTo: limit) })
        let answer = await dispatcher.answer(incoming)
        return response(
            for: answer, to: request, isHead: request.method == .head,
            closes: answer.closesConnection || drain.isRaised || (!body.isFinished && incoming.mayHaveBody))
    }

    private func response(
        for answer: APIAnswer, to request: Request, isHead: Bool, closes: Bool
    ) -> Response {
        var fields = HTTPFields()
        fields.reserveCapacity(answer.headers.count + 2)
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        if closes { fields[.connection] = "close" }
        let mayHaveBody = answer.status >= 200 && answer.status != 204 && answer.status != 304
        if mayHaveBody, let count = answer.body.count { fields[.contentLength] = "\(count)" }
        return Response(
            status: .init(code: answer.status), headers: fields,
            body: isHead || !mayHaveBody ? .init() : body(of: answer, to: request))
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
