import Curriculum
import CurriculumFiles
import Foundation
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing
import ZoneData

/// Published versions never change, and new plans are made from the last.
@Suite(.database(Databases.migrated)) struct CurriculaTests {
    /// A curriculum of one direction with one step that takes so many hours.
    private func curriculum(
        _ version: String = "1", hours: Int = 4, direction: String = "llm"
    ) -> DirectionCurriculum {
        DirectionCurriculum(
            direction: direction, version: version, name: "大模型", nameEN: "LLM",
            steps: [Step(slug: "a", title: "甲", titleEN: "A", kind: .concept, hours: hours)])
    }

    private func with(
        user: String? = nil, _ body: @escaping @Sendable (Desk) async throws -> Void
    ) async throws {
        let url = user.map { TestDatabase.current.url(user: $0) } ?? TestDatabase.current.url
        try await Databases.with(url) { client in
            let desk = Desk(
                database: client, clock: SettableClock(start: Instant(seconds: 1_795_428_000), isFrozen: true),
                zones: try ZoneDirectory(), holidays: [:], policy: CourtesyPolicy(),
                vault: try Vault(secrets: [Data(repeating: 7, count: 32)]))
            try await body(desk)
        }
    }

    @Test func `the version published last is the current one, earlier ones stay as they were`() async throws {
        let (first, second) = (curriculum("1"), curriculum("2", hours: 5))
        try await with { (desk) async throws in
            #expect(try await desk.curricula.findCurrent(of: "llm") == nil)
            #expect(try await desk.curricula.publish(first) == .published)
            #expect(try await desk.curricula.publish(second) == .published)
            #expect(try await desk.curricula.findCurrent(of: "llm") == second)
            #expect(try await desk.curricula.find("1", of: "llm") == first)
            #expect(try await desk.curricula.find("3", of: "llm") == nil)
            #expect(try await desk.curricula.findCurrent(of: "recsys") == nil)
            #expect(try await desk.curricula.versions().map(\.version) == ["2", "1"])
        }
    }

    @Test func `the same content again is nothing, another content under the same version is refused`() async throws {
        let (same, other) = (curriculum(), curriculum(hours: 5))
        try await with { (desk) async throws in
            try await desk.curricula.publish(same)
            #expect(try await desk.curricula.publish(same) == .unchanged)
            await #expect(throws: Refusal.alreadyExists(pointer: "/version")) {
                try await desk.curricula.publish(other)
            }
            #expect(try await desk.curricula.findCurrent(of: "llm") == same)
            #expect(try await desk.curricula.versions().count == 1)
        }
    }

    @Test func `of many that publish one version at once, one does`() async throws {
        let same = curriculum()
        try await with { (desk) async throws in
            let outcomes = try await withThrowingTaskGroup(of: Curricula.Publication.self) { group in
                for _ in 0..<8 { group.addTask { try await desk.curricula.publish(same) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .published } == 1 && outcomes.count == 8)
        }
    }

    @Test func `an unknown direction is refused unless it may be added`() async throws {
        let new = curriculum(direction: "robotics")
        try await with { (desk) async throws in
            await #expect(throws: Refusal.invalid(pointer: "/direction", code: .invalidChoice)) {
                try await desk.curricula.publish(new)
            }
            try await desk.curricula.publish(new, mayAddDirection: true)
            let last = try await desk.mentors.directions().last
            #expect(last?.slug == "robotics" && last?.name == "大模型" && last?.stepCount == 1)
        }
    }

    @Test func `a curriculum with errors is refused`() async throws {
        let wrong = curriculum(hours: 81)
        try await with { (desk) async throws in
            await #expect(throws: Refusal.invalid(pointer: "/steps", code: .incorrect)) {
                try await desk.curricula.publish(wrong)
            }
        }
    }

    @Test(arguments: ["UPDATE curricula SET version = '9'", "DELETE FROM curricula"])
    func `not even the owner changes what is published`(statement: String) async throws {
        let published = curriculum()
        try await with { (desk) async throws in
            try await desk.curricula.publish(published)
            let error = await #expect(throws: PostgresError.self) { try await desk.database.script(statement) }
            #expect(error?.sqlState == "23001")
        }
    }

    @Test func `the service's role reads curricula and publishes none`() async throws {
        let published = curriculum()
        try await with { try await $0.curricula.publish(published) }
        try await with(user: Databases.serviceRole) { (desk) async throws in
            #expect(try await desk.curricula.findCurrent(of: "llm") == published)
            let error = await #expect(throws: PostgresError.self) {
                try await desk.curricula.publish(
                    DirectionCurriculum(
                        direction: "llm", version: "2", name: "x", nameEN: "x", steps: published.steps))
            }
            #expect(error?.sqlState == "42501")
        }
    }

    @Test func `the built-in curricula come back as they were published`() async throws {
        try await with { (desk) async throws in
            for curriculum in CurriculumFolder.builtIn.curricula {
                #expect(try await desk.curricula.publish(curriculum) == .published)
                #expect(try await desk.curricula.findCurrent(of: curriculum.direction) == curriculum)
                #expect(try await desk.curricula.publish(curriculum) == .unchanged)
            }
            let counts = try await desk.mentors.directions().map(\.stepCount)
            #expect(counts.count == 4 && counts.allSatisfy { 35...60 ~= $0 })
        }
    }
}
