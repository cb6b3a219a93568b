import Mentoring
import Scheduling
import Testing
import ZoneData

struct ReminderRulesTests {
    private let start = Instant(seconds: 1_795_428_000)

    private func lead(_ leads: [Int], booked: Int, now: Int) -> Int? {
        ReminderRules.lead(
            of: leads, start: start, bookedAt: start.adding(minutes: -booked), at: start.adding(minutes: -now))
    }

    @Test func `each lead speaks from its moment on, and the shorter one takes over`() {
        #expect(lead([1_440, 60], booked: 5_000, now: 1_441) == nil)
        #expect(lead([1_440, 60], booked: 5_000, now: 1_440) == 1_440)
        #expect(lead([1_440, 60], booked: 5_000, now: 61) == 1_440)
        #expect(lead([1_440, 60], booked: 5_000, now: 60) == 60)
        #expect(lead([1_440, 60], booked: 5_000, now: 1) == 60)
        #expect(lead([1_440, 60], booked: 5_000, now: 0) == nil)
        #expect(lead([], booked: 5_000, now: 60) == nil)
    }

    @Test func `a booking younger than the lead is not reminded of`() {
        #expect(lead([1_440, 60], booked: 600, now: 600) == nil)
        #expect(lead([1_440, 60], booked: 600, now: 60) == 60)
        #expect(lead([1_440, 60], booked: 30, now: 20) == nil)
        #expect(lead([60], booked: 60, now: 60) == 60)
    }

    @Test func `a request is reminded of before its end, unless it never had so long`() {
        func isDue(asked: Int, now: Int) -> Bool {
            ReminderRules.isRequestDue(
                respondBy: start, askedAt: start.adding(minutes: -asked), lead: 360, at: start.adding(minutes: -now))
        }
        #expect(!isDue(asked: 2_880, now: 361))
        #expect(isDue(asked: 2_880, now: 360))
        #expect(isDue(asked: 2_880, now: 1))
        #expect(!isDue(asked: 2_880, now: 0))
        #expect(!isDue(asked: 120, now: 60))
    }

    @Test func `a week begins on the mentor's own Monday morning`() throws {
        let directory = try ZoneDirectory()
        let zone = try #require(directory.zone(named: "Asia/Shanghai"))
        func monday(_ text: String) -> String? {
            Instant(rfc3339: text).flatMap { ReminderRules.monday(at: $0, in: zone, minute: 480) }?.rfc3339UTC
        }
        #expect(monday("2026-11-23T07:59:59+08:00") == nil)
        #expect(monday("2026-11-23T08:00:00+08:00") == "2026-11-22T16:00:00Z")
        #expect(monday("2026-11-23T23:59:59+08:00") == "2026-11-22T16:00:00Z")
        #expect(monday("2026-11-24T08:00:00+08:00") == nil)
    }
}
