import Foundation
import Synchronization
import Testing

@testable import AdminCLI

@Suite struct EventCommandTests {
    private static func event(_ id: String, _ type: String, reason: String? = nil) -> String {
        """
        {"id":"\(id)","type":"\(type)","occurred_at":"2026-11-24T01:02:03Z","actor":{"role":"student","id":"stu_1"},\
        "consultation":"\(Samples.requestedID)","plan":null,"data":{\(reason.map { "\"reason\":\"\($0)\"" } ?? "")}}
        """
    }

    @Test func `Events are listed, and said where more begin`() async throws {
        try await StubServer.run { request in
            .json(
                Samples.page(
                    [
                        Self.event(
                            request.query["cursor"] == nil ? "evt_1" : "evt_2", "consultation.cancelled", reason: "病了")
                    ],
                    next: "c"))
        } _: { server in
            let run = await run(["event", "list", "--limit", "2", "--after", "evt_0"] + server.access)
            #expect(
                run.output == """
                    WHEN               EVENT                   ACTOR    SUBJECT  REASON
                    2026-11-24 01:02Z  consultation.cancelled  student  0AAA17   病了
                    2026-11-24 01:02Z  consultation.cancelled  student  0AAA17   病了

                    """)
            #expect(run.errors == "more: --after evt_2\n")
            #expect(server.seen.first?.query == ["after": "evt_0", "limit": "2"])
        }
    }

    @Test func `A stream is gone on with after its last event, and ends with a refusal`() async throws {
        let count = Mutex(0)
        try await StubServer.run { request in
            switch count.withLock({ count in
                count += 1
                return count
            }) {
            case 1:
                StubServer.Answer(
                    body: ": hello\n\nid: evt_1\nevent: x\ndata: \(Self.event("evt_1", "message.created"))\n\n"
                        + "id: evt_2\r\ndata: \(Self.event("evt_2", "message.deleted"))\r\n\r\nid: evt_3\ndata: {")
            case 2: StubServer.Answer(cutsOff: true)
            case 3: .json(Samples.problem(503, code: "unavailable", detail: "Soon."), status: 503)
            default: .json(Samples.problem(401, code: "unauthenticated", detail: "Expired."), status: 401)
            }
        } _: { server in
            let pauses = Pauses()
            let run = await run(["event", "follow"] + server.access, pauses: pauses)
            #expect(run.status == 4 && run.errors.hasSuffix("mentorctl: Expired.\n"), "\(run.errors)")
            #expect(
                run.output == """
                    2026-11-24 01:02Z  message.created  student  0AAA17
                    2026-11-24 01:02Z  message.deleted  student  0AAA17

                    """)
            #expect(server.seen.map { $0.query["after"] } == [nil, "evt_2", "evt_2", "evt_2"])
            #expect(server.seen.allSatisfy { $0.header("Accept")?.hasPrefix("text/event-stream") == true })
            #expect(pauses.all == [.seconds(1), .seconds(2), .seconds(4)])
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1_000])
    func `Events are whole however their octets come`(size: Int) {
        let text = "id: 1\ndata: 李\ndata: 雷\n\n: ping\n\ndata\n\nid: 2\r\ndata:x\r\n\r\nretry: 5\n\n"
        var reader = EventStreamReader()
        var events: [EventStreamReader.Event] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            events += reader.take(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        #expect(events == [.init(id: "1", data: "李\n雷"), .init(id: nil, data: ""), .init(id: "2", data: "x")])
    }
}
