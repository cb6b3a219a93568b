import Foundation
import Testing

@testable import AdminCLI

@Suite struct FailureTests {
    @Test(
        "Each refusal has its exit status",
        arguments: [
            (400, 6), (401, 4), (403, 4), (404, 3), (405, 6), (409, 5), (412, 5), (413, 6), (415, 6), (422, 6),
            (428, 5), (429, 1), (500, 1), (502, 69), (503, 69), (504, 69),
        ])
    func status(http: Int, exit: Int) async throws {
        try await StubServer.run { _ in
            .json(Samples.problem(http, code: "x", detail: "Refused plainly."), status: http)
        } _: { server in
            let run = await run(["whoami"] + server.access)
            #expect(Int(run.status) == exit)
            #expect(run.errors.hasPrefix("mentorctl: Refused plainly."))
            #expect(run.output.isEmpty)
        }
    }

    @Test func `A problem is a sentence, then its fields, reasons and alternatives`() async throws {
        let more = """
            ,"errors":[{"pointer":"/start","code":"invalid_format","message":"is not an instant"}],\
            "reasons":[{"code":"notice","message":"Too short notice."}],\
            "alternatives":[{"start":"2026-12-01T19:00:00+08:00","end":"2026-12-01T20:00:00+08:00"}],"extra":1
            """
        try await StubServer.run { _ in
            .json(Samples.problem(409, code: "slot_taken", detail: "Taken.", more: more), status: 409)
        } _: { server in
            let run = await run(["whoami"] + server.access)
            #expect(
                run.errors == """
                    mentorctl: Taken.
                      /start: is not an instant
                      Too short notice.
                      free instead:
                        Tue 2026-12-01 19:00–20:00 +08:00

                    """)
        }
    }

    @Test func `An error page of something in between is not shown`() async throws {
        try await StubServer.run { _ in
            StubServer.Answer(status: 404, headers: [("Content-Type", "text/html")], body: "<h1>nginx</h1>")
        } _: { server in
            let run = await run(["whoami"] + server.access)
            #expect(run.status == 3)
            #expect(!run.errors.contains("nginx") && run.errors.contains("404"))
        }
    }

    @Test func `An answer that is no JSON is a clear failure`() async throws {
        try await StubServer.run { _ in
            StubServer.Answer(body: "hello")
        } _: { server in
            let run = await run(["whoami", "--lang", "zh"] + server.access)
            #expect(run.status == 1)
            #expect(run.errors.contains("MentorDesk"))
        }
    }

    @Test func `Nobody listening ends with 69 after four attempts`() async throws {
        var url = ""
        try await StubServer.run { _ in
            .json("{}")
        } _: {
            url = $0.url
        }
        let pauses = Pauses()
        let run = await run(["whoami", "--url", url, "--token", "t"], pauses: pauses)
        #expect(run.status == 69)
        #expect(run.errors.contains("can't reach \(url)"))
        #expect(pauses.all == [.milliseconds(300), .milliseconds(600), .milliseconds(1200)])
    }

    @Test func `Controls in a server's text never reach the terminal`() async throws {
        try await StubServer.run { _ in
            .json(Samples.problem(409, code: "x", detail: "a\\u001b]0;owned\\u0007b"), status: 409)
        } _: { server in
            let run = await run(["whoami"] + server.access)
            #expect(run.errors == "mentorctl: a]0;ownedb\n")
        }
    }
}
