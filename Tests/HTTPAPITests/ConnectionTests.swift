import Foundation
import HTTPAPI
import Testing

@Suite("Connections: slow clients, long heads, closing", .timeLimit(.minutes(10))) struct ConnectionTests {
    @Test func `A head that doesn't end is 408, and the connection is closed`() async throws {
        try await RunningServer.with({ $0.limits.headerTimeout = .milliseconds(80) }) { server in
            let answer = try await server.sendRaw("GET /v1/mentors HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            #expect(answer.status == 408)
            #expect(answer.code == "request_timeout")
            #expect(answer["Connection"] == "close")
            #expect(answer["X-Request-Id"] != nil)
        }
    }

    @Test func `A body that doesn't end is 408`() async throws {
        try await RunningServer.with({ $0.limits.bodyTimeout = .milliseconds(80) }) { server in
            let answer = try await server.sendRaw(
                "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{\"value\"")
            #expect(answer.status == 408)
            #expect(answer.code == "request_timeout")
            #expect(answer["Connection"] == "close")
        }
    }

    @Test func `A body that drips more slowly than the least rate is cut before its time is over`() async throws {
        try await RunningServer.with({
            $0.limits.bodyRateGrace = .milliseconds(80)
            $0.limits.minimumBodyBytesPerSecond = 100_000
        }) { server in
            let answer = try await server.sendRaw(
                "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100000\r\n\r\n{\"value\"")
            #expect(answer.status == 408)
        }
    }

    @Test func `A connection with nothing going on is closed without a word`() async throws {
        try await RunningServer.with({ $0.limits.idleTimeout = .seconds(15) }) { server in
            let fresh = try await server.connected { try await $0.readToEnd() }
            #expect(fresh.isEmpty)
            let used = try await server.connected { connection in
                try await connection.send("GET /v1/mentors/me HTTP/1.1\r\nHost: x\r\n\r\n")
                return RawAnswer(try await connection.readToEnd())
            }
            #expect(used.status == 200)
            #expect(used.body == "{\"me\":true}")
        }
    }

    @Test func `A client that stops reading is cut`() async throws {
        try await RunningServer.with({ $0.limits.writeTimeout = .milliseconds(150) }) { server in
            try await server.connected { connection in
                try await connection.send("GET /v1/stream/endless HTTP/1.1\r\nHost: x\r\n\r\n")
                // Nothing is read here; the handler learns that its reader is gone.
                #expect(await server.api.streamErrors.next() != nil)
            }
        }
    }

    @Test func `A request under way is not idle`() async throws {
        try await RunningServer.with({ $0.limits.idleTimeout = .seconds(15) }) { server in
            let answer = try await server.connected { connection in
                try await connection.send("GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.api.gate.waitForArrival()
                // Another connection lives and dies of idleness while this one waits for its handler.
                #expect(try await server.connected { try await $0.readToEnd() }.isEmpty)
                server.api.gate.open()
                return RawAnswer(try await connection.readToEnd())
            }
            #expect(answer.status == 200)
        }
    }

    @Test func `A long target is 414, with and without the end of its line`() async throws {
        try await RunningServer.with { server in
            let whole = try await server.send("GET", "/v1/mentors?x=" + String(repeating: "a", count: 8_192))
            #expect(whole.status == 414)
            #expect(whole.code == "uri_too_long")
            #expect(whole["Connection"] == "close")
            let endless = try await server.sendRaw("GET /" + String(repeating: "a", count: 20_000))
            #expect(endless.status == 414)
            let edge = "/v1/mentors?direction=" + String(repeating: "a", count: 8_192 - 22)
            #expect(try await server.send("GET", edge).status == 422)
        }
    }

    @Test func `Long headers are 431, in one field, in many and without end`() async throws {
        try await RunningServer.with { server in
            let one = try await server.send(
                "GET", "/v1/mentors", headers: [("X-Long", String(repeating: "a", count: 17_000))])
            #expect(one.status == 431)
            #expect(one.code == "headers_too_large")
            let many = try await server.send(
                "GET", "/v1/mentors", headers: (0..<150).map { ("X-H\($0)", String(repeating: "a", count: 120)) })
            #expect(many.status == 431)
            let count = try await server.send("GET", "/v1/mentors", headers: (0..<900).map { ("X-H\($0)", "a") })
            #expect(count.status == 431)
            let endless = try await server.sendRaw(
                "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + String(repeating: "a", count: 60_000))
            #expect(endless.status == 431)
        }
    }

    @Test func `What is no HTTP is 400 and closes`() async throws {
        try await RunningServer.with { server in
            for text in [
                "nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: a\u{0}b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            ] {
                let answer = try await server.sendRaw(text)
                #expect(answer.status == 400, "\(text)")
                #expect(answer.code == "invalid_request", "\(text)")
                #expect(answer["Connection"] == "close", "\(text)")
            }
            let chunk = try await server.sendRaw(
                "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nzz\r\n")
            #expect(chunk.status == 400)
        }
    }

    @Test func `HTTP/1.1 names one host`() async throws {
        try await RunningServer.with { server in
            for hosts in ["", "Host: a\r\nHost: a\r\n"] {
                let answer = try await server.sendRaw("GET /v1/mentors/me HTTP/1.1\r\n\(hosts)\r\n")
                #expect(answer.status == 400 && answer.code == "invalid_request" && answer["Connection"] == "close")
            }
            #expect(try await server.sendRaw("GET /v1/mentors/me HTTP/1.0\r\n\r\n").status == 200)
        }
    }

    @Test func `Requests on one connection are answered in order, and HTTP/1.0 closes`() async throws {
        try await RunningServer.with { server in
            let request = "GET /v1/mentors/me HTTP/1.1\r\nHost: x\r\n\r\n"
            let text = try await server.connected { connection in
                try await connection.send(request + request)
                try await connection.send("GET /v1/mentors/lin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return String(decoding: try await connection.readToEnd(), as: UTF8.self)
            }
            #expect(text.components(separatedBy: "HTTP/1.1 200").count == 4)
            #expect(text.components(separatedBy: "{\"me\":true}").count == 3)
            let old = try await server.sendRaw("GET /v1/mentors/me HTTP/1.0\r\n\r\n")
            #expect(old.status == 200)
            #expect(old["Connection"] == "close")
        }
    }

    @Test func `A stream is chunked, and one that breaks ends without its last chunk`() async throws {
        try await RunningServer.with { server in
            let whole = try await server.send("GET", "/v1/stream/whole")
            #expect(whole["Transfer-Encoding"] == "chunked")
            #expect(whole.body.contains("last\n") && whole.body.hasSuffix("0\r\n\r\n"))
            let broken = try await server.send("GET", "/v1/stream/breaks")
            #expect(broken.status == 200)
            #expect(broken.body.contains("first\n") && !broken.body.hasSuffix("0\r\n\r\n"))
            #expect(server.log.lines.contains { $0.contains("broken=true") })
        }
    }

    @Test func `A stopping server finishes what is under way and says that it closes`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.connected { connection in
                try await connection.send("GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.api.gate.waitForArrival()
                let idle = try await server.connected { idle in
                    await server.shutDown()
                    return try await idle.readToEnd()
                }
                #expect(idle.isEmpty)
                server.api.gate.open()
                return RawAnswer(try await connection.readToEnd())
            }
            #expect(answer.status == 200)
            #expect(answer.body == "{\"late\":true}")
            #expect(answer["Connection"] == "close")
            await #expect(throws: (any Error).self) { try await server.send("GET", "/v1/mentors/me") }
        }
    }

    @Test func `A stopping server does not wait for ever`() async throws {
        try await RunningServer.with({ $0.limits.drainTimeout = .milliseconds(100) }) { server in
            try await server.connected { connection in
                try await connection.send("GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n")
                await server.api.gate.waitForArrival()
                await server.shutDown()
                #expect(try await connection.readToEnd().isEmpty)
            }
        }
    }

    @Test func `More connections than allowed wait until one is free`() async throws {
        try await RunningServer.with({ $0.limits.maximumConnections = 1 }) { server in
            try await server.connected { first in
                try await first.send("GET /v1/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                await server.api.gate.waitForArrival()
                async let second = server.send("GET", "/v1/mentors/me")
                server.api.gate.open()
                #expect(RawAnswer(try await first.readToEnd()).status == 200)
                #expect(try await second.status == 200)
            }
        }
    }

    @Test func `Garbage behind a good request does not cost it its answer`() async throws {
        try await RunningServer.with { server in
            let text = try await server.connected { connection in
                try await connection.send("GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n\u{1}\u{2}garbage\r\n\r\n")
                await server.api.gate.waitForArrival()
                server.api.gate.open()
                return String(decoding: try await connection.readToEnd(), as: UTF8.self)
            }
            #expect(text.hasPrefix("HTTP/1.1 200") && text.hasSuffix("{\"late\":true}"))
        }
    }

    @Test func `A whole URL as the target means its path`() async throws {
        try await RunningServer.with { server in
            let whole = try await server.send("GET", "http://example.com/v1/mentors/me?")
            #expect(whole.status == 200)
            let bare = try await server.send("GET", "http://example.com")
            #expect(bare.status == 404)
        }
    }

    @Test func `Five hundred clients that dawdle in every way keep nobody from being served, and are cut`() async throws
    {
        Self.raiseFileLimit()
        try await RunningServer.with({
            $0.limits.headerTimeout = .seconds(20)
            $0.limits.bodyTimeout = .seconds(20)
            $0.limits.writeTimeout = .seconds(20)
        }) { server in
            let holding = Journal<Int>()
            let dawdlers = (0..<500).map(Dawdler.init(index:))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, dawdler) in dawdlers.enumerated() {
                    group.addTask {
                        try await server.connected { connection in
                            try await connection.send(dawdler.words)
                            holding.write(index)
                            guard dawdler.isAnswered else {
                                // Nothing is sent or read until all is over.
                                for await _ in AsyncStream<Never>.makeStream().stream {}
                                return
                            }
                            let answer = RawAnswer(try await connection.readToEnd())
                            #expect(answer.status == 408, "\(dawdler)")
                        }
                    }
                }
                for _ in dawdlers { _ = await holding.next() }
                for _ in 0..<30 {
                    #expect(try await server.send("GET", "/v1/mentors/me").status == 200)
                    let posted = try await server.send("POST", "/v1/echo", body: #"{"value":1}"#)
                    #expect(posted.status == 200)
                }
                // Each of those that don't read learns that it is cut by its handler's write.
                for _ in 0..<dawdlers.count(where: { $0 == .reader }) { _ = await server.api.streamErrors.next() }
                for _ in 0..<dawdlers.count(where: \.isAnswered) { try await group.next() }
                group.cancelAll()
            }
        }
    }

    /// A slow client, by what it never finishes.
    private enum Dawdler: Hashable {
        case head
        case body
        /// Connects and says nothing; it may do so for a minute.
        case idler
        /// Asks for more than fits and reads nothing.
        case reader

        /// Of 25: one that doesn't read, as each holds megabytes, six that say nothing, six with a body, twelve with a head.
        init(index: Int) {
            self =
                switch index % 25 {
                case 0: .reader
                case 1...6: .idler
                case 7...12: .body
                default: .head
                }
        }

        /// Whether it is told that it was too slow.
        var isAnswered: Bool { self == .head || self == .body }

        var words: String {
            switch self {
            case .head: "GET /v1/mentors HTTP/1.1\r\nX-Slow: "
            case .body:
                "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            case .idler: ""
            case .reader: "GET /v1/stream/endless HTTP/1.1\r\nHost: x\r\n\r\n"
            }
        }
    }

    /// Both ends of every connection are files of this process, and a login shell's limit may be 1,024.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
