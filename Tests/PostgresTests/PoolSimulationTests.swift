import Testing

@testable import Postgres

@Suite struct PoolSimulationTests {
    private typealias Machine = PoolMachine<Int>

    /// A simulated pool under random events: whatever happens, the rules hold.
    @Test(arguments: 0..<20)
    func `whatever happens, limits hold and nobody is forgotten or served twice`(_ seed: UInt64) {
        var random = Random(state: seed)
        var limits = Machine.Limits()
        limits.minimum = 1
        limits.maximum = 4
        limits.maxReaders = 2
        limits.maxReadBatch = 3
        limits.maxWaiting = 12
        limits.maxAge = 5000
        limits.idleLimit = 800
        limits.backoffFirst = 10
        limits.backoffLongest = 100
        limits.shortLife = 5
        var machine = Machine(limits: limits, seed: seed)
        machine.start()
        var now: Int64 = 0
        var asked = 0
        var open: Set<Int> = []
        var connecting: Set<Int> = []
        var busy: [Int: [Int]] = [:]
        var answered: Set<Int> = []

        // `#expect` costs too much for a million checks.
        func check(_ holds: Bool, _ what: String) {
            if !holds { Issue.record("\(what) at \(now)") }
        }

        func act() {
            var actions: [Machine.Action] = []
            machine.decide(now: now, into: &actions)
            for action in actions {
                switch action {
                case .open(let id):
                    check(connecting.insert(id).inserted, "opened twice")
                case .close(let id):
                    check(open.remove(id) != nil && busy[id] == nil, "closed while in use")
                case .lease(let id, let waiter):
                    check(open.contains(id) && busy[id] == nil, "two callers on one connection")
                    busy[id] = [waiter]
                case .read(let id, let waiters):
                    check(open.contains(id) && busy[id] == nil, "two callers on one connection")
                    check(!waiters.isEmpty && waiters.count <= 3, "a batch over the limit")
                    busy[id] = waiters
                case .refuse(let waiter, _):
                    check(answered.insert(waiter).inserted, "answered twice")
                }
            }
            check(open.count + connecting.count <= 4, "too many connections")
            check(machine.readers <= 2, "too many readers")
            check(machine.total == open.count + connecting.count, "lost count")
        }

        func finish(_ id: Int) {
            for waiter in busy.removeValue(forKey: id) ?? [] {
                check(answered.insert(waiter).inserted, "answered twice")
            }
        }

        for _ in 0..<600 {
            now += Int64(random.next() % 20)
            switch random.next() % 10 {
            case 0, 1:
                asked += 1
                machine.askLease(asked, expiresAt: now + Int64(random.next() % 300))
            case 2, 3, 4:
                asked += 1
                machine.askRead(asked, expiresAt: now + Int64(random.next() % 300))
            case 5:
                if let id = connecting.sorted().first {
                    connecting.remove(id)
                    if random.next() % 4 == 0 {
                        machine.openFailed(id, now: now)
                    } else if machine.opened(id, now: now) {
                        open.insert(id)
                    }
                }
            case 6, 7:
                if let id = busy.keys.sorted().first {
                    let discard = random.next() % 8 == 0
                    finish(id)
                    if machine.released(id, now: now, discard: discard) { open.remove(id) }
                }
            case 8:
                if random.next() % 5 == 0, let id = open.sorted().last {
                    finish(id)
                    open.remove(id)
                    machine.lost(id, now: now)
                }
            default:
                now = max(now, min(machine.nextTimer(now: now), now + 500))
            }
            act()
        }
        machine.drain(refusingWaiting: false)
        for _ in 0..<10_000 where !machine.isDrained {
            now += 50
            for id in connecting.sorted() {
                connecting.remove(id)
                if machine.opened(id, now: now) { open.insert(id) }
            }
            for id in busy.keys.sorted() {
                finish(id)
                if machine.released(id, now: now) { open.remove(id) }
            }
            var actions: [Machine.Action] = []
            machine.decide(now: now, into: &actions)
            for action in actions {
                switch action {
                case .open(let id): connecting.insert(id)
                case .close(let id): open.remove(id)
                case .lease(let id, let waiter): busy[id] = [waiter]
                case .read(let id, let waiters): busy[id] = waiters
                case .refuse(let waiter, _): answered.insert(waiter)
                }
            }
        }
        #expect(machine.isDrained)
        #expect(answered.count == asked, "\(asked - answered.count) callers were forgotten")
    }

    private struct Random {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }
}
