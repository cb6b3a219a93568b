import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import ServiceLifecycle
import TestDatabase
import Testing

/// What happened, as it happens: server-sent events.
@Suite(.database(Service.template), .timeLimit(.minutes(10)))
struct EventStreamTests {
    private static var quick: EventFeed.Limits {
        var limits = EventFeed.Limits()
        limits.pingInterval = .milliseconds(40)
        return limits
    }

    /// A mentor, a student and a consultation of theirs.
    private static func talk(_ service: Service) async throws -> (MentorFixture, StudentFixture, String) {
        let mentor = try await service.addMentor()
        let student = try await service.addStudent()
        return (mentor, student, try await service.ask(student, mentor).id)
    }

    private static func say(_ text: String, _ service: Service, _ id: String, _ token: String) async throws {
        _ = try await service.call(
            .POST, "/v1/consultations/\(id)/messages", token: token, ["body": .string(text)])
    }

    @Test func `a stream gives what is there, then what happens, as the list has it`() async throws {
        try await Service.run { service in
            let (mentor, student, id) = try await Self.talk(service)
            let source = EventSource(url: service.url, token: student.token)
            var parts: [EventSource.Part] = []
            try await source.read { head in
                #expect(head.headers["cache-control"] == "no-store")
                #expect(head.headers["x-accel-buffering"] == "no")
                #expect(head.headers["content-encoding"] == nil && head.headers["content-length"] == nil)
            } _: { part in
                parts.append(part)
                switch parts.count {
                case 2: try await Self.say("在吗", service, id, mentor.token)
                case 3: _ = try await service.move("close", id, mentor.token)
                default: break
                }
                return parts.count < 4
            }
            guard case .retry(let milliseconds) = parts[0] else {
                Issue.record("\(parts)")
                return
            }
            #expect((1_000...3_000).contains(milliseconds))
            let list = try await service.call(.GET, "/v1/events", token: student.token)
            let expected = list.json["data"]?.array ?? []
            #expect(expected.count == 3)
            #expect(
                Array(parts.dropFirst())
                    == expected.map {
                        .event(id: $0["id"]?.string ?? "", type: $0["type"]?.string ?? "", data: $0)
                    })
            // From a place on, however it is said; a browser's header goes before the URL it keeps.
            let ids = parts.compactMap(\.id)
            #expect(try await source.events(2, after: ids[0]).compactMap(\.id) == Array(ids[1...]))
            #expect(try await source.events(2, "/v1/events?after=\(ids[0])").compactMap(\.id) == Array(ids[1...]))
            #expect(
                try await source.events(1, "/v1/events?after=\(ids[0])", after: ids[1]).compactMap(\.id) == [ids[2]])
        }
    }

    @Test func `nobody hears of another's consultation`() async throws {
        try await Service.run { service in
            let (mentor, student, id) = try await Self.talk(service)
            let stranger = try await service.addStudent("stranger")
            let source = EventSource(url: service.url, token: stranger.token)
            var heard: [String] = []
            try await source.read { part in
                if part == .retry(0) { return true }
                if case .retry = part {
                    try await Self.say("私下的话", service, id, student.token)
                    _ = try await service.ask(stranger, mentor)
                }
                if case .event(_, _, let data) = part { heard.append(data["consultation"]?.string ?? "") }
                return heard.isEmpty
            }
            #expect(heard.count == 1 && heard != [id])
            for (path, place, pointer) in [
                (
                    "/v1/events", try await EventSource(url: service.url, token: student.token).events(1)[0].id,
                    "Last-Event-ID"
                ),
                ("/v1/events", "12", "Last-Event-ID"), ("/v1/events?mentor=lin", nil, "?mentor"),
            ] {
                let refused = await #expect(throws: EventSource.Refused.self) {
                    try await source.read(path, after: place) { _ in false }
                }
                #expect(refused?.status == 404)
                #expect(refused?.json["errors"]?.array?.first?["pointer"]?.string == pointer)
            }
        }
    }

    @Test func `what an earlier transaction holds back comes when that one ends`() async throws {
        try await Service.run { service in
            let (mentor, student, id) = try await Self.talk(service)
            let client = TestDatabase.current.client
            try await client.withSession { slow in
                try await slow.script("BEGIN; SELECT pg_current_xact_id()")
                var heard: [String] = []
                try await EventSource(url: service.url, token: student.token).read { part in
                    switch part {
                    case .retry:
                        try await Self.say("先写的", service, id, mentor.token)
                        // Committed and not given: nobody will notify again when the way is free.
                        let list = try await service.call(.GET, "/v1/events", token: student.token)
                        #expect(list.json["data"]?.array?.count == 0 || list.json["data"]?.array?.count == 1)
                        try await slow.script("COMMIT")
                    case .event(_, let type, _): heard.append(type)
                    case .comment: break
                    }
                    return heard.count < 2
                }
                #expect(heard == ["consultation.opened", "message.created"])
            }
        }
    }

    @Test func `a silent stream says that it is there`() async throws {
        try await Service.run(feed: Self.quick) { service in
            let student = try await service.addStudent()
            var pings = 0
            try await EventSource(url: service.url, token: student.token).read { part in
                if part == .comment("ping") { pings += 1 }
                return pings < 3
            }
            #expect(pings == 3)
        }
    }

    @Test func `a stream ends with its token: revoked, expired, or erased with its owner`() async throws {
        try await Service.run(feed: Self.quick) { service in
            let end = { (token: String, act: @escaping () async throws -> Void) in
                var last: EventSource.Part?
                let isEnded = try await EventSource(url: service.url, token: token).read { part in
                    if case .retry = part { try await act() }
                    last = part
                    return true
                }
                #expect(isEnded && last == .comment("the token has stopped"))
                let again = await #expect(throws: EventSource.Refused.self) {
                    try await EventSource(url: service.url, token: token).read { _ in false }
                }
                #expect(again?.status == 401)
            }
            let revoked = try await service.desk.accounts.issue(role: .admin, label: "x", by: nil)
            let issued = try #require(revoked.value)
            try await end(issued.secret ?? "") { try await service.desk.accounts.revoke(issued.id, by: nil) }
            let student = try await service.addStudent()
            try await end(student.token) {
                let erased = try await service.call(.DELETE, "/v1/me", token: student.token)
                #expect(erased.status == 204)
            }
            let expiring = try await service.desk.accounts.issue(
                role: .admin, label: "y", expiresAt: Service.start.adding(minutes: 1), by: nil)
            try await end(expiring.value?.secret ?? "") { service.clock.set(Service.start.adding(minutes: 1)) }
        }
    }

    @Test func `too many streams are refused, and a closed one makes room`() async throws {
        var limits = EventFeed.Limits()
        limits.streamsPerPerson = 2
        limits.streams = 3
        try await Service.run(feed: limits) { service in
            let first = EventSource(url: service.url, token: try await service.addStudent("a").token)
            let second = EventSource(url: service.url, token: try await service.addStudent("b").token)
            let refusal = { (source: EventSource) -> EventSource.Refused? in
                do {
                    try await source.read { _ in false }
                    return nil
                } catch let refused as EventSource.Refused {
                    return refused
                }
            }
            try await first.read { _ in
                try await first.read { _ in
                    let third = try await refusal(first)
                    #expect(third?.status == 429 && third?.json["code"] == "rate_limited")
                    #expect(third?.retryAfter != nil)
                    try await second.read { _ in
                        let fourth = try await refusal(second)
                        #expect(fourth?.status == 503 && fourth?.retryAfter != nil)
                        return false
                    }
                    return false
                }
                return false
            }
            // Nobody wrote anything: the service noticed by itself that the clients were gone.
            while service.desk.eventFeed.streamCount > 0 { await Task.yield() }
            let welcome = try await refusal(first)
            #expect(welcome == nil)
        }
    }

    @Test func `a service that stops ends its streams in words and at once`() async throws {
        try await Service.run { service in
            let student = try await service.addStudent()
            var settings = HTTPSettings(address: .host("127.0.0.1", port: 0))
            settings.limits.drainTimeout = .seconds(600)
            let http = try HTTPService(
                Endpoints(desk: service.desk).definition(version: "test"), settings: settings, logger: Service.logger)
            let group = ServiceGroup(services: [http], logger: Service.logger)
            async let ended: Void = group.run()
            let url = "http://127.0.0.1:\(try await http.boundPort() ?? 0)"
            var last: EventSource.Part?
            let began = ContinuousClock.now
            let isEnded = try await EventSource(url: url, token: student.token).read { part in
                if case .retry = part { await group.triggerGracefulShutdown() }
                last = part
                return true
            }
            #expect(isEnded && last == .comment("the service is restarting, come again"))
            try await ended
            #expect(ContinuousClock.now - began < .seconds(300))
        }
    }
}
