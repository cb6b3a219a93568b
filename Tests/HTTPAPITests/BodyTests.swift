import HTTPAPI
import Testing

@Suite("Bodies over the wire") struct BodyTests {
    @Test func `A good body arrives checked, trimmed and with defaults`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.send(
                "POST", "/v1/bookings", token: "student-1",
                headers: [("Content-Type", "application/json; charset=UTF-8"), ("Idempotency-Key", "key-1")],
                body: #"{"topic":"  Cafe\u0301 与 GRPO ","note":"a\r\nb"}"#)
            #expect(answer.status == 201)
            #expect(answer.json["body"] == ["topic": "Café 与 GRPO", "note": "a\nb", "minutes": 60])
            #expect(answer.json["body"]?["topic"]?.string?.unicodeScalars.count == 11)
            #expect(answer.json["key"] == "key-1")
        }
    }

    @Test func `A body that is no JSON object is 400 with a reason`() async throws {
        try await RunningServer.with { server in
            let bodies = [
                "", "   ", "nope", "[]", "\"text\"", "1", "null", "{", #"{"topic":"a",}"#, #"{"topic":"a"} {}"#,
                #"{'topic':'a'}"#, #"{"topic":NaN}"#, #"{"topic":"a","topic":"b"}"#, "{\"topic\":\"a\u{1}\"}",
                #"{"topic":01}"#, #"{"topic":"\x"}"#,
                "{\"topic\":" + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}",
                "{\"topic\":[" + String(repeating: "0,", count: 70_000) + "0]}",
            ]
            for body in bodies {
                let answer = try await server.send("POST", "/v1/bookings", token: "student-1", body: body)
                #expect(answer.status == 400, "\(body.prefix(40))")
                #expect(answer.code == "invalid_request")
                #expect(answer.json["detail"]?.string?.isEmpty == false)
            }
        }
    }

    @Test func `A body that is not UTF-8 is 400`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.connected { connection in
                try await connection.send(
                    "POST /v1/bookings HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer student-1\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"topic\":\"")
                try await connection.send(octets: [0xFF, 0xFE, 0x22, 0x7D])
                return RawAnswer(try await connection.readToEnd())
            }
            #expect(answer.status == 400)
            #expect(answer.json["detail"]?.string?.contains("UTF-8") == true)
        }
    }

    @Test func `Nesting of 32 passes and of 33 does not`() async throws {
        try await RunningServer.with { server in
            for (depth, status) in [(31, 200), (32, 400)] {
                let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                let answer = try await server.send("POST", "/v1/echo", body: "{\"value\":\(value)}")
                #expect(answer.status == status, "\(depth) below the object")
            }
        }
    }

    @Test func `Another content type is 415`() async throws {
        try await RunningServer.with { server in
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk",
                "application/merge-patch+json", "json",
            ] {
                let answer = try await server.send(
                    "POST", "/v1/bookings", token: "student-1", headers: [("Content-Type", type)],
                    body: #"{"topic":"a"}"#)
                #expect(answer.status == 415, "\(type)")
                #expect(answer.code == "unsupported_media_type")
            }
            let none = try await server.send(
                "POST", "/v1/bookings", token: "student-1", headers: [("Content-Type", "")], body: #"{"topic":"a"}"#)
            #expect(none.status == 415)
            let packed = try await server.send(
                "POST", "/v1/bookings", token: "student-1", headers: [("Content-Encoding", "gzip")], body: "{}")
            #expect(packed.status == 415)
            let patch = try await server.send(
                "PATCH", "/v1/mentor/profile", token: "mentor-lin",
                headers: [("Content-Type", "application/merge-patch+json"), ("If-Match", "\"v2\"")],
                body: #"{"bio":null}"#)
            #expect(patch.status == 200)
            #expect(patch.json["body"] == ["bio": nil])
        }
    }

    @Test func `Too large a body is 413 at once when its length is announced`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.sendRaw(
                "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 3000000\r\n\r\n{")
            #expect(answer.status == 413)
            #expect(answer.code == "payload_too_large")
            #expect(answer["Connection"] == "close")
        }
    }

    @Test func `Too large a body is 413 while it streams, and the answer is not lost`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.connected { connection in
                try await connection.send(
                    "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n" + String(repeating: " ", count: 0x10000) + "\r\n"
                for _ in 0..<48 {
                    // The server stops caring after 16 of them; what matters is that its answer can still be read.
                    do { try await connection.send(chunk) } catch { break }
                }
                return RawAnswer(try await connection.readToEnd())
            }
            #expect(answer.status == 413)
            #expect(answer["Connection"] == "close")
        }
    }

    @Test func `A body of exactly 1 MiB passes`() async throws {
        try await RunningServer.with { server in
            let frame = #"{"value":""}"#
            let body = #"{"value":""# + String(repeating: "x", count: 1_048_576 - frame.utf8.count) + "\"}"
            let full = try await server.send("POST", "/v1/echo", body: body)
            #expect(full.status == 200)
            let over = try await server.send("POST", "/v1/echo", body: body + " ")
            #expect(over.status == 413)
        }
    }

    @Test func `A route without a body takes none, an empty one or an empty object`() async throws {
        try await RunningServer.with { server in
            let path = "/v1/bookings/con_01kawx8c5efz8r4t2m0pq9v7nb/accept"
            #expect(try await server.send("POST", path, token: "mentor-lin").status == 200)
            #expect(try await server.send("POST", path, token: "mentor-lin", body: "").status == 200)
            #expect(try await server.send("POST", path, token: "mentor-lin", body: "{}").status == 200)
            let more = try await server.send("POST", path, token: "mentor-lin", body: #"{"x":1}"#)
            #expect(more.errors == ["/x unknown_field"])
            let optional = "/v1/bookings/con_01kawx8c5efz8r4t2m0pq9v7nb/cancel"
            #expect(try await server.send("POST", optional, token: "mentor-lin").status == 200)
            #expect(try await server.send("POST", "/v1/bookings/con_1/accept", token: "mentor-lin").status == 404)
        }
    }

    @Test func `A client that asks before it sends is told to go on, or is refused at once`() async throws {
        try await RunningServer.with { server in
            let head =
                "POST /v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: "
            let answer = try await server.connected { connection in
                try await connection.send(head + "11\r\n\r\n")
                let interim = try await connection.read(until: "\r\n\r\n")
                #expect(interim.hasPrefix("HTTP/1.1 100"))
                connection.received = []
                try await connection.send(#"{"value":1}"#)
                return RawAnswer(try await connection.readToEnd())
            }
            #expect(answer.status == 200)
            #expect(try await server.sendRaw(head + "3000000\r\n\r\n").status == 413)
        }
    }
}
