import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing

/// A request with a key is done once, whatever becomes of its answers on the way.
@Suite(.database(Service.template))
struct IdempotencyTests {
    /// One request of each route that heeds a key, each of which succeeds in a world of its own.
    private struct Request {
        let route: String
        let path: String
        let token: String?
        let body: JSONValue?
        let other: JSONValue?
    }

    private struct World {
        let mentor: MentorFixture
        let student: StudentFixture
        let requests: [Request]

        init(_ service: Service) async throws {
            let mentor = try await service.addMentor("lin", weekly: Service.always)
            let lin = mentor.token
            let student = try await service.addStudent()
            self.mentor = mentor
            self.student = student
            var requests: [Request] = []
            func add(_ route: String, _ path: String, _ token: String?, _ body: JSONValue?, _ other: JSONValue? = nil) {
                requests.append(Request(route: route, path: path, token: token, body: body, other: other))
            }
            add(
                "registerStudent", "/v1/students", nil,
                ["name": "王", "email": "wang@example.com", "timezone": "UTC"],
                ["name": "李", "email": "li@example.com", "timezone": "UTC"])
            add(
                "requestSignInCode", "/v1/sign-in", nil, ["email": "someone@example.com"],
                ["email": "li@example.com"])
            add(
                "createConsultation", "/v1/consultations", student.token, ["mentor": "lin", "topic": "一"],
                ["mentor": "lin", "topic": "二"])
            add(
                "addTimeOff", "/v1/mentor/time-off", lin,
                ["start": "2026-12-24T00:00:00Z", "end": "2026-12-25T00:00:00Z"],
                ["start": "2026-12-24T00:00:00Z", "end": "2026-12-26T00:00:00Z"])
            add(
                "addOffering", "/v1/mentor/offerings", lin,
                ["slug": "new", "title": "新", "duration_minutes": 30],
                ["slug": "newer", "title": "新", "duration_minutes": 30])
            add(
                "addMentor", "/v1/admin/mentors", service.adminToken,
                ["handle": "xu", "name": "徐", "timezone": "UTC", "directions": ["llm"]],
                ["handle": "wu", "name": "吴", "timezone": "UTC", "directions": ["llm"]])
            add(
                "issueToken", "/v1/admin/tokens", service.adminToken, ["role": "admin", "label": "one"],
                ["role": "admin", "label": "two"])

            // The moves, each on a consultation of its own that stands where the move is allowed. Those whose time
            // has to have come start first; the clock is set behind them.
            var scenes: [(verb: String, id: String, token: String)] = []
            for (index, verb) in ["complete", "no-show", "objection", "uphold"].enumerated() {
                scenes.append(
                    try await Self.scene(verb, service, mentor, start: Service.instant(24, minute: 540 + 60 * index)))
            }
            service.set("2026-11-24T20:00:00+08:00")
            for scene in scenes where ["objection", "uphold"].contains(scene.verb) {
                _ = try await service.move("no-show", scene.id, lin, ["absent": "student"])
                guard scene.verb == "uphold" else { continue }
                _ = try await service.move("objection", scene.id, scene.token, ["reason": "我在"])
            }
            for (index, verb) in ["reschedule", "cancel", "accept", "decline"].enumerated() {
                scenes.append(
                    try await Self.scene(verb, service, mentor, start: Service.instant(26, minute: 540 + 60 * index)))
            }
            for verb in ["schedule", "close", "messages"] {
                scenes.append(try await Self.scene(verb, service, mentor, start: nil))
            }
            for (verb, id, token) in scenes {
                let path = "/v1/consultations/\(id)/\(verb)"
                switch verb {
                case "schedule":
                    add(
                        "scheduleConsultation", path, token,
                        ["start": .string(Service.instant(28, minute: 600)), "offering": "mock"],
                        ["start": .string(Service.instant(28, minute: 660)), "offering": "mock"])
                case "reschedule":
                    add(
                        "rescheduleConsultation", path, token, ["start": .string(Service.instant(27, minute: 600))],
                        ["start": .string(Service.instant(27, minute: 660))])
                case "cancel": add("cancelConsultation", path, token, ["reason": "一"], ["reason": "二"])
                case "accept": add("acceptConsultation", path, lin, nil)
                case "decline": add("declineConsultation", path, lin, ["reason": "一"], ["reason": "二"])
                case "complete": add("completeConsultation", path, lin, [:], ["outcome": ["result": "again"]])
                case "no-show": add("reportNoShow", path, lin, ["absent": "student"], ["absent": "mentor"])
                case "objection": add("objectToNoShow", path, token, ["reason": "一"], ["reason": "二"])
                case "uphold": add("upholdNoShow", path, service.adminToken, nil)
                case "close": add("closeConsultation", path, token, nil)
                default: add("postMessage", path, token, ["body": "一"], ["body": "二"])
                }
            }
            let code = try await service.code(for: "chen@example.com")
            add(
                "verifySignInCode", "/v1/sign-in/verify", nil,
                ["email": "chen@example.com", "code": .string(code)],
                ["email": "li@example.com", "code": .string(code)])
            add(
                "createPlan", "/v1/plans", student.token, Service.planBody(), Service.planBody(["hours_per_week": 10]))
            let asked = try await service.makePlan(student, ["mentor": "lin"]).id
            add("takePlan", "/v1/plans/\(asked)/take", lin, nil)
            let taken = try await service.takenPlan(student, mentor, isPublished: false).id
            add("publishPlan", "/v1/plans/\(taken)/publish", lin, nil)
            let own = try await service.makePlan(student).id
            add(
                "replanPlan", "/v1/plans/\(own)/replan", student.token, ["hours_per_week": 10],
                ["hours_per_week": 9])
            add("archivePlan", "/v1/plans/\(try await service.makePlan(student).id)/archive", student.token, nil)
            requests += try await Self.notifications(service, lin)
            add("rotateCalendarURL", "/v1/me/calendar/rotate", lin, nil)
            // Last, for what is offered is different then.
            add("undoSchedule", "/v1/mentor/schedule/undo", lin, nil)
            self.requests = requests
        }

        private static func notifications(_ service: Service, _ mentor: String) async throws -> [Request] {
            var requests: [Request] = []
            func add(_ route: String, _ path: String, _ token: String?, _ body: JSONValue?, _ other: JSONValue?) {
                requests.append(Request(route: route, path: path, token: token, body: body, other: other))
            }
            let admin = service.adminToken
            let url: JSONValue = "https://hooks.example.com/desk"
            add("addWebhook", "/v1/admin/webhooks", admin, ["url": url], ["url": url, "label": "二"])
            let webhook = "/v1/admin/webhooks/\(try await service.addWebhook("https://hooks.example.com/one").id)"
            let queued = try await service.call(.POST, "\(webhook)/test", token: admin)
            let delivery = "/v1/admin/outbox/\(queued.json["delivery"]?.string ?? "")"
            add("testWebhook", "\(webhook)/test", admin, nil, nil)
            add("rotateWebhookSecret", "\(webhook)/rotate", admin, nil, nil)
            add(
                "replayWebhook", "\(webhook)/replay", admin, ["from": "2026-11-23T00:00:00Z"],
                ["from": "2026-11-22T00:00:00Z"])
            add("retryDelivery", "\(delivery)/retry", admin, nil, nil)
            add("dropDelivery", "\(delivery)/drop", admin, nil, nil)
            let channel = try await service.addChannel(mentor, ["kind": "wecom", "url": url])
            add(
                "addChannel", "/v1/me/channels", mentor, ["kind": "webhook", "url": url],
                ["kind": "dingtalk", "url": url])
            add("testChannel", "/v1/me/channels/\(channel.id)/test", mentor, nil, nil)
            let address = try await service.addChannel(mentor, ["kind": "email", "address": "lin@example.com"])
            let code = try await service.mail().last?.code ?? ""
            add(
                "confirmChannel", "/v1/me/channels/\(address.id)/confirm", mentor, ["code": .string(code)],
                ["code": .string(Service.wrong(code))])
            add("requestChannelCode", "/v1/me/channels/\(address.id)/code", mentor, nil, nil)
            // A week is closed where there was a mentor in it.
            try await Stored.run("UPDATE mentors SET created_at = '2026-11-18T00:00:00Z' WHERE handle = 'lin'")
            add(
                "sendReport", "/v1/reports/weekly/2026-W47/send", mentor, [:],
                ["channels": [.string(channel.id)]])
            return requests
        }

        private static func scene(
            _ verb: String, _ service: Service, _ mentor: MentorFixture, start: String?
        ) async throws -> (verb: String, id: String, token: String) {
            let student = try await service.registerStudent("for-\(verb)")
            let id = try await service.ask(student, mentor, start: start).id
            if ["complete", "no-show", "objection", "uphold"].contains(verb) {
                _ = try await service.move("accept", id, mentor.token)
            }
            return (verb, id, student.token)
        }
    }

    private func send(_ request: Request, _ body: JSONValue?, key: String, _ service: Service) async throws
        -> Service.Answer
    {
        try await service.call(.POST, request.path, token: request.token, body, key: key)
    }

    @Test func `each request with a key is done once, and its repeats get the same octets`() async throws {
        try await Service.run { service in
            for request in try await World(service).requests {
                let first = try await send(request, request.body, key: "key-1", service)
                #expect([200, 201, 202].contains(first.status), "\(request.route): \(first.text)")
                #expect(first.headers.first(name: "Idempotent-Replayed") == nil)
                let after = try await Stored.everything()
                for _ in 0..<2 {
                    let again = try await send(request, request.body, key: "key-1", service)
                    #expect(again.status == first.status && again.body == first.body, "\(request.route): \(again.text)")
                    #expect(again.headers.first(name: "Idempotent-Replayed") == "true", "\(request.route)")
                    for name in ["Location", "ETag", "Content-Type"] {
                        #expect(again.headers.first(name: name) == first.headers.first(name: name), "\(request.route)")
                    }
                }
                if let other = request.other {
                    let reused = try await send(request, other, key: "key-1", service)
                    #expect(reused.status == 422 && reused.code == "idempotency_key_reused", "\(request.route)")
                }
                #expect(try await Stored.everything() == after, "\(request.route) wrote something again")
            }
        }
    }

    @Test func `every route that heeds a key is tried`() async throws {
        try await Service.run { service in
            let tried = Set(try await World(service).requests.map(\.route))
            let routes = Endpoints(desk: service.desk, settableClock: service.clock).routes
            // Attachments, whose body is no JSON, are tried with the other tests of theirs.
            #expect(tried == Set(routes.filter { $0.isIdempotent && $0.content == nil }.map(\.name)))
            // Every POST that creates or moves something heeds one; a preview writes nothing.
            #expect(routes.filter { $0.method == .post && !$0.isIdempotent }.map(\.name) == ["previewSchedule"])
        }
    }

    @Test func `bodies that mean the same are the same body`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let id = try await service.ask(student, mentor).id
            let bodies = [
                #"{"body":"é"}"#, #"{ "body" : "\u00e9" }"#, "{\"body\":\"e\u{301}\"}",
            ]
            var answers: [Service.Answer] = []
            for body in bodies {
                answers.append(
                    try await service.call(
                        .POST, "/v1/consultations/\(id)/messages", token: student.token, bytes: Data(body.utf8),
                        key: "same"))
            }
            #expect(answers.map(\.status) == [201, 201, 201])
            #expect(Set(answers.map(\.id)).count == 1)
        }
    }

    @Test func `a key is one caller's, for one path`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let students = [try await service.registerStudent("one"), try await service.registerStudent("two")]
            var ids: Set<String> = []
            for student in students {
                let asked = try await service.ask(student, mentor, key: "shared")
                #expect(asked.status == 201 && asked.headers.first(name: "Idempotent-Replayed") == nil)
                ids.insert(asked.id)
                // The same key under another path, with another body.
                for _ in 0..<2 {
                    let said = try await service.call(
                        .POST, "/v1/consultations/\(asked.id)/messages", token: student.token, ["body": "老师好"],
                        key: "shared")
                    #expect(said.status == 201)
                }
            }
            #expect(ids.count == 2)
            #expect(try await Stored.count("SELECT count(*) FROM messages") == 2)
            // Another token of the same person is the same caller.
            let token = try await service.call(
                .POST, "/v1/admin/tokens", token: service.adminToken,
                ["role": "student", "student": .string(students[0].id), "label": "phone"])
            let phone = StudentFixture(id: students[0].id, token: token.json["token"]?.string ?? "")
            let again = try await service.ask(phone, mentor, key: "shared")
            #expect(ids.contains(again.id) && again.headers.first(name: "Idempotent-Replayed") == "true")
            // Another key is another request.
            #expect(try await service.ask(students[0], mentor, key: "Shared").status == 201)
            #expect(try await Stored.count("SELECT count(*) FROM consultations") == 3)
        }
    }

    @Test func `a refused request may be tried again with its key`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            func ask() async throws -> Service.Answer {
                try await service.ask(student, mentor, start: Starts.sunday10, key: "again")
            }
            #expect(try await ask().code == "slot_not_offered")
            #expect(try await ask().code == "slot_not_offered")
            #expect(try await Stored.count("SELECT count(*) FROM idempotency_keys") == 0)
            let weekly: JSONValue = ["sun": [["10:00", "12:00"]]]
            try await service.putSchedule(mentor, ["timezone": "Asia/Shanghai", "weekly": weekly])
            let done = try await ask()
            #expect(done.status == 201 && done.headers.first(name: "Idempotent-Replayed") == nil)
            let replayed = try await ask()
            #expect(replayed.body == done.body && replayed.headers.first(name: "Idempotent-Replayed") == "true")
            // A refusal for its body isn't kept either.
            let bad = try await service.call(
                .POST, "/v1/consultations", token: student.token, ["mentor": "lin"], key: "body")
            #expect(bad.status == 422 && bad.pointers == ["/topic"])
            #expect(try await service.ask(student, mentor, key: "body").status == 201)
        }
    }

    @Test func `a repeat is answered as the first was, though the thing has changed since`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let asked = try await service.ask(student, mentor, start: Starts.tuesday19, key: "ask")
            _ = try await service.move("accept", asked.id, mentor.token)
            service.set("2026-11-24T12:00:00+08:00")
            let again = try await service.ask(student, mentor, start: Starts.tuesday19, key: "ask")
            #expect(again.body == asked.body && again.json["status"] == "requested")
        }
    }

    @Test func `an answer is kept for 24 hours`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let first = try await service.ask(student, mentor, key: "day")
            service.set("2026-11-24T17:59:59.999999+08:00")
            let replayed = try await service.ask(student, mentor, key: "day")
            #expect(replayed.id == first.id && replayed.headers.first(name: "Idempotent-Replayed") == "true")
            service.set("2026-11-24T18:00:00+08:00")
            let fresh = try await service.ask(student, mentor, key: "day")
            #expect(fresh.status == 201 && fresh.id != first.id)
            #expect(fresh.headers.first(name: "Idempotent-Replayed") == nil)
            // And the fresh one is kept for a day of its own.
            service.set("2026-11-25T17:59:59+08:00")
            #expect(try await service.ask(student, mentor, key: "day").id == fresh.id)
        }
    }

    @Test(arguments: ["", " ", "a b", "键", String(repeating: "k", count: 256)])
    func `a key that is no key is refused`(_ key: String) async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.addStudent()
            let answer = try await service.ask(student, mentor, key: key)
            #expect(answer.status == 400 && answer.code == "invalid_request", "\(answer.text)")
            #expect(try await Stored.count("SELECT count(*) FROM consultations") == 0)
            let longest = try await service.ask(student, mentor, key: String(repeating: "~", count: 255))
            #expect(longest.status == 201)
        }
    }
}
