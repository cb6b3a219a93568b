import AsyncHTTPClient
import Foundation
import HTTPAPI
import NIOCore
import NIOHTTP1
import TestDatabase
import Testing

/// Requests made of rubbish, from a seed, so that a failure can be had again by its number.
@Suite(.database(Service.template))
struct FuzzTests {
    /// SplitMix64.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int(next() % UInt64(elements.count))]
        }

        /// True once in so many times.
        mutating func once(in times: UInt64) -> Bool { next() % times == 0 }
    }

    private struct World: Sendable {
        let routes: [(method: String, pattern: String, query: [String], fields: [String])]
        let forms: [Form]
        let tokens: [String?]
        let identifiers: [String]
        let url: String
    }

    private static let words = [
        "", "a", "lin", "mock", "llm", "0", "-1", "1", "20", "101", "true", "null", "open", "csv", "2026-11-24",
        "2026-11-24T19:00:00%2B08:00", "2026-W48", "0000-00-00", "9999-12-31", "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z", "-9999-01-01", "Asia/Shanghai", "America/New_York", "%00", "%FF", "%E2%80%AE",
        "%F0%A0%AE%B7", "%2e%2e%2f", "'%20OR%201=1--", "$1", "%25s%25n", "9223372036854775808", "1e309", "con_",
        "con_zzzzzzzzzzzzzzzzzzzzzzzzzz", "msg_00000000000000000000000000", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        String(repeating: "a", count: 300),
    ]

    @Test func `more than three thousand requests of rubbish get answers, and never one that says the server failed`()
        async throws
    {
        try await Service.run { service in
            let world = try await world(service)
            let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
                for lane in 0..<8 {
                    group.addTask {
                        var statuses: [Int] = []
                        for number in stride(from: lane, to: 3_200, by: 8) {
                            statuses.append(try await Self.ask(number, world))
                        }
                        return statuses
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(statuses.count == 3_200)
            // The rubbish reaches every layer: some is done, some refused by schemas, tokens, rules and routes.
            let seen = Set(statuses)
            for status in [200, 201, 400, 401, 403, 404, 405, 415, 422] {
                #expect(seen.contains(status), "nothing got \(status)")
            }
        }
    }

    private func world(_ service: Service) async throws -> World {
        let mentor = try await service.addMentor()
        let student = try await service.addStudent()
        let consultation = try await service.ask(student, mentor, start: Starts.tuesday19).id
        let message = try await service.call(
            .POST, "/v1/consultations/\(consultation)/messages", token: student.token, ["body": "老师好"])
        return World(
            routes: Endpoints(desk: service.desk, settableClock: service.clock).routes.map {
                ($0.method.rawValue, $0.pattern.description, $0.query.map(\.name), $0.body?.fields.map(\.name) ?? [])
            },
            forms: Form.all(
                admin: service.adminToken, mentor: mentor, student: student, consultation: consultation,
                message: message.id),
            tokens: [service.adminToken, mentor.token, student.token, nil, "mdt_" + String(repeating: "0", count: 52)],
            identifiers: [consultation, message.id, mentor.id, student.id], url: service.url)
    }

    private static func ask(_ number: Int, _ world: World) async throws -> Int {
        var dice = Dice(state: 2_026 &* 1_000_003 &+ UInt64(number))
        let route = dice.pick(world.routes)
        var path = route.pattern.split(separator: "/").map { part in
            guard part.hasPrefix("{") else { return String(part) }
            return dice.once(in: 2) ? dice.pick(world.identifiers + ["lin", "mock"]) : dice.pick(words)
        }.joined(separator: "/")
        if dice.once(in: 20) { path += "/" + dice.pick(words) }
        let query = (0..<Int(dice.next() % 4)).map { _ in
            (dice.once(in: 8) ? dice.pick(words) : dice.pick(route.query + ["mentor"])) + "=" + dice.pick(words)
        }.joined(separator: "&")

        var request = HTTPClientRequest(url: world.url + "/" + path + (query.isEmpty ? "" : "?" + query))
        let method =
            dice.once(in: 12)
            ? dice.pick(["GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "HEAD", "FOO"]) : route.method
        request.method = HTTPMethod(rawValue: method)
        if let token = dice.pick(world.tokens) {
            request.headers.add(name: "Authorization", value: (dice.once(in: 30) ? "Basic " : "Bearer ") + token)
        }
        for (name, values) in [
            ("Accept", ["*/*", "application/json", "text/csv", "image/png", ";;;", "application/json;q=0"]),
            ("Accept-Language", ["en", "zh-CN,zh;q=0.9", "fr", "*", "-", "en;q=nan"]),
            ("If-Match", ["*", "\"v1\"", "W/\"v1\"", "v1", "\"v99999999999999999999\"", ""]),
            ("If-None-Match", ["*", "\"v1\"", "x"]),
            ("Idempotency-Key", ["k", "", "鍵", String(repeating: "k", count: 300)]),
            ("X-Request-Id", ["abc", "", "a b", String(repeating: "x", count: 300)]), ("Cookie", ["a=b"]),
            ("Last-Event-ID", ["1"]), ("Range", ["bytes=0-1"]), ("Expect", ["200-maybe"]),
            ("X-Forwarded-For", ["1.2.3.4", "::1, x"]), ("Origin", ["https://example.com", "null"]),
        ] where dice.once(in: 6) {
            request.headers.add(name: name, value: dice.pick(values))
        }
        if !["GET", "HEAD"].contains(method), !dice.once(in: 10) {
            let type =
                dice.once(in: 12) ? dice.pick(["text/plain", "", "application/json;charset=gbk"]) : "application/json"
            request.headers.replaceOrAdd(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: try body(for: route, world, &dice)))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
        let bytes = try await response.body.collect(upTo: 4 * 1_048_576)
        let status = Int(response.status.code)
        let place = "request \(number): \(method) \(request.url)"
        #expect(status < 500, "\(place): \(String(buffer: bytes).prefix(500))")
        #expect(response.headers.first(name: "X-Request-Id")?.isEmpty == false, "\(place)")
        if status >= 400, method != "HEAD" {
            #expect(response.headers.first(name: "Content-Type") == "application/problem+json", "\(place)")
            let problem = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes.readableBytesView))
            #expect(problem?["status"]?.integer == status && problem?["code"]?.string != nil, "\(place)")
        }
        return status
    }

    /// The right body, one with some members spoiled, members by chance, or octets by chance.
    private static func body(
        for route: (method: String, pattern: String, query: [String], fields: [String]), _ world: World,
        _ dice: inout Dice
    ) throws -> Data {
        let suffix = route.pattern.split(separator: "/").last.map(String.init) ?? ""
        let form = world.forms.first { $0.method.rawValue == route.method && $0.path.hasSuffix(suffix) }
        if let form, dice.once(in: 4) { return try JSONEncoder().encode(Want.whole(form.fields)) }
        if dice.once(in: 12) { return Data((0..<Int(dice.next() % 200)).map { _ in UInt8(dice.next() & 0xFF) }) }
        var members: [String: JSONValue] = [:]
        for field in form?.fields ?? [] { members[field.name] = field.good }
        for field in form?.fields ?? [] where dice.once(in: 3) {
            members[field.name] = dice.once(in: 2) ? dice.pick(field.want.bad).value : dice.pick(field.want.good)
        }
        for name in route.fields where dice.once(in: 6) { members[name] = rubbish(&dice, depth: 3) }
        if dice.once(in: 8) { members[dice.pick(words)] = rubbish(&dice, depth: 3) }
        if dice.once(in: 10), let name = members.keys.sorted().first { members[name] = nil }
        let text = try JSONEncoder().encode(JSONValue.object(members))
        guard dice.once(in: 10), !text.isEmpty else { return text }
        var spoiled = text
        spoiled[Int(dice.next() % UInt64(text.count))] = UInt8(dice.next() & 0xFF)
        return spoiled
    }

    private static func rubbish(_ dice: inout Dice, depth: Int) -> JSONValue {
        switch dice.next() % (depth > 0 ? 9 : 7) {
        case 0: .null
        case 1: .boolean(dice.once(in: 2))
        case 2: .integer(dice.pick([0, -1, 1, 30, 2_027, .max, .min]))
        case 3: .number(dice.pick([0.5, -1e300, 1e19, 2.0]))
        case 4: .string(dice.pick(["\u{0}", "\u{202E}", "", " ", "\u{FFFE}", "e\u{301}", "𠮷", "2026-11-24T19:00:00Z"]))
        case 5, 6: .string(dice.pick(words))
        case 7: .array((0..<Int(dice.next() % 4)).map { _ in rubbish(&dice, depth: depth - 1) })
        default: .object(["a": rubbish(&dice, depth: depth - 1), "": rubbish(&dice, depth: depth - 1)])
        }
    }
}
