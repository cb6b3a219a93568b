import Foundation
import HTTPAPI
import Logging
import Mentoring
import Notifications
import Postgres
import Scheduling
import Synchronization
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct AccountsEmailTests {
    private func post(_ count: Int, _ service: Service) async throws {
        for index in 0..<count {
            _ = try await service.desk.students.register(
                StudentProfile(name: "学生\(index)", email: "s\(index)@example.com", timezone: "Asia/Shanghai"))
            _ = try await service.desk.signIns.requestCode(email: "s\(index)@example.com", language: .en)
        }
    }

    private func waiting() async throws -> Int {
        try await Stored.count("SELECT count(*)::int FROM emails")
    }

    @Test func `a failure is tried again later, with the same id, and sent once`() async throws {
        try await Service.run { service in
            try await post(1, service)
            let mailbox = Mailbox(failures: [Busy(), Busy()])
            let dispatcher = service.dispatcher(mailbox)
            #expect(try await dispatcher.dispatch() == 1)
            #expect(try await dispatcher.dispatch() == 0)
            // Half of 15 seconds at the least, all of them at the most; then half of 30 to 30.
            service.clock.advance(microseconds: 7_000_000)
            #expect(try await dispatcher.dispatch() == 0)
            service.clock.advance(microseconds: 8_000_000)
            #expect(try await dispatcher.dispatch() == 1)
            service.clock.advance(microseconds: 14_000_000)
            #expect(try await dispatcher.dispatch() == 0)
            service.clock.advance(microseconds: 16_000_000)
            #expect(try await dispatcher.dispatch() == 1)
            #expect(mailbox.received.map(\.attempt) == [3])
            #expect(try await waiting() == 0)
        }
    }

    @Test func `what can't be sent is given up with a line that names no address`() async throws {
        try await Service.run { service in
            try await post(1, service)
            let lines = LoggedLines()
            let logger = Logger(label: "tests") { _ in lines }
            let refused = service.dispatcher(Mailbox(failures: [EmailRefusal("no such person")]), logger: logger)
            #expect(try await refused.dispatch() == 1)
            #expect(try await waiting() == 0)

            // Codes are of no use after ten minutes; something without an end is tried eight times.
            _ = try await service.desk.signIns.requestCode(email: "s0@example.com", language: .en)
            _ = try await TestDatabase.current.client.query("UPDATE emails SET expires_at = NULL")
            let busy = service.dispatcher(Mailbox(failures: Array(repeating: Busy(), count: 100)), logger: logger)
            var tries = 0
            for _ in 0..<20 {
                tries += try await busy.dispatch()
                service.clock.advance(microseconds: 3_600_000_000)
            }
            #expect(tries == 8)
            #expect(try await waiting() == 0)
            #expect(lines.all.count(where: { $0.level == .error }) == 2)
            #expect(lines.all.allSatisfy { !$0.text.contains("example.com") && !$0.text.contains("s0@") })
        }
    }

    @Test func `dispatchers at once send each e-mail once`() async throws {
        try await Service.run { service in
            try await post(40, service)
            let mailbox = Mailbox()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let dispatcher = service.dispatcher(mailbox)
                        while try await dispatcher.dispatch() > 0 {}
                    }
                }
                try await group.waitForAll()
            }
            // Those that another one held were its own to send.
            _ = try await service.dispatcher(mailbox).dispatch()
            #expect(mailbox.received.count == 40)
            #expect(Set(mailbox.received.map(\.address)).count == 40)
            #expect(try await waiting() == 0)
        }
    }

    @Test func `an e-mail whose sender died is taken by another, and the late one disturbs nothing`() async throws {
        try await Service.run { service in
            try await post(1, service)
            let emails = service.desk.emails
            let first = try await emails.claim(limit: 10, leaseSeconds: 60)
            guard case .send(let held) = first.first else { throw Service.Nobody() }
            #expect(try await emails.claim(limit: 10, leaseSeconds: 60).isEmpty)
            service.clock.advance(microseconds: 60_000_000)
            let second = try await emails.claim(limit: 10, leaseSeconds: 60)
            guard case .send(let taken) = second.first else { throw Service.Nobody() }
            #expect(taken.id == held.id && taken.code == held.code && taken.attempt == 2)
            // The first one wakes up: what it puts back is no longer its own.
            try await emails.postpone(held, afterSeconds: 0)
            #expect(try await emails.claim(limit: 10, leaseSeconds: 60).isEmpty)
            try await emails.finish(taken.id)
            #expect(try await waiting() == 0)
        }
    }

    @Test func `a code that has expired is not sent any more`() async throws {
        try await Service.run { service in
            try await post(1, service)
            service.clock.advance(microseconds: 600_000_000)
            #expect(try await service.mail().isEmpty)
            #expect(try await waiting() == 0)
        }
    }

    @Test func `in development the code is in the log`() async throws {
        try await Service.run { service in
            try await post(1, service)
            let lines = LoggedLines()
            let logger = Logger(label: "tests") { _ in lines }
            _ = try await service.dispatcher(LogEmailSender(logger: logger)).dispatch()
            let line = try #require(lines.all.first)
            #expect(line.level == .notice)
            let code = try #require(line.text.firstMatch(of: /code=([0-9]{6})/)).1
            #expect(try await service.verify("s0@example.com", String(code)).status == 200)
        }
    }
}

/// A log handler that keeps its lines.
private final class LoggedLines: LogHandler, Sendable {
    private let kept = Mutex<[(level: Logger.Level, text: String)]>([])

    var all: [(level: Logger.Level, text: String)] { kept.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }
    var logLevel: Logger.Level {
        get { .info }
        set { _ = newValue }
    }
    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        kept.withLock { $0.append((event.level, "\(event.message) \(pairs.joined(separator: " "))")) }
    }
}
