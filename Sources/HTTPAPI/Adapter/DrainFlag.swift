import Synchronization

/// Raised when the service begins to stop: every answer from then on closes its connection, and `/readyz` says so.
public final class DrainFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    public init() {}

    public var isRaised: Bool { raised.load(ordering: .relaxed) }

    /// Stays raised.
    public func raise() { raised.store(true, ordering: .relaxed) }
}
