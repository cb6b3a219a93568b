import Foundation
import HTTPAPI
import Logging
import Mentoring
import Notifications
import Synchronization

/// Where e-mails go in tests: kept, or refused as often as the test wants.
final class Mailbox: EmailSender {
    private struct State {
        var received: [Email] = []
        var failures: [any Error] = []
    }

    private let state = Mutex(State())

    /// - Parameter failures: thrown by the first tries, in this order.
    init(failures: [any Error] = []) {
        state.withLock { $0.failures = failures }
    }

    var received: [Email] { state.withLock(\.received) }

    func send(_ email: Email) async throws {
        try state.withLock { state in
            guard state.failures.isEmpty else { throw state.failures.removeFirst() }
            state.received.append(email)
        }
    }
}

/// A server that is busy.
struct Busy: Error {}

extension Service {
    /// What is in the post now, sent by one dispatcher.
    func mail() async throws -> [Email] {
        let mailbox = Mailbox()
        let dispatcher = dispatcher(mailbox)
        while try await dispatcher.dispatch() > 0 {}
        return mailbox.received
    }

    func dispatcher(_ sender: any EmailSender, logger: Logger = Service.logger) -> EmailDispatcher {
        // One at a time, so that they arrive in the order they were made.
        var policy = DispatchPolicy()
        policy.simultaneously = 1
        return EmailDispatcher(desk, sender: sender, policy: policy, logger: logger)
    }

    /// Asks for a code to sign in, and reads the mail.
    func code(for email: String) async throws -> String {
        _ = try await call(.POST, "/v1/sign-in", ["email": .string(email)])
        return try await mail().last?.code ?? ""
    }

    func verify(_ email: String, _ code: String, key: String? = nil) async throws -> Answer {
        try await call(
            .POST, "/v1/sign-in/verify", ["email": .string(email), "code": .string(code)], key: key)
    }

    /// A form to register with.
    static func form(_ email: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
        .object(["name": "陈同学", "email": .string(email), "timezone": "Asia/Shanghai"].merging(more) { $1 })
    }

    /// Another six digits than these.
    static func wrong(_ code: String) -> String {
        (code.first == "0" ? "1" : "0") + code.dropFirst()
    }
}
