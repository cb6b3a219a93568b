import Scheduling
import Testing

/// What `explain` tells, and when an answer expires.
@Suite struct SlotVerdictTests {
    private func finder(
        now: String = "2026-03-01T16:00:00Z", notice: Int = 0, horizon: Int = 60, step: Int? = nil,
        perDay: Int? = nil, mentorPerWeek: Int? = nil, timeOff: [Range<Instant>] = [], bookings: [Booking] = [],
        isActive: Bool = true, weekly: [Weekday: [Window]]? = nil
    ) throws -> SlotFinder {
        let hours = [try window("19:00", "22:00")]
        return SlotFinder(
            schedule: Schedule(
                zone: try Zones.named("Asia/Shanghai"), weekly: weekly ?? [.monday: hours, .wednesday: hours],
                holidays: try ChineseHolidays.holidays(), timeOff: timeOff, maxPerWeek: mentorPerWeek),
            offering: OfferingRules(
                durationMinutes: 60, stepMinutes: step, noticeMinutes: notice, horizonDays: horizon, maxPerDay: perDay,
                isActive: isActive),
            bookings: bookings, now: try instant(now))
    }

    private func booking(_ start: String, sameOffering: Bool = true) throws -> Booking {
        let start = try instant(start)
        return Booking(
            start: start, end: start.adding(minutes: 60), bufferAfterMinutes: 15, isSameOffering: sameOffering)
    }

    @Test func `a free start passes every rule`() throws {
        let verdicts = try finder().verdicts(at: instant("2026-03-02T19:00:00+08:00"))
        #expect(verdicts.map(\.rule) == SlotRule.allCases)
        #expect(verdicts.allSatisfy { $0.passes })
    }

    @Test func `a start that breaks all rules that have a limit is refused by each, with the facts`() throws {
        let day = try date("2026-03-02")
        let off = try instant("2026-03-02T12:00:00Z")..<instant("2026-03-02T13:00:00Z")
        let booked = try booking("2026-03-02T12:00:00Z")
        let finder = try finder(
            now: "2026-02-20T12:10:00Z", notice: 20 * 1_440, horizon: 3, perDay: 1, mentorPerWeek: 1, timeOff: [off],
            bookings: [booked], isActive: false, weekly: [.monday: [try window("20:30", "20:45")]])
        let start = try instant("2026-03-02T12:10:00Z")
        #expect(
            finder.refusals(at: start) == SlotRule.allCases.filter { $0 != .offeringWeekCap && $0 != .mentorDayCap })
        let facts = Dictionary(uniqueKeysWithValues: finder.verdicts(at: start).map { ($0.rule, $0.facts) })
        #expect(facts[.offeringInactive] == .offering(isActive: false))
        // The start before is on a Saturday that is worked in exchange and has Monday's hours.
        let previous = try instant("2026-02-28T12:30:00Z")
        #expect(facts[.offGrid] == .grid(previous: previous, next: try instant("2026-03-02T12:30:00Z")))
        #expect(facts[.outsideWindows] == .windows(day: finder.schedule.hours(on: day), around: nil))
        #expect(facts[.timeOff] == .timeOff(inTheWay: off))
        #expect(facts[.notice] == .notice(earliest: try instant("2026-03-12T12:10:00Z")))
        #expect(facts[.horizon] == .horizon(day: day, lastDay: try date("2026-02-23")))
        #expect(facts[.offeringDayCap] == .dayCap(day: day, count: 1, limit: 1))
        #expect(facts[.offeringWeekCap] == .weekCap(week: ISOWeek(containing: day), count: 1, limit: nil))
        #expect(facts[.mentorWeekCap] == .weekCap(week: ISOWeek(containing: day), count: 1, limit: 1))
        #expect(facts[.mentorDayCap] == .dayCap(day: day, count: 1, limit: nil))
        #expect(facts[.mentorBusy] == .busy(inTheWay: booked.occupiedStart..<booked.occupiedEnd))
    }

    @Test func `an unknown holiday notice is told beside the day's hours`() throws {
        let start = try instant("2027-03-01T19:00:00+08:00")
        let finder = try finder(horizon: 365)
        #expect(finder.refusals(at: start).isEmpty)
        let windows = finder.verdicts(at: start).first { $0.rule == .outsideWindows }
        guard case .windows(let day, let around) = windows?.facts else {
            Issue.record("no facts about windows")
            return
        }
        #expect(day.holiday == .unknown && day.source == .weekly)
        #expect(try around == instant("2027-03-01T11:00:00Z")..<instant("2027-03-01T14:00:00Z"))
    }

    @Test func `an offering's caps count its own, the mentor's count all`() throws {
        let other = try booking("2026-03-02T11:00:00Z", sameOffering: false)
        let start = try instant("2026-03-02T13:00:00Z")
        #expect(try finder(perDay: 1, bookings: [other]).refusals(at: start).isEmpty)
        #expect(try finder(mentorPerWeek: 1, bookings: [other]).refusals(at: start) == [.mentorWeekCap])
        let own = try booking("2026-03-02T11:00:00Z")
        #expect(try finder(perDay: 1, bookings: [own]).refusals(at: start) == [.offeringDayCap])
        #expect(SlotRule.allCases.filter(\.isCap).count == 4)
    }

    @Test func `codes are those of the contract`() {
        #expect(
            SlotRule.allCases.map(\.rawValue) == [
                "offering_inactive", "off_grid", "outside_windows", "time_off", "notice", "horizon", "offering_day_cap",
                "offering_week_cap", "mentor_day_cap", "mentor_week_cap", "mentor_busy",
            ])
    }

    @Test func `an answer expires when the notice of its first start passes`() throws {
        let monday = try instant("2026-03-02T00:00:00+08:00")..<instant("2026-03-03T00:00:00+08:00")
        let change = try #require(try finder(notice: 120).nextChange(for: monday))
        #expect(change.rfc3339UTC == "2026-03-02T09:00:00.000001Z")
        let before = try finder(now: "2026-03-02T09:00:00Z", notice: 120).starts(in: monday)
        let after = try finder(now: "2026-03-02T09:00:00.000001Z", notice: 120).starts(in: monday)
        #expect(before.count == 3 && after.count == 2)
    }

    @Test func `an answer that reaches to the horizon expires at the mentor's midnight`() throws {
        let month = try instant("2026-03-10T00:00:00+08:00")..<instant("2026-04-10T00:00:00+08:00")
        let finder = try finder(now: "2026-03-02T15:00:00Z", horizon: 10)
        #expect(finder.nextChange(for: month)?.rfc3339(in: finder.schedule.zone) == "2026-03-03T00:00:00+08:00")
        // A range well inside does not, unless the next start after it is asked for and there is none.
        let inside = try instant("2026-03-03T00:00:00+08:00")..<instant("2026-03-04T00:00:00+08:00")
        #expect(finder.nextChange(for: inside) == nil)
        #expect(finder.nextChange(for: month.upperBound..<month.upperBound, includingNext: true) != nil)
        #expect(try self.finder(isActive: false).nextChange(for: month, includingNext: true) == nil)
    }

    @Test func `the next start is found at once however far the horizon`() throws {
        let clock = ContinuousClock()
        let zone = try Zones.named("Europe/Berlin")
        let far = try date("2290-05-05")
        let dated = Schedule(zone: zone, days: [far: [try window("10:00", "11:00")], try date("2026-01-01"): []])
        func next(_ schedule: Schedule) throws -> Instant? {
            SlotFinder(
                schedule: schedule, offering: OfferingRules(durationMinutes: 60, horizonDays: 100_000), bookings: [],
                now: try instant("2026-01-01T00:00:00Z")
            ).nextStart(atOrAfter: try instant("2026-01-01T00:00:00Z"))
        }
        let elapsed = try clock.measure {
            #expect(try next(Schedule(zone: zone)) == nil)
            #expect(try next(dated)?.rfc3339UTC == "2290-05-05T08:00:00Z")
            // Hours every day, and none long enough.
            let short = Dictionary(
                uniqueKeysWithValues: try Weekday.allCases.map { ($0, [try window("10:00", "10:30")]) })
            #expect(try next(Schedule(zone: zone, weekly: short)) == nil)
        }
        #expect(elapsed < .seconds(10))
    }
}
