import Curriculum
import Scheduling
import TestRandom

/// Requests nobody would write by hand: up to sixty steps in any order, some known, done or being done, with days off,
/// a public holiday, days set by a mentor and an order that may go against prerequisites.
enum RandomPlan {
    static func request(seed: UInt64, withDueDays: Bool = true) -> PlanRequest {
        var random = SeededGenerator(seed: seed)
        let start = CivilDate(daysSinceEpoch: 20_700 + random.int(0...400))
        var entries = entries(&random, from: start)
        let names = entries.map(\.slug)
        if withDueDays, random.chance(30) {
            for index in entries.indices where random.chance(10) {
                entries[index].fixedDueOn = start.adding(days: random.int(-5...150))
            }
        }
        let holidays = (0..<random.int(0...8)).map { _ in start.adding(days: random.int(0...120)) }
        let notice = HolidayNotice(
            title: "random", covers: start.adding(days: -10)...start.adding(days: 200), daysOff: holidays,
            workingDays: [])
        return PlanRequest(
            startsOn: start, targetOn: start.adding(days: random.int(0...150)), hoursPerWeek: random.int(1...40),
            knownSteps: random.chance(50) ? Set(names.filter { _ in random.chance(15) }) : [],
            daysOff: Set((0..<random.int(0...20)).map { _ in start.adding(days: random.int(0...120)) }),
            holidays: Holidays(notices: [notice]), entries: entries,
            order: random.chance(20) ? Array(names.shuffled(using: &random).prefix(random.int(1...names.count))) : [])
    }

    private static func entries(_ random: inout SeededGenerator, from start: CivilDate) -> [PlanRequest.Entry] {
        let count = random.int(1...60)
        let density = random.int(1...4)
        let hasStatuses = random.chance(40)
        let entries = (0..<count).map { index in
            let needed = index == 0 ? [] : (0..<random.int(0...density)).map { _ in random.int(0...index - 1) }
            var entry = PlanRequest.Entry(
                slug: "s\(index)", hours: random.int(1...12), prerequisites: Set(needed).sorted().map { "s\($0)" },
                isOptional: random.chance(30))
            if hasStatuses, random.chance(30) {
                entry.status = random.pick(StepStatus.allCases)
                let begun = start.adding(days: -random.int(1...40))
                entry.dates = StepDates(startsOn: begun, dueOn: begun.adding(days: random.int(0...5)))
            }
            return entry
        }
        return entries.shuffled(using: &random)
    }
}
