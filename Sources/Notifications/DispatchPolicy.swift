/// How patiently things are sent.
public struct DispatchPolicy: Sendable, Hashable {
    /// How many are sent at once by one instance.
    public var simultaneously = 4
    /// For how long what is being sent is nobody else's; longer than a sender's own time limit.
    public var leaseSeconds = 120
    /// For how long a destination is nobody else's: so long at most does it stand still after its dispatcher has died.
    /// Clocks of instances must not differ by as much.
    public var destinationLeaseSeconds = 5
    /// How often a lease is made longer while its destination is worked at.
    public var renewal = Duration.seconds(1)
    /// After so long at one destination another gets its turn.
    public var turn = Duration.seconds(10)
    /// How often one is tried before it is given up.
    public var attempts = 8
    /// The wait after the first failure; it doubles with each.
    public var firstDelaySeconds = 15
    public var longestDelaySeconds = 3_600
    /// How long to wait when nothing was due and nobody would call.
    public var pause = Duration.milliseconds(500)
    /// How long to wait for a call before looking all the same: what falls due by the clock alone calls nobody.
    public var longPause = Duration.seconds(2)

    public init() {}

    /// How long to wait after a failure: half of it fixed, half by chance, so that what failed together doesn't come
    /// back together.
    ///
    /// - Parameter attempt: the one that failed, from 1.
    func delaySeconds(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Int {
        let doublings = min(max(attempt - 1, 0), 30)
        let longest = max(1, longestDelaySeconds)
        let whole = min(longest, max(1, firstDelaySeconds) << doublings)
        return whole - whole / 2 + Int.random(in: 0...(whole / 2), using: &generator)
    }
}
