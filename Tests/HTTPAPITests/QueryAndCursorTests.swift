import Testing

@testable import HTTPAPI

@Suite("Queries and cursors") struct QueryAndCursorTests {
    @Test func `A query is read by its parameters`() async throws {
        try await RunningServer.with { server in
            func query(_ text: String) async throws -> JSONValue? {
                try await server.send("GET", "/v1/mentors?" + text).json["query"]
            }
            let cases: [(query: String, values: JSONValue)] = [
                ("", ["limit": 20]),
                (
                    "limit=5&direction=llm&active=true&status=a,b",
                    ["limit": 5, "direction": "llm", "active": true, "status": ["a", "b"]]
                ), ("from=2026-12-01T00:00:00+08:00", ["limit": 20, "from": "2026-12-01T00:00:00+08:00"]),
                ("from=2026-12-01T00:00:00%2B08:00&", ["limit": 20, "from": "2026-12-01T00:00:00+08:00"]),
            ]
            for example in cases {
                let values = try await query(example.query)
                #expect(values == example.values)
            }
        }
    }

    @Test(arguments: [
        ("limit=0", "?limit out_of_range"), ("limit=101", "?limit out_of_range"), ("limit=x", "?limit wrong_type"),
        ("limit=", "?limit wrong_type"), ("limit=1.0", "?limit wrong_type"), ("limit=1&limit=2", "?limit duplicate"),
        ("limit=99999999999999999999", "?limit out_of_range"), ("nope=1", "?nope unknown_field"),
        ("direction=LLM", "?direction invalid_format"), ("active=yes", "?active wrong_type"),
        ("status=a,c", "?status invalid_choice"), ("status=", "?status too_few"), ("from=soon", "?from invalid_format"),
        ("count=-1", "?count out_of_range"), ("cursor=garbage!", "?cursor invalid_format"),
        ("direction=a%00b", "?direction control_character"), ("a%1b%5b2Jb=1", "?a\u{FFFD}[2Jb unknown_field"),
    ]) func `A bad parameter is named`(_ query: String, _ error: String) async throws {
        try await RunningServer.with { server in
            let answer = try await server.send("GET", "/v1/mentors?" + query)
            #expect(answer.errors == [error])
            #expect(answer.status == 422)
        }
    }

    @Test func `Errors of query and body come together`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.send(
                "POST", "/v1/bookings?x=1", token: "student-1", body: #"{"topic":"","start":1}"#)
            #expect(answer.errors == ["?x unknown_field", "/topic too_short", "/start wrong_type"])
        }
    }

    @Test func `A cursor leads on in its own list and nowhere else`() async throws {
        try await RunningServer.with { server in
            func list(_ query: String, token: String = "student-1") async throws -> RawAnswer {
                try await server.send("GET", "/v1/bookings?" + query, token: token)
            }
            let first = try await list("limit=10&status=open").json
            #expect(first["position"] == 0)
            let cursor = try #require(first["next_cursor"]?.string)
            #expect(
                cursor.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") }
            )
            #expect(try await list("limit=10&status=open&cursor=\(cursor)").json["position"] == 10)
            #expect(try await list("limit=50&cursor=\(cursor)&status=open").json["position"] == 10)
            var tampered = Array(cursor.utf8)
            tampered[3] ^= 1
            let others = [
                ("status=open&cursor=" + String(decoding: tampered, as: UTF8.self), "student-1"),
                ("status=closed&cursor=\(cursor)", "student-1"), ("cursor=\(cursor)", "student-1"),
                ("status=open&cursor=\(cursor)", "student-2"), ("status=open&cursor=\(cursor)x", "student-1"),
                ("status=open&cursor=abc", "student-1"), ("status=open&cursor=%20", "student-1"),
            ]
            for (query, token) in others {
                let answer = try await list(query, token: token)
                #expect(answer.status == 422, "\(query)")
                #expect(answer.errors == ["?cursor invalid_cursor"] || answer.errors == ["?cursor invalid_format"])
            }
        }
    }

    @Test func `A cursor of another key or another type is refused`() throws {
        let sealer = CursorSealer(key: [1, 2, 3])
        let text = try sealer.seal(42, scope: [1])
        #expect(sealer.open(text, as: Int.self, scope: [1]) == 42)
        #expect(sealer.open(text, as: Int.self, scope: [2]) == nil)
        #expect(sealer.open(text, as: String.self, scope: [1]) == nil)
        #expect(CursorSealer(key: [1, 2, 4]).open(text, as: Int.self, scope: [1]) == nil)
        #expect(sealer.open("", as: Int.self, scope: [1]) == nil)
    }
}
