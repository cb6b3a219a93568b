public import Logging
public import Mentoring

/// Sends the e-mails that use cases have written down for an address: codes, which nobody waits for in a row.
///
/// Any number of instances may run one: each e-mail is leased by whoever takes it, and falls due again should its
/// taker die. Failures are tried again, ever later, and given up at last with a line in the log.
public struct EmailDispatcher: Sendable {
    private let emails: Emails
    private let sender: any EmailSender
    private let policy: DispatchPolicy
    private let logger: Logger

    public init(
        _ desk: Desk, sender: any EmailSender, policy: DispatchPolicy = DispatchPolicy(), logger: Logger
    ) {
        emails = desk.emails
        self.sender = sender
        self.policy = policy
        self.logger = logger
    }

    /// How many are sent at once.
    var places: Int { policy.simultaneously }

    /// Takes the next one that is due.
    func claim() async throws -> Emails.Claim? {
        try await emails.claim(limit: 1, leaseSeconds: policy.leaseSeconds).first
    }

    /// Sends it, puts it back or gives it up.
    func work(at claim: Emails.Claim) async {
        do {
            try await handle(claim)
        } catch {
            // The lease brings it back to another instance, or to this one when it is up again.
            if !Task.isCancelled { logger.warning("an e-mail was left", metadata: ["error": "\(error)"]) }
        }
    }

    /// Takes what is due, up to as many as are sent at once, and waits until each is sent, put back or given up.
    ///
    /// - Returns: how many it took.
    @discardableResult
    public func dispatch() async throws -> Int {
        let claims = try await emails.claim(limit: policy.simultaneously, leaseSeconds: policy.leaseSeconds)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for claim in claims { group.addTask { try await handle(claim) } }
            try await group.waitForAll()
        }
        return claims.count
    }

    private func handle(_ claim: Emails.Claim) async throws {
        switch claim {
        case .drop(let id, let reason):
            if reason != .unwanted {
                logger.warning("e-mail dropped", metadata: ["email": "\(id)", "reason": "\(reason.rawValue)"])
            }
            try await emails.finish(id)
        case .send(let email):
            do {
                try await sender.send(email)
            } catch {
                return try await putBack(email, after: error)
            }
            try await emails.finish(email.id)
        }
    }

    private func putBack(_ email: Email, after error: any Error) async throws {
        if Task.isCancelled { throw CancellationError() }
        let metadata: Logger.Metadata = [
            "email": "\(email.id)", "kind": "\(email.kind?.rawValue ?? "notice")", "attempt": "\(email.attempt)",
            "error": "\(error)",
        ]
        if error is EmailRefusal || email.attempt >= policy.attempts {
            logger.error("e-mail given up", metadata: metadata)
            try await emails.finish(email.id)
        } else {
            logger.warning("e-mail not sent, will be tried again", metadata: metadata)
            var generator = SystemRandomNumberGenerator()
            let delay = policy.delaySeconds(afterAttempt: email.attempt, using: &generator)
            try await emails.postpone(email, afterSeconds: delay)
        }
    }
}
