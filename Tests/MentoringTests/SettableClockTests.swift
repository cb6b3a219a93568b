import Mentoring
import Scheduling
import Synchronization
import Testing

struct SettableClockTests {
    /// A base clock that the test moves.
    private final class Base: WallClock {
        private let time: Mutex<Instant>

        init(_ instant: Instant) { time = Mutex(instant) }

        var now: Instant { time.withLock { $0 } }

        func pass(microseconds: Int64) { time.withLock { $0 = $0.adding(microseconds: microseconds) } }
    }

    private static let start = Instant(seconds: 1_795_428_000)
    private static let elsewhere = Instant(seconds: 1_000_000_000)

    @Test func `a frozen clock stands still until it is told`() {
        let base = Base(Self.elsewhere)
        let clock = SettableClock(start: Self.start, isFrozen: true, base: base)
        base.pass(microseconds: 5_000_000)
        #expect(clock.now == Self.start)
        #expect(clock.advance(microseconds: 1) == Self.start.adding(microseconds: 1))
        base.pass(microseconds: 5_000_000)
        #expect(clock.now == Self.start.adding(microseconds: 1))
        clock.set(Self.elsewhere)
        #expect(clock.now == Self.elsewhere)
    }

    @Test func `a running clock goes on from what it was set to`() {
        let base = Base(Self.elsewhere)
        let clock = SettableClock(start: Self.start, base: base)
        #expect(clock.now == Self.start)
        base.pass(microseconds: 250)
        #expect(clock.now == Self.start.adding(microseconds: 250))
        #expect(clock.advance(microseconds: -1_000) == Self.start.adding(microseconds: -750))
        base.pass(microseconds: 750)
        #expect(clock.now == Self.start)
        clock.set(Self.start.adding(days: 1))
        base.pass(microseconds: 3)
        #expect(clock.now == Self.start.adding(days: 1).adding(microseconds: 3))
    }

    @Test func `without a start it shows the base clock's time`() {
        let base = Base(Self.elsewhere)
        let clock = SettableClock(base: base)
        base.pass(microseconds: 7)
        #expect(clock.now == base.now)
    }
}
