import Mentoring
import Scheduling
import Testing
import ZoneData

struct QuietHoursTests {
    private static let zones = Result { try ZoneDirectory() }

    private func end(_ from: String, _ until: String, at now: String, in zone: String) throws -> String? {
        let directory = try Self.zones.get()
        let zone = try #require(directory.zone(named: zone))
        let (start, stop) = (try #require(WallTime(from)), try #require(WallTime(until)))
        let hours = try #require(QuietHours(from: start, until: stop))
        let instant = try #require(Instant(rfc3339: now))
        return hours.end(at: instant, in: zone)?.rfc3339UTC
    }

    @Test func `quiet hours over midnight end in the morning`() throws {
        let zone = "Asia/Shanghai"
        #expect(try end("22:30", "08:00", at: "2026-11-23T22:29:59+08:00", in: zone) == nil)
        #expect(try end("22:30", "08:00", at: "2026-11-23T22:30:00+08:00", in: zone) == "2026-11-24T00:00:00Z")
        #expect(try end("22:30", "08:00", at: "2026-11-24T03:00:00+08:00", in: zone) == "2026-11-24T00:00:00Z")
        #expect(try end("22:30", "08:00", at: "2026-11-24T08:00:00+08:00", in: zone) == nil)
        #expect(try end("12:00", "14:00", at: "2026-11-24T13:00:00+08:00", in: zone) == "2026-11-24T06:00:00Z")
        #expect(try end("12:00", "14:00", at: "2026-11-24T14:00:00+08:00", in: zone) == nil)
    }

    @Test func `clocks that change don't lose the end`() throws {
        // 02:30 doesn't exist on 8 March in New York, and 01:30 happens twice on 1 November.
        let zone = "America/New_York"
        #expect(try end("23:00", "02:30", at: "2026-03-08T01:00:00-05:00", in: zone) == "2026-03-08T07:00:00Z")
        #expect(try end("23:00", "01:30", at: "2026-11-01T01:00:00-04:00", in: zone) == "2026-11-01T05:30:00Z")
        // The end has come, and comes again.
        #expect(try end("23:00", "01:30", at: "2026-11-01T01:10:00-05:00", in: zone) == nil)
    }

    @Test func `hours that end as they begin are none`() {
        #expect(WallTime("08:00").flatMap { QuietHours(from: $0, until: $0) } == nil)
    }
}
