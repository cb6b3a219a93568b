import Foundation
import HTTPAPI
import Mentoring
import Scheduling
import TestDatabase
import Testing

/// Every route against every caller, for the things of one student and one mentor.
@Suite(.database(Service.template))
struct AuthorisationTests {
    /// What the student, another student, the mentor, another mentor and an administrator get. Nobody else gets more
    /// than 401. The consultation is closed, so that whoever may move it gets 409.
    ///
    /// The mentor's own routes are called with `?mentor=lin`: by the other mentor, that names somebody else.
    private static let table: [String: [Int]] = [
        "POST /v1/consultations": [201, 201, 403, 403, 403],
        "GET /v1/consultations": [200, 200, 200, 200, 200],
        "GET /v1/consultations/{id}": [200, 404, 200, 404, 200],
        "POST /v1/consultations/{id}/schedule": [409, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/reschedule": [409, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/cancel": [409, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/accept": [403, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/decline": [403, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/complete": [403, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/no-show": [403, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/objection": [409, 404, 409, 404, 403],
        "POST /v1/consultations/{id}/uphold": [403, 404, 403, 404, 409],
        "POST /v1/consultations/{id}/close": [409, 404, 409, 404, 403],
        "GET /v1/consultations/{id}/messages": [200, 404, 200, 404, 200],
        "POST /v1/consultations/{id}/messages": [409, 404, 409, 404, 403],
        "PATCH /v1/consultations/{id}/messages/{message}": [409, 404, 403, 404, 403],
        "DELETE /v1/consultations/{id}/messages/{message}": [204, 404, 403, 404, 403],
        "GET /v1/consultations/{id}/attachments": [200, 404, 200, 404, 200],
        "POST /v1/consultations/{id}/attachments": [409, 404, 409, 404, 403],
        "GET /v1/consultations/{id}/attachments/{attachment}": [200, 404, 200, 404, 200],
        "DELETE /v1/consultations/{id}/attachments/{attachment}": [204, 404, 403, 404, 403],
        "PUT /v1/consultations/{id}/read": [204, 404, 204, 404, 403],
        // The plan is the student's, taken by the mentor and archived.
        "POST /v1/plans": [201, 201, 403, 403, 403],
        "GET /v1/plans": [200, 200, 200, 200, 200],
        "GET /v1/plans/{id}": [200, 404, 200, 404, 200],
        "GET /v1/plans/{id}.svg": [200, 404, 200, 404, 200],
        "GET /v1/plans/{id}.md": [200, 404, 200, 404, 200],
        "GET /v1/plans/{id}.ics": [200, 404, 200, 404, 200],
        "PATCH /v1/plans/{id}": [409, 404, 409, 404, 403],
        "PATCH /v1/plans/{id}/steps/{slug}": [409, 404, 409, 404, 403],
        "POST /v1/plans/{id}/replan": [409, 404, 409, 404, 403],
        "POST /v1/plans/{id}/take": [403, 404, 409, 404, 403],
        "POST /v1/plans/{id}/publish": [403, 404, 409, 404, 403],
        "POST /v1/plans/{id}/archive": [409, 404, 403, 404, 403],
        "GET /v1/mentor/plan-asks": [403, 403, 200, 403, 200],
        // Called with `?mentor=lin` too; to anybody but lin and an administrator, those events are as good as none.
        "GET /v1/events": [404, 404, 200, 404, 200],
        "GET /v1/me/calendar": [200, 200, 200, 200, 403],
        "POST /v1/me/calendar/rotate": [200, 200, 200, 200, 403],
        "GET /v1/me": [200, 200, 200, 200, 200],
        "PATCH /v1/me": [200, 200, 403, 403, 403],
        "GET /v1/me/export": [200, 200, 200, 200, 200],
        "DELETE /v1/me": [204, 204, 403, 403, 403],
        "GET /v1/mentor/schedule": [403, 403, 200, 403, 200],
        "PUT /v1/mentor/schedule": [403, 403, 200, 403, 200],
        "POST /v1/mentor/schedule/preview": [403, 403, 200, 403, 200],
        "GET /v1/mentor/schedule/versions": [403, 403, 200, 403, 200],
        "GET /v1/mentor/schedule/undo": [403, 403, 200, 403, 200],
        "POST /v1/mentor/schedule/undo": [403, 403, 200, 403, 200],
        "GET /v1/mentor/slots/explain": [403, 403, 200, 403, 200],
        "PUT /v1/mentor/schedule/days/{date}": [403, 403, 200, 403, 200],
        "DELETE /v1/mentor/schedule/days/{date}": [403, 403, 204, 403, 204],
        "POST /v1/mentor/time-off": [403, 403, 201, 403, 201],
        "DELETE /v1/mentor/time-off/{id}": [403, 403, 204, 403, 204],
        "GET /v1/mentor/offerings": [403, 403, 200, 403, 200],
        "POST /v1/mentor/offerings": [403, 403, 201, 403, 201],
        "PATCH /v1/mentor/offerings/{slug}": [403, 403, 200, 403, 200],
        "GET /v1/mentor/agenda": [403, 403, 200, 403, 200],
        "GET /v1/mentor/students": [403, 403, 200, 403, 200],
        "GET /v1/mentor/students/{id}": [403, 403, 200, 403, 200],
        // To another mentor, a report of this one is as good as none.
        "GET /v1/reports/weekly/{week}": [403, 403, 200, 404, 200],
        "GET /v1/reports/trend": [403, 403, 200, 404, 200],
        "GET /v1/reports/weekly/{week}/channels": [403, 403, 200, 404, 200],
        // The week isn't closed.
        "POST /v1/reports/weekly/{week}/send": [403, 403, 409, 404, 409],
        "GET /v1/admin/mentors": [403, 403, 403, 403, 200],
        "POST /v1/admin/mentors": [403, 403, 403, 403, 201],
        "PATCH /v1/admin/mentors/{handle}": [403, 403, 403, 403, 200],
        "GET /v1/admin/tokens": [403, 403, 403, 403, 200],
        "POST /v1/admin/tokens": [403, 403, 403, 403, 201],
        "DELETE /v1/admin/tokens/{id}": [403, 403, 403, 403, 204],
        "GET /v1/admin/audit": [403, 403, 403, 403, 200],
        "GET /v1/admin/webhooks": [403, 403, 403, 403, 200],
        "POST /v1/admin/webhooks": [403, 403, 403, 403, 201],
        "PATCH /v1/admin/webhooks/{id}": [403, 403, 403, 403, 200],
        "DELETE /v1/admin/webhooks/{id}": [403, 403, 403, 403, 204],
        "POST /v1/admin/webhooks/{id}/rotate": [403, 403, 403, 403, 200],
        "POST /v1/admin/webhooks/{id}/test": [403, 403, 403, 403, 202],
        "POST /v1/admin/webhooks/{id}/replay": [403, 403, 403, 403, 202],
        "GET /v1/admin/outbox": [403, 403, 403, 403, 200],
        "POST /v1/admin/outbox/{id}/retry": [403, 403, 403, 403, 202],
        "POST /v1/admin/outbox/{id}/drop": [403, 403, 403, 403, 200],
        // Administrators have channels and wishes together; the channel asked for is the student's. An
        // operators' address needs no code.
        "GET /v1/me/notifications": [200, 200, 200, 200, 200],
        "PATCH /v1/me/notifications": [200, 200, 200, 200, 200],
        "GET /v1/me/channels": [200, 200, 200, 200, 200],
        "POST /v1/me/channels": [201, 201, 201, 201, 201],
        "PATCH /v1/me/channels/{id}": [200, 404, 404, 404, 404],
        "DELETE /v1/me/channels/{id}": [204, 404, 404, 404, 404],
        "POST /v1/me/channels/{id}/test": [202, 404, 404, 404, 404],
        "POST /v1/me/channels/{id}/code": [202, 404, 404, 404, 403],
        "POST /v1/me/channels/{id}/confirm": [200, 404, 404, 404, 403],
        "PUT /dev/clock": [403, 403, 403, 403, 200],
    ]

    /// What anybody gets, with any token or none.
    private static let publicTable: [String: Int] = [
        "GET /livez": 200, "GET /readyz": 200, "GET /v1/directions": 200,
        "GET /v1/directions/{slug}/curriculum": 200, "GET /v1/directions/{slug}/curriculum.svg": 200,
        "GET /v1/mentors": 200,
        "GET /v1/mentors/{handle}": 200, "GET /v1/mentors/{handle}/slots": 200, "GET /v1/slots": 200,
        "GET /v1/reports/schema": 200, "GET /v1/calendars/{file}": 404, "POST /v1/students": 201,
        "POST /v1/sign-in": 202,
        // With a wrong code.
        "POST /v1/sign-in/verify": 422,
    ]

    // MARK: The matrix

    @Test func `every route answers every caller as the table says, and refusals write nothing`() async throws {
        try await Service.run { service in
            let cast = try await Cast(service)
            for route in Endpoints(desk: service.desk, settableClock: service.clock).routes {
                let name = "\(route.method.rawValue) \(route.pattern)"
                if let expected = Self.publicTable[name] {
                    #expect(route.access == .public, "\(name)")
                    let people = cast.people.map { ($0.who, Optional($0.token)) }
                    for request in try await cast.requests(route, by: cast.strangers + people) {
                        let answer = try await request.send()
                        #expect(answer.status == expected, "\(name) by \(request.who): \(answer.text.prefix(300))")
                    }
                    continue
                }
                guard let row = Self.table[name], row.count == cast.people.count else {
                    Issue.record("\(name) has no line in the table")
                    continue
                }
                // What a request needs is made first, so that all that is written afterwards is the request's.
                let strangers = try await cast.requests(route, by: cast.strangers)
                let people = try await cast.requests(route, by: cast.people.map { ($0.who, $0.token) })
                let before = try await Stored.everything()
                for request in strangers {
                    let answer = try await request.send()
                    #expect(answer.status == 401 && answer.code == "unauthenticated", "\(name) by \(request.who)")
                    #expect(answer.headers.first(name: "WWW-Authenticate")?.hasPrefix("Bearer") == true)
                }
                let isRefusal = { (status: Int) in [403, 404, 409].contains(status) }
                // Refusals first: what they leave behind would show before anybody is allowed something.
                for (status, request) in zip(row, people) where isRefusal(status) {
                    let answer = try await request.send()
                    #expect(answer.status == status, "\(name) by \(request.who): \(answer.text.prefix(300))")
                    let code = [403: "forbidden", 404: "not_found", 409: "invalid_transition"][status]
                    #expect(answer.code == code, "\(name) by \(request.who)")
                }
                #expect(try await Stored.everything() == before, "\(name)")
                for (status, request) in zip(row, people) where !isRefusal(status) {
                    let answer = try await request.send()
                    #expect(answer.status == status, "\(name) by \(request.who): \(answer.text.prefix(300))")
                }
            }
        }
    }

    /// A request that is ready to be sent.
    private struct Request {
        let who: String
        let send: () async throws -> Service.Answer
    }

    /// Who calls, and the well-formed request of each route.
    private struct Cast {
        let service: Service
        let strangers: [(who: String, token: String?)]
        let people: [(who: String, token: String)]
        let consultation: String
        let plan: String
        let message: String
        let student: String
        let attachment: String
        let counter = Counter()

        actor Counter {
            private var last = 0
            func next() -> Int {
                last += 1
                return last
            }
        }

        init(_ service: Service) async throws {
            self.service = service
            let expiring = try await service.desk.accounts.issue(
                role: .admin, label: "expiring", expiresAt: Service.start.adding(minutes: 1), by: nil)
            let revoked = try await service.desk.accounts.issue(role: .admin, label: "revoked", by: nil)
            if let id = revoked.value?.id { try await service.desk.accounts.revoke(id, by: nil) }
            service.clock.set(Service.start.adding(minutes: 1))

            let mentor = try await service.addMentor("lin")
            let other = try await service.addMentor("zhou")
            let student = try await service.registerStudent("own")
            let stranger = try await service.registerStudent("other")
            consultation = try await service.ask(student, mentor).id
            self.student = student.id
            message = try await service.call(
                .POST, "/v1/consultations/\(consultation)/messages", token: student.token, ["body": "老师好"]
            ).id
            attachment = try await service.attach("你好", to: consultation, by: student.token).id
            _ = try await service.move("close", consultation, mentor.token)
            plan = try await service.takenPlan(student, mentor).id
            _ = try await service.call(.POST, "/v1/plans/\(plan)/archive", token: student.token)
            let plausible = "mdt_" + String(repeating: "0", count: 52)
            strangers = [
                ("nobody", nil), ("rubbish", "rubbish"), ("an unknown token", plausible),
                ("an expired token", expiring.value?.secret), ("a revoked token", revoked.value?.secret),
                ("half a token", String(service.adminToken.dropLast())),
                ("a token in capitals", service.adminToken.uppercased()),
            ]
            people = [
                ("the student", student.token), ("another student", stranger.token), ("the mentor", mentor.token),
                ("another mentor", other.token), ("an administrator", service.adminToken),
            ]
            // Each has been used, so that later uses within the hour write nothing.
            for (_, token) in people { _ = try await service.call(.GET, "/v1/me", token: token) }
        }

        private func addWebhook() async throws -> String {
            try await service.call(
                .POST, "/v1/admin/webhooks", token: service.adminToken, ["url": "https://hooks.example.com/x"]
            ).id
        }

        /// One well-formed request for each caller, with what it is about made for it.
        func requests(_ route: Route<Bearer>, by callers: [(who: String, token: String?)]) async throws -> [Request] {
            var requests: [Request] = []
            for (who, token) in callers { requests.append(try await request(route, by: who, token: token)) }
            return requests
        }

        private func request(_ route: Route<Bearer>, by who: String, token: String?) async throws -> Request {
            let number = await counter.next()
            let lin = people[2].token
            var token = token
            var path = route.pattern.description
            var body: JSONValue?
            switch path {
            case "/v1/mentor/time-off/{id}":
                let added = try await service.call(
                    .POST, "/v1/mentor/time-off", token: lin,
                    ["start": "2026-12-24T00:00:00Z", "end": "2026-12-25T00:00:00Z"])
                path = "/v1/mentor/time-off/\(added.id)"
            case "/v1/mentor/schedule/days/{date}":
                path = String(
                    format: "/v1/mentor/schedule/days/2027-%02d-%02d", 1 + number / 28 % 12, 1 + number % 28)
                if route.method == .delete {
                    _ = try await service.call(.PUT, path, token: lin, ["windows": []])
                }
            case "/v1/mentor/students/{id}":
                path = "/v1/mentor/students/\(student)"
            case let pattern where pattern.hasPrefix("/v1/admin/webhooks/{id}"):
                path = pattern.replacing("{id}", with: try await addWebhook())
            case let pattern where pattern.hasPrefix("/v1/admin/outbox/{id}"):
                let tested = try await service.call(
                    .POST, "/v1/admin/webhooks/\(try await addWebhook())/test", token: service.adminToken)
                path = pattern.replacing("{id}", with: tested.json["delivery"]?.string ?? "")
            case "/v1/me/channels/{id}/code", "/v1/me/channels/{id}/confirm":
                // The address of the student's account, which has the student's own id.
                path = path.replacing("{id}", with: "chn_" + student.dropFirst(4))
            case let pattern where pattern.hasPrefix("/v1/me/channels/{id}"):
                let added = try await service.call(
                    .POST, "/v1/me/channels", token: people[0].token,
                    ["kind": "wecom", "url": "https://qyapi.example.com/send?key=0"])
                path = pattern.replacing("{id}", with: added.id)
            case "/v1/admin/tokens/{id}":
                let issued = try await service.desk.accounts.issue(role: .admin, label: "to revoke", by: nil)
                path = "/v1/admin/tokens/\(issued.value?.id.description ?? "")"
            case "/v1/directions/{slug}/curriculum", "/v1/directions/{slug}/curriculum.svg":
                path = path.replacing("{slug}", with: "llm")
            default:
                let id = path.hasPrefix("/v1/plans") ? plan : consultation
                path = path.replacing("{id}", with: id).replacing("{message}", with: message)
                    .replacing("{file}", with: "cal_0.ics").replacing("{attachment}", with: attachment)
                    .replacing("{handle}", with: "lin").replacing("{slug}", with: "mock")
                    .replacing("{week}", with: "2026-W48")
            }
            switch route.name {
            case "registerStudent":
                body = ["name": "新", "email": .string("new\(number)@example.com"), "timezone": "UTC"]
            case "createConsultation": body = ["mentor": "lin", "topic": "简历"]
            case "createPlan": body = Service.planBody()
            case "scheduleConsultation", "rescheduleConsultation": body = ["start": .string(Starts.tuesday19)]
            case "declineConsultation", "objectToNoShow": body = ["reason": "不"]
            case "reportNoShow": body = ["absent": "student"]
            case "editMessage": body = ["body": "改"]
            case "postMessage": body = ["body": "在吗"]
            case "markRead": body = ["up_to": .string(message)]
            case "replaceSchedule": body = ["timezone": "Asia/Shanghai", "max_per_week": .integer(1 + number % 100)]
            case "setScheduleDay": body = ["windows": []]
            case "addTimeOff": body = ["start": "2026-12-24T00:00:00Z", "end": "2026-12-25T00:00:00Z"]
            case "addOffering": body = ["slug": .string("new-\(number)"), "title": "新", "duration_minutes": 30]
            case "addMentor":
                body = [
                    "handle": .string("new-\(number)"), "name": "新", "timezone": "UTC", "directions": ["llm"],
                ]
            case "issueToken": body = ["role": "admin", "label": "new"]
            case "addWebhook": body = ["url": "https://hooks.example.com/desk"]
            case "replayWebhook": body = ["from": "2026-11-23T00:00:00Z"]
            case "addChannel": body = ["kind": "webhook", "url": "https://hooks.example.com/mine"]
            case "confirmChannel": body = ["code": "000000"]
            case "changeMe": body = ["name": "改"]
            case "requestSignInCode": body = ["email": "nobody@example.com"]
            case "verifySignInCode": body = ["email": "nobody@example.com", "code": "000000"]
            case "previewSchedule": body = ["timezone": "Asia/Shanghai"]
            // Nobody in the cast can be spared.
            case "eraseMe" where who.hasSuffix("student"):
                token = try await service.registerStudent("to-erase-\(number)").token
                _ = try await service.call(.GET, "/v1/me", token: token)
            case "setClock": body = ["now": .string(service.clock.now.rfc3339UTC)]
            default: break
            }
            let values = [
                "from": "2026-11-24", "to": "2026-11-25", "direction": "llm", "at": "2026-11-24T11:00:00Z",
            ]
            let items = route.query.compactMap { parameter in
                parameter.name == "mentor"
                    ? "mentor=lin"
                    : parameter.isRequired ? values[parameter.name].map { "\(parameter.name)=\($0)" } : nil
            }
            if !items.isEmpty { path += "?" + items.joined(separator: "&") }
            if body == nil, route.method == .patch { body = [:] }
            guard let method = Service.Method(rawValue: route.method.rawValue) else { throw Service.Nobody() }
            let headers = route.precondition == .required ? [("If-Match", "*")] : []
            if route.content != nil {
                let target = path
                let bearer = token
                return Request(who: who) {
                    try await service.call(
                        method, target, token: bearer, bytes: Data("text".utf8),
                        headers: [("Content-Type", "text/plain")])
                }
            }
            let call = (path, token, body)
            return Request(who: who) {
                try await service.call(method, call.0, token: call.1, call.2, headers: headers)
            }
        }
    }

    @Test func `a token stops with its last instant and with its revocation`() async throws {
        try await Service.run { service in
            let issued = try await service.call(
                .POST, "/v1/admin/tokens", token: service.adminToken,
                ["role": "admin", "label": "short", "expires_at": "2026-11-23T19:00:00+08:00"])
            let token = try #require(issued.json["token"]?.string)
            service.set("2026-11-23T18:59:59.999999+08:00")
            #expect(try await service.call(.GET, "/v1/me", token: token).status == 200)
            service.set("2026-11-23T19:00:00+08:00")
            #expect(try await service.call(.GET, "/v1/me", token: token).status == 401)

            let other = try await service.call(
                .POST, "/v1/admin/tokens", token: service.adminToken, ["role": "admin", "label": "other"])
            let second = try #require(other.json["token"]?.string)
            #expect(try await service.call(.GET, "/v1/me", token: second).status == 200)
            let revoked = try await service.call(
                .DELETE, "/v1/admin/tokens/\(other.id)", token: service.adminToken)
            #expect(revoked.status == 204)
            #expect(try await service.call(.GET, "/v1/me", token: second).status == 401)
            // No other scheme, and no token anywhere else.
            for headers in [
                [("Authorization", "Basic \(service.adminToken)")], [("Authorization", service.adminToken)],
                [("Cookie", "token=\(service.adminToken)")], [("X-Api-Key", service.adminToken)],
            ] {
                #expect(try await service.call(.GET, "/v1/me", headers: headers).status == 401)
            }
        }
    }
}
