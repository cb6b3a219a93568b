import Foundation
import Mentoring
import Postgres
import Scheduling
import Settings
import TestDatabase
import Testing

@testable import mentord

@Suite(.database(OperatedService.template)) struct DatabaseExaminationTests {
    private func findings(
        user: String = OperatedService.role, clock: any WallClock = SystemClock(), poolSize: Int = 8
    ) async throws -> [String: Finding] {
        try await OperatedService.withClient(user: user) { client in
            let all = await DatabaseExamination(client: client, clock: clock, poolSize: poolSize).findings()
            return Dictionary(uniqueKeysWithValues: all.map { ($0.check, $0) })
        }
    }

    @Test func `a migrated database with the service's role is good in every check`() async throws {
        let findings = try await findings()
        #expect(
            Set(findings.keys) == [
                "database", "structure", "btree_gist", "role", "grants", "clock", "connections", "overdue requests",
                "curricula", "notifications", "transactions",
            ])
        for finding in findings.values { #expect(finding.verdict == .good, "\(finding)") }
    }

    @Test func `the owner's role is too mighty to serve with`() async throws {
        let finding = try #require(try await findings(user: "postgres")["role"])
        #expect(finding.verdict == .bad)
        #expect(finding.detail.contains("is a superuser"))
        #expect(finding.detail.contains("may rewrite history"))
    }

    @Test func `a role that may delete events is bad`() async throws {
        try await TestDatabase.current.client.query("GRANT DELETE ON events TO mentordesk_service")
        let finding = try #require(try await findings()["role"])
        #expect(finding.verdict == .bad)
        #expect(finding.detail.contains("may rewrite history (1 tables)"))
    }

    @Test func `a missing grant is named`() async throws {
        try await TestDatabase.current.client.query("REVOKE UPDATE ON consultations FROM mentordesk_service")
        let finding = try #require(try await findings()["grants"])
        #expect(finding.verdict == .bad)
        #expect(finding.detail.hasPrefix("UPDATE on consultations missing"))
    }

    @Test func `directions without a curriculum are named`() async throws {
        try await TestDatabase.current.client.query("INSERT INTO directions VALUES ('robotics', '机器人', 'Robotics', 5)")
        let finding = try #require(try await findings()["curricula"])
        #expect(finding.verdict == .attention)
        #expect(finding.detail.hasPrefix("none is published for robotics"))
    }

    @Test func `migrations that are missing are counted`() async throws {
        try await TestDatabase.current.client.query("DELETE FROM schema_migrations WHERE version = 1")
        let finding = try #require(try await findings()["structure"])
        #expect(finding.verdict == .bad)
        #expect(finding.detail.hasPrefix("1 migrations are missing"))
    }

    @Test(arguments: [(-5, Finding.Verdict.attention), (90, .bad)])
    func `a clock that differs from the database's is noticed`(seconds: Int, verdict: Finding.Verdict) async throws {
        let clock = SettableClock(start: SystemClock().now.adding(seconds: seconds))
        let finding = try #require(try await findings(clock: clock)["clock"])
        #expect(finding.verdict == verdict, "\(finding)")
    }

    @Test func `a pool larger than the server is noticed`() async throws {
        #expect(try await findings(poolSize: 5_000)["connections"]?.verdict == .attention)
    }

    @Test func `a transaction that stays open is named, with what it holds back`() async throws {
        let owner = TestDatabase.current.client
        try await owner.transaction { transaction in
            let process = try await transaction.query("SELECT pg_backend_pid(), pg_current_xact_id()::text")
                .first { try $0.next(Int.self) }
            let written = SystemClock().now.adding(minutes: -5)
            for minutes in 0..<3 {
                try await owner.query(
                    """
                    INSERT INTO events (id, type, occurred_at, actor_role, data)
                    VALUES (\(UUID()), 'schedule.changed', \(written.adding(minutes: minutes)), 'system', '{}')
                    """)
            }
            let finding = try #require(try await findings()["transactions"])
            #expect(finding.verdict == .attention)
            #expect(finding.detail.contains("of postgres (process \(process ?? 0)) is open"), "\(finding.detail)")
            #expect(finding.detail.contains("3 events are held back since \(written.rfc3339UTC)"), "\(finding.detail)")
        }
        #expect(try await findings()["transactions"]?.verdict == .good)
    }

    @Test func `a request that nobody has written down as expired is noticed`() async throws {
        let now = SystemClock().now
        let start = now.adding(minutes: 60)
        let asked = now.adding(days: -2)
        let owner = TestDatabase.current.client
        let id = UUID()
        try await owner.query(
            """
            INSERT INTO mentors (id, handle, name, timezone, created_at, updated_at)
            VALUES (\(id), 'lin', '林老师', 'Asia/Shanghai', \(asked), \(asked))
            """)
        try await owner.query(
            """
            INSERT INTO students (id, name, timezone, created_at, updated_at)
            VALUES (\(id), '陈同学', 'Asia/Shanghai', \(asked), \(asked))
            """)
        try await owner.query(
            """
            INSERT INTO offerings (id, mentor_id, slug, position, title, duration_minutes, step_minutes,
                buffer_before_minutes, buffer_after_minutes, notice_minutes, horizon_days, approval, active,
                created_at, updated_at)
            VALUES (\(id), \(id), 'mock', 1, '模拟面试', 60, 60, 0, 0, 0, 60, 'mentor', true, \(asked), \(asked))
            """)
        try await owner.query(
            """
            INSERT INTO consultations (id, mentor_id, student_id, status, topic, offering_id, title, start_at, end_at,
                duration_minutes, buffer_before_minutes, buffer_after_minutes, occupied_from, occupied_until, approval,
                asked_at, respond_by, free_cancellation_until, created_at, updated_at)
            VALUES (\(id), \(id), \(id), 'requested', 'GRPO', \(id), '模拟面试', \(start), \(start.adding(minutes: 60)),
                60, 0, 0, \(start), \(start.adding(minutes: 60)), 'mentor', \(asked), \(now.adding(minutes: -5)),
                \(asked), \(asked), \(asked))
            """)
        let finding = try #require(try await findings()["overdue requests"])
        #expect(finding.verdict == .attention)
        #expect(finding.detail.hasPrefix("1 wait"))
    }
}

@Suite struct UnreachableDatabaseTests {
    @Test func `a database that can't be reached is one bad line`() async {
        var configuration = PostgresConfiguration(url: "postgres:///x?host=/no/such/folder")
        configuration.waitLimit = .milliseconds(200)
        let client = PostgresClient(configuration, logger: OperatedService.logger)
        let findings = await withTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            let findings = await DatabaseExamination(client: client, clock: SystemClock(), poolSize: 8).findings()
            await client.shutdown()
            return findings
        }
        #expect(findings.map(\.check) == ["database"])
        #expect(findings.first?.verdict == .bad)
    }
}

@Suite struct MachineExaminationTests {
    private static let goodKey = Data((0..<32).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 130) })

    private func machine(
        _ now: String = "2026-06-01T00:00:00Z", covered: String = "2026-12-31", keys: [Data] = [goodKey]
    ) -> MachineExamination {
        let notice = HolidayNotice(
            title: "2026", covers: CivilDate(iso8601: "2026-01-01")!...CivilDate(iso8601: covered)!, daysOff: [],
            workingDays: [])
        return MachineExamination(
            now: Instant(rfc3339: now)!, holidays: Holidays(notices: [notice]), secrets: .success(keys),
            neededFiles: 4_000, fileLimit: 4_096)
    }

    @Test func `days that a notice covers are good`() {
        #expect(machine().holidayNotices.verdict == .good)
    }

    @Test(arguments: [
        ("2026-11-23T00:00:00Z", Finding.Verdict.good), ("2026-12-15T00:00:00Z", .good),
        ("2026-12-15T17:00:00Z", .attention), ("2027-01-05T00:00:00Z", .attention),
    ])
    func `next year's notice is missed once it must be out`(now: String, verdict: Finding.Verdict) {
        let finding = machine(now).holidayNotices
        #expect(finding.verdict == verdict, "\(finding)")
        if verdict == .good { #expect(finding.detail.contains("until 2026-12-31")) }
    }

    @Test func `a gap within the year is noticed`() {
        #expect(machine(covered: "2026-06-30").holidayNotices.verdict == .attention)
    }

    @Test func `zone data that is missing is bad, and old data are noticed`() {
        var none = machine()
        none.zoneFolder = "/no/such/folder"
        #expect(none.zoneData.verdict == .bad)
        let old = machine("2040-01-01T00:00:00Z").zoneData
        #expect(old.verdict == .attention)
        #expect(old.detail.contains("upgrade the package tzdata"))
    }

    @Test func `keys that are not random are bad`() {
        #expect(machine().secretKey.verdict == .good)
        #expect(machine(keys: [Data(repeating: 7, count: 32)]).secretKey.verdict == .bad)
        #expect(
            machine(keys: [Self.goodKey, Data("correct horse battery staple, really".utf8)]).secretKey.verdict == .bad)
        #expect(machine(keys: [Self.goodKey.prefix(16)]).secretKey.verdict == .bad)
        #expect(machine(keys: []).secretKey.verdict == .bad)
        var unset = machine()
        unset = MachineExamination(
            now: unset.now, holidays: unset.holidays, secrets: .failure(SettingsProblem(["secret_key is not set"])),
            neededFiles: 1)
        #expect(unset.secretKey.detail == "secret_key is not set")
    }

    @Test func `too few files are noticed`() {
        var machine = machine()
        #expect(machine.files.verdict == .good)
        machine.fileLimit = 1_024
        #expect(machine.files.verdict == .attention)
    }

    @Test func `the diagnosis is a line a check with its mark, and JSON`() throws {
        let diagnosis = Diagnosis(findings: [
            Finding("database", .good, "fine"), Finding("clock", .attention, "late"), Finding("role", .bad, "mighty"),
        ])
        #expect(
            diagnosis.text == """
                ✓ database  fine
                ! clock     late
                ✗ role      mighty
                3 checks: 1 ✓, 1 !, 1 ✗
                """)
        #expect(diagnosis.isBad)
        let json = try JSONSerialization.jsonObject(with: Data(try diagnosis.json.utf8)) as? [String: Any]
        let findings = json?["findings"] as? [[String: String]]
        #expect(findings?.map { $0["verdict"] } == ["good", "attention", "bad"])
    }
}
