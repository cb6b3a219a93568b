import Curriculum
import Scheduling
import Testing

/// Plans small enough to be reckoned by hand.
@Suite struct PlannerTests {
    typealias Plans = TestPlans

    @Test func `a step starts on the day of its first hour and ends on the day of its last`() throws {
        // Seven hours a week: the first step fills three days, the second two more.
        let path = Planner.plan(
            try Plans.request([Plans.entry("a", 3), Plans.entry("b", 2, after: ["a"])], until: "2026-12-13"))
        #expect(Plans.table(path) == ["a 2026-12-07 2026-12-09 2", "b 2026-12-10 2026-12-11 2"])
        #expect(path.isFeasible && path.missingHours == .zero && path.leftOut.isEmpty)
        #expect(path.endsOn == (try Plans.day("2026-12-11")))
        #expect(path.steps.map(\.dueOn) == path.steps.map(\.endsOn))
    }

    @Test func `a day may hold the end of one step and the start of the next, in exact sevenths`() throws {
        // Ten hours a week are 10/7 a day. Five hours are 3.5 days: the first step ends on the fourth day, where the
        // second begins, and both together fill the week to the last minute.
        let path = Planner.plan(
            try Plans.request([Plans.entry("a", 5), Plans.entry("b", 5, after: ["a"])], until: "2026-12-13", hours: 10))
        #expect(Plans.table(path) == ["a 2026-12-07 2026-12-10 0", "b 2026-12-10 2026-12-13 0"])
        #expect(path.isFeasible)
        #expect(path.weeklyLoad.map(\.hours) == [StudyHours(hours: 10)])
        #expect(path.weeklyLoad.map(\.week.string) == ["2026-W50"])
    }

    @Test func `public holidays and days off hold no work, working weekend days are days like others`() throws {
        let notice = HolidayNotice(
            title: "test", covers: try Plans.day("2026-12-01")...Plans.day("2026-12-31"),
            daysOff: [try Plans.day("2026-12-08"), try Plans.day("2026-12-12")],
            workingDays: [try Plans.day("2026-12-13")])
        let path = Planner.plan(
            try Plans.request(
                [Plans.entry("a", 5)], daysOff: ["2026-12-10"], holidays: Holidays(notices: [notice])))
        // Monday, Wednesday, Friday, Sunday, and the Monday after.
        #expect(Plans.table(path).first?.hasPrefix("a 2026-12-07 2026-12-14") == true)
        #expect(path.weeklyLoad.map(\.hours) == [StudyHours(hours: 4), StudyHours(hours: 1)])
    }

    @Test func `a first day that is off moves the start, and a target that is off holds no work`() throws {
        let path = Planner.plan(
            try Plans.request(
                [Plans.entry("a", 4)], until: "2026-12-11", daysOff: ["2026-12-07", "2026-12-11"]))
        #expect(Plans.table(path) == ["a 2026-12-08 2026-12-12 -2"])
        #expect(!path.isFeasible)
        #expect(path.missingHours == StudyHours(hours: 1))
    }

    @Test func `what the most work hangs on comes first, then the curriculum's order`() throws {
        let entries = [
            Plans.entry("leaf", 1), Plans.entry("root", 1), Plans.entry("long", 4, after: ["root"]),
            Plans.entry("other", 1),
        ]
        let path = Planner.plan(try Plans.request(entries))
        #expect(path.steps.map(\.slug) == ["root", "leaf", "long", "other"])
        #expect(path.criticalPath == ["root", "long"])
    }

    @Test func `slack counts all that needs a step, not only the longest chain`() throws {
        // Until the 20th there are fourteen days for nine hours. Behind `a` come seven hours, whichever order.
        let entries = [
            Plans.entry("a", 1), Plans.entry("b", 3, after: ["a"]), Plans.entry("c", 4, after: ["a"]),
            Plans.entry("d", 1),
        ]
        let path = Planner.plan(try Plans.request(entries, until: "2026-12-20"))
        #expect(
            Plans.table(path) == [
                "a 2026-12-07 2026-12-07 6", "b 2026-12-08 2026-12-10 10", "c 2026-12-11 2026-12-14 6",
                "d 2026-12-15 2026-12-15 5",
            ])
        #expect(path.find("a")?.latestEndOn == (try Plans.day("2026-12-13")))
        #expect(path.find("c")?.latestStartOn == (try Plans.day("2026-12-17")))
    }

    // MARK: Known steps

    @Test func `known steps and what only they need are left out, and nothing waits for them`() throws {
        let entries = [
            Plans.entry("only-for-known", 1), Plans.entry("deeper", 1), Plans.entry("shared", 1),
            Plans.entry("known", 2, after: ["only-for-known", "shared"]),
            Plans.entry("wants-known", 1, after: ["known"]),
            Plans.entry("wants-shared", 1, after: ["shared"]), Plans.entry("alone", 1),
        ]
        var deep = entries
        deep[0].prerequisites = ["deeper"]
        let path = Planner.plan(try Plans.request(deep, known: ["known"]))
        #expect(path.notNeeded == ["only-for-known", "deeper", "known"])
        #expect(Set(path.steps.map(\.slug)) == ["shared", "wants-known", "wants-shared", "alone"])
        #expect(path.leftOut.isEmpty, "what is known is no loss")
    }

    @Test func `a step that nothing needs is not left out because others are known`() throws {
        let path = Planner.plan(
            try Plans.request([Plans.entry("a", 1), Plans.entry("b", 1, after: ["a"])], known: ["a"]))
        #expect(path.steps.map(\.slug) == ["b"])
        #expect(path.notNeeded == ["a"])
    }

    // MARK: Too few hours

    @Test func `optional steps go latest first until the rest fits, and what fits again is put back`() throws {
        // Seven days for twelve hours.
        let entries = [
            Plans.entry("req", 3), Plans.entry("big", 5, optional: true), Plans.entry("small", 1, optional: true),
            Plans.entry("mid", 3, optional: true),
        ]
        let path = Planner.plan(try Plans.request(entries, until: "2026-12-13"))
        // Out go mid (9 hours left), small (8) and big (3); big would make 8 again, small makes 4, mid makes 7.
        #expect(path.leftOut == ["big"])
        #expect(path.steps.map(\.slug) == ["req", "small", "mid"])
        #expect(path.isFeasible)
    }

    @Test func `of optional steps that end on one day the longest goes first`() throws {
        // Fourteen hours a week are two a day: both end on the second day, equally long.
        let equal = [
            Plans.entry("a", 2), Plans.entry("b", 1, optional: true), Plans.entry("c", 1, optional: true),
            Plans.entry("d", 1),
        ]
        let path = Planner.plan(try Plans.request(equal, until: "2026-12-08", hours: 14))
        #expect(path.leftOut == ["c"], "the one that is laid later")
        // Forty-two are six a day: b ends within the second day, and so does c, which is shorter.
        let unequal = [
            Plans.entry("a", 5), Plans.entry("b", 4, optional: true), Plans.entry("c", 2, optional: true),
            Plans.entry("d", 2),
        ]
        let other = Planner.plan(try Plans.request(unequal, until: "2026-12-08", hours: 42))
        #expect(other.leftOut == ["b"])
    }

    @Test func `when optional steps are not enough the path runs on, and says what falls behind`() throws {
        let entries = [
            Plans.entry("a", 5), Plans.entry("b", 5, after: ["a"]), Plans.entry("c", 1, optional: true),
        ]
        let path = Planner.plan(try Plans.request(entries, until: "2026-12-13"))
        #expect(path.leftOut == ["c"])
        #expect(!path.isFeasible)
        #expect(path.missingHours == StudyHours(hours: 3))
        #expect(path.endsOn == (try Plans.day("2026-12-16")))
        #expect(path.find("b")?.slackDays == -3)
        #expect(path.find("a")?.slackDays == -3)
        #expect(path.find("a")?.latestStartOn == (try Plans.day("2026-12-04")), "it should have begun before the plan")
    }

    @Test func `an optional step goes with the optional steps that need it, and a required one holds it`() throws {
        let chain = [
            Plans.entry("a", 4, optional: true), Plans.entry("b", 4, after: ["a"], optional: true),
            Plans.entry("c", 4),
        ]
        let path = Planner.plan(try Plans.request(chain, until: "2026-12-13"))
        #expect(path.leftOut == ["a", "b"])
        let held = [
            Plans.entry("a", 4, optional: true), Plans.entry("own", 4, after: ["a"]),
            Plans.entry("c", 4, optional: true),
        ]
        let other = Planner.plan(try Plans.request(held, until: "2026-12-13"))
        #expect(other.leftOut == ["c"])
        #expect(other.missingHours == StudyHours(hours: 1))
    }

    @Test func `a target before the first day leaves no time at all`() throws {
        let path = Planner.plan(
            try Plans.request([Plans.entry("a", 2), Plans.entry("b", 1, optional: true)], until: "2026-12-01"))
        #expect(!path.isFeasible)
        #expect(path.missingHours == StudyHours(hours: 2))
        #expect(path.leftOut == ["b"])
    }

    // MARK: What a mentor wants

    @Test func `a mentor's order holds wherever prerequisites allow it`() throws {
        let entries = [
            Plans.entry("a", 1), Plans.entry("b", 1, after: ["a"]), Plans.entry("c", 1), Plans.entry("d", 1),
        ]
        let path = Planner.plan(try Plans.request(entries, order: ["d", "c", "a", "b"]))
        #expect(path.steps.map(\.slug) == ["d", "c", "a", "b"])
        let wrong = Planner.plan(try Plans.request(entries, order: ["b", "d"]))
        #expect(wrong.steps.map(\.slug) == ["a", "b", "c", "d"], "a comes before b, and c follows what it followed")
        #expect(
            Planner.violation(of: ["b", "a"], in: entries) == OrderViolation(step: "b", prerequisite: "a"))
        #expect(Planner.violation(of: ["a", "d", "b"], in: entries) == nil)
        #expect(Planner.violation(of: ["b"], in: entries) == nil, "what the order doesn't name is not out of order")
    }

    @Test func `a day a mentor set draws a step and what it needs forward, and is kept`() throws {
        let due = try Plans.day("2026-12-09")
        let entries = [
            Plans.entry("a", 2), Plans.entry("b", 2, after: ["a"]), Plans.entry("x", 2),
            Plans.entry("y", 1, after: ["x"], due: due),
        ]
        let path = Planner.plan(try Plans.request(entries))
        #expect(path.steps.map(\.slug) == ["x", "y", "a", "b"])
        let step = try #require(path.find("y"))
        #expect(step.dueOn == due && step.endsOn == due && !step.isLate && step.slackDays == 0)
        #expect(path.find("x")?.slackDays == 0)
        let sooner = try Plans.day("2026-12-08")
        let tooSoon = Planner.plan(
            try Plans.request(entries.dropLast() + [Plans.entry("y", 1, after: ["x"], due: sooner)]))
        let late = try #require(tooSoon.find("y"))
        #expect(late.isLate && late.slackDays == -1 && late.dueOn == sooner)
        #expect(tooSoon.isFeasible, "a day of one step is not the plan's target")
    }

    // MARK: Planning again

    @Test func `done and skipped steps keep their dates and hold nothing up`() throws {
        let entries = [
            Plans.entry("a", 2, .done, dates: try Plans.dates("2026-12-01", "2026-12-02")),
            Plans.entry("b", 2, after: ["a"], .skipped, dates: try Plans.dates("2026-12-03", "2026-12-04")),
            Plans.entry("c", 2, after: ["b"]),
        ]
        let path = Planner.plan(try Plans.request(entries))
        #expect(
            Plans.table(path).prefix(2) == ["a 2026-12-01 2026-12-02", "b 2026-12-03 2026-12-04"])
        #expect(path.find("c")?.startsOn == (try Plans.day("2026-12-07")))
        #expect(path.weeklyLoad.map(\.hours) == [StudyHours(hours: 2)])
    }

    @Test func `a step done before its prerequisite is done, and the prerequisite stays`() throws {
        let entries = [
            Plans.entry("a", 2, dates: try Plans.dates("2026-12-01", "2026-12-02")),
            Plans.entry("b", 2, after: ["a"], .done, dates: try Plans.dates("2026-12-03", "2026-12-04")),
        ]
        let path = Planner.plan(try Plans.request(entries))
        #expect(path.steps.map(\.slug) == ["b", "a"])
        #expect(path.find("b")?.dates == (try Plans.dates("2026-12-03", "2026-12-04")))
        #expect(path.find("a")?.startsOn == (try Plans.day("2026-12-07")))
    }

    @Test func `a step being done comes first, keeps the day it began, and is never left out`() throws {
        let entries = [
            Plans.entry("a", 3), Plans.entry("b", 2, after: ["a"]),
            Plans.entry(
                "c", 2, optional: true, .doing, dates: try Plans.dates("2026-12-03", "2026-12-04")),
        ]
        let path = Planner.plan(try Plans.request(entries, until: "2026-12-08"))
        #expect(path.steps.map(\.slug) == ["c", "a", "b"])
        #expect(path.find("c")?.startsOn == (try Plans.day("2026-12-03")))
        #expect(path.find("c")?.endsOn == (try Plans.day("2026-12-08")))
        #expect(path.leftOut.isEmpty && path.missingHours == StudyHours(hours: 5))
    }

    @Test func `the changes name what moved, what came and what went, with old and new dates`() throws {
        let old = [
            "a": try Plans.dates("2026-12-01", "2026-12-02"), "b": try Plans.dates("2026-12-03", "2026-12-04"),
            "gone": try Plans.dates("2026-12-05", "2026-12-05"),
        ]
        let path = Planner.plan(
            try Plans.request([
                Plans.entry("a", 2, .done, dates: old["a"]), Plans.entry("b", 2, after: ["a"], dates: old["b"]),
                Plans.entry("new", 1, after: ["b"]),
            ]))
        let changes = PlanChanges(from: old, to: path)
        #expect(
            changes.moved == [
                .init(
                    slug: "b", old: try Plans.dates("2026-12-03", "2026-12-04"),
                    new: try Plans.dates("2026-12-07", "2026-12-08"))
            ])
        #expect(changes.added == [.init(slug: "new", dates: try Plans.dates("2026-12-09", "2026-12-09"))])
        #expect(changes.dropped == [.init(slug: "gone", dates: try Plans.dates("2026-12-05", "2026-12-05"))])
        let same = Dictionary(path.steps.map { ($0.slug, $0.dates) }) { first, _ in first }
        #expect(PlanChanges(from: same, to: path).isEmpty)
    }

    @Test func `entries that need each other still get a path`() throws {
        let path = Planner.plan(
            try Plans.request([Plans.entry("a", 1, after: ["b"]), Plans.entry("b", 1, after: ["a"])]))
        #expect(path.steps.count == 2)
    }

    @Test(arguments: [(0, "0"), (7, "1"), (12, "1.71"), (3, "0.43"), (14 * 7, "14"), (1, "0.14"), (35, "5")])
    func `hours are written with at most two decimals`(sevenths: Int, text: String) {
        #expect(StudyHours(sevenths: sevenths).description == text)
    }
}
