import Scheduling
import TestRandom
import Testing
import ZoneData

/// Random problems, 2,400 a run: each zone of the tz database four times, half of them near one of its
/// transitions. A failure prints its seed; problems are the same on every run.
@Suite struct SlotPropertyTests {
    static let shards = 8

    /// The zones of one shard, each with four seeds, every second of them near a transition.
    static func problems(shard: Int) throws -> [SlotProblem] {
        let directory = try Zones.all()
        var problems: [SlotProblem] = []
        for (index, name) in directory.names.enumerated() where index % shards == shard {
            let zone = try Zones.named(name)
            for round in 0..<4 {
                let seed = UInt64(index * 4 + round)
                problems.append(SlotProblem(seed: seed, zone: zone, nearTransition: round % 2 == 0))
            }
        }
        // Zones without transitions leave some wanting; known hard ones take their place.
        let hard = [
            "America/Havana", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
            "Europe/Dublin", "Antarctica/Troll", "America/St_Johns", "Asia/Gaza", "America/Nuuk",
            "Pacific/Kwajalein", "America/Sao_Paulo", "Africa/Cairo", "Asia/Tehran",
        ]
        for (index, name) in hard.enumerated() where directory.zone(named: name) != nil {
            for round in 0..<2 {
                let seed = UInt64(1_000_000 + (shard * hard.count + index) * 2 + round)
                problems.append(SlotProblem(seed: seed, zone: try Zones.named(name), nearTransition: true))
            }
        }
        return problems
    }

    @Test func `there are at least 2,000 problems, half of them near transitions, and every zone is taken`() throws {
        let problems = try (0..<Self.shards).flatMap { try Self.problems(shard: $0) }
        #expect(problems.count >= 2_000)
        #expect(problems.count { $0.isNearTransition } * 2 >= problems.count)
        #expect(Set(problems.map(\.zone.name)) == Set(try Zones.all().names))
    }

    @Test(arguments: 0..<shards)
    func `slots and reasons are those of the rules read literally`(shard: Int) throws {
        var offered = 0
        for problem in try Self.problems(shard: shard) {
            let oracle = SlotOracle(problem)
            let finder = problem.finder
            let starts = finder.starts(in: problem.range)
            try #require(starts == oracle.starts(), "\(problem)")
            offered += starts.count
            var random = SeededGenerator(seed: problem.seed)
            let grid = oracle.gridInRange()
            var probes = grid.isEmpty ? [] : (0..<6).map { _ in random.pick(grid) }
            probes += (0..<3).map { _ in
                problem.range.lowerBound.adding(minutes: random.int(0...3_600)).adding(
                    microseconds: Int64(random.int(-1...1)))
            }
            for probe in probes where problem.range.contains(probe) {
                try #require(
                    finder.refusals(at: probe) == oracle.refusals(at: probe), "\(probe) of \(problem)")
                try #require(
                    finder.verdicts(at: probe).filter { !$0.passes }.map(\.rule) == oracle.refusals(at: probe),
                    "\(probe) of \(problem)")
            }
        }
        #expect(offered > 1_000)
    }

    @Test func `what is listed is what is not refused`() throws {
        for problem in try Self.problems(shard: 0) {
            let finder = problem.finder
            let listed = Set(finder.starts(in: problem.range))
            var candidate = problem.range.lowerBound.adding(
                microseconds: -problem.range.lowerBound.microseconds % 60_000_000)
            while candidate < problem.range.upperBound {
                if problem.range.contains(candidate) {
                    try #require(
                        listed.contains(candidate) == finder.refusals(at: candidate).isEmpty,
                        "\(candidate) of \(problem)")
                }
                candidate = candidate.adding(minutes: 15)
            }
            for start in listed {
                try #require(finder.refusals(at: start).isEmpty, "\(start) of \(problem)")
            }
        }
    }

    @Test func `the set does not depend on how the range is cut nor on a limit`() throws {
        for problem in try Self.problems(shard: 1) + Self.problems(shard: 2) {
            let finder = problem.finder
            let whole = finder.starts(in: problem.range)
            var random = SeededGenerator(seed: problem.seed)
            let length = problem.range.upperBound.microseconds(since: problem.range.lowerBound)
            let cuts = (0..<random.int(1...6))
                .map { _ in problem.range.lowerBound.adding(microseconds: Int64.random(in: 0...length, using: &random))
                }
                .sorted()
            // Also a cut exactly at a start and just after it.
            let bounds = ([problem.range.lowerBound] + cuts + [problem.range.upperBound] + whole.prefix(1)).sorted()
            let pieces = zip(bounds, bounds.dropFirst()).flatMap { finder.starts(in: $0..<$1) }
            try #require(pieces == whole, "\(problem)")
            for limit in [0, 1, 3, whole.count, whole.count + 1] {
                try #require(
                    finder.starts(in: problem.range, limit: limit) == Array(whole.prefix(limit)),
                    "limit \(limit) of \(problem)")
            }
            if let first = whole.first {
                try #require(finder.nextStart(atOrAfter: problem.range.lowerBound) == first, "\(problem)")
                try #require(finder.nextStart(atOrAfter: first) == first, "\(problem)")
            }
            // The next start after the range is the first of a long range.
            let later = problem.range.upperBound..<problem.range.upperBound.adding(days: 40)
            if let next = finder.nextStart(atOrAfter: later.lowerBound), next < later.upperBound {
                try #require(finder.starts(in: later, limit: 1) == [next], "\(problem)")
            } else {
                try #require(finder.starts(in: later).isEmpty, "\(problem)")
            }
        }
    }

    @Test func `a booking only removes starts, taking it away restores them, and order changes nothing`() throws {
        for problem in try Self.problems(shard: 3) + Self.problems(shard: 4) {
            var random = SeededGenerator(seed: problem.seed ^ 0xB00C)
            let before = problem.finder.starts(in: problem.range)
            var bookings = problem.bookings
            let position = random.int(0...bookings.count)
            bookings.insert(SlotProblem.booking(around: problem.range.lowerBound, &random), at: position)
            func starts(_ bookings: [Booking]) -> [Instant] {
                SlotFinder(
                    schedule: problem.schedule, offering: problem.offering, bookings: bookings, now: problem.now
                ).starts(in: problem.range)
            }
            let with = starts(bookings)
            try #require(Set(with).isSubset(of: before), "\(problem)")
            try #require(starts(bookings.shuffled(using: &random)) == with, "\(problem)")
            bookings.remove(at: position)
            try #require(starts(bookings) == before, "\(problem)")
        }
    }

    @Test func `a booked start is gone, and so is all that would overlap it`() throws {
        for problem in try Self.problems(shard: 5) {
            let finder = problem.finder
            var random = SeededGenerator(seed: problem.seed)
            let starts = finder.starts(in: problem.range)
            guard !starts.isEmpty else { continue }
            let start = random.pick(starts)
            let end = start.adding(minutes: problem.offering.durationMinutes)
            let booking = Booking(
                start: start, end: end, bufferBeforeMinutes: problem.offering.bufferBeforeMinutes,
                bufferAfterMinutes: problem.offering.bufferAfterMinutes, isSameOffering: true)
            let after = SlotFinder(
                schedule: problem.schedule, offering: problem.offering, bookings: problem.bookings + [booking],
                now: problem.now)
            try #require(after.refusals(at: start).contains(.mentorBusy))
            for other in after.starts(in: problem.range) {
                let otherEnd = other.adding(minutes: problem.offering.durationMinutes)
                try #require(otherEnd <= start || end <= other, "\(other) and \(start) of \(problem)")
            }
        }
    }

    @Test func `an answer stays the same until the instant at which it says it may change`() throws {
        for problem in try Self.problems(shard: 6) + Self.problems(shard: 7) {
            var random = SeededGenerator(seed: problem.seed ^ 0xCAFE)
            let finder = problem.finder
            let now = finder.starts(in: problem.range)
            let next = finder.nextStart(atOrAfter: problem.range.upperBound)
            let change = finder.nextChange(for: problem.range)
            let changeOfBoth = finder.nextChange(for: problem.range, includingNext: true)
            if let change { try #require(change > problem.now, "\(problem)") }
            if let changeOfBoth { try #require(changeOfBoth > problem.now && changeOfBoth <= change ?? changeOfBoth) }
            func later(_ change: Instant?) -> [SlotFinder] {
                let last = change?.adding(microseconds: -1) ?? problem.now.adding(days: 30)
                let length = last.microseconds(since: problem.now)
                return ([length] + (0..<3).map { _ in Int64.random(in: 0...length, using: &random) }).map {
                    SlotFinder(
                        schedule: problem.schedule, offering: problem.offering, bookings: problem.bookings,
                        now: problem.now.adding(microseconds: $0))
                }
            }
            for other in later(change) {
                try #require(other.starts(in: problem.range) == now, "at \(other.now), \(problem)")
            }
            for other in later(changeOfBoth) {
                try #require(other.starts(in: problem.range) == now, "at \(other.now), \(problem)")
                try #require(
                    other.nextStart(atOrAfter: problem.range.upperBound) == next, "at \(other.now), \(problem)")
            }
        }
    }
}
