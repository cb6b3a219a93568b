import Scheduling

/// The days that hold work, numbered from the plan's first: 0, 1, 2 …; and backwards from it: -1, -2 …
struct StudyDays {
    let startsOn: CivilDate
    private let daysOff: Set<CivilDate>
    private let holidays: Holidays
    private var forward: [CivilDate] = []
    private var backward: [CivilDate] = []

    init(_ request: PlanRequest) {
        startsOn = request.startsOn
        daysOff = request.daysOff
        holidays = request.holidays
    }

    /// How many there are from the first day to this one, both included; none when it lies before.
    mutating func count(through last: CivilDate) -> Int {
        var day = (forward.last ?? startsOn.adding(days: -1)).adding(days: 1)
        while day <= last {
            if holdsWork(day) { forward.append(day) }
            day = day.adding(days: 1)
        }
        var (low, high) = (0, forward.count)
        while low < high {
            let middle = (low + high) / 2
            if forward[middle] <= last { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The day of this number.
    mutating func date(_ number: Int) -> CivilDate {
        guard number >= 0 else { return dateBefore(-number - 1) }
        var day = (forward.last ?? startsOn.adding(days: -1)).adding(days: 1)
        while forward.count <= number {
            if holdsWork(day) { forward.append(day) }
            day = day.adding(days: 1)
        }
        return forward[number]
    }

    private mutating func dateBefore(_ index: Int) -> CivilDate {
        var day = (backward.last ?? startsOn).adding(days: -1)
        while backward.count <= index {
            if holdsWork(day) { backward.append(day) }
            day = day.adding(days: -1)
        }
        return backward[index]
    }

    private func holdsWork(_ day: CivilDate) -> Bool {
        holidays.state(of: day) != .dayOff && !daysOff.contains(day)
    }
}
