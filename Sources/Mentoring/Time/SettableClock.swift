public import Scheduling
import Synchronization

/// A clock for demonstrations and checks: can be set and moved, and stands still when frozen.
public final class SettableClock: WallClock {
    private struct State {
        var shownAt: Instant
        var readAt: Instant
        let isFrozen: Bool
    }

    private let state: Mutex<State>
    private let base: any WallClock

    /// - Parameters:
    ///   - start: what it shows now; nil is the base clock's time.
    ///   - isFrozen: whether it moves only when told.
    ///   - base: what makes it tick.
    public init(start: Instant? = nil, isFrozen: Bool = false, base: any WallClock = SystemClock()) {
        let read = base.now
        self.base = base
        state = Mutex(State(shownAt: start ?? read, readAt: read, isFrozen: isFrozen))
    }

    public var now: Instant {
        let read = base.now
        return state.withLock { state in Self.shown(state, read) }
    }

    /// Sets what it shows; it goes on from there unless frozen.
    public func set(_ instant: Instant) {
        let read = base.now
        state.withLock { state in
            state.shownAt = instant
            state.readAt = read
        }
    }

    /// Moves it by a number of microseconds, either way, and answers what it shows then.
    @discardableResult
    public func advance(microseconds: Int64) -> Instant {
        let read = base.now
        return state.withLock { state in
            state.shownAt = Instant(microseconds: Self.shown(state, read).microseconds + microseconds)
            state.readAt = read
            return state.shownAt
        }
    }

    private static func shown(_ state: State, _ read: Instant) -> Instant {
        guard !state.isFrozen else { return state.shownAt }
        return Instant(microseconds: state.shownAt.microseconds + read.microseconds - state.readAt.microseconds)
    }
}
