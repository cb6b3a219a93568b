import Crypto
import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Scheduling
import Synchronization
import TestDatabase
import Testing

/// Group robots, against receivers that check what the makers document: format, signature, limits.
@Suite(.database(Service.template))
struct RobotTests {
    /// One maker's robot: refuses what the maker would, with a code and the status 200.
    private final class Robot: Sendable {
        struct State {
            var arrivals: [Instant] = []
            var texts: [String] = []
            var refusals: [Int] = []
        }

        let kind: String
        let secret: String?
        let clock: SettableClock
        private let state = Mutex(State())

        init(_ kind: String, secret: String?, clock: SettableClock) {
            self.kind = kind
            self.secret = secret
            self.clock = clock
        }

        var texts: [String] { state.withLock(\.texts) }
        var refusals: [Int] { state.withLock(\.refusals) }

        /// A few windows: so many in so many seconds.
        private var limits: [(count: Int, seconds: Int)] {
            kind == "feishu" ? [(5, 1), (100, 60)] : [(20, 60)]
        }

        func answer(_ request: Receiver.Request) -> Receiver.Answer {
            let code = judge(request)
            state.withLock { if code != 0 { $0.refusals.append(code) } }
            return .status(200, kind == "feishu" ? "{\"code\":\(code),\"msg\":\"\"}" : "{\"errcode\":\(code)}")
        }

        private func judge(_ request: Receiver.Request) -> Int {
            let now = clock.now
            let isTooMuch = state.withLock { state in
                let isTooMuch = limits.contains { limit in
                    state.arrivals.filter { $0 > now.adding(seconds: -limit.seconds) }.count >= limit.count
                }
                state.arrivals.append(now)
                return isTooMuch
            }
            if isTooMuch { return ["wecom": 45_009, "feishu": 11_232, "dingtalk": 130_101][kind] ?? 1 }
            guard isSigned(request) else { return kind == "feishu" ? 19_021 : 310_000 }
            let isShort = kind == "wecom" || request.body.count <= 20_000
            guard isShort, let text = text(request) else { return kind == "feishu" ? 9_499 : 40_008 }
            state.withLock { $0.texts.append(text) }
            return 0
        }

        private func isSigned(_ request: Receiver.Request) -> Bool {
            guard let secret else { return true }
            switch kind {
            case "dingtalk":
                guard let text = request.query["timestamp"], let timestamp = Int64(text),
                    abs(timestamp - clock.now.microseconds / 1_000) < 3_600_000
                else { return false }
                let code = HMAC<SHA256>.authenticationCode(
                    for: Data("\(text)\n\(secret)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
                return request.query["sign"] == Data(code).base64EncodedString()
            default:
                guard let text = request.json["timestamp"] as? String, let timestamp = Int64(text),
                    abs(timestamp - clock.now.seconds) < 3_600
                else { return false }
                let code = HMAC<SHA256>.authenticationCode(
                    for: Data(), using: SymmetricKey(data: Data("\(text)\n\(secret)".utf8)))
                return request.json["sign"] as? String == Data(code).base64EncodedString()
            }
        }

        private func text(_ request: Receiver.Request) -> String? {
            let json = request.json
            if kind == "feishu" {
                guard json["msg_type"] as? String == "post",
                    let post = (json["content"] as? [String: Any])?["post"] as? [String: Any],
                    let page = post["zh_cn"] as? [String: Any], let title = page["title"] as? String,
                    let lines = page["content"] as? [[[String: String]]]
                else { return nil }
                return ([title] + lines.flatMap { $0.compactMap { $0["text"] } }).joined(separator: "\n")
            }
            guard json["msgtype"] as? String == "text",
                let content = (json["text"] as? [String: Any])?["content"] as? String,
                kind != "wecom" || content.utf8.count <= 2_048
            else { return nil }
            return content
        }
    }

    @Test(arguments: ["wecom", "feishu", "dingtalk"])
    func `a robot is told in its own format, signed, and a burst is one digest`(kind: String) async throws {
        try await Service.run { service in
            let robot = Robot(kind, secret: kind == "wecom" ? nil : "SECgeheim", clock: service.clock)
            try await Receiver.run({ robot.answer($0) }) { receiver in
                let mentor = try await service.addMentor()
                let student = try await service.registerStudent("chen")
                let added = try await service.addChannel(
                    mentor.token,
                    [
                        "kind": .string(kind), "url": .string("\(receiver.url)?key=abc"),
                        "secret": robot.secret.map { .string($0) } ?? .null,
                    ])
                #expect(added.status == 201)
                let consultation = try await service.ask(student, mentor, start: Starts.tuesday19).id
                try await service.deliver()
                #expect(robot.refusals.isEmpty && robot.texts.count == 1)
                let text = try #require(robot.texts.first)
                #expect(text.hasPrefix("chen 申请预约 11月24日 周二 19:00"))
                #expect(text.contains("学生：chen") && text.contains("请在此之前答复"))
                try await service.say(30, student, consultation)
                try await service.deliver()
                #expect(robot.texts.count == 2)
                #expect(robot.texts.last?.hasPrefix("30 条新通知") == true)
                #expect(receiver.received.allSatisfy { $0.target.contains("key=abc") })
            }
        }
    }

    @Test(arguments: ["wecom", "feishu", "dingtalk"])
    func `no limit of a robot is ever passed, whoever writes, and nothing is lost`(kind: String) async throws {
        try await Service.run { service in
            let robot = Robot(kind, secret: nil, clock: service.clock)
            try await Receiver.run({ robot.answer($0) }) { receiver in
                let mentor = try await service.addMentor("lin")
                let other = try await service.addMentor("zhou")
                let student = try await service.registerStudent("chen")
                // Two mentors' channels to one group.
                for token in [mentor.token, other.token] {
                    _ = try await service.addChannel(token, ["kind": .string(kind), "url": .string(receiver.url)])
                }
                let first = try await service.ask(student, mentor).id
                let second = try await service.ask(student, other).id
                let dispatchers = [try service.deliveries(), try service.deliveries()]
                for _ in 0..<30 {
                    try await service.say(1, student, first)
                    try await service.say(1, student, second)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for dispatcher in dispatchers { group.addTask { try await service.deliver(dispatcher) } }
                        try await group.waitForAll()
                    }
                }
                for _ in 0..<10 {
                    service.advance(seconds: 13)
                    try await service.deliver()
                }
                #expect(robot.refusals.isEmpty, "\(robot.refusals)")
                #expect(
                    try await service.outbox("waiting").filter { $0["destination"]?["kind"]?.string == kind }.isEmpty)
                // Singles and digests together tell of every one: 60 messages and two openings.
                let told = robot.texts.map { text -> Int in
                    let digest = text.prefixMatch(of: /(\d+) 条新通知/)
                    return digest.flatMap { Int($0.output.1) } ?? 1
                }.reduce(0, +)
                #expect(told == 62)
            }
        }
    }

    @Test func `an error in the body of a 200 is an error`() async throws {
        try await Service.run { service in
            let answers = Mutex(["{\"errcode\":45009}", "{\"errcode\":-1}", "<html>", "{\"errcode\":0}"])
            try await Receiver.run({ _ in .status(200, answers.withLock { $0.isEmpty ? "" : $0.removeFirst() }) }) {
                receiver in
                let mentor = try await service.addMentor()
                let student = try await service.registerStudent("chen")
                _ = try await service.addChannel(mentor.token, ["kind": "wecom", "url": .string(receiver.url)])
                _ = try await service.ask(student, mentor)
                try await service.deliver()
                service.advance(seconds: 59)
                try await service.deliver()
                #expect(receiver.received.count == 1, "too often means a minute")
                for _ in 0..<3 {
                    service.advance(seconds: 61)
                    try await service.deliver()
                }
                #expect(receiver.received.count == 4)
                #expect(try await service.outbox("sent").contains { $0["destination"]?["kind"] == "wecom" })
                // A robot that is gone is not written to again.
                answers.withLock { $0 = ["{\"errcode\":93000}"] }
                _ = try await service.ask(student, mentor)
                try await service.deliver()
                let channels = try await service.call(.GET, "/v1/me/channels", token: mentor.token)
                let robot = channels.json["data"]?.array?.first
                #expect(robot?["active"] == false && robot?["disabled_reason"]?.string?.contains("93000") == true)
            }
        }
    }

    @Test(arguments: ["wecom", "feishu", "dingtalk"])
    func `as many long notices as go at once are no longer than a robot takes`(kind: String) async throws {
        try await Service.run { service in
            let robot = Robot(kind, secret: nil, clock: service.clock)
            try await Receiver.run({ robot.answer($0) }) { receiver in
                let mentor = try await service.addMentor()
                let added = try await service.addChannel(
                    mentor.token, ["kind": .string(kind), "url": .string(receiver.url)])
                #expect(added.status == 201)
                for student in try await service.addStudents(60) {
                    let name: JSONValue = .string(String(repeating: "\"长", count: 40))
                    _ = try await service.call(.PATCH, "/v1/me", token: student.token, ["name": name])
                    _ = try await service.ask(student, mentor)
                }
                try await service.deliver()
                service.advance(seconds: 120)
                try await service.deliver()
                #expect(robot.refusals.isEmpty && robot.texts.count == 2)
            }
        }
    }

    @Test func `a robot that its owner has closed to us is switched off, and says why`() async throws {
        try await Service.run { service in
            // The status of the answer is not always 200.
            for (kind, status, body) in [
                (
                    "feishu", 400,
                    #"{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour"}"#
                ),
                ("dingtalk", 200, #"{"errcode":310000,"errmsg":"keywords not in content"}"#),
                ("feishu", 200, #"{"StatusCode":0,"StatusMessage":"","code":19007,"msg":"Bot Not Enabled"}"#),
            ] {
                try await Receiver.run({ _ in .status(status, body) }) { receiver in
                    let student = try await service.registerStudent("s\(kind)\(status)\(body.count)")
                    let added = try await service.addChannel(
                        student.token, ["kind": .string(kind), "url": .string(receiver.url)])
                    _ = try await service.call(
                        .POST, "/v1/me/channels/\(added.id)/test", token: student.token)
                    try await service.deliver()
                    let channels = try await service.call(.GET, "/v1/me/channels", token: student.token)
                    let robot = channels.json["data"]?.array?.first { $0["id"]?.string == added.id }
                    #expect(robot?["active"] == false, "\(body)")
                    #expect(robot?["disabled_reason"]?.string?.hasPrefix("it answered with the code") == true)
                }
            }
        }
    }

    @Test func `nobody's words can call everybody`() async throws {
        try await Service.run { service in
            let robot = Robot("feishu", secret: nil, clock: service.clock)
            try await Receiver.run({ robot.answer($0) }) { receiver in
                let mentor = try await service.addMentor()
                let student = try await service.registerStudent("chen")
                _ = try await service.addChannel(mentor.token, ["kind": "feishu", "url": .string(receiver.url)])
                _ = try await service.call(
                    .POST, "/v1/consultations", token: student.token,
                    ["mentor": "lin", "topic": "<at user_id=\"all\">所有人</at>"])
                try await service.deliver()
                // It stands in an element of text, which is no markup.
                #expect(robot.texts.first?.contains("<at user_id=\"all\">") == true)
                let tags = receiver.received.first?.text.components(separatedBy: "\"tag\":") ?? []
                #expect(tags.dropFirst().allSatisfy { $0.hasPrefix("\"text\"") })
            }
        }
    }
}
