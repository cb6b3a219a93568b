public import Logging
public import Mentoring
import Scheduling

/// Works at destinations: sends what waits for one in its order, and says what came of it.
public struct DeliveryDispatcher: Sendable {
    /// What came of deliveries.
    public enum Outcome: String, Sendable, CaseIterable {
        case sent, failed, dead, dropped
    }

    private let desk: Desk
    private let senders: [DestinationKind: any DeliverySender]
    private let policy: DispatchPolicy
    private let logger: Logger
    private let observe: @Sendable (DestinationKind, Outcome, Int) -> Void

    private static let perDestination = 50
    /// Nobody needs to be told at once that a message has been mended.
    private static let silentTopics: Set<String> = ["message.edited", "message.deleted", "schedule.changed"]

    /// - Parameters:
    ///   - senders: what is for another kind of destination waits.
    ///   - observe: told of each outcome with its number.
    public init(
        _ desk: Desk, senders: [DestinationKind: any DeliverySender], policy: DispatchPolicy = DispatchPolicy(),
        logger: Logger, observe: @escaping @Sendable (DestinationKind, Outcome, Int) -> Void = { _, _, _ in }
    ) {
        self.desk = desk
        self.senders = senders
        self.policy = policy
        self.logger = logger
        self.observe = observe
    }

    /// Empties the outbox into deliveries. - Returns: how many rows it took.
    @discardableResult
    public func spread() async throws -> Int { try await desk.deliveries.spread() }

    /// Hears what calls to work, until the task is cancelled.
    func listen(_ hear: @Sendable (DispatcherCalls) -> Void) async { await DispatcherCalls.listen(desk, hear) }

    func lease(limit: Int) async throws -> [DueDestination] {
        try await desk.deliveries.lease(
            kinds: Array(senders.keys), limit: limit, leaseSeconds: policy.destinationLeaseSeconds,
            perDestination: Self.perDestination)
    }

    /// One round: the outbox, then every destination that is due.
    ///
    /// - Returns: how many rows and destinations it worked at.
    @discardableResult
    public func dispatch() async throws -> Int {
        let spread = try await spread()
        let leasedAt = ContinuousClock.now
        let due = try await lease(limit: 100)
        await withDiscardingTaskGroup { group in
            for destination in due { group.addTask { await work(at: destination, leasedAt: leasedAt) } }
        }
        return spread + due.count
    }

    /// Sends what waits for a leased destination, and gives it back.
    ///
    /// - Parameter leasedAt: when the lease was asked for.
    func work(at destination: DueDestination, leasedAt: ContinuousClock.Instant) async {
        do {
            // A sender whose lease can't be kept is stopped: the destination may be another's by now.
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await send(destination, leasedAt: leasedAt) }
                group.addTask { try await keep(destination, leasedAt: leasedAt) }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch  where Task.isCancelled {
            // Stopping: others need not wait for the lease to end. The task of its own is cancelled by nobody.
            await Task { try? await desk.deliveries.giveBack(destination) }.value
        } catch {
            // The lease brings it to another instance, or back to this one.
            logger.warning(
                "a destination was left", metadata: ["destination": "\(destination.id)", "error": "\(error)"])
        }
    }

    /// Makes the lease longer again and again. Ends by throwing, as soon as it can't be counted on.
    private func keep(_ destination: DueDestination, leasedAt: ContinuousClock.Instant) async throws {
        var keptAt = leasedAt
        while true {
            try await Task.sleep(for: policy.renewal)
            let askedAt = ContinuousClock.now
            let isKept = try? await desk.deliveries.renew(destination, leaseSeconds: policy.destinationLeaseSeconds)
            if isKept == true { keptAt = askedAt }
            // What the database says counts; where it says nothing, the lease as long as it was certain.
            guard isKept ?? (askedAt - keptAt < .seconds(policy.destinationLeaseSeconds)) else { throw LostLease() }
        }
    }

    /// A destination is somebody else's.
    private struct LostLease: Error {}

    private func send(_ destination: DueDestination, leasedAt: ContinuousClock.Instant) async throws {
        let now = desk.clock.now
        let isHeard = { (delivery: Delivery) in
            delivery.isUseful(at: now)
                && !(destination.kind.isReadByPeople && Self.silentTopics.contains(delivery.topic))
        }
        let useless = destination.deliveries.filter { !isHeard($0) }
        if !useless.isEmpty {
            try await desk.deliveries.finish(useless, of: destination, isDropped: true)
            observe(destination.kind, .dropped, useless.count)
        }
        let waiting = destination.deliveries.filter(isHeard)
        guard let sender = senders[destination.kind], !waiting.isEmpty else {
            return try await desk.deliveries.giveBack(destination)
        }
        if destination.kind.isReadByPeople,
            let end = destination.reader.quietHours?.end(at: now, in: destination.reader.zone),
            !waiting.contains(where: { $0.isUrgent(quietUntil: end, at: now) })
        {
            return try await desk.deliveries.giveBack(destination, workAt: end)
        }
        guard let target = destination.target else {
            return try await fail(waiting, of: destination, DeliveryFailure("there is no address to open", .refused))
        }
        if let limits = RobotLimits.of(destination.kind), let robot = destination.robotHash,
            let turn = try await desk.deliveries.takeTurn(of: robot, within: limits)
        {
            return try await desk.deliveries.giveBack(destination, workAt: turn)
        }
        let messages = destination.kind.isRobot ? [Self.together(waiting)] : waiting.map { [$0] }
        for message in messages {
            guard ContinuousClock.now - leasedAt < policy.turn else { break }
            do {
                try await sender.send(message, to: destination, target: target, at: desk.clock.now)
            } catch {
                if Task.isCancelled { throw CancellationError() }
                let failure = error as? DeliveryFailure ?? DeliveryFailure("\(error)")
                return try await fail(message, of: destination, failure)
            }
            try await desk.deliveries.finish(message, of: destination)
            observe(destination.kind, .sent, message.count)
        }
        try await desk.deliveries.giveBack(destination)
    }

    /// What a robot says at one go: a report alone, everything else up to the next one as a digest. The rest waits for
    /// the robot's next turn.
    private static func together(_ waiting: [Delivery]) -> [Delivery] {
        guard let first = waiting.first, first.report == nil else { return Array(waiting.prefix(1)) }
        return Array(waiting.prefix { $0.report == nil })
    }

    private func fail(
        _ deliveries: [Delivery], of destination: DueDestination, _ failure: DeliveryFailure
    ) async throws {
        let consequence = consequence(for: deliveries, of: destination, failure)
        let metadata: Logger.Metadata = [
            "destination": "\(destination.id)", "kind": "\(destination.kind.rawValue)",
            "delivery": "\(deliveries.first?.id.description ?? "")", "attempt": "\(deliveries.first?.attempt ?? 0)",
            "error": "\(failure)",
        ]
        switch consequence {
        case .again:
            observe(destination.kind, .failed, deliveries.count)
            logger.warning("not delivered, will be tried again", metadata: metadata)
        case .dead:
            observe(destination.kind, .dead, deliveries.count)
            logger.error("a delivery is given up: a dead letter", metadata: metadata)
        case .disable:
            observe(destination.kind, .dead, deliveries.count)
            logger.error("a destination is switched off", metadata: metadata)
        }
        try await desk.deliveries.fail(deliveries, of: destination, error: failure.description, consequence)
    }

    private func consequence(
        for deliveries: [Delivery], of destination: DueDestination, _ failure: DeliveryFailure
    ) -> Deliveries.Failure {
        let patience = desk.deliveryPolicy
        switch failure.verdict {
        case .gone: return .disable(reason: failure.description)
        case .refused: return .dead
        case .again(let seconds):
            if let since = destination.failingSince,
                desk.clock.now >= since.adding(minutes: patience.disableAfterHours * 60)
            {
                return .disable(reason: "nothing got through for \(patience.disableAfterHours) hours: \(failure)")
            }
            guard (deliveries.map(\.attempt).max() ?? 1) < patience.attempts else { return .dead }
            var generator = SystemRandomNumberGenerator()
            // The destination's own failures count: what is behind a dead letter doesn't begin to hurry.
            let delay = policy.delaySeconds(afterAttempt: destination.failures + 1, using: &generator)
            return .again(afterSeconds: max(seconds ?? 0, delay))
        }
    }
}
