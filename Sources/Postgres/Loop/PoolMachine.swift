internal import DequeModule

/// The pool's decisions, pure: events go in by methods, actions come out of `decide`.
///
/// It knows connections by number and callers by whatever `Waiter` is; it never looks at a clock or a socket.
/// Times are nanoseconds of one monotonic clock.
struct PoolMachine<Waiter> {
    struct Limits {
        var minimum = 1
        var maximum = 10
        var maxReaders = 4
        var maxReadBatch = 64
        var maxWaiting = 10_000
        var maxConnecting = 4
        var maxAge: Int64 = .max
        var idleLimit: Int64 = .max
        var backoffFirst: Int64 = 50_000_000
        var backoffLongest: Int64 = 2_000_000_000
        /// A connection lost this soon after it was opened counts as a failed attempt.
        var shortLife: Int64 = 1_000_000_000
    }

    enum Refusal: Equatable {
        case tooManyWaiting, waitedTooLong, closed
    }

    enum Action {
        case open(Int)
        case close(Int)
        /// The connection is this caller's until it is released.
        case lease(Int, Waiter)
        /// The connection carries these reads until it is released.
        case read(Int, [Waiter])
        case refuse(Waiter, Refusal)
    }

    enum Phase: Equatable {
        case waitingForStart, running, draining
    }

    private enum Use {
        case connecting, idle(since: Int64), leased, reading
    }

    private struct Record {
        var use: Use
        var openedAt: Int64
    }

    private struct Waiting {
        let waiter: Waiter
        let order: UInt64
        let expiresAt: Int64
    }

    let limits: Limits
    private(set) var phase = Phase.waitingForStart
    private var records: [Int: Record] = [:]
    /// Idle connections, the most recently used last: it is used next, so that the others grow old enough to be closed.
    private var idle: [Int] = []
    private var leases: Deque<Waiting> = []
    private var reads: Deque<Waiting> = []
    private var nextOrder: UInt64 = 1 << 32
    private var nextResent: UInt64 = (1 << 32) - 1
    private var nextConnection = 1
    private var failures = 0
    private var nextAttemptAt: Int64 = .min
    private var nextExpiry: Int64 = .max
    private(set) var connecting = 0
    private(set) var readers = 0
    private var refused: [(Waiter, Refusal)] = []
    private var jitter: UInt64

    init(limits: Limits, seed: UInt64) {
        self.limits = limits
        jitter = seed | 1
    }

    var idleCount: Int { idle.count }
    var busyCount: Int { records.count - idle.count - connecting }
    var openCount: Int { records.count - connecting }
    var total: Int { records.count }
    var waitingCount: Int { leases.count + reads.count }
    var consecutiveFailures: Int { failures }

    /// Whether a drain has come to its end.
    var isDrained: Bool { phase == .draining && records.isEmpty && waitingCount == 0 && refused.isEmpty }

    // MARK: Events

    mutating func start() {
        if phase == .waitingForStart { phase = .running }
    }

    /// No new work from now on; what waits is refused when `refusingWaiting`, else still served.
    mutating func drain(refusingWaiting: Bool) {
        // A pool that was never started cannot serve anybody.
        let refuses = refusingWaiting || phase == .waitingForStart
        phase = .draining
        guard refuses else { return }
        for waiting in leases { refused.append((waiting.waiter, .closed)) }
        for waiting in reads { refused.append((waiting.waiter, .closed)) }
        leases.removeAll()
        reads.removeAll()
    }

    mutating func askLease(_ waiter: Waiter, expiresAt: Int64) {
        guard admit(waiter) else { return }
        leases.append(Waiting(waiter: waiter, order: order(), expiresAt: expiresAt))
        nextExpiry = min(nextExpiry, expiresAt)
    }

    mutating func askRead(_ waiter: Waiter, expiresAt: Int64) {
        guard admit(waiter) else { return }
        reads.append(Waiting(waiter: waiter, order: order(), expiresAt: expiresAt))
        nextExpiry = min(nextExpiry, expiresAt)
    }

    /// A caller that had its turn already goes first again, however many wait.
    mutating func askAgain(_ waiter: Waiter, isRead: Bool, expiresAt: Int64) {
        let waiting = Waiting(waiter: waiter, order: nextResent, expiresAt: expiresAt)
        nextResent -= 1
        if isRead { reads.prepend(waiting) } else { leases.prepend(waiting) }
        nextExpiry = min(nextExpiry, expiresAt)
    }

    /// Takes a caller out of the queue; true when it was there.
    mutating func withdraw(where matches: (Waiter) -> Bool) -> Bool {
        if let index = leases.firstIndex(where: { matches($0.waiter) }) {
            leases.remove(at: index)
            return true
        }
        if let index = reads.firstIndex(where: { matches($0.waiter) }) {
            reads.remove(at: index)
            return true
        }
        return false
    }

    /// A connection is there; false when it is no longer wanted and must be closed.
    mutating func opened(_ id: Int, now: Int64) -> Bool {
        guard case .connecting? = records[id]?.use else { return false }
        connecting -= 1
        failures = 0
        nextAttemptAt = .min
        records[id] = Record(use: .idle(since: now), openedAt: now)
        idle.append(id)
        return true
    }

    mutating func openFailed(_ id: Int, now: Int64) {
        guard case .connecting? = records[id]?.use else { return }
        connecting -= 1
        records[id] = nil
        backOff(now: now)
    }

    mutating func lost(_ id: Int, now: Int64) {
        guard let record = records.removeValue(forKey: id) else { return }
        switch record.use {
        case .connecting: connecting -= 1
        case .idle: idle.removeAll { $0 == id }
        case .reading: readers -= 1
        case .leased: break
        }
        if now - record.openedAt < limits.shortLife { backOff(now: now) }
    }

    /// The work on a connection is over. A discarded one is closed instead of used again.
    mutating func released(_ id: Int, now: Int64, discard: Bool = false) -> Bool {
        guard var record = records[id] else { return false }
        switch record.use {
        case .reading: readers -= 1
        case .leased: break
        case .idle, .connecting: return false
        }
        guard !discard else {
            records[id] = nil
            return true
        }
        record.use = .idle(since: now)
        records[id] = record
        idle.append(id)
        return false
    }

    // MARK: Decisions

    /// What to do now. Call it after every batch of events, and at `nextTimer`.
    mutating func decide(now: Int64, into actions: inout [Action]) {
        expireWaiting(now: now)
        for (waiter, reason) in refused { actions.append(.refuse(waiter, reason)) }
        refused.removeAll(keepingCapacity: true)
        guard phase != .waitingForStart else { return }
        serve(into: &actions)
        closeIdle(now: now, into: &actions)
        grow(now: now, into: &actions)
    }

    /// When `decide` must be called even if nothing happens; `.max` for never.
    func nextTimer(now: Int64) -> Int64 {
        var next = nextExpiry
        guard phase == .running || (phase == .draining && waitingCount > 0) else { return next }
        if wantsMore, nextAttemptAt > now { next = min(next, nextAttemptAt) }
        for id in idle {
            guard let record = records[id], case .idle(let since) = record.use else { continue }
            next = min(next, Self.sum(record.openedAt, age(of: id)))
            if openCount > limits.minimum { next = min(next, Self.sum(since, limits.idleLimit)) }
        }
        return next
    }

    private mutating func serve(into actions: inout [Action]) {
        while let id = idle.last {
            let lease = leases.first
            let read = readers < limits.maxReaders ? reads.first : nil
            if let lease, lease.order < read?.order ?? .max {
                leases.removeFirst()
                idle.removeLast()
                records[id]?.use = .leased
                actions.append(.lease(id, lease.waiter))
            } else if read != nil {
                idle.removeLast()
                // Others that are free take their part of the reads; leases waiting behind these reads get theirs too.
                let free = max(1, min(idle.count + 1 - min(leases.count, idle.count), limits.maxReaders - readers))
                let share = min(limits.maxReadBatch, (reads.count + free - 1) / free)
                let batch = reads.prefix(share).map(\.waiter)
                reads.removeFirst(batch.count)
                readers += 1
                records[id]?.use = .reading
                actions.append(.read(id, batch))
            } else {
                return
            }
        }
    }

    private var wantsMore: Bool {
        guard records.count < limits.maximum, connecting < limits.maxConnecting else { return false }
        if phase == .running, records.count < limits.minimum { return true }
        // Idle connections were offered first: who waits now waits for one more connection. Reads share one.
        let forReads = !reads.isEmpty && readers + connecting < limits.maxReaders ? 1 : 0
        return connecting < leases.count + forReads
    }

    private mutating func grow(now: Int64, into actions: inout [Action]) {
        while wantsMore, now >= nextAttemptAt {
            let id = nextConnection
            nextConnection += 1
            records[id] = Record(use: .connecting, openedAt: now)
            connecting += 1
            actions.append(.open(id))
            // After a failure one attempt at a time finds out whether the server is back.
            if failures > 0 { nextAttemptAt = Self.sum(now, backoff) }
        }
    }

    private mutating func closeIdle(now: Int64, into actions: inout [Action]) {
        let draining = phase == .draining
        if draining, waitingCount == 0, connecting > 0 {
            // Nobody waits for them any more: whatever comes of these attempts is dropped when it comes.
            for (id, record) in records {
                if case .connecting = record.use { records[id] = nil }
            }
            connecting = 0
        }
        for id in idle {
            guard let record = records[id], case .idle(let since) = record.use else { continue }
            let isOld = now >= Self.sum(record.openedAt, age(of: id))
            let isSpare = openCount > limits.minimum && now >= Self.sum(since, limits.idleLimit)
            if draining && waitingCount == 0 || isOld || isSpare {
                records[id] = nil
                idle.removeAll { $0 == id }
                actions.append(.close(id))
            }
        }
    }

    private mutating func expireWaiting(now: Int64) {
        guard now >= nextExpiry else { return }
        nextExpiry = .max
        func sweep(_ queue: inout Deque<Waiting>, _ refused: inout [(Waiter, Refusal)], _ next: inout Int64) {
            var kept: Deque<Waiting> = []
            for waiting in queue {
                if waiting.expiresAt <= now {
                    refused.append((waiting.waiter, .waitedTooLong))
                } else {
                    next = min(next, waiting.expiresAt)
                    kept.append(waiting)
                }
            }
            queue = kept
        }
        sweep(&leases, &refused, &nextExpiry)
        sweep(&reads, &refused, &nextExpiry)
    }

    // MARK: Parts

    private mutating func admit(_ waiter: Waiter) -> Bool {
        if phase == .draining {
            refused.append((waiter, .closed))
            return false
        }
        // Callers that can be served at once are not waiting.
        if waitingCount >= limits.maxWaiting + idle.count {
            refused.append((waiter, .tooManyWaiting))
            return false
        }
        return true
    }

    private mutating func order() -> UInt64 {
        defer { nextOrder += 1 }
        return nextOrder
    }

    private mutating func backOff(now: Int64) {
        failures += 1
        nextAttemptAt = Self.sum(now, backoff)
    }

    /// Doubling, with half of it left to chance so that many clients don't come back at once.
    private var backoff: Int64 {
        mutating get {
            let doublings = min(failures - 1, 20)
            let full = min(limits.backoffLongest, limits.backoffFirst << Int64(max(0, doublings)))
            jitter = jitter &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return full / 2 + Int64(jitter >> 33) % max(1, full / 2)
        }
    }

    /// The age limit of one connection, ± 10 %, so that a pool opened at once is not replaced at once.
    private func age(of id: Int) -> Int64 {
        guard limits.maxAge < .max / 2 else { return .max }
        let spread = Int64((UInt64(id) &* 0x9e37_79b9_7f4a_7c15) >> 40) % 2001 - 1000
        return limits.maxAge + limits.maxAge / 10_000 * spread
    }

    private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? .max : sum
    }
}
