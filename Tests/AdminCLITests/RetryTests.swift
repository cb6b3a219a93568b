import Synchronization
import Testing

@testable import AdminCLI

@Suite struct RetryTests {
    @Test func `A write whose answer was lost is sent again with the same key`() async throws {
        let posts = Mutex(0)
        try await StubServer.run { request in
            guard request.method == "POST" else {
                return .json(Samples.consultation(), etag: "\"3\"")
            }
            let count = posts.withLock { count in
                count += 1
                return count
            }
            if count == 1 { return StubServer.Answer(cutsOff: true) }
            if count == 2 { return .json(Samples.problem(503, code: "unavailable", detail: "Wait."), status: 503) }
            return .json(Samples.consultation(status: "confirmed"))
        } _: { server in
            let pauses = Pauses()
            let run = await run(["accept", Samples.requestedID] + server.access, pauses: pauses)
            #expect(run.status == 0, "\(run.errors)")
            let keys = server.seen("POST").compactMap { $0.header("Idempotency-Key") }
            #expect(keys == ["key-1", "key-1", "key-1"])
            #expect(pauses.all.count == 2)
            #expect(run.output.hasPrefix("confirmed: 李雷"))
        }
    }

    @Test func `Two writes have two keys`() async throws {
        try await StubServer.run { request in
            if request.path.hasSuffix("/messages") { return .json(Samples.message("msg_1", from: "mentor", body: "x")) }
            return .json(Samples.consultation())
        } _: { server in
            let context = CommandContext.process()
            #expect(context.makeKey() != context.makeKey())
            _ = await run(["reply", Samples.requestedID, "x"] + server.access)
            #expect(server.seen("POST").map { $0.header("Idempotency-Key") } == ["key-1"])
            #expect(server.seen("GET").allSatisfy { $0.header("Idempotency-Key") == nil })
        }
    }

    @Test func `Retry-After is waited for, unless it asks for too much`() async throws {
        for (seconds, attempts) in [("7", 4), ("3600", 1)] {
            try await StubServer.run { _ in
                StubServer.Answer(
                    status: 503, headers: [("Retry-After", seconds)],
                    body: Samples.problem(503, code: "unavailable", detail: "Down."))
            } _: { server in
                let pauses = Pauses()
                let run = await run(["whoami"] + server.access, pauses: pauses)
                #expect(run.status == 69)
                #expect(server.seen.count == attempts)
                #expect(pauses.all.allSatisfy { $0 == .seconds(7) })
            }
        }
    }

    @Test func `A refusal is not repeated`() async throws {
        for status in [400, 401, 403, 404, 409, 412, 422, 500] {
            try await StubServer.run { _ in
                .json(Samples.problem(status, code: "x", detail: "No."), status: status)
            } _: { server in
                _ = await run(["whoami"] + server.access)
                #expect(server.seen.count == 1)
            }
        }
    }

    @Test(
        "A write that may have been done is only repeated where that is harmless",
        arguments: [
            (APICall.Method.get, true), (.post, true), (.put, false), (.patch, false), (.delete, false),
        ])
    func brokenOff(method: APICall.Method, isRepeated: Bool) {
        let policy = RetryPolicy()
        #expect((policy.pause(after: .brokenOff, attempt: 0, method: method) != nil) == isRepeated)
        #expect(policy.pause(after: .notSent, attempt: 0, method: method) != nil)
        #expect(policy.pause(after: .notSent, attempt: 3, method: method) == nil)
        #expect(policy.pause(after: .timedOut, attempt: 0, method: method) == nil)
    }

    @Test func `A write that was cut off says that it may have been done`() async throws {
        try await StubServer.run { request in
            request.method == "GET" ? .json(Samples.schedule, etag: "\"4\"") : StubServer.Answer(cutsOff: true)
        } _: { server in
            let run = await run(["schedule", "day", "2026-12-02", "off"] + server.access)
            #expect(run.status == 69)
            #expect(run.errors.contains("may or may not have been done"))
            #expect(server.seen("PUT").count == 1)
        }
    }
}
