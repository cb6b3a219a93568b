import Foundation
import HTTPAPI
import Mentoring
import Notifications
import Scheduling
import TestDatabase
import Testing

/// How people are told: channels, language, quiet hours, and what an e-mail says.
@Suite(.database(Service.template))
struct NotificationSettingsTests {
    private func mail(_ service: Service, _ mailbox: Mailbox) async throws -> [Email] {
        let before = mailbox.received.count
        try await service.deliver(try service.deliveries(mail: mailbox))
        return Array(mailbox.received.dropFirst(before))
    }

    @Test func `a student is told by e-mail from the first day on, in the language of the account`() async throws {
        try await Service.run { service in
            let mailbox = Mailbox()
            let mentor = try await service.addMentor(offerings: [["slug": "mock", "approval": "mentor"]])
            let registered = try await service.call(
                .POST, "/v1/students",
                [
                    "name": "Chen <b>", "email": "chen@example.com", "timezone": "Europe/Berlin", "locale": "en-GB",
                ])
            let student = StudentFixture(
                id: registered.json["student"]?["id"]?.string ?? "", token: registered.json["token"]?.string ?? "")
            let id = try await service.ask(student, mentor, start: Starts.tuesday19).id
            #expect(try await mail(service, mailbox).isEmpty, "one's own deeds are no news")
            _ = try await service.move("accept", id, mentor.token)
            let email = try #require(try await mail(service, mailbox).first)
            #expect(email.address == "chen@example.com" && email.language == .en)
            #expect(email.subject == "Confirmed: Tue 24 Nov 12:00")
            #expect(email.text.contains("Mentor: 林老师") && email.text.contains("(Europe/Berlin)"))
            #expect(email.html?.contains("Hello Chen &lt;b&gt;,") == true)
            let invitation = try #require(email.calendar)
            let uid = "UID:\(id)@mentordesk\r\n"
            #expect(invitation.method == "REQUEST")
            for line in [
                uid, "METHOD:REQUEST\r\n", "SEQUENCE:2\r\n", "DTSTART:20261124T110000Z\r\n", "STATUS:CONFIRMED\r\n",
                "ORGANIZER:mailto:desk@localhost\r\n",
            ] { #expect(invitation.text.contains(line), "\(line)\(invitation.text)") }
            let chinese = try await service.call(
                .PATCH, "/v1/me/notifications", token: student.token, ["language": "zh-Hans"])
            #expect(chinese.json["language"] == "zh-Hans" && chinese.json["timezone"] == "Europe/Berlin")
            _ = try await service.move("cancel", id, mentor.token, ["reason": "出差"])
            let cancelled = try #require(try await mail(service, mailbox).first)
            #expect(cancelled.calendar?.method == "CANCEL")
            for line in [uid, "METHOD:CANCEL\r\n", "SEQUENCE:3\r\n", "STATUS:CANCELLED\r\n"] {
                #expect(cancelled.calendar?.text.contains(line) == true, "\(line)")
            }
            #expect(cancelled.subject == "11月24日 周二 12:00 的预约已取消" && cancelled.text.contains("原因：出差"))
        }
    }

    @Test func `an e-mail keeps its id over every try, and one that is refused for good is a dead letter`() async throws
    {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.registerStudent("chen")
            let id = try await service.ask(student, mentor).id
            let mailbox = Mailbox(failures: [Busy(), EmailRefusal("the SMTP server refused the recipient with 550")])
            _ = try await service.move("close", id, mentor.token)
            #expect(try await mail(service, mailbox).isEmpty)
            service.advance(seconds: 15)
            #expect(try await mail(service, mailbox).isEmpty)
            let dead = try await service.outbox("dead")
            #expect(dead.count == 1 && dead.first?["last_error"]?.string?.contains("550") == true)
        }
    }

    @Test func `what comes in quiet hours waits for their end, unless the session is near`() async throws {
        try await Service.run { service in
            let mailbox = Mailbox()
            let mentor = try await service.addMentor(
                weekly: Service.always, offerings: [["slug": "mock", "approval": "mentor"]])
            let student = try await service.registerStudent("chen")
            let set = try await service.call(
                .PATCH, "/v1/me/notifications", token: student.token,
                ["quiet_hours": ["from": "22:30", "until": "08:00"]])
            #expect(set.json["quiet_hours"] == ["from": "22:30", "until": "08:00"])
            let far = try await service.ask(student, mentor, start: Starts.friday19).id
            let near = try await service.ask(student, mentor, start: "2026-11-24T09:00:00+08:00").id
            service.set("2026-11-23T23:00:00+08:00")
            _ = try await service.move("accept", far, mentor.token)
            #expect(try await mail(service, mailbox).isEmpty)
            service.set("2026-11-24T07:59:59+08:00")
            #expect(try await mail(service, mailbox).isEmpty)
            // A session an hour after the quiet hours can't wait; what waits before it goes first.
            _ = try await service.move("accept", near, mentor.token)
            #expect(
                try await mail(service, mailbox).map(\.subject) == [
                    "预约已确认：11月27日 周五 19:00", "预约已确认：11月24日 周二 09:00",
                ])
            service.set("2026-11-24T23:00:00+08:00")
            _ = try await service.call(
                .POST, "/v1/consultations/\(far)/messages", token: mentor.token, ["body": "晚上好"])
            #expect(try await mail(service, mailbox).isEmpty)
            // They end in the morning by themselves.
            service.set("2026-11-25T08:00:00+08:00")
            #expect(try await mail(service, mailbox).map(\.subject) == ["林老师 发来一条消息"])
            service.set("2026-11-25T23:00:00+08:00")
            _ = try await service.call(
                .POST, "/v1/consultations/\(far)/messages", token: mentor.token, ["body": "还在吗"])
            #expect(try await mail(service, mailbox).isEmpty)
            // Whoever ends the quiet hours has what waits at once.
            _ = try await service.call(
                .PATCH, "/v1/me/notifications", token: student.token, ["quiet_hours": nil])
            #expect(try await mail(service, mailbox).map(\.subject) == ["林老师 发来一条消息"])
        }
    }

    @Test func `channels are their owner's alone`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor()
            let student = try await service.registerStudent("chen")
            let other = try await service.registerStudent("li")
            let list = try await service.call(.GET, "/v1/me/channels", token: student.token).json["data"]?.array
            #expect(list?.count == 1 && list?.first?["target"] == "c…@students.example.com")
            let own = list?.first?["id"]?.string ?? ""
            // Nobody has the service write to somebody else's address.
            let foreign = try await service.addChannel(
                student.token, ["kind": "email", "address": "victim@example.com"])
            #expect(foreign.status == 422 && foreign.pointers == ["/kind"])
            #expect(try await service.call(.DELETE, "/v1/me/channels/\(own)", token: student.token).status == 403)
            #expect(
                try await service.call(.PATCH, "/v1/me/channels/\(own)", token: other.token, ["active": false]).status
                    == 404)
            #expect(
                try await service.call(.PATCH, "/v1/me/channels/\(own)", token: student.token, ["active": false]).json[
                    "active"] == false)
            let id = try await service.ask(student, mentor).id
            _ = try await service.move("close", id, mentor.token)
            let mailbox = Mailbox()
            #expect(try await mail(service, mailbox).isEmpty)
            // A mentor has one address.
            for (status, address) in [(201, "lin@example.com"), (409, "lin2@example.com")] {
                let answer = try await service.addChannel(mentor.token, ["kind": "email", "address": .string(address)])
                #expect(answer.status == status, "\(answer.text)")
            }
            let missing = try await service.addChannel(mentor.token, ["kind": "wecom"])
            #expect(missing.status == 422 && missing.pointers == ["/url"])
            let same = try await service.call(
                .PATCH, "/v1/me/notifications", token: mentor.token,
                ["quiet_hours": ["from": "08:00", "until": "08:00"]])
            #expect(same.status == 422 && same.pointers == ["/quiet_hours/until"])
        }
    }

    @Test func `a channel hears the types it asked for, and a test`() async throws {
        try await Service.run { service in
            try await Receiver.run { receiver in
                let mentor = try await service.addMentor()
                let student = try await service.registerStudent("chen")
                let added = try await service.addChannel(
                    mentor.token,
                    [
                        "kind": "webhook", "url": .string(receiver.url),
                        "event_types": ["message.*", "consultation.closed"],
                    ])
                let id = try await service.ask(student, mentor).id
                try await service.say(1, student, id)
                _ = try await service.move("close", id, student.token)
                let tested = try await service.call(
                    .POST, "/v1/me/channels/\(added.id)/test", token: mentor.token)
                #expect(tested.status == 202)
                try await service.deliver()
                #expect(
                    Set(receiver.received.map(\.type)) == [
                        "message.created", "consultation.closed", "destination.test",
                    ])
            }
        }
    }
}
