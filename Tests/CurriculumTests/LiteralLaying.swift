import Curriculum
import Scheduling

/// The rule read literally: one step after another, one seventh of an hour after another, day by day.
struct LiteralLaying {
    private(set) var starts: [String: CivilDate] = [:]
    private(set) var ends: [String: CivilDate] = [:]
    /// Sevenths of an hour in each week.
    private(set) var weeks: [ISOWeek: Int] = [:]
    /// Sevenths of an hour after the target.
    private(set) var behindTarget = 0

    init(_ request: PlanRequest, order: [String]) {
        let hours = Dictionary(request.entries.map { ($0.slug, $0.hours) }) { first, _ in first }
        var day = request.startsOn
        var week = ISOWeek(containing: day)
        var leftToday = Self.holds(day, request) ? request.hoursPerWeek : 0
        for slug in order {
            for _ in 0..<(hours[slug] ?? 0) * 7 {
                while leftToday == 0 {
                    day = day.adding(days: 1)
                    week = ISOWeek(containing: day)
                    leftToday = Self.holds(day, request) ? request.hoursPerWeek : 0
                }
                leftToday -= 1
                if starts[slug] == nil { starts[slug] = day }
                ends[slug] = day
                weeks[week, default: 0] += 1
                if day > request.targetOn { behindTarget += 1 }
            }
        }
    }

    /// Sevenths of an hour from the first day to this one, or to the target.
    static func capacity(_ request: PlanRequest, through last: CivilDate? = nil) -> Int {
        let end = last ?? request.targetOn
        var total = 0
        var day = request.startsOn
        while day <= end {
            if holds(day, request) { total += request.hoursPerWeek }
            day = day.adding(days: 1)
        }
        return total
    }

    private static func holds(_ day: CivilDate, _ request: PlanRequest) -> Bool {
        request.holidays.state(of: day) != .dayOff && !request.daysOff.contains(day)
    }
}
