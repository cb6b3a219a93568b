import Scheduling
import Testing

@Suite struct HolidaysTests {
    @Test func `the shipped notices are complete and consistent`() throws {
        let notices = try ChineseHolidays.notices()
        #expect(notices.count == 11)
        for notice in notices {
            #expect(notice.daysOff.isDisjoint(with: notice.workingDays))
            #expect(notice.daysOff.union(notice.workingDays).allSatisfy { notice.covers.contains($0) })
            #expect(notice.workingDays.allSatisfy { $0.weekday >= .saturday }, "\(notice.title)")
        }
    }

    @Test(arguments: [
        (2018, 25, 7), (2019, 28, 6), (2020, 30, 6), (2021, 31, 7), (2022, 32, 7), (2023, 28, 7), (2024, 28, 8),
        (2025, 28, 5), (2026, 33, 6),
    ])
    func `each year has its days off and its working weekend days`(year: Int, off: Int, working: Int) throws {
        let holidays = try ChineseHolidays.holidays()
        var day = try #require(CivilDate(year: year, month: 1, day: 1))
        var counts: [Holidays.DayState: Int] = [:]
        while day.year == year {
            counts[holidays.state(of: day), default: 0] += 1
            day = day.adding(days: 1)
        }
        #expect(counts[.dayOff] == off)
        #expect(counts[.workingWeekendDay] == working)
        #expect(counts[.unknown] == nil)
    }

    @Test(arguments: [
        ("2026-10-01", Holidays.DayState.dayOff), ("2026-10-10", .workingWeekendDay), ("2026-10-09", .ordinary),
        ("2026-10-11", .ordinary), ("2027-01-01", .unknown), ("2017-12-31", .unknown),
        // Days of the December before, named by the next year's notice.
        ("2018-12-29", .workingWeekendDay), ("2018-12-31", .dayOff), ("2022-12-31", .dayOff),
        // The amendments of 2019 and 2020.
        ("2019-05-02", .dayOff), ("2019-05-05", .workingWeekendDay), ("2020-01-31", .dayOff), ("2020-02-01", .dayOff),
    ])
    func `a day is off, worked, ordinary, or its notice is not held`(day: String, state: Holidays.DayState) throws {
        #expect(try ChineseHolidays.holidays().state(of: date(day)) == state)
    }

    @Test func `an amendment decides alone about the days it covers`() throws {
        let year = HolidayNotice(
            title: "year", covers: try date("2030-01-01")...date("2030-12-31"),
            daysOff: [try date("2030-01-01"), try date("2030-05-01")], workingDays: [try date("2030-05-04")])
        let amendment = HolidayNotice(
            title: "amendment", covers: try date("2030-05-01")...date("2030-05-05"),
            daysOff: [try date("2030-05-02"), try date("2031-01-01")], workingDays: [])
        let holidays = Holidays(notices: [year, amendment])
        #expect(holidays.state(of: try date("2030-01-01")) == .dayOff)
        #expect(holidays.state(of: try date("2030-05-01")) == .ordinary)
        #expect(holidays.state(of: try date("2030-05-02")) == .dayOff)
        #expect(holidays.state(of: try date("2030-05-04")) == .ordinary)
        #expect(holidays.state(of: try date("2031-01-01")) == .unknown)
        #expect(
            holidays.firstUnknownDay(from: try date("2030-12-30"), through: try date("2031-02-01"))
                == (try date("2031-01-01")))
        #expect(holidays.firstUnknownDay(from: try date("2030-01-01"), through: try date("2030-12-31")) == nil)
        #expect(Holidays(notices: []).state(of: try date("2030-01-01")) == .unknown)
    }

    private func notice(_ number: String, published: String?, off: [String]) throws -> HolidayNotice {
        HolidayNotice(
            title: number, number: number, publishedOn: try published.map(date),
            covers: try date("2030-01-01")...date("2030-01-31"), daysOff: try off.map(date), workingDays: [])
    }

    @Test func `notices decide in the order of their publication, whatever the order in which they came`() throws {
        let early = try notice("1", published: "2029-11-01", off: ["2030-01-01"])
        let late = try notice("2", published: "2029-12-01", off: ["2030-01-02"])
        let undated = try notice("", published: nil, off: ["2030-01-03"])
        for holidays in [
            Holidays(notices: [undated]).amended(by: [early, late]),
            Holidays(notices: [late]).amended(by: [undated, early]),
        ] {
            #expect(holidays.notices == [undated, early, late])
            #expect(holidays.state(of: try date("2030-01-02")) == .dayOff)
            #expect(holidays.state(of: try date("2030-01-01")) == .ordinary)
        }
    }

    @Test func `a notice takes the place of the one with its number, and a withdrawn one is gone`() throws {
        let first = try notice("1", published: "2029-11-01", off: ["2030-01-01"])
        let corrected = try notice("1", published: "2029-11-01", off: ["2030-01-04"])
        let other = try notice("2", published: "2029-10-01", off: ["2030-01-01"])
        let held = Holidays(notices: [other, first])
        let amended = held.amended(by: [corrected])
        #expect(amended.notices == [other, corrected])
        #expect(held.amended(by: [first]).notices == held.notices)
        #expect(held.amended(by: [], withdrawn: ["1"]).notices == [other])
        // Numberless notices never stand for one another.
        let nameless = try notice("", published: nil, off: [])
        #expect(Holidays(notices: [nameless]).amended(by: [nameless]).notices.count == 2)
        #expect(
            held.changes(to: amended) == [
                Holidays.Change(date: try date("2030-01-01"), before: .dayOff, after: .ordinary),
                Holidays.Change(date: try date("2030-01-04"), before: .ordinary, after: .dayOff),
            ])
        #expect(Holidays(notices: []).changes(to: held).count == 31)
        #expect(Holidays(notices: []).changes(to: Holidays(notices: [])).isEmpty)
    }

    @Test func `a day's hours come from the dated day, the holiday, Monday or the weekday, in this order`() throws {
        let evening = [try window("19:00", "22:00")]
        let morning = [try window("09:00", "12:00")]
        let schedule = Schedule(
            zone: try Zones.named("Asia/Shanghai"), weekly: [.monday: evening, .thursday: evening, .saturday: morning],
            holidays: try ChineseHolidays.holidays(),
            days: [try date("2026-10-02"): morning, try date("2026-10-10"): [], try date("2026-10-12"): morning])
        func source(_ day: String) throws -> [String] {
            let hours = schedule.hours(on: try date(day))
            return [hours.source.rawValue] + hours.windows.map(\.description)
        }
        #expect(try source("2026-10-01") == ["holiday"])
        #expect(try source("2026-10-02") == ["dated", "09:00–12:00"])
        #expect(try source("2026-10-10") == ["dated"])
        #expect(try source("2026-09-20") == ["working_weekend_day", "19:00–22:00"])
        #expect(try source("2026-10-17") == ["weekly", "09:00–12:00"])
        #expect(schedule.hours(on: try date("2027-01-07")).holiday == .unknown)
        #expect(Schedule(zone: .utc).hours(on: try date("2027-01-07")).holiday == nil)
    }
}
