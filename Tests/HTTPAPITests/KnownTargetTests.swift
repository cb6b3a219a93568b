import Testing

@testable import HTTPAPI

@Suite struct KnownTargetTests {
    @Test func `a repeated read is answered as the first one was`() async throws {
        try await RunningServer.with { server in
            for target in ["/v1/mentors?direction=llm&limit=5", "/v1/mentors/lin", "/v1/mentors/lin?", "/v1/tagged"] {
                let first = try await server.send("GET", target)
                let again = try await server.send("GET", target)
                #expect(first.status == 200 && again.status == 200, "\(target)")
                #expect(first.body == again.body, "\(target)")
                #expect(again["ETag"] == first["ETag"] && again["Cache-Control"] == first["Cache-Control"])
                let head = try await server.send("HEAD", target)
                let post = try await server.send("POST", target)
                #expect(head.status == 200 && post.status == 405)
            }
            let lin = try await server.send("GET", "/v1/mentors/lin")
            #expect(lin.json["parameters"]?["handle"] == "lin")
            #expect(server.records.entries.suffix(1).map(\.routeName) == ["getMentor"])
        }
    }

    @Test func `what depends on the headers is decided each time`() async throws {
        try await RunningServer.with { server in
            for (accept, status, type) in [
                ("text/csv", 200, "text/csv"), ("application/json", 200, "application/json"), ("image/png", 406, ""),
                ("text/csv", 200, "text/csv"),
            ] {
                let answer = try await server.send("GET", "/v1/table", headers: [("Accept", accept)])
                #expect(answer.status == status)
                if status == 200 { #expect(answer["Content-Type"]?.hasPrefix(type) == true) }
            }
            let same = try await server.send("GET", "/v1/tagged", headers: [("If-None-Match", "\"v3\"")])
            let again = try await server.send("GET", "/v1/tagged", headers: [("If-None-Match", "\"v3\"")])
            #expect(same.status == 304 && again.status == 304)
        }
    }

    @Test func `a refused target is refused each time`() async throws {
        try await RunningServer.with { server in
            for _ in 0..<2 {
                let invalid = try await server.send("GET", "/v1/mentors?limit=0")
                let missing = try await server.send("GET", "/v1/nothing")
                #expect(invalid.status == 422 && missing.status == 404)
            }
        }
    }

    @Test func `rates are counted on repeats too`() async throws {
        try await RunningServer.with { settings in
            settings.rateLimits = RateLimits(
                perAddress: RatePolicy(name: "address", requests: 3, windowSeconds: 3_600),
                perToken: RatePolicy(name: "token", requests: 100, windowSeconds: 60))
        } _: { server in
            var statuses: [Int] = []
            for _ in 0..<5 { statuses.append(try await server.send("GET", "/v1/mentors/lin").status) }
            #expect(statuses == [200, 200, 200, 429, 429])
        }
    }

    @Test func `however many targets are invented, few are held`() throws {
        let targets = KnownTargets<SampleCaller>()
        let route = try #require(SampleAPI().routes.first { $0.name == "getMentor" })
        func keep(_ text: String) throws {
            let target = try #require(RequestTarget(text))
            targets.keep(text, .init(target: target, route: route, parameters: [:], query: Fields()))
        }
        for number in 0..<10_000 { try keep("/v1/mentors/m\(number)") }
        let held = (0..<10_000).filter { targets.find("/v1/mentors/m\($0)") != nil }
        #expect(held.count <= 4_096)
        #expect(targets.find("/v1/mentors/m9999") != nil)
        let long = "/v1/mentors/" + String(repeating: "a", count: 600)
        try keep(long)
        #expect(targets.find(long) == nil)
    }
}
