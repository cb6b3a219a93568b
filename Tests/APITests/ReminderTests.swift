import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Scheduling
import TestDatabase
import Testing

/// Reminders, driven by the clock alone.
@Suite(.database(Service.template))
struct ReminderTests {
    private struct World {
        let mentor: MentorFixture
        let student: StudentFixture
        let mailbox = Mailbox()

        init(_ service: Service) async throws {
            mentor = try await service.addMentor(offerings: [["slug": "mock", "approval": "instant"]])
            student = try await service.registerStudent("chen")
            _ = try await service.addAddress(mentor.token, "lin@mentors.example.com")
        }

        /// Lets everything happen that is due, and gives the subjects of what came of it, by address.
        func subjects(_ service: Service) async throws -> [String] {
            let before = mailbox.received.count
            try await service.desk.consultations.sweep()
            try await service.desk.reminders.write()
            try await service.deliver(try service.deliveries(mail: mailbox))
            return mailbox.received.dropFirst(before).map { "\($0.address.prefix { $0 != "@" }) \($0.subject)" }
                .sorted()
        }
    }

    private static let both = ["chen 提醒：11月26日 周四 19:00 有咨询", "lin 提醒：11月26日 周四 19:00 有咨询"]

    @Test func `both sides are reminded a day and an hour before, once, whatever the number of instances`() async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            _ = try await service.ask(world.student, world.mentor, start: Starts.thursday19)
            _ = try await world.subjects(service)
            service.set("2026-11-25T18:59:59+08:00")
            #expect(try await world.subjects(service) == [])
            for moment in ["2026-11-25T19:00:00+08:00", "2026-11-26T18:00:00+08:00"] {
                service.set(moment)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<6 { group.addTask { try await service.desk.reminders.write() } }
                    try await group.waitForAll()
                }
                #expect(try await world.subjects(service) == Self.both, "\(moment)")
                #expect(try await world.subjects(service) == [])
            }
            service.set("2026-11-26T19:00:00+08:00")
            #expect(try await world.subjects(service) == [])
        }
    }

    @Test func `a reminder moves with its session and falls silent with a cancel`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let id = try await service.ask(world.student, world.mentor, start: Starts.thursday19).id
            _ = try await world.subjects(service)
            service.set("2026-11-24T12:00:00+08:00")
            _ = try await service.move("reschedule", id, world.mentor.token, ["start": .string(Starts.friday19)])
            _ = try await world.subjects(service)
            service.set("2026-11-25T19:00:00+08:00")
            #expect(try await world.subjects(service) == [])
            service.set("2026-11-26T19:00:00+08:00")
            let moved = ["chen 提醒：11月27日 周五 19:00 有咨询", "lin 提醒：11月27日 周五 19:00 有咨询"]
            #expect(try await world.subjects(service) == moved)
            // Written down, and cancelled before it was sent.
            service.set("2026-11-27T18:00:00+08:00")
            #expect(try await service.desk.reminders.write() == 2)
            _ = try await service.move("cancel", id, world.mentor.token)
            #expect(try await world.subjects(service) == ["chen 11月27日 周五 19:00 的预约已取消"])
        }
    }

    @Test func `a booking younger than the lead is not reminded of, and one after a pause is, once`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            service.set("2026-11-26T09:00:00+08:00")
            _ = try await service.ask(world.student, world.mentor, start: Starts.thursday19)
            _ = try await world.subjects(service)
            service.set("2026-11-26T12:00:00+08:00")
            #expect(try await world.subjects(service) == [])
            // Nothing ran at 18:00; at 18:40 it is still of use.
            service.set("2026-11-26T18:40:00+08:00")
            #expect(try await world.subjects(service) == Self.both)
            // Of the next one, nothing ran at all until it had begun.
            _ = try await service.ask(world.student, world.mentor, start: Starts.saturday10)
            _ = try await world.subjects(service)
            service.set("2026-11-28T10:00:00+08:00")
            #expect(try await world.subjects(service) == [])
        }
    }

    @Test func `after a pause over both moments one reminder is enough`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            _ = try await service.ask(world.student, world.mentor, start: Starts.thursday19)
            _ = try await world.subjects(service)
            service.set("2026-11-26T18:30:00+08:00")
            #expect(try await world.subjects(service) == Self.both)
        }
    }

    @Test func `a mentor is told of a request that will expire, and nobody of one that was answered`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            _ = try await service.call(
                .PATCH, "/v1/mentor/offerings/mock", token: world.mentor.token, ["approval": "mentor"])
            _ = try await service.ask(world.student, world.mentor, start: Starts.friday19)
            let answered = try await service.ask(world.student, world.mentor, start: Starts.saturday10).id
            _ = try await service.move("accept", answered, world.mentor.token)
            _ = try await world.subjects(service)
            // Asked on Monday at 18:00, so it ends on Wednesday at 18:00.
            service.set("2026-11-25T11:59:59+08:00")
            #expect(try await world.subjects(service) == [])
            service.set("2026-11-25T12:00:00+08:00")
            #expect(try await world.subjects(service) == ["lin chen 的申请即将过期"])
            service.set("2026-11-25T18:00:00+08:00")
            let expired = ["chen 11月27日 周五 19:00 的申请已过期", "lin 11月27日 周五 19:00 的申请已过期"]
            #expect(try await world.subjects(service) == expired)
        }
    }

    @Test func `a mentor's week comes on Monday morning of their own zone, unless it is empty or unwanted`()
        async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            let idle = try await service.addMentor("zhou")
            _ = try await service.addAddress(idle.token, "zhou@mentors.example.com")
            _ = try await service.ask(world.student, world.mentor, start: Starts.tuesday19)
            _ = try await service.ask(world.student, world.mentor, start: "2026-12-01T19:00:00+08:00")
            _ = try await service.ask(world.student, world.mentor, start: "2026-12-03T20:00:00+08:00")
            _ = try await world.subjects(service)
            service.set("2026-11-30T07:59:59+08:00")
            #expect(try await world.subjects(service).filter { $0.contains("本周") } == [])
            service.set("2026-11-30T08:00:00+08:00")
            #expect(try await world.subjects(service) == ["lin 本周共 2 项安排"])
            let text = world.mailbox.received.last?.text ?? ""
            #expect(text.contains("12月1日 周二 19:00：chen · GRPO 项目怎么讲\n12月3日 周四 20:00：chen"))
            #expect(try await world.subjects(service) == [])
            _ = try await service.ask(world.student, world.mentor, start: "2026-12-08T19:00:00+08:00")
            let refused = try await service.call(
                .PATCH, "/v1/me/notifications", token: world.mentor.token, ["weekly_agenda": false])
            #expect(refused.json["weekly_agenda"] == false)
            _ = try await world.subjects(service)
            service.set("2026-12-07T08:00:00+08:00")
            #expect(try await world.subjects(service).filter { $0.contains("本周") } == [])
        }
    }

    @Test func `each person's own leads are heeded`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let wishes: [(String, JSONValue)] = [(world.mentor.token, []), (world.student.token, [30])]
            for (token, leads) in wishes {
                let answer = try await service.call(
                    .PATCH, "/v1/me/notifications", token: token, ["reminder_minutes": leads])
                #expect(answer.json["reminder_minutes"] == leads)
            }
            _ = try await service.ask(world.student, world.mentor, start: Starts.thursday19)
            _ = try await world.subjects(service)
            for moment in ["2026-11-25T19:00:00+08:00", "2026-11-26T18:00:00+08:00", "2026-11-26T18:29:59+08:00"] {
                service.set(moment)
                #expect(try await world.subjects(service) == [], "\(moment)")
            }
            service.set("2026-11-26T18:30:00+08:00")
            #expect(try await world.subjects(service) == ["chen 提醒：11月26日 周四 19:00 有咨询"])
        }
    }
}
