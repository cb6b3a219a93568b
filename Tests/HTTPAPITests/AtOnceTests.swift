import Foundation
import NIOCore
import Testing

@testable import HTTPAPI

/// Answers that are at hand are given where the request was read, and are like any other.
@Suite(.timeLimit(.minutes(10))) struct AtOnceTests {
    private static func request(
        _ target: String, method: String = "GET", _ headers: [String] = [], body: String = ""
    ) -> String {
        ([("\(method) \(target) HTTP/1.1"), "Host: x"] + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// Sends requests over one connection, each after the answer before.
    private static func answers(_ server: RunningServer, _ requests: [String]) async throws -> [RawAnswer] {
        try await server.connected { connection in
            var answers: [RawAnswer] = []
            for request in requests {
                connection.received = []
                try await connection.send(request)
                _ = try await connection.read(until: "\"end\":true}")
                answers.append(RawAnswer(connection.received))
            }
            return answers
        }
    }

    /// A body ends without an end of line, so a status may stand anywhere.
    private static func statuses(in text: String) -> [String] {
        text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { String($0.prefix(3)) }
    }

    @Test func `what is at hand is answered as by the handler, from the second time on`() async throws {
        try await RunningServer.with { server in
            let answers = try await Self.answers(
                server, [Self.request("/v1/kept/there"), Self.request("/v1/kept/there")])
            #expect(answers.map(\.status) == [200, 200])
            #expect(answers.map { $0.json["by"] } == ["handler", "cache"])
            let names = answers.map { Set($0.headers.map { $0.name.lowercased() }) }
            #expect(names[0] == names[1])
            for name in names[0] where !["content-length", "date", "x-request-id"].contains(name) {
                #expect(answers[0][name] == answers[1][name], "\(name)")
            }
            #expect(answers[1]["Content-Length"] == "\(answers[1].body.utf8.count)")
            #expect(Set(answers.compactMap { $0["X-Request-Id"] }).count == 2)
            #expect(server.records.entries.map(\.routeName) == ["getKept", "getKept"])
            #expect(server.records.entries.map(\.bytesOut) == answers.map(\.body.utf8.count))
        }
    }

    @Test func `what isn't at hand, has a body, or is another method's is the handler's`() async throws {
        try await RunningServer.with { server in
            let length = ["Content-Length: 2"]
            let answers = try await Self.answers(
                server,
                [
                    Self.request("/v1/kept/absent"), Self.request("/v1/kept/absent"), Self.request("/v1/kept/there"),
                    Self.request("/v1/kept/there"), Self.request("/v1/kept/there", length, body: "{}"),
                ])
            #expect(answers.map { $0.json["by"] } == ["handler", "handler", "handler", "cache", "handler"])
            let head = try await server.send("HEAD", "/v1/kept/there")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(try await server.send("POST", "/v1/kept/there").status == 405)
        }
    }

    @Test func `headers are heeded: a version that is had, a type that isn't given, an id, a connection's end`()
        async throws
    {
        try await RunningServer.with { server in
            _ = try await server.send("GET", "/v1/kept/there")
            let text = try await server.connected { connection in
                for headers in [
                    ["If-None-Match: \"v7\"", "X-Request-Id: request-1"], ["Accept: image/png"],
                    ["X-Request-Id: request-3"], ["Connection: close"],
                ] {
                    try await connection.send(Self.request("/v1/kept/there", headers))
                }
                return String(decoding: try await connection.readToEnd(), as: UTF8.self)
            }
            let statuses = Self.statuses(in: text)
            #expect(statuses == ["304", "406", "200", "200"])
            #expect(text.contains("request-1") && text.contains("request-3"))
        }
    }

    @Test func `requests sent together are answered in their order, whoever answers them`() async throws {
        try await RunningServer.with { server in
            _ = try await server.send("GET", "/v1/kept/there")
            let text = try await server.connected { connection in
                let kept = Self.request("/v1/kept/there")
                try await connection.send(
                    kept + kept + Self.request("/v1/slow") + kept + Self.request("/v1/mentors/me")
                        + Self.request("/v1/kept/there", ["Connection: close"]))
                await server.api.gate.waitForArrival()
                server.api.gate.open()
                return String(decoding: try await connection.readToEnd(), as: UTF8.self)
            }
            let bodies = ["\"by\"", "\"late\"", "\"me\""]
            let order = text.split(separator: "\r\n").compactMap { line in
                bodies.first { line.hasPrefix("{") && line.contains($0) }
            }
            #expect(order == ["\"by\"", "\"by\"", "\"late\"", "\"by\"", "\"me\"", "\"by\""], "\(text)")
        }
    }

    @Test func `thousands of requests sent at once are all answered, in order, and no faster than they are read`()
        async throws
    {
        try await RunningServer.with { server in
            _ = try await server.send("GET", "/v1/kept/there")
            let count = 5_000
            let all = (0..<count).map { Self.request("/v1/kept/there", ["X-Request-Id: request-\(100_000 + $0)"]) }
                .joined()
            let text = try await server.connected { connection in
                let outbound = connection.outbound
                let last = Self.request("/v1/kept/there", ["Connection: close"])
                async let sent: Void = outbound.write(.init(string: all + last))
                let octets = try await connection.readToEnd()
                try await sent
                return String(decoding: octets, as: UTF8.self)
            }
            #expect(Self.statuses(in: text) == Array(repeating: "200", count: count + 1))
            let ids = text.components(separatedBy: "request-").dropFirst().compactMap { Int($0.prefix(6)) }
            #expect(ids == Array(100_000..<100_000 + count))
            // Both ways were gone: by the handler where the connection was full.
            #expect(text.contains("\"cache\"") && text.contains("\"handler\""))
        }
    }

    @Test func `what fails is a problem, and rates are counted`() async throws {
        try await RunningServer.with { settings in
            settings.rateLimits = RateLimits(
                perAddress: RatePolicy(name: "address", requests: 4, windowSeconds: 3_600),
                perToken: RatePolicy(name: "token", requests: 100, windowSeconds: 60))
        } _: { server in
            for target in ["/v1/kept/fails", "/v1/kept/there"] {
                #expect(try await server.send("GET", target).status == 200)
            }
            let text = try await server.connected { connection in
                for target in ["/v1/kept/fails"] + Array(repeating: "/v1/kept/there", count: 3) {
                    try await connection.send(Self.request(target))
                }
                try await connection.send(Self.request("/v1/kept/there", ["Connection: close"]))
                return String(decoding: try await connection.readToEnd(), as: UTF8.self)
            }
            let statuses = Self.statuses(in: text)
            #expect(statuses == ["404", "200", "429", "429", "429"])
        }
    }

    @Test func `the date is written as HTTP writes dates`() {
        #expect(HTTPDate.text(at: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(at: 0) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.text(at: 951_868_799) == "Tue, 29 Feb 2000 23:59:59 GMT")
        #expect(HTTPDate.text(at: 1_796_083_200) == "Tue, 01 Dec 2026 00:00:00 GMT")
    }
}
