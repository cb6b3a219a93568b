import Foundation
import HTTPAPI
import Mentoring
import Notifications
import TestDatabase
import Testing

/// An address that a mentor names is told nothing before a code that was sent there has come back.
@Suite(.database(Service.template))
struct ConfirmedAddressTests {
    private static let address = "lin@mentors.example.com"

    private struct World {
        let service: Service
        let mentor: MentorFixture
        let student: StudentFixture
        let channel: String

        init(_ service: Service) async throws {
            self.service = service
            mentor = try await service.addMentor()
            student = try await service.registerStudent("chen")
            let added = try await service.addChannel(
                mentor.token, ["kind": "email", "address": .string(ConfirmedAddressTests.address)])
            #expect(added.status == 201 && added.json["confirmed"] == false, "\(added.text)")
            channel = "/v1/me/channels/\(added.id)"
        }

        func confirm(_ code: String) async throws -> Service.Answer {
            try await service.call(.POST, "\(channel)/confirm", token: mentor.token, ["code": .string(code)])
        }

        /// The code that is in the mail now.
        func code() async throws -> String {
            let email = try await service.mail().last
            #expect(email?.address == ConfirmedAddressTests.address && email?.kind == .channel)
            return try #require(email?.code)
        }

        /// The addresses that are told of what has happened.
        func told() async throws -> [String] {
            let mailbox = Mailbox()
            try await service.deliver(try service.deliveries(mail: mailbox))
            return mailbox.received.map(\.address)
        }
    }

    @Test func `an address gets notices from its confirmation on, and a code before`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            _ = try await service.ask(world.student, world.mentor)
            #expect(try await world.told().isEmpty)
            let tested = try await service.call(.POST, "\(world.channel)/test", token: world.mentor.token)
            #expect(tested.status == 409 && tested.code == "invalid_transition")
            let code = try await world.code()
            let wrong = try await world.confirm(Service.wrong(code))
            #expect(wrong.status == 422 && wrong.pointers == ["/code"])
            for _ in 0..<2 {
                let confirmed = try await world.confirm(code)
                #expect(confirmed.status == 200 && confirmed.json["confirmed"] == true, "again changes nothing")
            }
            #expect(try await world.told().isEmpty, "what was before is nobody's news")
            _ = try await service.ask(world.student, world.mentor)
            #expect(try await world.told() == [Self.address])
            let list = try await service.call(.GET, "/v1/me/channels", token: world.mentor.token)
            #expect(list.json["data"]?.array?.first?["confirmed"] == true)
            let again = try await service.call(.POST, "\(world.channel)/code", token: world.mentor.token)
            #expect(again.status == 202)
            #expect(try await service.mail().isEmpty, "there is nothing left to confirm")
        }
    }

    @Test func `the newest code counts, for its time and its tries, and an address gets no more than a few`()
        async throws
    {
        try await Service.run { service in
            let world = try await World(service)
            func another() async throws -> Service.Answer {
                try await service.call(
                    .POST, "\(world.channel)/code", token: world.mentor.token, headers: [("Accept-Language", "en")])
            }
            let first = try await world.code()
            let answer = try await another()
            #expect(answer.status == 202 && answer.json["verify"]?.string == "\(world.channel)/confirm")
            let email = try #require(try await service.mail().last)
            #expect(email.language == .en && email.subject == "Confirm this address for notices of MentorDesk")
            let second = try #require(email.code)
            if first != second { #expect(try await world.confirm(first).status == 422) }
            service.advance(seconds: 10 * 60)
            #expect(try await world.confirm(second).status == 422, "its time is over")
            _ = try await another()
            let third = try await world.code()
            for _ in 0..<5 { #expect(try await world.confirm(Service.wrong(third)).status == 422) }
            #expect(try await world.confirm(third).status == 422, "its tries are spent")
            for _ in 0..<5 { #expect(try await another().status == 202) }
            #expect(try await service.mail().count == 2, "five an hour")
        }
    }

    @Test func `a code that confirms doesn't sign in, and one that signs in doesn't confirm`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            // The mentor names an address that is a student's.
            let owner = try await service.registerStudent("li")
            let theirs = "li@students.example.com"
            let removed = try await service.call(.DELETE, world.channel, token: world.mentor.token)
            #expect(removed.status == 204)
            _ = try await service.mail()
            let added = try await service.addChannel(
                world.mentor.token, ["kind": "email", "address": .string(theirs)])
            let confirming = try #require(try await service.mail().last?.code)
            let signingIn = try await service.code(for: theirs)
            if confirming != signingIn {
                #expect(try await service.verify(theirs, confirming).status == 422)
                let confirmed = try await service.call(
                    .POST, "/v1/me/channels/\(added.id)/confirm", token: world.mentor.token,
                    ["code": .string(signingIn)])
                #expect(confirmed.status == 422)
            }
            #expect(try await service.verify(theirs, signingIn).status == 200)
            let confirmed = try await service.call(
                .POST, "/v1/me/channels/\(added.id)/confirm", token: world.mentor.token, ["code": .string(confirming)])
            #expect(confirmed.status == 200)
            // The account's own address needs none.
            let own = try await service.call(.GET, "/v1/me/channels", token: owner.token)
            #expect(own.json["data"]?.array?.map { $0["confirmed"] } == [true])
        }
    }

    @Test func `what is no address has no code`() async throws {
        try await Service.run { service in
            let world = try await World(service)
            let robot = try await service.addChannel(
                world.mentor.token, ["kind": "wecom", "url": "https://qyapi.example.com/send?key=0"])
            #expect(robot.json["confirmed"] == nil)
            let calls: [(String, JSONValue?)] = [("code", nil), ("confirm", ["code": "042137"])]
            for (verb, body) in calls {
                let answer = try await service.call(
                    .POST, "/v1/me/channels/\(robot.id)/\(verb)", token: world.mentor.token, body)
                #expect(answer.status == 404)
            }
        }
    }
}
