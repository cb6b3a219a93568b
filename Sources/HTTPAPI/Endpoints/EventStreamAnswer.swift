import APIModel
import Foundation
import Mentoring
import ServiceLifecycle

/// A stream of events as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
struct EventStreamAnswer: Sendable {
    private let stream: EventStream

    init(_ stream: EventStream) {
        self.stream = stream
    }

    var answer: APIAnswer {
        let presence = ClientPresence()
        var answer = APIAnswer(
            status: 200,
            headers: [
                ("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"),
                // nginx would else wait for its buffer to be full.
                ("X-Accel-Buffering", "no"),
            ],
            body: .stream { [stream] writer in
                presence.onLeaving { stream.end(.clientLeft) }
                try await Self.write(stream, to: &writer)
            })
        answer.presence = presence
        answer.closesConnection = true
        return answer
    }

    private static func write(_ stream: EventStream, to writer: inout AnswerWriter) async throws {
        // Those who lose their streams together shouldn't come again together.
        try await writer.write(Array("retry: \(Int.random(in: 1_000...3_000))\n\n".utf8))
        let ending = try await withGracefulShutdownHandler {
            try await stream.run { turn in
                switch turn {
                case .events(let events): try await writer.write(try Self.bytes(of: events))
                case .ping: try await writer.write(Array(": ping\n\n".utf8))
                }
            }
        } onGracefulShutdown: {
            stream.end(.draining)
        }
        switch ending {
        case .clientLeft: break
        case .draining: try await writer.write(Array(": the service is restarting, come again\n\n".utf8))
        case .tokenStopped: try await writer.write(Array(": the token has stopped\n\n".utf8))
        }
    }

    private static func bytes(of events: [RecordedEvent]) throws -> [UInt8] {
        let encoder = WireCoding.encoder()
        var bytes: [UInt8] = []
        for event in events {
            bytes += "id: \(event.id)\nevent: \(event.type)\ndata: ".utf8
            // JSON on one line: the encoder escapes line feeds within texts and makes none between values.
            bytes += try encoder.encode(try APIModel.Event(event))
            bytes += "\n\n".utf8
        }
        return bytes
    }
}
