import Testing

@testable import Notifications

@Suite(.timeLimit(.minutes(10))) struct BellTests {
    @Test func `a ring wakes who waits, and one that nobody waits for is kept`() async {
        let bell = Bell()
        bell.ring()
        await bell.wait(atMost: .seconds(3_600))
        for _ in 0..<1_000 {
            let waiting = Task { await bell.wait(atMost: .seconds(3_600)) }
            bell.ring()
            await waiting.value
        }
    }

    @Test func `whoever is cancelled waits no more, and a ring after it is kept for the next`() async {
        let bell = Bell()
        for _ in 0..<1_000 {
            let waiting = Task { await bell.wait(atMost: .seconds(3_600)) }
            waiting.cancel()
            await waiting.value
        }
        bell.ring()
        await bell.wait(atMost: .seconds(3_600))
        await bell.wait(atMost: .zero)
    }
}
