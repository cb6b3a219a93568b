import Synchronization

/// Raised when the service begins to stop: every answer from then on closes its connection.
final class DrainFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    var isRaised: Bool { raised.load(ordering: .relaxed) }

    func raise() { raised.store(true, ordering: .relaxed) }
}
