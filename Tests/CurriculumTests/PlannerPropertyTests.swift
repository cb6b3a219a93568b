import Curriculum
import Scheduling
import TestRandom
import Testing

/// What holds of every plan, on random graphs. A failure prints its seed; problems are the same on every run.
@Suite struct PlannerPropertyTests {
    static let seeds: Range<UInt64> = 0..<600

    @Test func `every step is in the plan, left out, or not needed`() {
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            let named = path.steps.map(\.slug) + path.leftOut + path.notNeeded
            #expect(named.sorted() == request.entries.map(\.slug).sorted(), "seed \(seed)")
        }
    }

    @Test func `prerequisites come first, in order and in days`() {
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let laid = Planner.plan(request).steps.filter(\.status.isOpen)
            let needs = Dictionary(request.entries.map { ($0.slug, $0.prerequisites) }) { first, _ in first }
            var ends: [String: CivilDate] = [:]
            let planned = Set(laid.map(\.slug))
            for step in laid {
                for prerequisite in needs[step.slug] ?? [] where planned.contains(prerequisite) {
                    // What is being done keeps the day it began, whatever it needs.
                    let isInTime = ends[prerequisite].map { $0 <= step.startsOn || step.status == .doing } ?? false
                    #expect(isInTime, "seed \(seed): \(step.slug) before \(prerequisite)")
                }
                ends[step.slug] = step.endsOn
            }
        }
    }

    @Test func `days and weeks are those of work laid hour by hour, and no week holds more than its hours`() {
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            let laid = path.steps.filter(\.status.isOpen)
            let literal = LiteralLaying(request, order: laid.map(\.slug))
            for step in laid where step.status != .doing {
                #expect(step.startsOn == literal.starts[step.slug], "seed \(seed): \(step.slug)")
            }
            for step in laid {
                #expect(step.endsOn == literal.ends[step.slug], "seed \(seed): \(step.slug)")
            }
            #expect(path.weeklyLoad.map(\.week) == literal.weeks.keys.sorted(), "seed \(seed)")
            for load in path.weeklyLoad {
                #expect(load.hours.sevenths == literal.weeks[load.week], "seed \(seed): \(load.week)")
                #expect(load.hours <= StudyHours(hours: request.hoursPerWeek), "seed \(seed): \(load.week)")
            }
        }
    }

    @Test func `a feasible plan ends by its target, another says exactly what falls behind it`() {
        var kinds = [0, 0]
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            let laid = path.steps.filter(\.status.isOpen)
            let literal = LiteralLaying(request, order: laid.map(\.slug))
            #expect(path.missingHours.sevenths == literal.behindTarget, "seed \(seed)")
            #expect(path.isFeasible == (literal.behindTarget == 0), "seed \(seed)")
            #expect(path.isFeasible == laid.allSatisfy { $0.endsOn <= request.targetOn }, "seed \(seed)")
            #expect(path.endsOn == laid.last?.endsOn, "seed \(seed)")
            kinds[path.isFeasible ? 0 : 1] += 1
        }
        #expect(kinds.allSatisfy { $0 > 100 }, "\(kinds)")
    }

    @Test func `only optional steps are left out, and none that is could be put back`() {
        var leftOut = 0
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            let entries = Dictionary(request.entries.map { ($0.slug, $0) }) { first, _ in first }
            let out = Set(path.leftOut)
            let laid = path.steps.filter(\.status.isOpen).map(\.slug)
            let total = laid.reduce(0) { $0 + (entries[$1]?.hours ?? 0) * 7 }
            let capacity = LiteralLaying.capacity(request)
            for slug in path.leftOut {
                guard let entry = entries[slug] else { continue }
                #expect(entry.isOptional && entry.status == .todo, "seed \(seed): \(slug)")
                if entry.prerequisites.allSatisfy({ !out.contains($0) }) {
                    #expect(total + entry.hours * 7 > capacity, "seed \(seed): \(slug) fits")
                }
            }
            // As long as it doesn't fit, no optional step that could go is kept.
            if !path.isFeasible {
                for slug in laid {
                    guard let entry = entries[slug], entry.isOptional, entry.status == .todo else { continue }
                    let holds = laid.contains { entries[$0]?.prerequisites.contains(slug) == true }
                    #expect(holds, "seed \(seed): \(slug) is kept in vain")
                }
            }
            leftOut += path.leftOut.count
        }
        #expect(leftOut > 1_000)
    }

    @Test func `what is left in the plan needs nothing that was left out`() {
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            let out = Set(path.leftOut)
            let planned = Set(path.steps.filter(\.status.isOpen).map(\.slug))
            for entry in request.entries where planned.contains(entry.slug) {
                #expect(out.isDisjoint(with: entry.prerequisites), "seed \(seed): \(entry.slug)")
            }
        }
    }

    @Test func `the latest end leaves just enough for all that needs a step`() {
        for seed in Self.seeds.prefix(150) {
            let request = RandomPlan.request(seed: seed, withDueDays: false)
            let path = Planner.plan(request)
            let laid = Set(path.steps.filter(\.status.isOpen).map(\.slug))
            let entries = request.entries.filter { laid.contains($0.slug) }
            let capacity = LiteralLaying.capacity(request)
            for step in path.steps where step.status.isOpen {
                var needing: Set<String> = [step.slug]
                var grew = true
                while grew {
                    let more = entries.filter { !needing.isDisjoint(with: $0.prerequisites) }.map(\.slug)
                    grew = !needing.isSuperset(of: more)
                    needing.formUnion(more)
                }
                let behind = entries.filter { needing.contains($0.slug) && $0.slug != step.slug }
                let moment = capacity - behind.reduce(0) { $0 + $1.hours * 7 }
                guard let latest = step.latestEndOn, moment > 0 else { continue }
                #expect(
                    LiteralLaying.capacity(request, through: latest) >= moment
                        && LiteralLaying.capacity(request, through: latest.adding(days: -1)) < moment,
                    "seed \(seed): \(step.slug)")
            }
        }
    }

    @Test func `the critical path is a chain, and no chain is longer`() {
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            let laid = path.steps.filter(\.status.isOpen).map(\.slug)
            let entries = Dictionary(request.entries.map { ($0.slug, $0) }) { first, _ in first }
            for (before, after) in zip(path.criticalPath, path.criticalPath.dropFirst()) {
                #expect(entries[after]?.prerequisites.contains(before) == true, "seed \(seed)")
            }
            var longest: [String: Int] = [:]
            for slug in laid {
                let before = (entries[slug]?.prerequisites ?? []).compactMap { longest[$0] }.max() ?? 0
                longest[slug] = before + (entries[slug]?.hours ?? 0)
            }
            let hours = path.criticalPath.reduce(0) { $0 + (entries[$1]?.hours ?? 0) }
            #expect(hours == longest.values.max() ?? 0, "seed \(seed)")
        }
    }

    @Test func `planning again keeps what is done and skipped, whatever else changes`() {
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            var random = SeededGenerator(seed: seed &+ 77)
            var dates: [String: StepDates] = [:]
            for step in path.steps { dates[step.slug] = step.dates }
            var again = request
            for index in again.entries.indices {
                let slug = again.entries[index].slug
                again.entries[index].dates = dates[slug]
                if dates[slug] != nil, random.chance(40) {
                    again.entries[index].status = random.pick([.done, .skipped, .doing])
                }
            }
            again.startsOn = request.startsOn.adding(days: random.int(0...60))
            again.targetOn = request.targetOn.adding(days: random.int(-60...60))
            again.hoursPerWeek = random.int(1...40)
            let replanned = Planner.plan(again)
            let changes = PlanChanges(from: dates, to: replanned)
            for entry in again.entries where !entry.status.isOpen {
                #expect(replanned.find(entry.slug)?.dates == entry.dates, "seed \(seed): \(entry.slug)")
                #expect(!changes.moved.contains { $0.slug == entry.slug }, "seed \(seed): \(entry.slug)")
                #expect(!changes.dropped.contains { $0.slug == entry.slug }, "seed \(seed): \(entry.slug)")
            }
            for entry in again.entries where entry.status == .doing {
                if let begun = entry.dates?.startsOn, let step = replanned.find(entry.slug) {
                    #expect(step.startsOn <= begun, "seed \(seed): \(entry.slug)")
                }
            }
            for step in replanned.steps where step.status == .todo {
                #expect(step.startsOn >= again.startsOn, "seed \(seed): \(step.slug)")
            }
            let unchanged = Planner.plan(again)
            #expect(unchanged == replanned, "seed \(seed)")
        }
    }

    @Test func `the same request gives the same path, and replanning on the first day changes nothing`() {
        for seed in Self.seeds {
            let request = RandomPlan.request(seed: seed)
            let path = Planner.plan(request)
            #expect(Planner.plan(RandomPlan.request(seed: seed)) == path, "seed \(seed)")
            var again = request
            var dates: [String: StepDates] = [:]
            for step in path.steps { dates[step.slug] = step.dates }
            for index in again.entries.indices where again.entries[index].status.isOpen {
                again.entries[index].dates = dates[again.entries[index].slug]
            }
            let changes = PlanChanges(from: dates, to: Planner.plan(again))
            #expect(changes.isEmpty, "seed \(seed): \(changes)")
        }
    }

    @Test func `a mentor's order that respects prerequisites is followed to the letter`() {
        for seed in Self.seeds {
            var request = RandomPlan.request(seed: seed)
            request.order = []
            for index in request.entries.indices where request.entries[index].status == .doing {
                request.entries[index].status = .todo
            }
            request.hoursPerWeek = 40
            request.targetOn = request.startsOn.adding(days: 400)
            var random = SeededGenerator(seed: seed &+ 99)
            var waiting = Planner.plan(request).steps.filter(\.status.isOpen).map(\.slug)
            let planned = Set(waiting)
            let needs = Dictionary(request.entries.map { ($0.slug, $0.prerequisites) }) { first, _ in first }
            var order: [String] = []
            while !waiting.isEmpty {
                let free = waiting.filter { slug in
                    (needs[slug] ?? []).allSatisfy { !planned.contains($0) || order.contains($0) }
                }
                let next = random.pick(free)
                order.append(next)
                waiting.removeAll { $0 == next }
            }
            #expect(Planner.violation(of: order, in: request.entries) == nil, "seed \(seed)")
            request.order = order
            #expect(Planner.plan(request).steps.filter(\.status.isOpen).map(\.slug) == order, "seed \(seed)")
        }
    }
}
