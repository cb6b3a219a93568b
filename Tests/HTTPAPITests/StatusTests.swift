import HTTPAPI
import Testing

@Suite("Statuses of a live server") struct StatusTests {
    @Test func `Unknown paths, empty segments and trailing slashes are the same 404`() async throws {
        try await RunningServer.with { server in
            for path in ["/", "/v2", "/v1/nothing", "//v1/mentors", "/v1//mentors", "/v1/mentors/", "/v1/mentors//x"] {
                let answer = try await server.send("GET", path)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.code == "not_found")
                #expect(answer["Content-Type"] == "application/problem+json")
            }
            let withToken = try await server.send("GET", "/v1/nothing", token: "admin-x")
            #expect(withToken.status == 404)
        }
    }

    @Test func `A literal segment goes before a parameter`() async throws {
        try await RunningServer.with { server in
            let literal = try await server.send("GET", "/v1/mentors/me").json
            #expect(literal == ["me": true])
            let parameter = try await server.send("GET", "/v1/mentors/lin").json
            #expect(parameter["parameters"] == ["handle": "lin"])
        }
    }

    @Test func `Paths are decoded once and strictly`() async throws {
        try await RunningServer.with { server in
            let encoded = try await server.send("GET", "/v1/mentors/l%69n").json
            #expect(encoded["parameters"] == ["handle": "lin"])
            #expect(try await server.send("GET", "/v1/%6dentors/lin").status == 200)
            #expect(try await server.send("GET", "/v1/mentors/l%2569n").status == 404)
            #expect(try await server.send("GET", "/v1/mentors/a%2Fb").status == 404)
            #expect(try await server.send("GET", "/v1/mentors/a%00b").status == 404)
            for path in ["/v1/mentors/%", "/v1/mentors/%4", "/v1/mentors/%zz", "/v1/mentors/%ff%fe"] {
                let answer = try await server.send("GET", path)
                #expect(answer.status == 400, "\(path)")
                #expect(answer.code == "invalid_request")
            }
        }
    }

    @Test func `A handle that can name nobody is not found and a bad day is invalid`() async throws {
        try await RunningServer.with { server in
            #expect(try await server.send("GET", "/v1/mentors/Not_A_Handle").status == 404)
            let day = try await server.send("GET", "/v1/days/2026-13-45")
            #expect(day.status == 422)
            #expect(day.errors == ["{date} invalid_format"])
        }
    }

    @Test func `A wrong method is 405 with Allow, even one that nobody knows`() async throws {
        try await RunningServer.with { server in
            for method in ["DELETE", "PUT", "FOO", "TRACE", "PROPFIND", "get"] {
                let answer = try await server.send(method, "/v1/mentors")
                #expect(answer.status == 405, "\(method)")
                #expect(answer["Allow"] == "GET, HEAD, OPTIONS")
                #expect(answer.code == "method_not_allowed")
                #expect(answer["X-Request-Id"] != nil)
            }
            #expect(try await server.send("FOO", "/v1/nothing").status == 404)
            #expect(try await server.send("PUT", "/v1/bookings")["Allow"] == "GET, HEAD, POST, OPTIONS")
        }
    }

    @Test func `HEAD is GET without its body`() async throws {
        try await RunningServer.with { server in
            let get = try await server.send("GET", "/v1/mentors/lin")
            let head = try await server.send("HEAD", "/v1/mentors/lin")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["Content-Length"] == get["Content-Length"])
            #expect(head["Content-Type"] == "application/json")
            let missing = try await server.send("HEAD", "/v1/nothing")
            #expect(missing.status == 404)
            #expect(missing.body.isEmpty)
        }
    }

    @Test func `OPTIONS answers Allow without a token`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.send("OPTIONS", "/v1/bookings")
            #expect(answer.status == 204)
            #expect(answer["Allow"] == "GET, HEAD, POST, OPTIONS")
            #expect(answer["Access-Control-Allow-Origin"] == nil)
            #expect(try await server.send("OPTIONS", "*").status == 204)
        }
    }

    @Test func `Without a good token a route answers 401, before it looks at the body`() async throws {
        try await RunningServer.with { server in
            let none = try await server.send("POST", "/v1/bookings", body: "not json")
            #expect(none.status == 401)
            #expect(none["WWW-Authenticate"] == "Bearer")
            for header in ["Bearer garbage", "Bearer", "Basic c3R1ZGVudC0x", "Bearer a b", "Bearer student-1,x"] {
                let answer = try await server.send(
                    "POST", "/v1/bookings", headers: [("Authorization", header)], body: "not json")
                #expect(answer.status == 401, "\(header)")
                #expect(answer.code == "unauthenticated")
                #expect(answer["WWW-Authenticate"] == "Bearer error=\"invalid_token\"")
            }
            let lower = try await server.send(
                "GET", "/v1/bookings", headers: [("authorization", "bearer student-1")])
            #expect(lower.status == 200)
        }
    }

    @Test func `A wrong role is 403, and a public route does not look at tokens`() async throws {
        try await RunningServer.with { server in
            for token in ["mentor-lin", "admin-root"] {
                let answer = try await server.send("POST", "/v1/bookings", token: token, body: "{}")
                #expect(answer.status == 403)
                #expect(answer.code == "forbidden")
            }
            #expect(try await server.send("DELETE", "/v1/admin/tokens/x", token: "student-1").status == 403)
            #expect(try await server.send("DELETE", "/v1/admin/tokens/x", token: "admin-root").status == 204)
            #expect(try await server.send("GET", "/v1/mentors", token: "garbage").status == 200)
        }
    }

    @Test func `An admin names the mentor and a mentor is their own`() async throws {
        try await RunningServer.with { server in
            let path = "/v1/mentor/profile"
            #expect(try await server.send("GET", path, token: "student-1").status == 403)
            let own = try await server.send("GET", path, token: "mentor-lin").json
            #expect(own["mentor"] == "lin" && own["on_behalf"] == false)
            #expect(try await server.send("GET", path + "?mentor=lin", token: "mentor-lin").status == 200)
            #expect(try await server.send("GET", path + "?mentor=wang", token: "mentor-lin").status == 403)
            let unnamed = try await server.send("GET", path, token: "admin-root")
            #expect(unnamed.status == 422)
            #expect(unnamed.errors == ["?mentor required"])
            let named = try await server.send("GET", path + "?mentor=lin", token: "admin-root").json
            #expect(named["mentor"] == "lin" && named["on_behalf"] == true)
        }
    }

    @Test func `Accept chooses among what a route can give, else 406`() async throws {
        try await RunningServer.with { server in
            #expect(try await server.send("GET", "/v1/table", headers: [("Accept", "text/csv")]).body == "a,b\n")
            let both = try await server.send(
                "GET", "/v1/table", headers: [("Accept", "text/csv;q=0.4, application/json;q=0.5")])
            #expect(both["Content-Type"] == "application/json")
            #expect(both["Vary"]?.contains("Accept") == true)
            for accept in ["application/xml", "text/*", "application/json;q=0"] {
                let answer = try await server.send("GET", "/v1/mentors", headers: [("Accept", accept)])
                #expect(answer.status == 406, "\(accept)")
                #expect(answer.code == "not_acceptable")
            }
            for accept in ["*/*", "application/*", "text/html, */*;q=0.1", ""] {
                #expect(
                    try await server.send("GET", "/v1/mentors", headers: [("Accept", accept)]).status == 200,
                    "\(accept)")
            }
        }
    }

    @Test func `Failures of handlers become problems, and an unforeseen one shows nothing`() async throws {
        try await RunningServer.with { server in
            let database = try await server.send("GET", "/v1/fails/database")
            #expect(database.status == 503)
            #expect(database["Retry-After"] == "5")
            let slot = try await server.send("GET", "/v1/fails/slot", headers: [("Accept-Language", "en")])
            #expect(slot.status == 409)
            #expect(slot.json["title"] == "Slot taken")
            #expect(slot.json["alternatives"]?.array?.count == 1)
            let offered = try await server.send("GET", "/v1/fails/offered")
            #expect(offered.json["reasons"]?.array?.map { $0["code"] } == ["notice", "horizon"])
            #expect(try await server.send("GET", "/v1/fails/named").errors == ["/mentor not_found"])

            let secret = try await server.send(
                "GET", "/v1/fails/unforeseen", headers: [("X-Request-Id", "test-request-1")])
            #expect(secret.status == 500)
            #expect(secret.code == "internal")
            #expect(secret.json["request_id"] == "test-request-1")
            #expect(!secret.body.contains("hunter2") && !secret.body.contains("SELECT"))
            let logged = server.log.lines.filter { $0.contains("hunter2") }
            #expect(logged.count == 1)
            #expect(logged.first?.contains("test-request-1") == true)
        }
    }
}
