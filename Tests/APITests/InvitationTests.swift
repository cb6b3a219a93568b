import Foundation
import HTTPAPI
import Mentoring
import Notifications
import TestDatabase
import Testing

/// Invitations that go with e-mails, read by parsers nobody here wrote.
@Suite(.database(Service.template))
struct InvitationTests {
    private struct World {
        let service: Service
        let mailbox = Mailbox()
        let mentor: MentorFixture
        let student: StudentFixture

        init(_ service: Service) async throws {
            self.service = service
            mentor = try await service.addMentor(
                offerings: [
                    [
                        "slug": "mock", "title": "模拟面试；二面, GRPO", "approval": "mentor",
                        "meeting": [
                            "kind": "video", "url": "https://meeting.example.com/lin?a=1,2;b=3",
                            "note": "提前五分钟进；带简历, 谢谢\n第二行",
                        ],
                    ]
                ])
            student = try await service.registerStudent("chen")
        }

        /// The one invitation that has been sent since, as both parsers read it.
        func invitation() async throws -> JSONValue {
            let before = mailbox.received.count
            try await service.deliver(try service.deliveries(mail: mailbox))
            let calendars = mailbox.received.dropFirst(before).compactMap(\.calendar)
            #expect(calendars.count == 1)
            let calendar = try #require(calendars.first)
            for line in calendar.text.split(separator: "\r\n") { #expect(line.utf8.count <= 75, "\(line)") }
            let read = try OutsideParser.read(Data(calendar.text.utf8))
            #expect(read["method"]?.string == calendar.method && read["entries"]?.array?.count == 1)
            return read
        }
    }

    @Test func `an invitation is sent, moved and taken back under one UID with a higher SEQUENCE each time`()
        async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            let id = try await service.ask(world.student, world.mentor, start: Starts.tuesday19).id
            _ = try await service.move("accept", id, world.mentor.token)
            let invited = try await world.invitation()
            _ = try await service.move("reschedule", id, world.mentor.token, ["start": .string(Starts.thursday19)])
            let moved = try await world.invitation()
            _ = try await service.move("cancel", id, world.mentor.token, ["reason": "出差；下周, 再约"])
            let cancelled = try await world.invitation()
            let entries = [invited, moved, cancelled].compactMap { $0["entries"]?.array?.first }
            #expect([invited, moved, cancelled].map { $0["method"] } == ["REQUEST", "REQUEST", "CANCEL"])
            #expect(entries.map { $0["status"] } == ["CONFIRMED", "CONFIRMED", "CANCELLED"])
            #expect(Set(entries.map { $0["uid"] }) == [.string("\(id)@mentordesk")])
            let sequences = entries.compactMap { $0["sequence"]?.integer }
            #expect(sequences.count == 3 && zip(sequences, sequences.dropFirst()).allSatisfy(<), "\(sequences)")
            #expect(
                entries.map { $0["start"] } == [
                    "2026-11-24T11:00:00+00:00", "2026-11-26T11:00:00+00:00", "2026-11-26T11:00:00+00:00",
                ])
            for entry in entries {
                #expect(entry["summary"]?.string?.hasPrefix("模拟面试；二面, GRPO · ") == true)
                #expect(entry["organizer"] == "mailto:desk@localhost")
                #expect(entry["attendee"] == "mailto:chen@students.example.com")
                #expect(
                    entry["location"] == "https://meeting.example.com/lin?a=1,2;b=3 提前五分钟进；带简历, 谢谢\n第二行")
            }
            #expect(entries.last?["description"]?.string?.contains("出差；下周, 再约") == true)
        }
    }

    @Test(arguments: ["decline", "expire"])
    func `what was asked for and comes to nothing is taken back`(_ end: String) async throws {
        try await Service.run { service in
            let world = try await World(service)
            let id = try await service.ask(world.student, world.mentor, start: Starts.tuesday19).id
            if end == "decline" {
                _ = try await service.move("decline", id, world.mentor.token, ["reason": "满了"])
            } else {
                service.set("2026-11-24T11:00:00Z")
                _ = try await service.desk.consultations.sweep()
            }
            let read = try await world.invitation()
            #expect(read["method"] == "CANCEL" && read["entries"]?.array?.first?["status"] == "CANCELLED")
        }
    }
}
