import Mentoring
import Synchronization

/// A bell for each place where a dispatcher works, rung by the database's calls.
final class DispatcherBells: Sendable {
    private let bells = Dictionary(uniqueKeysWithValues: DispatcherCalls.Place.allCases.map { ($0, Bell()) })
    private let isCalled = Mutex(false)

    func hear(_ call: DispatcherCalls) {
        switch call {
        case .work(let place): bells[place]?.ring()
        case .listening:
            isCalled.withLock { $0 = true }
            for bell in bells.values { bell.ring() }
        case .deaf: isCalled.withLock { $0 = false }
        }
    }

    /// Waits for a call, but not for ever: less long while nobody would call.
    func wait(at place: DispatcherCalls.Place, _ policy: DispatchPolicy) async {
        let limit = isCalled.withLock(\.self) ? policy.longPause : policy.pause
        await bells[place]?.wait(atMost: limit)
    }
}
