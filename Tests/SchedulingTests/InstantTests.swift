import Foundation
import Scheduling
import TestRandom
import Testing
import ZoneData

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000001Z", 1), ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-03-02T09:00:00+08:00", 1_772_413_200_000_000), ("2026-03-02T01:00:00Z", 1_772_413_200_000_000),
        ("2026-03-02t01:00:00z", 1_772_413_200_000_000), ("2026-03-01T17:30:00-07:30", 1_772_413_200_000_000),
        ("2026-03-02T01:00:00-00:00", 1_772_413_200_000_000), ("2026-03-02T01:00:00.5Z", 1_772_413_200_500_000),
        ("2026-03-02T01:00:00.123456789Z", 1_772_413_200_123_456), ("2024-02-29T23:59:59+23:59", 1_709_164_859_000_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ])
    func `RFC 3339 text in any offset is read to the microsecond`(text: String, microseconds: Int64) throws {
        #expect(try #require(Instant(rfc3339: text)).microseconds == microseconds)
        #expect(Instant(rfc3339: "x\(text)y".dropFirst().dropLast()) == Instant(rfc3339: text))
    }

    @Test(arguments: [
        "", "2026-03-02", "2026-03-02T01:00:00", "2026-03-02 01:00:00Z", "2026-03-02T01:00Z", "2026-03-02T24:00:00Z",
        "2026-03-02T01:60:00Z", "2026-03-02T01:00:60Z", "2026-02-29T01:00:00Z", "2026-13-02T01:00:00Z",
        "2026-03-02T01:00:00.Z", "2026-03-02T01:00:00.1234567890Z", "2026-03-02T01:00:00,5Z",
        "2026-03-02T01:00:00+8:00",
        "2026-03-02T01:00:00+0800", "2026-03-02T01:00:00+08", "2026-03-02T01:00:00+24:00", "2026-03-02T01:00:00+08:60",
        "2026-03-02T01:00:00 08:00", "2026-03-02T01:00:00ZZ", " 2026-03-02T01:00:00Z", "2026-03-02T01:00:00Z ",
        "26-03-02T01:00:00Z", "02026-03-02T01:00:00Z", "2026-3-2T01:00:00Z", "2026-03-02T1:00:00Z",
        "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-03-02T01:00:00.5",
        "2026-03-02T01:00:00\u{2212}08:00", "2026-03-02T01:00:00.５Z", "1772413200", "2026-W10-1T01:00:00Z",
        "2026-03-02T01-00-00Z", "2026-03-02T01:00:00.123456789+08:0", "2026-03-02T01:00:00.12345678901234567890Z",
    ])
    func `what is not RFC 3339 is refused`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `random bytes are read or refused, never a crash`() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("0123456789-:TZ+.tz 9".utf8)
        for _ in 0..<50_000 {
            var bytes = Array("2026-03-02T01:00:00.123456+08:00".utf8)
            for _ in 0..<random.int(0...3) { bytes[random.int(0...bytes.count - 1)] = random.pick(alphabet) }
            bytes.removeLast(random.int(0...bytes.count))
            if let read = Instant(rfc3339: bytes.span) {
                #expect(Instant(rfc3339: read.rfc3339UTC) == read)
            }
        }
    }

    @Test(arguments: [
        ("2026-03-02T01:00:00Z", "Asia/Shanghai", "2026-03-02T09:00:00+08:00"),
        ("2026-03-02T01:00:00.25Z", "Asia/Kolkata", "2026-03-02T06:30:00.25+05:30"),
        ("2026-03-02T01:00:00Z", "America/New_York", "2026-03-01T20:00:00-05:00"),
        ("2026-07-02T01:00:00Z", "America/St_Johns", "2026-07-01T22:30:00-02:30"),
        ("2026-03-02T01:00:00.000001Z", "UTC", "2026-03-02T01:00:00.000001Z"),
        ("2026-03-02T01:00:00Z", "Etc/UTC", "2026-03-02T01:00:00Z"),
        ("2026-01-02T01:00:00Z", "Europe/London", "2026-01-02T01:00:00+00:00"),
        ("0001-01-01T00:00:00Z", "UTC", "0001-01-01T00:00:00Z"),
        // Shanghai's local mean time was +08:05:43; the text keeps the instant.
        ("1890-01-01T00:00:00Z", "Asia/Shanghai", "1890-01-01T08:05:00+08:05"),
    ])
    func `an instant is written in a zone with its offset`(utc: String, zone: String, text: String) throws {
        let moment = try instant(utc)
        #expect(moment.rfc3339(in: try Zones.named(zone)) == text)
        #expect(try instant(text) == moment)
    }

    @Test func `what is written is read back, in every zone and by one writer for all instants`() throws {
        var random = SeededGenerator(seed: 11)
        for name in try Zones.all().names {
            let zone = try Zones.named(name)
            var writer = InstantWriter(zone: zone)
            for _ in 0..<20 {
                let moment = Instant(
                    microseconds: Int64(random.int(-5_000_000_000_000_000...9_000_000_000_000_000)))
                var bytes: [UInt8] = []
                writer.append(moment, to: &bytes)
                try #require(Instant(rfc3339: bytes.span) == moment, "\(moment) in \(name)")
                try #require(String(decoding: bytes, as: UTF8.self) == moment.rfc3339(in: zone))
            }
        }
    }

    @Test func `text agrees with Foundation's`() throws {
        var random = SeededGenerator(seed: 13)
        for _ in 0..<2_000 {
            let moment = Instant(seconds: Int64(random.int(-11_600_000_000...250_000_000_000)))
            let date = try Date(moment.rfc3339UTC, strategy: .iso8601)
            try #require(Int64(date.timeIntervalSince1970) == moment.seconds, "\(moment)")
        }
    }

    @Test func `arithmetic saturates and never traps`() {
        let latest = Instant(microseconds: .max)
        #expect(latest.adding(seconds: 1) == latest)
        #expect(latest.adding(minutes: .max) == latest)
        #expect(latest.adding(days: .min) == Instant(microseconds: -1))
        #expect(Instant(seconds: .max) == latest)
        #expect(Instant(seconds: .min) == Instant(microseconds: .min))
        #expect(Instant(microseconds: .min).adding(microseconds: -1) == Instant(microseconds: .min))
        #expect(latest.microseconds(since: Instant(microseconds: .min)) == .max)
        #expect(Instant(microseconds: -1).seconds == -1)
        #expect(Instant(seconds: 0).adding(minutes: 90).seconds == 5_400)
        #expect(Instant(seconds: 0).adding(days: -1).seconds == -86_400)
    }

    @Test func `instants far outside the calendar neither trap nor are offered`() throws {
        let schedule = Schedule(
            zone: try Zones.named("Europe/Berlin"), weekly: [.monday: [try window("00:00", "24:00")]])
        for extreme in [Int64.min, .min + 1, -1 << 60, 1 << 60, .max - 1, .max] {
            let moment = Instant(microseconds: extreme)
            let finder = SlotFinder(
                schedule: schedule, offering: OfferingRules(durationMinutes: 60, horizonDays: .max),
                bookings: [
                    Booking(start: moment, end: moment, bufferBeforeMinutes: 10, isSameOffering: true)
                ], now: moment)
            #expect(!finder.refusals(at: moment).isEmpty)
            #expect(finder.verdicts(at: moment).count == SlotRule.allCases.count)
            _ = finder.nextChange(for: moment..<moment, includingNext: true)
            _ = finder.starts(in: Instant(microseconds: .min)..<Instant(seconds: -62_000_000_000), limit: 2)
            _ = moment.rfc3339(in: schedule.zone)
        }
    }
}
