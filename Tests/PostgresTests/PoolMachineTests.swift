import Testing

@testable import Postgres

@Suite struct PoolMachineTests {
    private typealias Machine = PoolMachine<Int>

    private func machine(_ adjust: (inout Machine.Limits) -> Void = { _ in }) -> Machine {
        var limits = Machine.Limits()
        limits.minimum = 0
        limits.maximum = 3
        limits.maxReaders = 2
        limits.maxReadBatch = 10
        limits.maxWaiting = 100
        adjust(&limits)
        var machine = Machine(limits: limits, seed: 42)
        machine.start()
        return machine
    }

    /// What the machine decides, as text that a test can compare.
    private func decide(_ machine: inout Machine, at now: Int64 = 0) -> [String] {
        var actions: [Machine.Action] = []
        machine.decide(now: now, into: &actions)
        return actions.map { action in
            switch action {
            case .open(let id): "open \(id)"
            case .close(let id): "close \(id)"
            case .lease(let id, let waiter): "lease \(id) to \(waiter)"
            case .read(let id, let waiters): "read \(waiters.map { "\($0)" }.joined(separator: ",")) on \(id)"
            case .refuse(let waiter, let reason): "refuse \(waiter): \(reason)"
            }
        }
    }

    // `#expect` cannot call what changes its receiver.
    private func opened(_ machine: inout Machine, _ id: Int, at now: Int64) -> Bool {
        machine.opened(id, now: now)
    }

    private func released(_ machine: inout Machine, _ id: Int, at now: Int64, discard: Bool = false) -> Bool {
        machine.released(id, now: now, discard: discard)
    }

    private func withdraw(_ machine: inout Machine, _ waiter: Int) -> Bool {
        machine.withdraw { $0 == waiter }
    }

    @Test func `nothing is opened before the start, and waiting callers still expire`() {
        var limits = Machine.Limits()
        limits.minimum = 2
        var machine = Machine(limits: limits, seed: 1)
        machine.askLease(1, expiresAt: 100)
        #expect(decide(&machine) == [])
        #expect(machine.nextTimer(now: 0) == 100)
        #expect(decide(&machine, at: 100) == ["refuse 1: waitedTooLong"])
        machine.start()
        #expect(decide(&machine, at: 101) == ["open 1", "open 2"])
    }

    @Test func `a connection is opened for who waits and given to it`() {
        var machine = machine()
        machine.askLease(7, expiresAt: .max)
        #expect(decide(&machine) == ["open 1"])
        #expect(decide(&machine) == [])
        #expect(opened(&machine, 1, at: 0))
        #expect(decide(&machine) == ["lease 1 to 7"])
        #expect(machine.busyCount == 1)
        #expect(!released(&machine, 1, at: 5))
        #expect(machine.idleCount == 1)
    }

    @Test func `no more connections are opened than the maximum, and the rest wait in order`() {
        var machine = machine()
        for waiter in 1...5 { machine.askLease(waiter, expiresAt: .max) }
        #expect(decide(&machine) == ["open 1", "open 2", "open 3"])
        for id in 1...3 { #expect(opened(&machine, id, at: 0)) }
        #expect(Set(decide(&machine)) == ["lease 3 to 1", "lease 2 to 2", "lease 1 to 3"])
        #expect(machine.waitingCount == 2)
        _ = machine.released(2, now: 0)
        #expect(decide(&machine) == ["lease 2 to 4"])
    }

    @Test func `reads share connections, as many as may read`() {
        var machine = machine { $0.minimum = 3 }
        _ = decide(&machine)
        for id in 1...3 { _ = machine.opened(id, now: 0) }
        for waiter in 1...5 { machine.askRead(waiter, expiresAt: .max) }
        #expect(decide(&machine) == ["read 1,2,3 on 3", "read 4,5 on 2"])
        machine.askRead(6, expiresAt: .max)
        #expect(decide(&machine) == [], "two connections read already")
        machine.askLease(7, expiresAt: .max)
        #expect(decide(&machine) == ["lease 1 to 7"], "a lease does not wait for reads that may not be served")
        _ = machine.released(3, now: 0)
        #expect(decide(&machine) == ["read 6 on 3"])
    }

    @Test func `a round trip carries no more reads than the limit`() {
        var machine = machine {
            $0.maxReaders = 1
            $0.maxReadBatch = 4
        }
        for waiter in 1...6 { machine.askRead(waiter, expiresAt: .max) }
        #expect(decide(&machine) == ["open 1"])
        _ = machine.opened(1, now: 0)
        #expect(decide(&machine) == ["read 1,2,3,4 on 1"])
        _ = machine.released(1, now: 0)
        #expect(decide(&machine) == ["read 5,6 on 1"])
    }

    @Test func `who asked first is served first, whatever it asked for`() {
        var machine = machine { $0.maximum = 1 }
        machine.askRead(1, expiresAt: .max)
        machine.askLease(2, expiresAt: .max)
        machine.askRead(3, expiresAt: .max)
        _ = decide(&machine)
        _ = machine.opened(1, now: 0)
        #expect(decide(&machine) == ["read 1,3 on 1"])
        machine.askRead(4, expiresAt: .max)
        _ = machine.released(1, now: 0)
        #expect(decide(&machine) == ["lease 1 to 2"])
    }

    @Test func `who is sent again goes before all others, even over the limit`() {
        var machine = machine {
            $0.maximum = 1
            $0.maxWaiting = 1
        }
        machine.askLease(1, expiresAt: .max)
        machine.askAgain(9, isRead: true, expiresAt: .max)
        _ = decide(&machine)
        _ = machine.opened(1, now: 0)
        #expect(decide(&machine) == ["read 9 on 1"])
    }

    @Test func `callers over the waiting limit are refused, those that can be served at once are not`() {
        var machine = machine {
            $0.maximum = 1
            $0.maxWaiting = 1
        }
        machine.askLease(1, expiresAt: .max)
        machine.askLease(2, expiresAt: .max)
        #expect(decide(&machine) == ["refuse 2: tooManyWaiting", "open 1"])
        _ = machine.opened(1, now: 0)
        _ = decide(&machine)
        _ = machine.released(1, now: 0)
        machine.askLease(3, expiresAt: .max)
        machine.askLease(4, expiresAt: .max)
        #expect(decide(&machine) == ["lease 1 to 3"])
    }

    @Test func `waiting callers expire one by one, and withdrawn ones are forgotten`() {
        var machine = machine { $0.maximum = 1 }
        machine.askLease(1, expiresAt: 10)
        machine.askRead(2, expiresAt: 20)
        machine.askLease(3, expiresAt: 30)
        #expect(withdraw(&machine, 3))
        #expect(!withdraw(&machine, 3))
        #expect(decide(&machine, at: 0) == ["open 1"])
        #expect(machine.nextTimer(now: 0) == 10)
        #expect(decide(&machine, at: 10) == ["refuse 1: waitedTooLong"])
        #expect(machine.nextTimer(now: 10) == 20)
        #expect(decide(&machine, at: 25) == ["refuse 2: waitedTooLong"])
        #expect(machine.nextTimer(now: 25) == .max)
    }

    @Test func `attempts to connect back off, one at a time, up to the longest wait`() {
        var machine = machine {
            $0.minimum = 2
            $0.backoffFirst = 100
            $0.backoffLongest = 1000
        }
        #expect(decide(&machine) == ["open 1", "open 2"])
        machine.openFailed(1, now: 0)
        machine.openFailed(2, now: 0)
        var now: Int64 = 0
        var waits: [Int64] = []
        for _ in 0..<12 {
            #expect(decide(&machine, at: now) == [])
            let next = machine.nextTimer(now: now)
            waits.append(next - now)
            now = next
            let opened = decide(&machine, at: now)
            #expect(opened.count == 1)
            let id = opened.first.flatMap { Int($0.dropFirst("open ".count)) } ?? 0
            machine.openFailed(id, now: now)
        }
        #expect(waits.allSatisfy { $0 > 0 && $0 <= 1000 })
        #expect(waits.suffix(6).allSatisfy { $0 >= 500 })
        #expect(Set(waits.suffix(6)).count > 1, "there is no chance in them")
    }

    @Test func `a success ends the back-off`() {
        var machine = machine { $0.minimum = 2 }
        _ = decide(&machine)
        machine.openFailed(1, now: 0)
        #expect(decide(&machine) == [])
        _ = machine.opened(2, now: 0)
        #expect(decide(&machine) == ["open 3"])
    }

    @Test func `a connection that breaks right after it was opened counts as a failed attempt`() {
        var machine = machine { $0.minimum = 1 }
        _ = decide(&machine)
        _ = machine.opened(1, now: 0)
        machine.lost(1, now: 10)
        #expect(decide(&machine, at: 10) == [])
        #expect(machine.consecutiveFailures == 1)
        let next = machine.nextTimer(now: 10)
        #expect(decide(&machine, at: next) == ["open 2"])
        _ = machine.opened(2, now: next)
        machine.lost(2, now: next + 5_000_000_000)
        #expect(decide(&machine, at: next + 5_000_000_000) == ["open 3"])
    }

    @Test func `old connections are replaced and spare ones closed, but only while idle`() {
        var machine = machine {
            $0.minimum = 1
            $0.maxAge = 1_000_000
            $0.idleLimit = 1000
        }
        for waiter in 1...2 { machine.askLease(waiter, expiresAt: .max) }
        _ = decide(&machine)
        for id in 1...2 { _ = machine.opened(id, now: 0) }
        _ = decide(&machine)
        _ = machine.released(1, now: 10)
        #expect(machine.nextTimer(now: 10) == 1010)
        #expect(decide(&machine, at: 1010) == ["close 1"])
        #expect(decide(&machine, at: 2_000_000) == [], "a connection at work is never closed")
        _ = machine.released(2, now: 2_000_000)
        #expect(decide(&machine, at: 2_000_000) == ["close 2", "open 3"])
    }

    @Test func `a discarded connection does not come back`() {
        var machine = machine()
        machine.askLease(1, expiresAt: .max)
        _ = decide(&machine)
        _ = machine.opened(1, now: 0)
        _ = decide(&machine)
        #expect(released(&machine, 1, at: 0, discard: true))
        #expect(machine.total == 0)
    }

    @Test func `a drain serves who waits, refuses who comes, closes the rest and ends`() {
        var machine = machine { $0.maximum = 1 }
        machine.askLease(1, expiresAt: .max)
        machine.askLease(2, expiresAt: .max)
        _ = decide(&machine)
        _ = machine.opened(1, now: 0)
        #expect(decide(&machine) == ["lease 1 to 1"])
        machine.drain(refusingWaiting: false)
        machine.askLease(3, expiresAt: .max)
        #expect(decide(&machine) == ["refuse 3: closed"])
        _ = machine.released(1, now: 0)
        #expect(decide(&machine) == ["lease 1 to 2"])
        #expect(!machine.isDrained)
        _ = machine.released(1, now: 0)
        #expect(decide(&machine) == ["close 1"])
        #expect(machine.isDrained)
    }

    @Test func `a drain waits for no connection nobody needs`() {
        var machine = machine { $0.minimum = 2 }
        #expect(decide(&machine) == ["open 1", "open 2"])
        machine.drain(refusingWaiting: false)
        #expect(decide(&machine) == [])
        #expect(machine.isDrained)
        #expect(!opened(&machine, 1, at: 0), "a late connection must be closed by who made it")
    }
}
