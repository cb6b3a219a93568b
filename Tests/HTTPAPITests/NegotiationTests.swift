import Testing

@testable import HTTPAPI

@Suite("Languages, media types and versions") struct NegotiationTests {
    static let languages: [(header: String?, language: Language)] = [
        (nil, .zhHans), ("", .zhHans), ("  ", .zhHans), ("zh", .zhHans), ("zh-CN", .zhHans),
        ("zh-TW,zh;q=0.9", .zhHans),
        ("zh-Hant-HK", .zhHans), ("ZH-hans", .zhHans), ("en", .en), ("en-US,en;q=0.9,zh;q=0.8", .en),
        ("en;q=0.5,zh;q=0.6", .zhHans), ("fr", .en), ("fr,zh;q=0.3", .zhHans), ("fr, de;q=0.5", .en), ("*", .zhHans),
        ("fr, *;q=0.1", .zhHans), ("zh;q=0", .en), ("zh;q=0, *", .en), ("en;q=0", .zhHans), ("nonsense", .en),
        ("en;q=2, zh;q=0.1", .zhHans), (";;;,,", .en), ("zhx", .en), ("en,zh", .en),
    ]

    @Test(arguments: languages) func `Accept-Language`(_ example: (header: String?, language: Language)) {
        #expect(Language(acceptLanguage: example.header) == example.language)
    }

    @Test func `The most specific media range decides`() {
        let offers = ["application/json", "text/csv"]
        #expect(MediaRange.choose(from: offers, accept: nil) == "application/json")
        #expect(MediaRange.choose(from: offers, accept: "*/*") == "application/json")
        #expect(MediaRange.choose(from: offers, accept: "text/csv, */*;q=0.5") == "text/csv")
        #expect(MediaRange.choose(from: offers, accept: "text/*;q=0.9, application/json;q=0.8") == "text/csv")
        #expect(MediaRange.choose(from: offers, accept: "application/json;q=0, */*") == "text/csv")
        #expect(MediaRange.choose(from: offers, accept: "TEXT/CSV") == "text/csv")
        #expect(MediaRange.choose(from: offers, accept: "image/png") == nil)
        #expect(MediaRange.choose(from: offers, accept: "*/*;q=0") == nil)
    }

    @Test func `If-Match compares strongly and If-None-Match weakly`() throws {
        let current = EntityTag(version: 3)
        let cases: [(header: String, strong: Bool, weak: Bool)] = [
            ("\"v3\"", true, true), ("W/\"v3\"", false, true), ("*", true, true), ("\"v2\"", false, false),
            ("\"v2\", \"v3\"", true, true), ("\"v2\",W/\"v3\"", false, true), (" \"v3\" ", true, true),
            ("\"a,b\", \"v3\"", true, true), ("\"v3,\"", false, false),
        ]
        for example in cases {
            let condition = try #require(EntityTagCondition(example.header), "\(example.header)")
            #expect(condition.matchesStrongly(current) == example.strong, "\(example.header)")
            #expect(condition.matchesWeakly(current) == example.weak, "\(example.header)")
        }
        #expect(
            try #require(EntityTagCondition("W/\"v3\"")).matchesStrongly(EntityTag(opaque: "v3", isWeak: true)) == false
        )
        for header in ["", "v3", "\"v3", "\"v3\" \"v4\"", "W/", "w/\"v3\"", ",", "\"a\"b\""] {
            #expect(EntityTagCondition(header) == nil, "\(header)")
        }
    }

    @Test func `A tag keeps only what may stand between its quotes`() {
        #expect(EntityTag("a\"b c\u{0}d").description == "\"abcd\"")
    }

    @Test func `Versions over the wire`() async throws {
        try await RunningServer.with { server in
            let read = try await server.send("GET", "/v1/tagged")
            #expect(read["ETag"] == "\"v3\"" && read["Cache-Control"] == "public, max-age=30")
            for header in ["\"v3\"", "W/\"v3\"", "*", "\"x\", \"v3\""] {
                let same = try await server.send("GET", "/v1/tagged", headers: [("If-None-Match", header)])
                #expect(same.status == 304, "\(header)")
                #expect(same.body.isEmpty && same["ETag"] == "\"v3\"" && same["Content-Type"] == nil)
            }
            let changed = try await server.send("GET", "/v1/tagged", headers: [("If-None-Match", "\"v2\"")])
            #expect(changed.status == 200)

            let path = "/v1/mentor/profile"
            func patch(_ tag: String) async throws -> RawAnswer {
                try await server.send(
                    "PATCH", path, token: "mentor-lin", headers: [("If-Match", tag)], body: #"{"name":"Lin"}"#)
            }
            let required = try await patch("")
            #expect(required.status == 428 && required.code == "precondition_required")
            let mismatch = try await patch("\"v1\"")
            #expect(mismatch.status == 412 && mismatch.code == "version_mismatch" && mismatch["ETag"] == "\"v2\"")
            #expect(try await patch("W/\"v2\"").status == 412)
            #expect(try await patch("\"v1\", \"v2\"").status == 200)
            #expect(try await patch("*").status == 200)
            #expect(try await patch("v2").status == 400)
            let accept = "/v1/bookings/con_01kawx8c5efz8r4t2m0pq9v7nb/accept"
            #expect(
                try await server.send("POST", accept, token: "mentor-lin", headers: [("If-Match", "\"v1\"")]).status
                    == 412)
            let badKey = try await server.send(
                "POST", accept, token: "mentor-lin", headers: [("Idempotency-Key", String(repeating: "k", count: 256))])
            #expect(badKey.status == 400)
        }
    }

    @Test func `Problems speak the reader's language and say so`() async throws {
        try await RunningServer.with { server in
            let chinese = try await server.send("GET", "/v1/nothing")
            #expect(chinese["Content-Language"] == "zh-Hans" && chinese["Vary"] == "Accept-Language")
            #expect(chinese.json["title"] == "未找到" && chinese.json["type"] == "/docs#problem-not_found")
            let english = try await server.send("GET", "/v1/nothing", headers: [("Accept-Language", "en-GB")])
            #expect(english["Content-Language"] == "en" && english.json["title"] == "Not found")
            #expect(english.json["status"] == 404)
            let field = try await server.send(
                "POST", "/v1/bookings", token: "student-1", headers: [("Accept-Language", "en")],
                body: #"{"topic":"x","minutes":1}"#)
            #expect(field.json["errors"]?.array?.first?["message"] == "must be between 5 and 480.")
        }
    }
}
