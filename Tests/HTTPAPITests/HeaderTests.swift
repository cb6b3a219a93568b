import Networks
import Testing

@testable import HTTPAPI

@Suite("Headers of every answer, CORS, rates and proxies") struct HeaderTests {
    @Test func `Every answer carries a request id, the client's own where it is harmless`() async throws {
        try await RunningServer.with { server in
            for id in ["abcdefgh", "A-b_c.123", String(repeating: "x", count: 64)] {
                #expect(
                    try await server.send("GET", "/v1/mentors", headers: [("X-Request-Id", id)])["X-Request-Id"] == id)
            }
            var made: Set<String> = []
            for id in ["short", String(repeating: "x", count: 65), "has space here", "semi;colon;x", "", "中文中文中文"] {
                let answer = try await server.send("GET", "/v1/mentors", headers: [("X-Request-Id", id)])
                let own = try #require(answer["X-Request-Id"])
                #expect(own != id && own.count == 20)
                made.insert(own)
            }
            #expect(made.count == 6)
        }
    }

    @Test func `Answers may not be guessed at, framed or kept`() async throws {
        try await RunningServer.with { server in
            let personal = try await server.send("GET", "/v1/bookings", token: "student-1")
            #expect(personal["X-Content-Type-Options"] == "nosniff")
            #expect(personal["Cache-Control"] == "no-store")
            #expect(personal["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'")
            #expect(personal["Referrer-Policy"] == "no-referrer")
            #expect(personal["Date"] != nil && personal["Server"] == nil)
            #expect(personal["Strict-Transport-Security"] == nil)
            #expect(try await server.send("GET", "/v1/mentors")["Cache-Control"] == "no-cache")
            #expect(try await server.send("GET", "/v1/nothing")["Cache-Control"] == "no-store")
        }
    }

    @Test func `Other origins are heeded only where the setting names them`() async throws {
        try await RunningServer.with({ $0.cors = CORSPolicy(origins: ["https://app.example.com"]) }) { server in
            let preflight: [(String, String)] = [
                ("Origin", "https://app.example.com"), ("Access-Control-Request-Method", "POST"),
            ]
            let answer = try await server.send("OPTIONS", "/v1/bookings", headers: preflight)
            #expect(answer.status == 204)
            #expect(answer["Access-Control-Allow-Origin"] == "https://app.example.com")
            #expect(answer["Access-Control-Allow-Methods"]?.contains("POST") == true)
            #expect(answer["Access-Control-Allow-Headers"]?.contains("Idempotency-Key") == true)
            #expect(answer["Vary"] == "Origin")
            let plain = try await server.send("GET", "/v1/mentors", headers: [("Origin", "https://app.example.com")])
            #expect(plain["Access-Control-Allow-Origin"] == "https://app.example.com")
            #expect(plain["Access-Control-Expose-Headers"]?.contains("ETag") == true)
            let refused = try await server.send("GET", "/v1/nothing", headers: [("Origin", "https://app.example.com")])
            #expect(refused["Access-Control-Allow-Origin"] == "https://app.example.com")
            let stranger = try await server.send("GET", "/v1/mentors", headers: [("Origin", "https://evil.example")])
            #expect(stranger["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test func `Too many requests are 429 with the draft's headers`() async throws {
        try await RunningServer.with({
            $0.rateLimits = RateLimits(
                perAddress: RatePolicy(name: "address", requests: 3, windowSeconds: 3_600),
                perToken: RatePolicy(name: "token", requests: 1, windowSeconds: 3_600))
        }) { server in
            let first = try await server.send("GET", "/v1/bookings", token: "student-1")
            #expect(first.status == 200)
            #expect(first["RateLimit-Policy"] == "\"address\";q=3;w=3600, \"token\";q=1;w=3600")
            // The bucket fills as time goes by, so the seconds are those of a moment ago or a few less.
            let remaining = try #require(first["RateLimit"])
            #expect(remaining.hasPrefix("\"address\";r=2;t=1") && remaining.contains(", \"token\";r=0;t=3"))
            let token = try await server.send("GET", "/v1/bookings", token: "student-1")
            #expect(token.status == 429 && token.code == "rate_limited")
            #expect((3_000...3_600).contains(token["Retry-After"].flatMap { Int($0) } ?? 0))
            #expect(try await server.send("GET", "/v1/bookings", token: "student-2").status == 200)
            let address = try await server.send("GET", "/v1/nothing")
            #expect(address.status == 429)
            #expect(address["RateLimit"]?.hasPrefix("\"address\";r=0;t=") == true)
            #expect(try await server.send("GET", "/livez").status == 200)
        }
    }

    @Test func `Only a trusted proxy's word about the client is believed`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.send("GET", "/v1/mentors", headers: [("X-Forwarded-For", "203.0.113.9")])
            #expect(answer.json["address"] == "127.0.0.1")
        }
        try await RunningServer.with({ $0.trustedProxies = try TrustedProxies(["127.0.0.0/8", "10.0.0.0/8"]) }) {
            server in
            let answer = try await server.send(
                "GET", "/v1/mentors", headers: [("X-Forwarded-For", "6.6.6.6, 203.0.113.9, 10.1.2.3")])
            #expect(answer.json["address"] == "203.0.113.9")
            let garbage = try await server.send("GET", "/v1/mentors", headers: [("X-Forwarded-For", "a, b")])
            #expect(garbage.json["address"] == "127.0.0.1")
        }
    }

    @Test func `Networks are told apart bit by bit`() throws {
        let proxies = try TrustedProxies(["10.128.0.0/9", "fd00::/8", "192.0.2.1"])
        func client(_ peer: String?, _ header: String...) -> String? {
            proxies.clientAddress(peer: peer, forwardedFor: header)
        }
        #expect(client("10.200.0.1", "1.1.1.1") == "1.1.1.1")
        #expect(client("10.1.0.1", "1.1.1.1") == "10.1.0.1")
        #expect(client("fd12::1", "2001:db8::5") == "2001:db8::5")
        #expect(client("::ffff:10.200.0.1", "1.1.1.1") == "1.1.1.1")
        #expect(client("192.0.2.1", "1.1.1.1", "10.200.0.9") == "1.1.1.1")
        #expect(client("192.0.2.2", "1.1.1.1") == "192.0.2.2")
        #expect(client(nil, "1.1.1.1") == "1.1.1.1")
        #expect(client("192.0.2.1") == "192.0.2.1")
        for text in ["10.0.0.0/33", "x", "10.0.0.0/", "::/129", "10.0.0.0/-1"] {
            #expect(throws: TrustedProxies.Invalid(text: text)) { try TrustedProxies([text]) }
        }
    }

    @Test func `A bucket fills evenly and their number is bounded`() {
        let policy = RatePolicy(name: "p", requests: 2, windowSeconds: 10)
        var bucket = TokenBucket(policy: policy, nowSeconds: 0)
        #expect(bucket.take(policy: policy, nowSeconds: 0).isAllowed)
        #expect(bucket.take(policy: policy, nowSeconds: 0).isAllowed)
        let refused = bucket.take(policy: policy, nowSeconds: 1)
        #expect(!refused.isAllowed && refused.retryAfterSeconds == 4)
        #expect(bucket.take(policy: policy, nowSeconds: 5).isAllowed)
        #expect(!bucket.take(policy: policy, nowSeconds: 4).isAllowed)

        let limiter = RateLimiter(limits: RateLimits(maximumBuckets: 100), nowSeconds: { 0 })
        for index in 0..<1_000 { _ = limiter.takeForToken("\(index)") }
        #expect(limiter.bucketCount <= 100)
        #expect(
            RateLimiter.prefix(ofAddress: "2001:db8:1:2:3::1") == RateLimiter.prefix(ofAddress: "2001:db8:1:2:9::7"))
        #expect(RateLimiter.prefix(ofAddress: "2001:db8:1:3::1") != RateLimiter.prefix(ofAddress: "2001:db8:1:2::1"))
    }

    @Test func `One line a request, without tokens, query values and bodies`() async throws {
        try await RunningServer.with { server in
            _ = try await server.send(
                "GET", "/v1/mentors/secret-handle?x=secret-query", headers: [("X-Request-Id", "request-77")])
            _ = try await server.send(
                "POST", "/v1/bookings", token: "student-secretname", body: #"{"topic":"secret-body"}"#)
            let lines = server.log.lines.filter { $0.hasPrefix("request ") }
            #expect(lines.count == 2)
            #expect(!lines.joined().contains("secret"))
            #expect(lines.first?.contains("route=/v1/mentors/{handle}") == true)
            #expect(lines.first?.contains("request_id=request-77") == true)
            #expect(lines.last?.contains("role=student") == true && lines.last?.contains("bytes_in=23") == true)
            let record = try #require(await server.records.next())
            #expect(record.routeName == "getMentor" && record.statusClass == "4xx" && record.duration > .zero)
        }
    }

    @Test func `Every request is counted once, whatever becomes of it`() async throws {
        try await RunningServer.with { server in
            _ = try await server.send("HEAD", "/v1/stream/whole")
            _ = try await server.send("GET", "/v1/stream/whole")
            _ = try await server.send("FOO", "/v1/mentors")
            _ = try await server.sendRaw("nonsense\r\n\r\n")
            for expected in ["HEAD 200", "GET 200", "OTHER 405", "GET 400"] {
                let record = try #require(await server.records.next())
                #expect("\(record.method) \(record.status)" == expected)
            }
            #expect(server.records.entries.count == 4)
        }
    }
}
