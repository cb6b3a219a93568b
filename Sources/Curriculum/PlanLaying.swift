import Scheduling

/// One run of the planner. Steps are indices of the request's entries, work is counted in sevenths of an hour, and a
/// moment of work is how much was done before it: day `n` holds the moments from `n × hoursPerWeek` on.
struct PlanLaying {
    private let request: PlanRequest
    private let entries: [PlanRequest.Entry]
    private let graph: StepGraph
    private var days: StudyDays
    /// Work a day: the week's hours over its seven days, in sevenths of an hour.
    private let perDay: Int

    init(_ request: PlanRequest) {
        self.request = request
        entries = request.entries
        graph = StepGraph(slugs: entries.map(\.slug), prerequisites: entries.map(\.prerequisites))
        days = StudyDays(request)
        perDay = max(request.hoursPerWeek, 1)
    }

    mutating func path() -> PlannedPath {
        let notNeeded = self.notNeeded()
        var laid = entries.indices.map { entries[$0].status.isOpen && !notNeeded[$0] }
        let capacity = days.count(through: request.targetOn) * perDay
        var order = self.order(laid, capacity: capacity)
        let leftOut = self.leftOut(of: order, laid: laid, capacity: capacity)
        for index in leftOut { laid[index] = false }
        order.removeAll { !laid[$0] }
        let total = order.reduce(0) { $0 + work($1) }
        return PlannedPath(
            steps: closedSteps() + openSteps(order, laid: laid, capacity: capacity), weeklyLoad: weeklyLoad(total),
            isFeasible: total <= capacity, missingHours: StudyHours(sevenths: max(total - capacity, 0)),
            leftOut: leftOut.sorted().map { entries[$0].slug },
            notNeeded: entries.indices.filter { notNeeded[$0] }.map { entries[$0].slug },
            criticalPath: criticalPath(order).map { entries[$0].slug },
            endsOn: total > 0 ? days.date((total - 1) / perDay) : nil)
    }

    private func work(_ index: Int) -> Int {
        max(entries[index].hours, 1) * 7
    }

    /// What the student knows, and what nothing but that needs.
    private func notNeeded() -> [Bool] {
        var result = entries.map { $0.status.isOpen && request.knownSteps.contains($0.slug) }
        let all = [Bool](repeating: true, count: entries.count)
        for index in graph.ordered(all, goesBefore: <).reversed() where entries[index].status == .todo {
            let dependents = graph.dependents[index]
            if !dependents.isEmpty, dependents.allSatisfy({ result[$0] }) { result[index] = true }
        }
        return result
    }

    // MARK: Order

    private mutating func order(_ laid: [Bool], capacity: Int) -> [Int] {
        let latest = latestEnds(laid, capacity: capacity)
        let isDoing = entries.map { $0.status == .doing }
        let byUrgency = graph.ordered(laid) { left, right in
            if isDoing[left] != isDoing[right] { return isDoing[left] }
            return (latest[left], left) < (latest[right], right)
        }
        guard !request.order.isEmpty else { return byUrgency }
        let places = wantedPlaces(among: byUrgency)
        return graph.ordered(laid) { left, right in
            if isDoing[left] != isDoing[right] { return isDoing[left] }
            return places[left] < places[right]
        }
    }

    /// The place of each step in the order a mentor wants. A step it doesn't name comes right behind the step it
    /// would follow if there were no such order.
    private func wantedPlaces(among order: [Int]) -> [Int] {
        let wanted = Dictionary(zip(request.order, request.order.indices)) { first, _ in first }
        var merged = order.filter { wanted[entries[$0].slug] != nil }.sorted {
            wanted[entries[$0].slug, default: 0] < wanted[entries[$1].slug, default: 0]
        }
        for (place, index) in order.enumerated() where wanted[entries[index].slug] == nil {
            let before = place > 0 ? merged.firstIndex(of: order[place - 1]) : nil
            merged.insert(index, at: before.map { $0 + 1 } ?? 0)
        }
        var places = [Int](repeating: 0, count: entries.count)
        for (place, index) in merged.enumerated() { places[index] = place }
        return places
    }

    /// The moment at which each step must be finished so that it is in time itself, and what needs it follows in time.
    ///
    /// What needs a step is laid backwards behind it, the latest last: with one pair of hands no order is better.
    private mutating func latestEnds(_ laid: [Bool], capacity: Int) -> [Int] {
        var latest = [Int](repeating: capacity, count: entries.count)
        for index in entries.indices where laid[index] {
            if let day = entries[index].fixedDueOn {
                latest[index] = min(capacity, days.count(through: day) * perDay)
            }
        }
        let order = graph.ordered(laid, goesBefore: <)
        let needing = StepSets(graph, order: order)
        // Those already reckoned, the latest first.
        var reckoned: [Int] = []
        reckoned.reserveCapacity(order.count)
        for index in order.reversed() {
            var moment = Int.max
            for other in reckoned where needing.contains(other, in: index) {
                moment = min(moment, latest[other]) - work(other)
            }
            latest[index] = min(latest[index], moment)
            let place = reckoned.firstIndex { latest[$0] < latest[index] } ?? reckoned.endIndex
            reckoned.insert(index, at: place)
        }
        return latest
    }

    // MARK: Leaving out

    /// The steps to leave out so that the rest fits, as far as it can be made to fit.
    private func leftOut(of order: [Int], laid: [Bool], capacity: Int) -> [Int] {
        var total = 0
        var lastDays = [Int](repeating: 0, count: entries.count)
        for index in order {
            total += work(index)
            lastDays[index] = (total - 1) / perDay
        }
        guard total > capacity else { return [] }
        var mayGo = [Bool](repeating: false, count: entries.count)
        for index in order.reversed() {
            mayGo[index] =
                entries[index].isOptional && entries[index].status == .todo
                && graph.dependents[index].allSatisfy { !laid[$0] || mayGo[$0] }
        }
        let places = Dictionary(zip(order, order.indices)) { first, _ in first }
        let candidates = order.filter { mayGo[$0] }.sorted { left, right in
            (lastDays[left], work(left), places[left, default: 0])
                > (lastDays[right], work(right), places[right, default: 0])
        }
        var isOut = [Bool](repeating: false, count: entries.count)
        var taken: [Int] = []
        func take(_ index: Int) {
            guard !isOut[index] else { return }
            isOut[index] = true
            // What needs it goes with it, and first.
            for dependent in graph.dependents[index].reversed() where laid[dependent] { take(dependent) }
            taken.append(index)
            total -= work(index)
        }
        for index in candidates {
            guard total > capacity else { break }
            take(index)
        }
        for index in taken.reversed()
        where total + work(index) <= capacity && graph.prerequisites[index].allSatisfy({ !isOut[$0] }) {
            isOut[index] = false
            total += work(index)
        }
        return taken.filter { isOut[$0] }
    }

    // MARK: Dates

    /// Those done or skipped, by their dates.
    private func closedSteps() -> [PlannedStep] {
        entries.filter { !$0.status.isOpen }.map { entry in
            let dates = entry.dates ?? StepDates(startsOn: request.startsOn, dueOn: request.startsOn)
            return PlannedStep(
                slug: entry.slug, status: entry.status, startsOn: dates.startsOn, endsOn: dates.dueOn,
                dueOn: dates.dueOn)
        }
        .enumerated().sorted {
            ($0.element.startsOn, $0.element.dueOn, $0.offset) < ($1.element.startsOn, $1.element.dueOn, $1.offset)
        }
        .map(\.element)
    }

    private mutating func openSteps(_ order: [Int], laid: [Bool], capacity: Int) -> [PlannedStep] {
        let latest = latestEnds(laid, capacity: capacity)
        var moment = 0
        return order.map { index in
            let entry = entries[index]
            let begins = days.date(moment / perDay)
            moment += work(index)
            let ends = days.date((moment - 1) / perDay)
            // What is being done began when it began, and its hours are laid anew: nobody said how many are left.
            let begun = entry.status == .doing ? entry.dates?.startsOn : nil
            return PlannedStep(
                slug: entry.slug, status: entry.status, startsOn: min(begun ?? begins, begins), endsOn: ends,
                dueOn: entry.fixedDueOn ?? ends, latestStartOn: day(of: latest[index] - work(index)),
                latestEndOn: day(of: latest[index] - 1))
        }
    }

    /// The day that holds a moment of work, which may lie before the first.
    private mutating func day(of moment: Int) -> CivilDate {
        days.date(moment >= 0 ? moment / perDay : -((-moment + perDay - 1) / perDay))
    }

    private mutating func weeklyLoad(_ total: Int) -> [WeekLoad] {
        var load: [WeekLoad] = []
        var sunday = Int.min
        var moment = 0
        while moment < total {
            let day = days.date(moment / perDay)
            let amount = StudyHours(sevenths: min(perDay, total - moment))
            if day.daysSinceEpoch > sunday {
                let week = ISOWeek(containing: day)
                sunday = week.lastDay.daysSinceEpoch
                load.append(WeekLoad(week: week, hours: amount))
            } else {
                load[load.count - 1].hours += amount
            }
            moment += perDay
        }
        return load
    }

    /// The longest chain by work; of equally long ones that whose steps come earlier in the curriculum.
    private func criticalPath(_ order: [Int]) -> [Int] {
        var length = [Int](repeating: 0, count: entries.count)
        var next = [Int?](repeating: nil, count: entries.count)
        var isReckoned = [Bool](repeating: false, count: entries.count)
        for index in order.reversed() {
            // Only steps behind it in the order: steps that need each other would lead in a circle.
            for dependent in graph.dependents[index] where isReckoned[dependent] {
                if next[index].map({ length[dependent] > length[$0] }) ?? true { next[index] = dependent }
            }
            length[index] = work(index) + (next[index].map { length[$0] } ?? 0)
            isReckoned[index] = true
        }
        var chain: [Int] = []
        var current = order.sorted().reduce(Int?.none) { best, index in
            best.map { length[$0] >= length[index] } ?? false ? best : index
        }
        while let index = current {
            chain.append(index)
            current = next[index]
        }
        return chain
    }
}
