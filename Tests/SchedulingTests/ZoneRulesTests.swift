import Foundation
import Scheduling
import TestRandom
import Testing
import ZoneData

@Suite struct ZoneRulesTests {
    /// A zone whose local mean time (before all transitions) differs has another history in Foundation: its data
    /// merges zones that agree since 1970, where this system may keep them apart (`backzone`).
    private static func firstComparableYear(_ rules: ZoneRules, _ zone: TimeZone) -> Instant {
        let early = Instant(seconds: -5_000_000_000)
        let same = rules.offsetSeconds(at: early) == zone.secondsFromGMT(for: foundation(early))
        return Instant(seconds: same ? -4_500_000_000 : 946_684_800)
    }

    private static func foundation(_ instant: Instant) -> Date {
        Date(timeIntervalSince1970: Double(instant.seconds))
    }

    @Test func `one million random instants, all zones, equal Foundation's answer`() throws {
        let directory = try Zones.all()
        var random = SeededGenerator(seed: 2_026)
        let perZone = 1_000_000 / directory.names.count + 1
        var differing: [String: Int] = [:]
        var compared = 0
        for name in directory.names {
            guard let foundation = TimeZone(identifier: name) else { continue }
            let rules = try Zones.named(name)
            let first = Self.firstComparableYear(rules, foundation).seconds
            for round in 0..<perZone {
                // Half over two centuries, half within the years that are booked.
                let range = round % 2 == 0 ? Int(first)...4_102_444_800 : 1_700_000_000...1_900_000_000
                let second = random.int(range)
                let moment = Instant(seconds: Int64(second))
                if rules.offsetSeconds(at: moment)
                    != foundation.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
                {
                    differing[name, default: 0] += 1
                }
                compared += 1
            }
        }
        #expect(compared >= 1_000_000)
        // The two carry their own copies of the data: while these are of different releases, what changed in between
        // differs, and the test against `zdump`, which reads the same files, is the strict one.
        let release = try? String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)
            .prefix(40).split(whereSeparator: \.isWhitespace).dropFirst(2).first.map(String.init)
        let allowed = release == TimeZone.timeZoneDataVersion ? 0 : directory.names.count / 10
        #expect(differing.count <= allowed, "\(differing)")
    }

    @Test func `both sides of every transition until 2050, in all zones, are those that zdump finds`() throws {
        let directory = try Zones.all()
        let lines = try Zdump.lines(of: directory.names, years: 1970...2050)
        for line in lines {
            let rules = try Zones.named(line.zone)
            try #require(rules.offsetSeconds(at: line.at) == line.offsetSeconds, "\(line)")
        }
        #expect(lines.count > 20_000 && Set(lines.map(\.zone)).count > 300)
    }

    @Test func `the offset changes exactly at each transition`() throws {
        for name in ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"] {
            let rules = try Zones.named(name)
            var moment = try instant("1995-01-01T00:00:00Z")
            var count = 0
            while let next = rules.nextTransition(after: moment), next < (try instant("2037-01-01T00:00:00Z")) {
                #expect(rules.offsetSeconds(at: next) != rules.offsetSeconds(at: next.adding(seconds: -1)))
                #expect(rules.lastTransition(atOrBefore: next) == next)
                moment = next
                count += 1
            }
            #expect(count >= 1, "\(name)")
        }
    }

    @Test func `rules repeat every 400 years, so far years are right`() throws {
        let rules = try Zones.named("America/New_York")
        var random = SeededGenerator(seed: 5)
        for _ in 0..<10_000 {
            let moment = Instant(seconds: Int64(random.int(2_300_000_000...14_000_000_000)))
            for cycles in 1...18 {
                let later = moment.adding(days: 146_097 * cycles)
                try #require(rules.offsetSeconds(at: moment) == rules.offsetSeconds(at: later), "\(moment), \(cycles)")
            }
        }
        #expect(rules.civilTime(at: try instant("9999-07-01T12:00:00Z")).hour == 8)
        #expect(rules.firstInstant(of: try date("9999-07-01")).rfc3339UTC == "9999-07-01T04:00:00Z")
    }

    @Test func `bounds of a reading are what trying every minute finds`() throws {
        var random = SeededGenerator(seed: 17)
        for name in ["America/New_York", "Pacific/Apia", "America/Havana", "Antarctica/Troll", "America/St_Johns"] {
            let rules = try Zones.named(name)
            var transitions: [Instant] = []
            var moment = try instant("1975-01-01T00:00:00Z")
            while let next = rules.nextTransition(after: moment), next < (try instant("2030-01-01T00:00:00Z")) {
                transitions.append(next)
                moment = next
            }
            for _ in 0..<12 {
                let transition = random.pick(transitions)
                let day = rules.localDate(at: transition.adding(minutes: random.int(-1_500...1_500)))
                let time = try #require(WallTime(minutes: random.int(0...1_440)))
                let reading = day.daysSinceEpoch * 1_440 + time.minutes
                var first: Instant?
                var last: Instant?
                for minute in -4_000...4_000 {
                    let candidate = transition.adding(minutes: minute)
                    let shown = rules.civilTime(at: candidate)
                    let at = shown.date.daysSinceEpoch * 1_440 + shown.minuteOfDay
                    if at >= reading, first == nil { first = candidate }
                    if at < reading { last = candidate.adding(minutes: 1) }
                }
                #expect(rules.firstInstant(atOrAfter: day, time) == first, "\(name) \(day) \(time)")
                #expect(rules.lastInstant(before: day, time) == last, "\(name) \(day) \(time)")
            }
        }
    }

    @Test func `a day may have 23, 25, 47 or no hours`() throws {
        func hours(_ zone: String, _ day: String) throws -> Int64 {
            let span = try Zones.named(zone).instants(of: date(day))
            return span.upperBound.microseconds(since: span.lowerBound) / 3_600_000_000
        }
        #expect(try hours("America/New_York", "2025-03-09") == 23)
        #expect(try hours("America/New_York", "2025-11-02") == 25)
        #expect(try hours("Pacific/Apia", "2011-12-30") == 0)
        #expect(try hours("Asia/Shanghai", "2026-10-01") == 24)
        #expect(
            try Zones.named("America/Havana").firstInstant(of: date("2025-03-09")).rfc3339UTC == "2025-03-09T05:00:00Z")
    }

    @Test(arguments: [
        // Daylight time all year; changes on numbered days with and without 29 February; before and after the day.
        ("XXX3EDT4,0/0,J365/23", "2030-07-01T00:00:00Z", -14_400),
        ("XXX3EDT4,0/0,J365/23", "2031-01-01T03:00:00Z", -14_400),
        ("AAA0BBB,J60/0,J300/0", "2028-02-29T23:59:59Z", 0), ("AAA0BBB,J60/0,J300/0", "2028-03-01T00:00:00Z", 3_600),
        ("AAA0BBB,59/0,299/0", "2028-02-28T23:59:59Z", 0), ("AAA0BBB,59/0,299/0", "2028-02-29T00:00:00Z", 3_600),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T00:59:59Z", -7_200),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T01:00:00Z", -3_600),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2030-03-29T23:59:59Z", 7_200),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2030-03-30T00:00:00Z", 10_800),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2030-07-01T00:00:00Z", 3_600),
        ("<+0545>-5:45", "2030-07-01T00:00:00Z", 20_700), ("AAA-1:02:03", "2030-07-01T00:00:00Z", 3_723),
    ])
    func `the rule after the last transition is followed in all its forms`(
        footer: String, moment: String, offset: Int
    ) throws {
        let rules = try ZoneRules(name: "Test/Zone", tzif: TZif.file(footer: footer))
        #expect(rules.offsetSeconds(at: try instant(moment)) == offset)
    }

    @Test(arguments: [
        "A0", "AAA", "AAA25", "AAA0BBB", "AAA0BBB,J0,J1", "AAA0BBB,J366,J1", "AAA0BBB,M13.1.0,M1.1.0",
        "AAA0BBB,M1.6.0,M1.1.0",
        "AAA0BBB,M1.1.7,M1.1.0", "AAA0BBB,M1.1,M1.1.0", "AAA0BBB,M1.1.0", "AAA0BBB,M1.1.0/168,M2.1.0", "<AAA0", "AAA0x",
        "AAA0BBB,M1.1.0,M2.1.0,", "AAA0BBB,99999999999999999999,1", "AAA0:60",
    ])
    func `a damaged rule is refused`(footer: String) {
        #expect(throws: ZoneDataError.self) { try ZoneRules(name: "Test/Zone", tzif: TZif.file(footer: footer)) }
    }

    @Test func `version 1 data alone is read, and agrees with version 2 up to its end`() throws {
        let bytes = try TZif.system("Europe/Berlin")
        let rules = try ZoneRules(name: "Europe/Berlin", tzif: bytes)
        // A slim file has an empty version 1 block; the test then writes one from what the zone says.
        var transitions: [(Int64, Int32)] = []
        var moment = Instant(seconds: -1_700_000_000)
        let first = Int32(rules.offsetSeconds(at: moment))
        while let next = rules.nextTransition(after: moment), next.seconds < Int64(Int32.max) {
            transitions.append((next.seconds, Int32(rules.offsetSeconds(at: next))))
            moment = next
        }
        let old = try ZoneRules(
            name: "Europe/Berlin", tzif: TZif.block(version: 0, initial: first, transitions: transitions))
        var random = SeededGenerator(seed: 3)
        for _ in 0..<5_000 {
            let at = Instant(seconds: Int64(random.int(-1_600_000_000...2_100_000_000)))
            try #require(rules.offsetSeconds(at: at) == old.offsetSeconds(at: at), "\(at)")
        }
    }

    @Test func `damaged data is refused or read, never a crash`() throws {
        var random = SeededGenerator(seed: 99)
        for name in ["Europe/Berlin", "Africa/Casablanca", "Asia/Shanghai", "America/Nuuk", "UTC"] {
            let bytes = try TZif.system(name)
            for length in 0..<bytes.count where length < 400 || length % 7 == 0 {
                #expect(throws: ZoneDataError.self, "\(name) cut to \(length)") {
                    try ZoneRules(name: name, tzif: Array(bytes[..<length]))
                }
            }
            for _ in 0..<600 {
                var damaged = bytes
                for _ in 0..<random.int(1...8) {
                    // Headers and the ends are where it hurts.
                    let place =
                        random.chance(50) ? random.int(0...min(60, bytes.count - 1)) : random.int(0...bytes.count - 1)
                    damaged[place] = UInt8(random.int(0...255))
                }
                if let rules = try? ZoneRules(name: name, tzif: damaged) {
                    for at in [Int64.min, -9_000_000_000, 0, 1_800_000_000, 99_000_000_000, .max] {
                        let moment = Instant(seconds: at)
                        let day = rules.localDate(at: moment)
                        _ = rules.firstInstant(of: day)
                        _ = rules.lastInstant(before: day)
                    }
                }
            }
        }
        for _ in 0..<2_000 {
            let noise = (0..<random.int(0...200)).map { _ in UInt8(random.int(0...255)) }
            #expect(throws: ZoneDataError.notTimeZoneData) { try ZoneRules(name: "Noise", tzif: noise) }
            #expect(throws: ZoneDataError.self) {
                try ZoneRules(name: "Noise", tzif: Array("TZif2".utf8) + noise.map { $0 % 4 == 0 ? $0 : 0 } + [1])
            }
        }
    }

    @Test func `data with leap seconds is refused`() throws {
        var bytes = TZif.block(version: 0, initial: 0, transitions: [])
        bytes[31] = 1
        #expect(throws: ZoneDataError.leapSeconds) {
            try ZoneRules(name: "right/UTC", tzif: bytes + [UInt8](repeating: 0, count: 8))
        }
    }
}

/// Makes TZif bytes for tests.
enum TZif {
    static func system(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)")))
    }

    /// Version 2 data without transitions, only a rule.
    static func file(footer: String) -> [UInt8] {
        block(version: UInt8(ascii: "2"), initial: 0, transitions: [])
            + block(version: UInt8(ascii: "2"), initial: 0, transitions: [], wide: true)
            + [10] + Array(footer.utf8) + [10]
    }

    static func block(
        version: UInt8, initial: Int32, transitions: [(Int64, Int32)], wide: Bool = false
    ) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.bigEndian) { Array($0) }
        }
        let offsets = [initial] + Array(Set(transitions.map(\.1))).sorted()
        var data = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, 0, transitions.count, offsets.count, 4] { data += bytes(UInt32(count)) }
        for (time, _) in transitions { data += wide ? bytes(time) : bytes(Int32(truncatingIfNeeded: time)) }
        for (_, offset) in transitions { data.append(UInt8(offsets.dropFirst().firstIndex(of: offset) ?? 0)) }
        for offset in offsets { data += bytes(offset) + [0, 0] }
        return data + Array("AAA\0".utf8)
    }
}
