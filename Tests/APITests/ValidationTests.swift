import Foundation
import HTTPAPI
import Mentoring
import TestDatabase
import Testing

/// A bad value in any field of any body is named by its pointer, and nothing is written.
@Suite(.database(Service.template))
struct ValidationTests {
    private struct World {
        let forms: [Form]
        let mentor: MentorFixture
        let student: StudentFixture

        init(_ service: Service) async throws {
            mentor = try await service.addMentor()
            student = try await service.addStudent()
            let consultation = try await service.ask(student, mentor, start: Starts.tuesday19).id
            let message = try await service.call(
                .POST, "/v1/consultations/\(consultation)/messages", token: student.token, ["body": "老师好"])
            forms = Form.all(
                admin: service.adminToken, mentor: mentor, student: student, consultation: consultation,
                message: message.id)
        }
    }

    private func send(_ body: JSONValue, to form: Form, _ service: Service) async throws -> Service.Answer {
        let headers =
            ["replaceSchedule", "changePlan", "changePlanStep"].contains(form.route) ? [("If-Match", "*")] : []
        return try await service.call(form.method, form.path, token: form.token, body, headers: headers)
    }

    @Test func `every bad value of every field gives its pointer and its code, and writes nothing`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let before = try await Stored.everything()
            for form in world.forms {
                for bad in Want.refused(form.fields, whole: Want.whole(form.fields)) {
                    let answer = try await send(bad.value, to: form, service)
                    let place = "\(form.route) \(bad.below) \(bad.code): \(answer.text.prefix(600))"
                    #expect(answer.status == 422 && answer.code == "validation_failed", "\(place)")
                    #expect(Set(answer.pointers) == [bad.below], "\(place)")
                    let codes = answer.json["errors"]?.array?.compactMap { $0["code"]?.string } ?? []
                    #expect(codes.contains(bad.code), "\(place)")
                }
                #expect(try await Stored.everything() == before, "\(form.route) has written something")
            }
        }
    }

    @Test func `the edge of every field passes`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let before = try await Stored.everything()
            for form in world.forms {
                let whole = Want.whole(form.fields).object ?? [:]
                for field in form.fields {
                    for value in field.want.good + (field.isNullable ? [.null] : []) {
                        // One field too many keeps the request from being done: only that one may be named.
                        let body = JSONValue.object(whole.merging([field.name: value, "unheard_of": 1]) { $1 })
                        let answer = try await send(body, to: form, service)
                        #expect(
                            answer.status == 422 && answer.pointers == ["/unheard_of"],
                            "\(form.route) \(field.name): \(answer.text.prefix(600))")
                    }
                }
            }
            #expect(try await Stored.everything() == before)
        }
    }

    @Test func `several bad fields and parameters are named together`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let answer = try await service.call(
                .POST, "/v1/mentor/offerings?mentor=-", token: world.mentor.token,
                [
                    "slug": "A", "duration_minutes": 4, "max_per_day": 0, "approval": "maybe", "colour": "red",
                    "meeting": ["url": "x", "sort": 1],
                ])
            #expect(answer.status == 422 && answer.code == "validation_failed")
            #expect(
                Set(answer.pointers) == [
                    "?mentor", "/slug", "/title", "/duration_minutes", "/max_per_day", "/approval", "/colour",
                    "/meeting/kind", "/meeting/url", "/meeting/sort",
                ])
            #expect(answer.pointers.count == 10)
        }
    }

    @Test func `names and bodies of pointers are escaped as RFC 6901 has it`() async throws {
        try await Service.run { service in
            let answer = try await service.call(
                .POST, "/v1/students",
                ["name": "陈", "email": "a@example.com", "timezone": "UTC", "a/b~c": 1])
            #expect(answer.pointers == ["/a~1b~0c"])
        }
    }

    @Test func `what only the stored data can refuse has its pointer too`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let id = "000000000000000000000000"
            let answers: [(Service.Answer, Int, [String])] = [
                (
                    try await service.call(
                        .POST, "/v1/consultations", token: world.student.token, ["mentor": "nobody", "topic": "一"]),
                    404, ["/mentor"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/consultations", token: world.student.token,
                        ["mentor": "lin", "topic": "一", "offering": "nothing", "start": .string(Starts.tuesday20)]),
                    404, ["/offering"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/consultations", token: world.student.token,
                        ["mentor": "lin", "topic": "一", "direction": "cooking"]), 422, ["/direction"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/students",
                        ["name": "陈", "email": "b@example.com", "timezone": "UTC", "direction": "cooking"]), 422,
                    ["/direction"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/mentor/offerings", token: world.mentor.token,
                        ["slug": "mock", "title": "二", "duration_minutes": 30]), 409, ["/slug"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/admin/mentors", token: service.adminToken,
                        ["handle": "lin", "name": "二", "timezone": "UTC", "directions": ["llm"]]), 409, ["/handle"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/admin/mentors", token: service.adminToken,
                        ["handle": "xu", "name": "二", "timezone": "UTC", "directions": ["cooking"]]), 422,
                    ["/directions"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/admin/tokens", token: service.adminToken, ["role": "mentor", "label": "x"]), 422,
                    ["/mentor"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/admin/tokens", token: service.adminToken,
                        ["role": "admin", "label": "x", "expires_at": "2026-11-23T10:00:00Z"]), 422, ["/expires_at"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/admin/tokens", token: service.adminToken,
                        ["role": "student", "student": .string("stu_00\(id)"), "label": "x"]), 404, ["/student"]
                ),
                (
                    try await service.call(
                        .POST, "/v1/mentor/time-off", token: world.mentor.token,
                        ["start": "2026-12-24T00:00:00Z", "end": "2026-12-24T00:00:00Z"]), 422, ["/end"]
                ),
            ]
            for (answer, status, pointers) in answers {
                #expect(answer.status == status && answer.pointers == pointers, "\(answer.text)")
                #expect(!answer.text.contains("{choices}") && !answer.text.contains("{max}"), "\(answer.text)")
            }
        }
    }

    // MARK: The table is whole

    @Test func `every field of every body has its line in the table`() async throws {
        try await Service.run { service in
            let forms = try await World(service).forms
            let routes = Endpoints(desk: service.desk, settableClock: service.clock).routes
            for route in routes {
                guard let body = route.body, route.name != "setClock" else { continue }
                let form = forms.first { $0.route == route.name }
                #expect(names(of: body) == form.map { names(of: $0.fields) }, "\(route.name)")
            }
        }
    }

    private func names(of schema: ObjectSchema) -> Set<String> {
        schema.fields.reduce(into: []) { names, field in
            names.insert(field.name)
            guard case .object(let inner) = field.schema.kind else { return }
            names.formUnion(self.names(of: inner).map { "\(field.name)/\($0)" })
        }
    }

    private func names(of fields: [Want.Field]) -> Set<String> {
        fields.reduce(into: []) { names, field in
            names.insert(field.name)
            guard case .object(let inner) = field.want else { return }
            names.formUnion(self.names(of: inner).map { "\(field.name)/\($0)" })
        }
    }

    // MARK: The longest of everything

    @Test func `the longest texts are written and come back as they were`() async throws {
        try await Service.run { service in
            let handle = String(repeating: "a", count: 40)
            let profile: [String: JSONValue] = [
                "handle": .string(handle), "name": .string(Want.scalars(80)), "timezone": "Asia/Shanghai",
                "directions": ["llm", "multimodal", "recsys", "aigc"], "headline": .string(Want.scalars(160)),
                "school": .string(Want.scalars(120)), "employer": .string(Want.scalars(120)),
                "region": .string(Want.scalars(120)), "bio": .string(Want.scalars(8_000)),
            ]
            let added = try await service.call(
                .POST, "/v1/admin/mentors", token: service.adminToken, .object(profile))
            #expect(added.status == 201, "\(added.text.prefix(300))")
            let shown = try await service.call(.GET, "/v1/mentors/\(handle)")
            for (name, value) in profile { #expect(shown.json[name] == value, "\(name)") }
            let token = try await service.call(
                .POST, "/v1/admin/tokens", token: service.adminToken,
                ["role": "mentor", "mentor": .string(handle), "label": .string(Want.scalars(120))])
            let mentor = MentorFixture(handle: handle, id: added.id, token: token.json["token"]?.string ?? "")
            try await service.putSchedule(mentor, ["timezone": "Asia/Shanghai", "weekly": Service.always])
            let offering = try await service.call(
                .POST, "/v1/mentor/offerings", token: mentor.token,
                [
                    "slug": .string(handle), "title": .string(Want.scalars(120)), "duration_minutes": 480,
                    "step_minutes": 1_440, "buffer_before_minutes": 240, "buffer_after_minutes": 240,
                    "notice_minutes": 0, "horizon_days": 365, "max_per_day": 100, "max_per_week": 100,
                    "price_fen": 1_000_000_000,
                    "meeting": [
                        "kind": "other", "url": .string("https://example.com/" + Want.scalars(1_980)),
                        "note": .string(Want.scalars(1_000)),
                    ],
                ])
            #expect(offering.status == 201, "\(offering.text.prefix(300))")
            let student = try await service.call(
                .POST, "/v1/students",
                [
                    "name": .string(Want.scalars(80)), "email": .string(Want.address(octets: 254)),
                    "timezone": "Asia/Shanghai", "graduation_year": 2100,
                ])
            #expect(student.status == 201, "\(student.text.prefix(300))")
            let studentToken = student.json["token"]?.string ?? ""
            let asked = try await service.call(
                .POST, "/v1/consultations", token: studentToken,
                [
                    "mentor": .string(handle), "start": "2026-11-24T00:00:00+08:00",
                    "topic": .string(Want.scalars(200)), "message": .string(Want.scalars(8_000)),
                ])
            #expect(asked.status == 201, "\(asked.text.prefix(300))")
            #expect(asked.json["topic"] == .string(Want.scalars(200)))
            let declined = try await service.move(
                "decline", asked.id, mentor.token, ["reason": .string(Want.scalars(1_000))])
            #expect(declined.json["status"] == "declined", "\(declined.text.prefix(300))")
            let messages = try await service.call(
                .GET, "/v1/consultations/\(asked.id)/messages", token: mentor.token)
            #expect(messages.json["data"]?.array?.first?["body"] == .string(Want.scalars(8_000)))
        }
    }

    @Test func `text is kept in NFC, and lines end in one way`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let asked = try await service.call(
                .POST, "/v1/consultations", token: world.student.token,
                ["mentor": "lin", "topic": "  re\u{301}sume\u{301} \u{3000}", "message": "一\r\n二\r三\t"])
            #expect(
                asked.json["topic"]?.string?.unicodeScalars.elementsEqual("r\u{e9}sum\u{e9}".unicodeScalars) == true)
            let messages = try await service.call(
                .GET, "/v1/consultations/\(asked.id)/messages", token: world.student.token)
            #expect(messages.json["data"]?.array?.first?["body"] == "一\n二\n三\t")
        }
    }
}
