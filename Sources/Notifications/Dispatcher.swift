public import Logging
import Mentoring
public import ServiceLifecycle

/// Carries out what use cases have written down, until the service shuts down: empties the outbox, works at
/// destinations, sends e-mails with codes. Any number of instances may run one.
///
/// The database calls it as soon as there is something to do. It looks without a call too, now and then, as what falls
/// due by the clock calls nobody; so nothing depends on a call.
public struct Dispatcher: Service, CustomStringConvertible {
    private let deliveries: DeliveryDispatcher
    private let emails: EmailDispatcher?
    private let policy: DispatchPolicy
    private let logger: Logger
    private let bells = DispatcherBells()

    public var description: String { "dispatcher" }

    /// - Parameter emails: nil without a mail server: codes wait.
    public init(
        deliveries: DeliveryDispatcher, emails: EmailDispatcher?, policy: DispatchPolicy = DispatchPolicy(),
        logger: Logger
    ) {
        self.deliveries = deliveries
        self.emails = emails
        self.policy = policy
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await deliveries.listen(bells.hear) }
                group.addTask { await repeating("the outbox", at: .outbox) { try await deliveries.spread() } }
                group.addTask {
                    await working("destinations", at: .destinations, places: policy.simultaneously) {
                        let leasedAt = ContinuousClock.now
                        guard let destination = try await deliveries.lease(limit: 1).first else { return nil }
                        return { await deliveries.work(at: destination, leasedAt: leasedAt) }
                    }
                }
                if let emails {
                    group.addTask {
                        await working("e-mails", at: .emails, places: emails.places) {
                            guard let claim = try await emails.claim() else { return nil }
                            return { await emails.work(at: claim) }
                        }
                    }
                }
            }
        }
    }

    /// Does something again and again, with a pause where there was nothing to do.
    private func repeating(
        _ what: String, at place: DispatcherCalls.Place, _ work: @Sendable () async throws -> Int
    ) async {
        while !Task.isCancelled {
            let count = await attempt(what, work)
            if let count, count > 0 { continue }
            await pause(at: place, hasFailed: count == nil)
        }
    }

    /// Takes what is due and works at so many at once. What keeps its sender waiting takes one of these places and nothing
    /// from the others.
    ///
    /// - Parameter take: gives what is to be done for the next one that is due, or nil.
    private func working(
        _ what: String, at place: DispatcherCalls.Place, places count: Int,
        take: @Sendable () async throws -> (@Sendable () async -> Void)?
    ) async {
        let (places, vacancies) = AsyncStream<Void>.makeStream()
        for _ in 0..<max(1, count) { vacancies.yield() }
        await withDiscardingTaskGroup { group in
            for await _ in places {
                guard !Task.isCancelled else { break }
                let taken = await attempt(what, take)
                guard case .some(.some(let work)) = taken else {
                    await pause(at: place, hasFailed: taken == nil)
                    vacancies.yield()
                    continue
                }
                group.addTask {
                    await work()
                    vacancies.yield()
                }
            }
        }
    }

    private func pause(at place: DispatcherCalls.Place, hasFailed: Bool) async {
        // Where looking fails, a call would only make it fail again.
        if hasFailed {
            try? await Task.sleep(for: policy.pause)
        } else {
            await bells.wait(at: place, policy)
        }
    }

    /// Nil where it failed, which is logged.
    private func attempt<Value: Sendable>(
        _ what: String, _ work: @Sendable () async throws -> Value
    ) async -> Value? {
        do {
            return try await work()
        } catch {
            if !Task.isCancelled {
                logger.warning(
                    "can't be worked at, will be tried again", metadata: ["what": "\(what)", "error": "\(error)"])
            }
            return nil
        }
    }
}
