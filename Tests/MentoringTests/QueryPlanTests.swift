import Foundation
import Logging
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing
import ZoneData

/// How PostgreSQL runs the statements the service really sends, on a database with many rows: the use cases are called,
/// then each statement their one connection has prepared is explained there.
@Suite(.database(Databases.crowded))
struct QueryPlanTests {
    /// A statement and its plan.
    private struct Explained: Sendable {
        let statement: String
        let plan: String

        func contains(_ text: String) -> Bool { plan.contains(text) }
    }

    private static let zones = Result { try ZoneDirectory() }

    /// Calls the use cases as the service's role would, and explains what they sent.
    ///
    /// - Parameters:
    ///   - identifiers: what stands for each statement's parameters of type `uuid`, in order, again and again.
    ///   - text: what stands for each parameter of type `text`.
    ///   - isGeneric: plans without looking at values, as PostgreSQL may from the sixth execution on.
    private func explain(
        uuids identifiers: [String], text: String = Crowd.handle, isGeneric: Bool = false,
        _ call: @escaping @Sendable (Desk) async throws -> Void
    ) async throws -> [Explained] {
        let zones = try Self.zones.get()
        let url = TestDatabase.current.url(user: Databases.serviceRole)
        return try await Databases.with(url, maxConnections: 1) { client in
            let desk = Desk(
                database: client, clock: SettableClock(start: Crowd.middle, isFrozen: true), zones: zones,
                holidays: [:], policy: CourtesyPolicy(),
                vault: try Vault(secrets: [Data(repeating: 7, count: 32)]))
            try await call(desk)
            return try await client.withSession { session in
                let prepared = try await session.query(
                    """
                    SELECT name, statement, parameter_types::text[] FROM pg_prepared_statements
                    WHERE statement ~ '(FROM|UPDATE|INTO) ' AND statement !~ 'pg_prepared_statements' ORDER BY 2
                    """
                ).decode((String, String, [String]).self)
                let mode = isGeneric ? "force_generic_plan" : "force_custom_plan"
                try await session.script("SET plan_cache_mode = \(mode)")
                var explained: [Explained] = []
                for (name, statement, types) in prepared {
                    var rest = identifiers.makeIterator()
                    let values = types.map { type in
                        switch type {
                        case "uuid":
                            if let next = rest.next() { return "'\(next)'" }
                            rest = identifiers.makeIterator()
                            return "'\(rest.next() ?? "")'"
                        case "timestamp with time zone": return "'\(Crowd.middle.rfc3339UTC)'"
                        case "text": return "'\(text)'"
                        case "text[]" where statement.contains("handle = ANY"): return "'{\(text)}'"
                        case "text[]": return "'{requested,confirmed}'"
                        case "bigint", "integer", "smallint": return "21"
                        case "xid8": return "'300'"
                        default: return "NULL"
                        }
                    }
                    let arguments = values.isEmpty ? "" : "(\(values.joined(separator: ", ")))"
                    let lines = try await session.query(
                        SQL(unescaped: "EXPLAIN (COSTS OFF) EXECUTE \"\(name)\"\(arguments)")
                    ).decode(String.self)
                    explained.append(Explained(statement: statement, plan: lines.joined(separator: "\n")))
                }
                try await session.script("RESET plan_cache_mode")
                return explained
            }
        }
    }

    private static func caller(mentor: String) throws -> Caller {
        let id = try #require(UUID(uuidString: mentor))
        return caller(.mentor(MentorID(uuid: id), handle: Crowd.handle))
    }

    private static func caller(student: String) throws -> Caller {
        let id = try #require(UUID(uuidString: student))
        return caller(.student(StudentID(uuid: id)))
    }

    private static func caller(_ subject: Caller.Subject) -> Caller {
        Caller(
            token: TokenID(uuid: UUID()), subject: subject, name: "x", timezone: "Asia/Shanghai", label: "x",
            expiresAt: nil)
    }

    @Test(arguments: [false, true])
    func `slots read a mentor's busy spans from the index alone`(isGeneric: Bool) async throws {
        let plans = try await explain(uuids: [Crowd.mentor], isGeneric: isGeneric) { desk in
            let listing = try await desk.slots.list(of: .handle(Crowd.handle), offering: "mock") { _ in
                Crowd.middle..<Crowd.middle.adding(days: 14)
            }
            #expect(!listing.starts.isEmpty)
        }
        let plan = try #require(plans.first { $0.statement.contains("array_agg(start_at)") })
        #expect(plan.contains("Index Only Scan using consultations_busy_idx on consultations"), "\(plan.plan)")
        #expect(plan.contains("schedules_pkey"), "\(plan.plan)")
        #expect(!plan.contains("Seq Scan on consultations"))
        #expect(!plan.contains("Seq Scan on schedules"), "\(plan.plan)")
    }

    @Test(arguments: [false, true])
    func `a direction's slots read each mentor's busy spans from the index alone`(isGeneric: Bool) async throws {
        let plans = try await explain(uuids: [Crowd.mentor], text: "llm", isGeneric: isGeneric) { desk in
            let pool = try await desk.slots.pool(
                direction: "llm", durationMinutes: nil, range: Crowd.middle..<Crowd.middle.adding(days: 14), after: nil,
                limit: 20)
            #expect(pool.slots.count == 20)
        }
        let plan = try #require(plans.first { $0.statement.contains("array_agg(start_at)") })
        #expect(plan.contains("Index Only Scan using consultations_busy_idx on consultations"), "\(plan.plan)")
        #expect(plan.contains("schedules_pkey"), "\(plan.plan)")
        #expect(!plan.contains("Seq Scan on consultations"))
        #expect(!plan.contains("Seq Scan on schedules"), "\(plan.plan)")
    }

    @Test func `a booking reads what is near its start from the index, for one mentor and for a direction`()
        async throws
    {
        let plans = try await explain(uuids: [Crowd.mentor, Crowd.student], text: "llm") { desk in
            let registered = try await desk.students.register(
                StudentProfile(name: "新同学", email: "new@example.com", timezone: "Asia/Shanghai"))
            let student = Self.caller(.student(try #require(registered.value).student.id))
            // Wednesday, 10:00 and 12:00 in Shanghai; the crowd meets at 18:00.
            let start = Crowd.middle.adding(days: 2).adding(minutes: -8 * 60)
            _ = try await desk.consultations.ask(
                NewConsultation(mentor: .handle(Crowd.handle), offering: "mock", start: start, topic: "GRPO"),
                by: student)
            _ = try await desk.consultations.ask(
                NewConsultation(mentor: nil, start: start.adding(minutes: 120), direction: "llm", topic: "GRPO"),
                by: student)
            _ = try await desk.consultations.ask(
                NewConsultation(mentor: nil, direction: "llm", topic: "GRPO"), by: student)
        }
        let near = try #require(plans.first { $0.statement.contains("c.start_at BETWEEN") })
        #expect(near.contains("consultations_busy_idx"), "\(near.plan)")
        let pooled = try #require(plans.first { $0.statement.contains("array_agg(start_at)") })
        #expect(pooled.contains("Index Only Scan using consultations_busy_idx on consultations"), "\(pooled.plan)")
        for plan in plans {
            // The fewest live ones of each mentor are counted from an index, too.
            for table in ["consultations", "messages", "students", "schedules"] {
                #expect(!plan.contains("Seq Scan on \(table)"), "\(plan.statement)\n\(plan.plan)")
            }
        }
    }

    @Test(arguments: ["slots.sql", "booking.sql"])
    func `what the benchmark lets pgbench run is what the service sends`(file: String) async throws {
        let plans = try await explain(uuids: [Crowd.mentor, Crowd.student]) { desk in
            let registered = try await desk.students.register(
                StudentProfile(name: "新同学", email: "new@example.com", timezone: "Asia/Shanghai"))
            let token = try #require(registered.value?.token.secret)
            let student = try #require(try await desk.accounts.find(bearing: token))
            _ = try await desk.slots.list(of: .handle(Crowd.handle), offering: "mock") { _ in
                Crowd.middle..<Crowd.middle.adding(days: 14)
            }
            // Wednesday, 10:00 in Shanghai.
            _ = try await desk.consultations.ask(
                NewConsultation(
                    mentor: .handle(Crowd.handle), offering: "mock",
                    start: Crowd.middle.adding(days: 2).adding(minutes: -8 * 60), topic: "GRPO"),
                by: student,
                keeping: Keeping(
                    key: IdempotencyKey(
                        caller: "student", method: "POST", path: "/v1/consultations", key: "k", body: Data())
                ) { _ in KeptAnswer(status: 201, headers: [:], body: [], isSecret: false) })
        }
        let sent = Set(plans.map { StatementShape($0.statement) })
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Benchmarks/service")
        let statements = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            .split(separator: "\n").filter { $0.contains(#/\b(FROM|INTO) /#) && !$0.hasPrefix("--") }
        #expect(!statements.isEmpty)
        for statement in statements {
            let shape = StatementShape(String(statement))
            let all = sent.map(\.description).sorted().joined(separator: "\n")
            #expect(sent.contains(shape), "\(shape)\n\nsent:\n\(all)")
        }
    }

    @Test func `a side's consultations come from their index in order, without sorting them all`() async throws {
        for (caller, index, id) in [
            (try Self.caller(mentor: Crowd.mentor), "consultations_by_mentor_idx", Crowd.mentor),
            (try Self.caller(student: Crowd.student), "consultations_by_student_idx", Crowd.student),
        ] {
            let plans = try await explain(uuids: [id]) { desk in
                var filter = Consultations.Filter()
                let first = try await desk.consultations.list(filter, for: caller, after: nil, limit: 5)
                #expect(first.items.count == 5)
                _ = try await desk.consultations.list(filter, for: caller, after: first.next, limit: 5)
                filter.statuses = [.requested, .confirmed]
                _ = try await desk.consultations.list(filter, for: caller, after: nil, limit: 5)
            }
            let lists = plans.filter { $0.statement.contains("ORDER BY c.created_at DESC") }
            #expect(lists.count == 3)
            for list in lists {
                #expect(!list.contains("Seq Scan on consultations"), "\(list.plan)")
                // With a status the planner may rather sort the few it expects, by any index that begins with the side.
                if list.statement.contains("= ANY") {
                    #expect(list.contains(index) || list.contains("consultations_pairs_idx"), "\(list.plan)")
                } else {
                    #expect(list.contains(index) && !list.contains("Sort"), "\(list.plan)")
                }
            }
        }
    }

    @Test func `a side's plans come from their index in order, and their steps by the plan`() async throws {
        for (caller, index, id) in [
            (try Self.caller(mentor: Crowd.mentor), "plans_by_mentor_idx", Crowd.mentor),
            (try Self.caller(student: Crowd.student), "plans_by_student_idx", Crowd.student),
        ] {
            let plans = try await explain(uuids: [id]) { desk in
                let first = try await desk.plans.list(Plans.Filter(), for: caller, after: nil, limit: 5)
                #expect(first.items.count == 5 && first.items[0].steps.count == 3)
                #expect(first.items[0].steps[1].prerequisites == ["step-1"] && first.items[0].latestVersion == "v50")
                _ = try await desk.plans.list(Plans.Filter(), for: caller, after: first.next, limit: 5)
                _ = try await desk.plans.get(try #require(first.items.first).id, for: caller)
            }
            let lists = plans.filter { $0.statement.contains("ORDER BY p.created_at DESC") }
            #expect(lists.count == 2)
            for list in lists {
                #expect(list.contains(index), "\(list.plan)")
                for table in ["plans", "plan_steps", "plan_prerequisites", "consultations", "students"] {
                    #expect(!list.contains("Seq Scan on \(table)"), "\(list.plan)")
                }
            }
        }
    }

    @Test func `a page of messages comes from its key in order`() async throws {
        let caller = try Self.caller(mentor: Crowd.mentor)
        let id = try #require(UUID(uuidString: Crowd.consultation).map { ConsultationID(uuid: $0) })
        let plans = try await explain(uuids: [Crowd.consultation, Crowd.mentor]) { desk in
            let (messages, older) = try await desk.messages.list(of: id, before: nil, limit: 5, for: caller)
            #expect(messages.count == 5)
            _ = try await desk.messages.list(of: id, before: older, limit: 5, for: caller)
        }
        let pages = plans.filter { $0.statement.contains("ORDER BY x.position DESC") }
        #expect(pages.count == 2)
        for page in pages {
            #expect(page.contains("using messages_position_key on messages x"), "\(page.plan)")
            #expect(!page.contains("Sort"), "\(page.plan)")
            #expect(
                !page.contains("Seq Scan on consultations") && !page.contains("Seq Scan on students"), "\(page.plan)")
        }
    }

    @Test(arguments: [false, true])
    func `the feed's next events come from the reader's index in order, wherever one goes on`(
        isGeneric: Bool
    ) async throws {
        for (caller, index, id) in [
            (try Self.caller(mentor: Crowd.mentor), "events_feed_mentor_idx", Crowd.mentor),
            (try Self.caller(student: Crowd.student), "events_feed_student_idx", Crowd.student),
            (Self.caller(.admin), "events_feed_idx", Crowd.mentor),
        ] {
            let plans = try await explain(uuids: [id], isGeneric: isGeneric) { desk in
                let reader = try await desk.events.reader(for: caller, mentor: nil)
                let start = try await desk.events.position(after: nil, of: reader)
                let first = try await desk.events.list(after: start, limit: 20, for: reader)
                #expect(first.events.count == 20 && first.hasMore)
                let last = try await desk.events.position(after: first.events.last?.id, of: reader)
                let second = try await desk.events.list(after: last, limit: 20, for: reader)
                #expect(second.events.count == 20 && second.events.first?.id != first.events.first?.id)
            }
            let page = try #require(plans.first { $0.statement.contains("ORDER BY e.written_in") })
            #expect(page.contains("Index Scan using \(index) on events e"), "\(page.plan)")
            #expect(!page.contains("Sort") && !page.contains("Seq Scan"), "\(page.plan)")
            let place = try #require(plans.first { $0.statement.contains("WHERE e.id = ") })
            #expect(place.contains("events_pkey"), "\(place.plan)")
        }
    }

    @Test(arguments: [false, true])
    func `a report reads its week's events and sessions by time, and looks around them by their keys`(
        isForAll: Bool
    ) async throws {
        let mentor = try Self.caller(mentor: Crowd.mentor)
        let plans = try await explain(uuids: [Crowd.mentor]) { desk in
            let week = try #require(ISOWeek("2026-W48"))
            let zone = try #require(desk.zones.zone(named: "Asia/Shanghai"))
            let record = try await desk.reports.week(
                week, in: zone, mentor: nil, for: isForAll ? Self.caller(.admin) : mentor)
            #expect(record.overall.figures[.sessions] ?? 0 > 0 && record.overall.figures[.requests] ?? 0 > 0)
        }
        let happened = try #require(plans.first { $0.statement.contains("WITH told") })
        for index in ["events_by_time_idx", "events_by_consultation_idx"] {
            #expect(happened.contains(index), "\(happened.plan)")
        }
        let begun = try #require(plans.first { $0.statement.contains("WITH begun") })
        #expect(begun.contains("consultations_pairs_idx"), "\(begun.plan)")
        let sessions = try #require(plans.first { $0.statement.contains("lead_median_hours") })
        #expect(
            sessions.contains("consultations_by_start_idx") || sessions.contains("consultations_busy_idx"),
            "\(sessions.plan)")
        for plan in plans {
            for table in ["consultations", "events", "schedules"] {
                #expect(!plan.contains("Seq Scan on \(table)"), "\(plan.statement)\n\(plan.plan)")
            }
        }
    }

    @Test func `nothing that people or time do reads a whole large table`() async throws {
        let mentor = try Self.caller(mentor: Crowd.mentor)
        let plans = try await explain(uuids: [Crowd.mentor, Crowd.student]) { desk in
            let name = MentorName.handle(Crowd.handle)
            let registered = try await desk.students.register(
                StudentProfile(name: "新同学", email: "new@example.com", timezone: "Asia/Shanghai"))
            let student = Self.caller(.student(try #require(registered.value).student.id))
            // Wednesday, 10:00 in Shanghai; the crowd meets at 18:00.
            let start = Crowd.middle.adding(days: 2).adding(minutes: -8 * 60)
            let wish = NewConsultation(mentor: name, offering: "mock", start: start, topic: "项目怎么讲", message: "老师好")
            let asked = try #require(try await desk.consultations.ask(wish, by: student).value)
            _ = try await desk.consultations.reschedule(
                asked.id, start: start.adding(minutes: 60), reason: nil, by: student)
            _ = try await desk.consultations.accept(asked.id, by: mentor)
            let posted = try #require(try await desk.messages.post("好的", to: asked.id, by: mentor).value)
            try await desk.messages.markRead(asked.id, upTo: posted.id, by: student)
            _ = try await desk.consultations.get(asked.id, for: student)
            _ = try await desk.consultations.cancel(asked.id, reason: nil, by: student)
            _ = try await desk.consultations.ask(
                NewConsultation(mentor: name, topic: "随便问问"), by: student)
            _ = try await desk.agendas.get(of: name) { _ in Crowd.middle..<Crowd.middle.adding(days: 7) }
            let week = try #require(ISOWeek("2026-W48"))
            let zone = try #require(desk.zones.zone(named: "Asia/Shanghai"))
            _ = try await desk.reports.week(week, in: zone, mentor: nil, for: mentor)
            try await desk.consultations.sweep()
        }
        #expect(plans.count > 20)
        for plan in plans {
            for table in ["consultations", "messages", "students", "schedules", "events"] {
                #expect(!plan.contains("Seq Scan on \(table)"), "\(plan.statement)\n\(plan.plan)")
            }
        }
    }
}
