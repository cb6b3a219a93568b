import Synchronization

/// Whether the client of a streamed answer is still there. What is said to nobody would else be noticed only when
/// something is written.
final class ClientPresence: Sendable {
    private struct State {
        var hasLeft = false
        var act: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    init() {}

    /// Says what to do when the client leaves; done at once if it has.
    func onLeaving(_ act: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            if !state.hasLeft { state.act = act }
            return state.hasLeft
        }
        if isLate { act() }
    }

    /// The client has closed its side.
    func leave() {
        let act = state.withLock { state in
            state.hasLeft = true
            defer { state.act = nil }
            return state.act
        }
        act?()
    }
}
