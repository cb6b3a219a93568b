import Foundation
public import Scheduling
import Synchronization

/// Makes identifiers in the order of time: UUIDv7 (RFC 9562) with the counter of its method 1, so that two made in one
/// millisecond, or under a frozen clock, still sort in the order they were made.
public final class IdentifierSource: Sendable {
    private struct State {
        var millisecond: UInt64 = 0
        var counter: UInt64 = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// A new identifier that carries the millisecond of `now`.
    public func next<Subject>(_ type: Identifier<Subject>.Type = Identifier<Subject>.self, at now: Instant)
        -> Identifier<Subject>
    {
        let asked = UInt64(max(0, now.microseconds / 1000))
        let (millisecond, counter) = state.withLock { state -> (UInt64, UInt64) in
            if state.millisecond == asked {
                state.counter += 1
            } else {
                state.millisecond = asked
                // Starts low enough that 3,000 more fit; half a million a second is beyond one service.
                state.counter = UInt64.random(in: 0..<1024)
            }
            return (asked + state.counter / 4096, state.counter % 4096)
        }
        var number = UInt128(millisecond & 0xFFFF_FFFF_FFFF) << 80
        number |= UInt128(0x7) << 76
        number |= UInt128(counter) << 64
        number |= UInt128(0b10) << 62
        number |= UInt128(UInt64.random(in: 0..<(1 << 62)))
        let uuid = withUnsafeBytes(of: number.bigEndian) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
        return Identifier(uuid: uuid)
    }
}
