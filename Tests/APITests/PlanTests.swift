import Curriculum
import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing

/// Plans from asking for one to following it.
@Suite(.database(Service.template))
struct PlanTests {
    @Test func `a plan is dated, prerequisites first, with its load and slack`() async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            let made = try await service.makePlan(student, ["holidays": .null])
            #expect(made.status == 201, "\(made.text)")
            #expect(made.headers.first(name: "Location") == "/v1/plans/\(made.id)")
            #expect(made.json["status"] == "published" && made.json["mentor"] == .null && made.json["taken"] == false)
            #expect(made.json["student"]?["id"]?.string == student.id && made.json["curriculum_version"] == "small.1")
            #expect(made.json["feasible"] == true && made.json["missing_hours"] == 0)
            #expect(made.json["left_out"] == [])
            #expect(Set(made.slugs) == ["maths", "ml", "coding", "project", "extra", "mock"])
            var seen: Set<String> = []
            for step in made.steps {
                let needed = step["prerequisites"]?.array?.compactMap(\.string) ?? []
                #expect(seen.isSuperset(of: needed), "\(step)")
                seen.insert(step["slug"]?.string ?? "")
                #expect(step["status"] == "todo" && step["note"] == .null)
                let (start, due) = (step["starts_on"]?.string ?? "", step["due_on"]?.string ?? "")
                #expect("2026-11-24" <= start && start <= due && due <= "2027-02-01")
                #expect((step["slack_days"]?.integer ?? -1) >= 0)
            }
            // Sixty hours at twelve sevenths a day.
            let load = made.json["weekly_load"]?.array ?? []
            #expect(load.allSatisfy { $0["hours"].map { Self.number($0) <= 12 } ?? false })
            #expect(abs(load.reduce(0) { $0 + Self.number($1["hours"] ?? 0) } - 60) < 0.05)
            #expect(made.json["progress"] == ["done": 0, "skipped": 0, "total": 6, "percent": 0])

            let read = try await service.plan(made.id, student.token)
            #expect(read.status == 200 && read.json == made.json && read.tag == made.tag)
            let again = try await service.call(
                .GET, "/v1/plans/\(made.id)", token: student.token, headers: [("If-None-Match", read.tag ?? "")])
            #expect(again.status == 304)
            let listed = try await service.call(.GET, "/v1/plans", token: student.token)
            #expect(listed.json["data"] == .array([read.json]))
        }
    }

    private static func number(_ value: JSONValue) -> Double {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: .nan
        }
    }

    @Test func `known steps and what only they need are left out, holidays and days off are free`() async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            let known = try await service.makePlan(student, ["known_steps": ["ml"]])
            #expect(known.status == 201 && Set(known.slugs) == ["coding", "project", "extra", "mock"])
            #expect(known.step("project")?["prerequisites"] == [])
            #expect(known.json["known_steps"] == ["ml"])
            // Laid over the National Day of the test's notice, 1 and 2 October.
            let span: [String: JSONValue] = ["starts_on": "2026-10-01", "target_on": "2026-12-31"]
            let holidays = try await service.makePlan(student, span)
            #expect(holidays.steps.first?["starts_on"] == "2026-10-03" && holidays.json["holidays"] == "CN")
            let off = try await service.makePlan(
                student, span.merging(["days_off": ["2026-10-05/2026-10-20", "2026-10-03"]]) { $1 })
            #expect(off.steps.first?["starts_on"] == "2026-10-04")
            #expect(off.json["days_off"] == ["2026-10-03", "2026-10-05/2026-10-20"])
            let idle = (5...20).map { String(format: "2026-10-%02d", $0) }
            #expect(off.steps.allSatisfy { !idle.contains($0["starts_on"]?.string ?? "") })
            #expect(off.steps.allSatisfy { !idle.contains($0["due_on"]?.string ?? "") })
        }
    }

    @Test func `too few hours leave the optional out first, and then say what is missing`() async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            // Fifty required hours in five weeks of ten; the optional ten don't fit.
            let tight = try await service.makePlan(
                student, ["target_on": "2026-12-28", "hours_per_week": 10, "holidays": .null])
            #expect(tight.json["feasible"] == true && tight.json["left_out"] == ["extra"], "\(tight.text)")
            #expect(!tight.slugs.contains("extra"))
            let short = try await service.makePlan(
                student, ["target_on": "2026-12-07", "hours_per_week": 10, "holidays": .null])
            #expect(short.status == 201 && short.json["feasible"] == false)
            #expect(short.json["left_out"] == ["extra"] && short.json["missing_hours"] == 30)
            #expect(short.steps.contains { ($0["slack_days"]?.integer ?? 0) < 0 })
            #expect((short.steps.last?["due_on"]?.string ?? "") > "2026-12-07")
        }
    }

    @Test(
        arguments: [
            (["target_on": "2026-11-23"], 422, "/target_on"), (["target_on": "2031-11-24"], 422, "/target_on"),
            (["hours_per_week": 0], 422, "/hours_per_week"), (["hours_per_week": 200], 422, "/hours_per_week"),
            (["hours_per_week": "12"], 422, "/hours_per_week"),
            (["hours_per_week": .number(1.5)], 422, "/hours_per_week"),
            (["known_steps": ["maths", "nothing"]], 404, "/known_steps/1"),
            (["known_steps": ["maths", "maths"]], 422, "/known_steps/1"),
            (["known_steps": "maths"], 422, "/known_steps"),
            (["direction": "physics"], 422, "/direction"),
            (["mentor": "nobody"], 404, "/mentor"), (["starts_on": "2026-02-30"], 422, "/starts_on"),
            (["starts_on": "1999-12-31"], 422, "/starts_on"), (["days_off": ["2026-12-32"]], 422, "/days_off/0"),
            (["days_off": ["2026-12-24/2026-12-20"]], 422, "/days_off/0"),
            (["days_off": ["2026-12-24/2028-12-20"]], 422, "/days_off/0"),
            (["days_off": "2026-12-24"], 422, "/days_off"),
            (["holidays": "US"], 422, "/holidays"), (["color": "red"], 422, "/color"),
        ] as [([String: JSONValue], Int, String)])
    func `what can't be planned is refused with its pointer`(
        _ changes: [String: JSONValue], _ status: Int, _ pointer: String
    ) async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            let refused = try await service.makePlan(student, changes)
            #expect(refused.status == status && refused.pointers == [pointer], "\(refused.text)")
            #expect(try await Stored.count("SELECT count(*)::int FROM plans") == 0)
            #expect(try await Stored.count("SELECT count(*)::int FROM events WHERE type LIKE 'plan.%'") == 0)
        }
    }

    @Test func `asking twice with one key makes one plan`() async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            let first = try await service.makePlan(student, key: "k1")
            let second = try await service.makePlan(student, key: "k1")
            #expect(second.status == 201 && second.json == first.json)
            #expect(second.headers.first(name: "Idempotent-Replayed") == "true")
            #expect(
                try await service.makePlan(student, ["hours_per_week": 8], key: "k1").code == "idempotency_key_reused")
            #expect(try await Stored.count("SELECT count(*)::int FROM plans") == 1)
        }
    }

    @Test func `the asked mentor learns who asks and for which direction, and nothing more until they take it`()
        async throws
    {
        try await Service.run { service in
            try await service.publish()
            let (lin, zhou) = (try await service.addMentor("lin"), try await service.addMentor("zhou"))
            let student = try await service.addStudent()
            let made = try await service.makePlan(student, ["mentor": "lin"])
            #expect(made.json["status"] == "draft" && made.json["taken"] == false && made.json["published_at"] == .null)
            #expect(made.json["mentor"]?["handle"] == "lin" && made.json["next_consultation"] == .null)
            // The student may go on meanwhile; the mentor hears nothing of it.
            _ = try await service.patchPlan(made.id, student.token, ["hours_per_week": 11])
            for mentor in [lin, zhou] {
                for (method, path, body) in [
                    (.GET, "", nil), (.GET, ".svg", nil), (.GET, ".md", nil), (.GET, ".ics", nil),
                    (.PATCH, "", ["hours_per_week": 3]), (.PATCH, "/steps/maths", ["status": "done"]),
                    (.POST, "/replan", [:]), (.POST, "/publish", nil), (.POST, "/archive", nil),
                ] as [(Service.Method, String, JSONValue?)] {
                    let hidden = try await service.call(
                        method, "/v1/plans/\(made.id)\(path)", token: mentor.token, body, headers: [("If-Match", "*")])
                    #expect(hidden.status == 404, "\(method) \(path) by \(mentor.handle): \(hidden.text)")
                }
                #expect(try await service.call(.GET, "/v1/plans", token: mentor.token).json["data"] == [])
            }
            let asks = try await service.call(.GET, "/v1/mentor/plan-asks", token: lin.token)
            #expect(
                asks.json["data"] == [
                    [
                        "plan": .string(made.id), "student": "陈同学", "direction": "llm",
                        "asked_at": "2026-11-23T18:00:00+08:00",
                    ]
                ])
            #expect(try await service.call(.GET, "/v1/mentor/plan-asks", token: zhou.token).json["data"] == [])
            let told = try await Stored.texts(
                "SELECT type || ' ' || (data ->> 'direction') FROM events WHERE mentor_id IS NOT NULL AND plan_id IS NOT NULL"
            )
            #expect(told == ["plan.created llm"])
            #expect(try await service.call(.POST, "/v1/plans/\(made.id)/take", token: zhou.token).status == 404)
            #expect(try await service.call(.POST, "/v1/plans/\(made.id)/take", token: student.token).status == 403)

            let taken = try await service.call(.POST, "/v1/plans/\(made.id)/take", token: lin.token)
            #expect(taken.status == 200 && taken.json["taken"] == true && taken.json["status"] == "draft")
            #expect(try await service.plan(made.id, lin.token).json["hours_per_week"] == 11)
            #expect(try await service.call(.POST, "/v1/plans/\(made.id)/take", token: lin.token).status == 409)
            #expect(try await service.call(.GET, "/v1/mentor/plan-asks", token: lin.token).json["data"] == [])
            #expect(try await service.call(.POST, "/v1/plans/\(made.id)/publish", token: student.token).status == 403)
            let published = try await service.call(.POST, "/v1/plans/\(made.id)/publish", token: lin.token)
            #expect(published.status == 200 && published.json["status"] == "published")
            #expect(published.json["published_at"] == "2026-11-23T18:00:00+08:00")
            #expect(try await service.call(.POST, "/v1/plans/\(made.id)/publish", token: lin.token).status == 409)
        }
    }

    @Test func `a student may ask another mentor, or go on alone; who is asked no more sees nothing`() async throws {
        try await Service.run { service in
            try await service.publish()
            let (lin, zhou) = (try await service.addMentor("lin"), try await service.addMentor("zhou"))
            let student = try await service.addStudent()
            let plan = try await service.takenPlan(student, lin, isPublished: false)
            #expect(try await service.patchPlan(plan.id, lin.token, ["mentor": "zhou"]).status == 403)
            #expect(try await service.patchPlan(plan.id, student.token, ["mentor": "nobody"]).pointers == ["/mentor"])
            let moved = try await service.patchPlan(plan.id, student.token, ["mentor": "zhou"])
            #expect(moved.status == 200 && moved.json["taken"] == false && moved.json["status"] == "draft")
            #expect(try await service.plan(plan.id, lin.token).status == 404)
            #expect(try await service.plan(plan.id, zhou.token).status == 404)
            let farewell = try await Stored.texts(
                "SELECT data ->> 'changes' FROM events WHERE student_id IS NULL AND plan_id IS NOT NULL")
            #expect(farewell == ["[\"mentor\"]"])
            let alone = try await service.patchPlan(plan.id, student.token, ["mentor": .null])
            #expect(alone.json["mentor"] == .null && alone.json["status"] == "published")
            #expect(try await service.call(.POST, "/v1/plans/\(plan.id)/take", token: zhou.token).status == 404)
        }
    }

    @Test func `progress is done over what was not skipped, and a student keeps to the order`() async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin")
            let student = try await service.addStudent()
            let id = try await service.takenPlan(student, lin).id
            let early = try await service.patchStep(id, "ml", student.token, ["status": "done"])
            #expect(early.status == 422 && early.pointers == ["/status"])
            #expect(early.json["errors"]?.array?.first?["code"] == "prerequisite_open")
            // It may be begun, and the mentor may see it done.
            #expect(try await service.patchStep(id, "ml", student.token, ["status": "doing"]).status == 200)
            let passed = try await service.patchStep(id, "ml", lin.token, ["status": "done"])
            #expect(passed.step("ml")?["status"] == "done" && passed.step("ml")?["slack_days"] == .null)
            #expect(passed.json["progress"] == ["done": 1, "skipped": 0, "total": 6, "percent": 16])
            _ = try await service.patchStep(id, "maths", student.token, ["status": "skipped"])
            _ = try await service.patchStep(id, "extra", student.token, ["status": "skipped"])
            let done = try await service.patchStep(id, "coding", student.token, ["status": "done"])
            #expect(done.json["progress"] == ["done": 2, "skipped": 2, "total": 6, "percent": 50])
            // The same again changes nothing.
            let again = try await service.patchStep(id, "coding", student.token, ["status": "done"])
            #expect(again.tag == done.tag)
            #expect(try await service.patchStep(id, "nothing", student.token, ["status": "done"]).status == 404)
            #expect(try await service.patchStep(id, "coding", student.token, ["status": "finished"]).status == 422)
            let told = try await Stored.texts(
                """
                SELECT e.actor_role || ' ' || (e.data ->> 'step') || ' ' || (e.data ->> 'step_status') || ' '
                    || string_agg(o.recipient_role, ',')
                FROM events e JOIN outbox o ON o.event_id = e.id
                WHERE e.type = 'plan.changed' AND e.data ? 'step_status' GROUP BY e.position, e.actor_role, e.data
                ORDER BY e.position
                """)
            #expect(
                told == [
                    "student ml doing mentor", "mentor ml done student", "student maths skipped mentor",
                    "student extra skipped mentor", "student coding done mentor",
                ])
        }
    }

    @Test func `a mentor orders within prerequisites, adds steps, notes and due days`() async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin")
            let student = try await service.addStudent()
            let plan = try await service.takenPlan(student, lin, isPublished: false, ["holidays": .null])
            let wanted: JSONValue = ["coding", "maths", "ml", "extra", "project", "mock"]
            #expect(try await service.patchPlan(plan.id, student.token, ["order": wanted]).status == 403)
            let ordered = try await service.patchPlan(plan.id, lin.token, ["order": wanted])
            #expect(ordered.status == 200 && ordered.json["steps"]?.array?.compactMap { $0["slug"] } == wanted.array)
            for (order, pointer) in [
                (["maths", "ml", "mock", "project", "coding", "extra"], "/order/2"),
                (["maths", "ml", "coding", "extra", "project"], "/order"),
                (["maths", "ml", "coding", "extra", "project", "mock", "more"], "/order/6"),
            ] as [(JSONValue, String)] {
                let refused = try await service.patchPlan(plan.id, lin.token, ["order": order])
                #expect([404, 422].contains(refused.status) && refused.pointers == [pointer], "\(refused.text)")
            }

            let added = try await service.patchPlan(
                plan.id, lin.token,
                [
                    "add_steps": [
                        [
                            "title": "读组里的论文", "hours": 5, "prerequisites": ["ml"], "note": "先看摘要",
                            "kind": "paper", "due_on": "2026-12-31",
                        ], ["slug": "talk", "title": "讲一次", "title_en": "Give a talk", "hours": 2],
                    ]
                ])
            #expect(added.status == 200, "\(added.text)")
            let own = try #require(added.step("own-1"))
            #expect(own["own"] == true && own["title_en"] == "读组里的论文" && own["due_on"] == "2026-12-31")
            #expect(own["note"] == "先看摘要" && (own["starts_on"]?.string ?? "") > "2026-11-24")
            #expect(added.step("talk")?["kind"] == "concept")
            for (step, status, pointer) in [
                (["slug": "ml", "title": "x", "hours": 1], 409, "/add_steps/0/slug"),
                (["title": "x", "hours": 0], 422, "/add_steps/0/hours"),
                (["title": "x", "hours": 1, "prerequisites": ["x"]], 404, "/add_steps/0/prerequisites/0"),
            ] as [(JSONValue, Int, String)] {
                let refused = try await service.patchPlan(plan.id, lin.token, ["add_steps": [step]])
                #expect(refused.status == status && refused.pointers == [pointer], "\(refused.text)")
            }
            #expect(try await service.patchPlan(plan.id, lin.token, ["remove_steps": ["ml"]]).status == 422)
            let removed = try await service.patchPlan(plan.id, lin.token, ["remove_steps": ["talk"]])
            #expect(removed.step("talk") == nil && removed.step("own-1") != nil)

            let noted = try await service.patchStep(
                plan.id, "project", lin.token, ["note": "两人一组", "due_on": "2027-01-10"])
            #expect(noted.step("project")?["note"] == "两人一组" && noted.step("project")?["due_on"] == "2027-01-10")
            #expect(noted.step("project")?["ends_on"] != "2027-01-10")
            #expect(try await service.patchStep(plan.id, "project", student.token, ["note": "我"]).status == 403)
            let early = try await service.patchStep(plan.id, "project", lin.token, ["due_on": "2026-11-01"])
            #expect(early.pointers == ["/due_on"])
            let cleared = try await service.patchStep(plan.id, "project", lin.token, ["note": .null, "due_on": .null])
            #expect(cleared.step("project")?["note"] == .null)
            #expect(cleared.step("project")?["due_on"] == cleared.step("project")?["ends_on"])
        }
    }

    @Test func `changes need the version that was read, and of two at once one gets it`() async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin")
            let student = try await service.addStudent()
            let plan = try await service.takenPlan(student, lin)
            for (body, path) in [(["hours_per_week": 9], ""), (["status": "doing"], "/steps/maths")]
                as [(JSONValue, String)]
            {
                let blind = try await service.call(.PATCH, "/v1/plans/\(plan.id)\(path)", token: lin.token, body)
                #expect(blind.status == 428)
            }
            let tag = try #require(try await service.plan(plan.id, lin.token).tag)
            // Twenty writers who read the same version, at the same time.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for hours in 21...40 {
                    let token = hours.isMultiple(of: 2) ? lin.token : student.token
                    group.addTask {
                        try await service.patchPlan(
                            plan.id, token, ["hours_per_week": .integer(hours)], ifMatch: tag
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } + statuses.count { $0 == 412 } == 20)
            #expect(statuses.count { $0 == 200 } == 1)
            #expect(try await service.plan(plan.id, lin.token).json["version"] == 4)
            #expect(
                try await service.patchStep(plan.id, "maths", lin.token, ["status": "doing"], ifMatch: tag).status
                    == 412)
            #expect(
                try await service.call(
                    .POST, "/v1/plans/\(plan.id)/replan", token: lin.token, [:], headers: [("If-Match", tag)]
                ).status == 412)
        }
    }

    @Test func `replanning keeps what is done, shows the difference, and previews without writing`() async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            let plan = try await service.makePlan(student, ["holidays": .null])
            _ = try await service.patchStep(plan.id, "maths", student.token, ["status": "done"])
            let before = try await service.plan(plan.id, student.token)
            // Two weeks go by.
            service.set("2026-12-08T09:00:00+08:00")
            let path = "/v1/plans/\(plan.id)/replan"
            let preview = try await service.call(.POST, path + "?preview=true", token: student.token, [:])
            #expect(preview.status == 200 && preview.json["preview"] == true, "\(preview.text)")
            let moved = preview.json["moved"]?.array ?? []
            #expect(!moved.isEmpty && !moved.contains { $0["slug"] == "maths" })
            for step in moved {
                #expect((step["starts_on"]?.string ?? "") >= "2026-12-08")
                let old = before.step(step["slug"]?.string ?? "")
                #expect(step["previous_starts_on"] == old?["starts_on"] && step["previous_due_on"] == old?["due_on"])
            }
            #expect(preview.json["added"] == [] && preview.json["dropped"] == [])
            #expect(try await service.plan(plan.id, student.token).json == before.json)

            let done = try await service.call(.POST, path, token: student.token, [:])
            #expect(done.json["preview"] == false && done.json["moved"] == preview.json["moved"])
            let after = try await service.plan(plan.id, student.token)
            #expect(after.step("maths") == before.step("maths") && after.json == done.json["plan"])
            #expect(after.json["version"] == 3)
            // Nothing left to move: no new version.
            let again = try await service.call(.POST, path, token: student.token, [:])
            #expect(again.json["moved"] == [] && again.json["plan"]?["version"] == 3)
            let tight = try await service.call(
                .POST, path, token: student.token, ["target_on": "2026-12-31", "hours_per_week": 8])
            #expect(tight.json["plan"]?["feasible"] == false && tight.json["plan"]?["hours_per_week"] == 8)
            #expect(tight.json["dropped"]?.array?.compactMap { $0["slug"] } == ["extra"])
            let wrong = try await service.call(.POST, path, token: student.token, ["target_on": "2026-11-01"])
            #expect(wrong.status == 422 && wrong.pointers == ["/target_on"])
            let events = try await Stored.texts(
                "SELECT (data ->> 'moved') || '/' || (data ->> 'dropped') FROM events WHERE type = 'plan.replanned' ORDER BY position"
            )
            #expect(events.count == 2 && events.last?.hasSuffix("/1") == true)
        }
    }

    @Test func `a newer curriculum is offered, and taken over by planning again`() async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            let plan = try await service.makePlan(student, ["known_steps": ["coding"]])
            _ = try await service.patchStep(plan.id, "maths", student.token, ["status": "done"])
            let newer = SmallCurriculum.steps(
                hours: ["ml": 15], without: ["extra", "coding"],
                extra: [
                    Step(
                        slug: "agents", title: "智能体", titleEN: "Agents", kind: .project, hours: 7,
                        prerequisites: ["ml"])
                ])
            try await service.publish("small.2", steps: newer)
            let offered = try await service.plan(plan.id, student.token)
            #expect(offered.json["curriculum_version"] == "small.1")
            #expect(offered.json["latest_curriculum_version"] == "small.2")
            let path = "/v1/plans/\(plan.id)/replan"
            let taken = try await service.call(
                .POST, path, token: student.token, ["curriculum_version": "latest"])
            #expect(taken.status == 200, "\(taken.text)")
            #expect(taken.json["added"]?.array?.compactMap { $0["slug"] } == ["agents"])
            #expect(taken.json["dropped"]?.array?.compactMap { $0["slug"] } == ["extra"])
            let after = try await service.plan(plan.id, student.token)
            #expect(after.json["curriculum_version"] == "small.2" && after.step("ml")?["hours"] == 15)
            #expect(after.step("maths")?["status"] == "done" && after.json["known_steps"] == [])
            let gone = try await service.call(.POST, path, token: student.token, ["curriculum_version": "2019.9"])
            #expect(gone.status == 404 && gone.pointers == ["/curriculum_version"])
        }
    }

    @Test func `a consultation for a step moves it when it is completed`() async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin", weekly: Service.always)
            let student = try await service.addStudent()
            let id = try await service.takenPlan(student, lin).id
            let next = try await service.plan(id, student.token).json["next_consultation"]
            #expect(next?["step"] == "project")
            let url = try #require(next?["url"]?.string)
            #expect(url.hasPrefix("/v1/mentors/lin/slots?offering=mock&from=2026-"))
            #expect(try await service.call(.GET, url).status == 200)

            let book = { (changes: [String: JSONValue]) in
                var body: [String: JSONValue] = ["mentor": "lin", "topic": "过一遍项目", "start": .string(Starts.tuesday19)]
                body.merge(changes) { $1 }
                return try await service.call(.POST, "/v1/consultations", token: student.token, .object(body))
            }
            for (changes, pointer) in [
                (["plan_step": "nothing"], "/plan_step"),
                (["plan": .string(id), "plan_step": "nothing"], "/plan_step"),
                (["plan": "pln_00000000000000000000000000", "plan_step": "project"], "/plan"),
            ] as [([String: JSONValue], String)] {
                let refused = try await book(changes)
                #expect(refused.status == 404 && refused.pointers == [pointer], "\(refused.text)")
            }
            let booked = try await book(["plan_step": "project"])
            #expect(booked.status == 201 && booked.json["plan"] == .string(id) && booked.json["plan_step"] == "project")
            #expect(booked.json["direction"] == "llm")
            let after = try await service.plan(id, student.token).json["next_consultation"]?["step"]
            #expect(after == "mock", "the step has its session already")

            _ = try await service.move("accept", booked.id, lin.token)
            service.set("2026-11-24T20:05:00+08:00")
            let completed = try await service.move(
                "complete", booked.id, lin.token, ["outcome": ["result": "passed", "note": "讲得清楚"]])
            #expect(completed.status == 200)
            let plan = try await service.plan(id, student.token)
            #expect(plan.step("project")?["status"] == "done" && plan.step("project")?["note"] == "讲得清楚")
            let event = try await Stored.texts(
                """
                SELECT type || ' ' || (data ->> 'step') || ' ' || (data ->> 'step_status') FROM events
                WHERE plan_id IS NOT NULL AND consultation_id IS NOT NULL
                """)
            #expect(event == ["plan.changed project done"])
        }
    }

    @Test(arguments: [("again", "doing"), ("skipped", "skipped")])
    func `to be seen again is being done, skipped is skipped`(_ result: String, _ status: String) async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin", weekly: Service.always)
            let student = try await service.addStudent()
            let id = try await service.makePlan(student).id
            let booked = try await service.call(
                .POST, "/v1/consultations", token: student.token,
                [
                    "mentor": "lin", "topic": "过一遍", "start": .string(Starts.tuesday19), "plan": .string(id),
                    "plan_step": "mock",
                ])
            _ = try await service.move("accept", booked.id, lin.token)
            service.set("2026-11-24T20:05:00+08:00")
            _ = try await service.move("complete", booked.id, lin.token, ["outcome": ["result": .string(result)]])
            #expect(try await service.plan(id, student.token).step("mock")?["status"]?.string == status)
            // A mentor who is nobody to the plan doesn't see it for that.
            #expect(try await service.plan(id, lin.token).status == 404)
        }
    }

    @Test func `an archived plan is read and not written, and nobody books for it`() async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin")
            let student = try await service.addStudent()
            let id = try await service.takenPlan(student, lin).id
            #expect(try await service.call(.POST, "/v1/plans/\(id)/archive", token: lin.token).status == 403)
            let archived = try await service.call(.POST, "/v1/plans/\(id)/archive", token: student.token)
            #expect(archived.status == 200 && archived.json["status"] == "archived")
            for (method, path, body) in [
                (.PATCH, "", ["hours_per_week": 3]), (.PATCH, "/steps/maths", ["status": "done"]),
                (.POST, "/replan", [:]), (.POST, "/archive", nil),
            ] as [(Service.Method, String, JSONValue?)] {
                let refused = try await service.call(
                    method, "/v1/plans/\(id)\(path)", token: student.token, body, headers: [("If-Match", "*")])
                #expect(refused.status == 409 && refused.code == "invalid_transition", "\(path) \(refused.text)")
            }
            #expect(try await service.plan(id, lin.token).status == 200)
            let booked = try await service.call(
                .POST, "/v1/consultations", token: student.token,
                ["mentor": "lin", "topic": "x", "plan": .string(id)])
            #expect(booked.status == 404 && booked.pointers == ["/plan"])
        }
    }

    @Test func `lists are paged and narrowed by status, direction and student`() async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin")
            let (own, other) = (try await service.addStudent("own"), try await service.addStudent("other"))
            var ids: [String] = []
            for _ in 0..<3 { ids.append(try await service.makePlan(own).id) }
            let draft = try await service.makePlan(own, ["mentor": "lin"]).id
            let taken = try await service.takenPlan(other, lin).id
            let listed = { (query: String, token: String) in
                let answer = try await service.call(.GET, "/v1/plans\(query)", token: token)
                return answer.json["data"]?.array?.compactMap { $0["id"]?.string } ?? ["\(answer.status)"]
            }
            #expect(try await listed("", own.token) == [draft] + ids.reversed())
            #expect(try await listed("?status=draft", own.token) == [draft])
            #expect(try await listed("?status=archived,draft", own.token) == [draft])
            #expect(try await listed("?direction=aigc", own.token) == [])
            #expect(try await listed("", lin.token) == [taken])
            #expect(try await listed("?student=\(own.id)", lin.token) == [])
            #expect(try await listed("", service.adminToken) == [taken, draft] + ids.reversed())
            #expect(try await listed("?student=\(other.id)", service.adminToken) == [taken])
            #expect(try await listed("?mentor=lin", service.adminToken) == [taken, draft])
            let first = try await service.call(.GET, "/v1/plans?limit=2", token: own.token)
            let cursor = try #require(first.json["next_cursor"]?.string)
            #expect(try await listed("?limit=2&cursor=\(cursor)", own.token) == [ids[1], ids[0]])
            #expect(try await service.call(.GET, "/v1/plans?status=open", token: own.token).status == 422)
        }
    }

    @Test func `the export holds the plans, and erasure puts them away without what was written`() async throws {
        try await Service.run { service in
            try await service.publish()
            let lin = try await service.addMentor("lin")
            let student = try await service.registerStudent("own")
            let plan = try await service.takenPlan(student, lin, ["days_off": ["2026-12-24"]])
            _ = try await service.patchStep(plan.id, "maths", lin.token, ["note": "底子薄"])
            let export = try await service.call(.GET, "/v1/me/export", token: student.token)
            #expect(export.json["plans"]?.array?.first?["id"]?.string == plan.id)
            let types = export.json["events"]?.array?.compactMap { $0["type"]?.string } ?? []
            #expect(types == ["plan.created", "plan.changed", "plan.published", "plan.changed"])
            #expect(export.json["events"]?.array?.allSatisfy { $0["plan"]?.string == plan.id } == true)
            #expect(
                try await service.call(.GET, "/v1/me/export", token: lin.token).json["plans"]?.array?.count == 1)

            #expect(try await service.call(.DELETE, "/v1/me", token: student.token).status == 204)
            let left = try await service.plan(plan.id, lin.token)
            #expect(left.json["status"] == "archived" && left.json["student"]?["name"] == "已注销")
            #expect(left.step("maths")?["note"] == .null && left.json["days_off"] == [])
            let told = try await Stored.texts(
                "SELECT data ->> 'status' FROM events WHERE type = 'plan.changed' ORDER BY position DESC LIMIT 1")
            #expect(told == ["archived"])
        }
    }

    @Test func `PostgreSQL itself keeps a step behind what it needs`() async throws {
        try await Service.run { service in
            try await service.publish()
            let id = try await service.makePlan(try await service.addStudent()).id
            let uuid = try #require(PlanID(id)).uuid.uuidString
            for statement in [
                "UPDATE plan_steps SET position = 190 WHERE slug = 'maths'",
                "INSERT INTO plan_prerequisites SELECT plan_id, 'maths', 1, slug, position FROM plan_steps WHERE slug = 'mock'",
                "UPDATE plans SET status = 'draft' WHERE id = '\(uuid)'",
                "UPDATE plans SET target_on = '2020-01-01' WHERE id = '\(uuid)'",
                "DELETE FROM plan_steps WHERE slug = 'ml'",
            ] {
                await #expect(throws: (any Error).self, "\(statement)") { try await Stored.run(statement) }
            }
        }
    }
}
