import Synchronization

/// The supervisor of the moment, where code outside the actor finds it.
final class CurrentSupervisor: Sendable {
    private let supervisor = Mutex<Supervisor?>(nil)

    func set(_ new: Supervisor) { supervisor.withLock { $0 = new } }

    func take() -> Supervisor? {
        supervisor.withLock { held in
            defer { held = nil }
            return held
        }
    }
}
