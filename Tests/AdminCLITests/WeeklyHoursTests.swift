import Foundation
import Scheduling
import Testing

@testable import AdminCLI

@Suite struct WeeklyHoursTests {
    /// `mon 19:00-22:00 …`, days without hours left out.
    private func shown(_ texts: [String]) throws -> String {
        let hours = try WeeklyHours(texts, language: .english)
        return Weekday.allCases.compactMap { day in
            guard let windows = hours.windows[day], !windows.isEmpty else { return nil }
            return day.slug + " " + windows.map { "\($0.start.string)-\($0.end.string)" }.joined(separator: ",")
        }.joined(separator: "; ")
    }

    @Test(
        "Hours are read as people write them, in English and Chinese",
        arguments: [
            (
                ["mon,wed 19:00-22:00; sat 10:00-12:00,14:00-18:00"],
                "mon 19:00-22:00; wed 19:00-22:00; sat 10:00-12:00,14:00-18:00"
            ),
            (["mon 19:00-22:00", "tue 20:00-21:00"], "mon 19:00-22:00; tue 20:00-21:00"),
            (["Mon, Wed 19:00 - 22:00"], "mon 19:00-22:00; wed 19:00-22:00"),
            (["monday tues 9:00-10:30"], "mon 09:00-10:30; tue 09:00-10:30"),
            (["周一、三 19:00-22:00；周六 10:00-12:00"], "mon 19:00-22:00; wed 19:00-22:00; sat 10:00-12:00"),
            (["星期日 19：00～22：00"], "sun 19:00-22:00"),
            (["周六 10:00至12:00、14:00到18:00"], "sat 10:00-12:00,14:00-18:00"),
            (["周六至周一 10:00–12:00"], "mon 10:00-12:00; sat 10:00-12:00; sun 10:00-12:00"),
            (["周天 10:00—12:00"], "sun 10:00-12:00"),
            (["weekends 10:00-11:00"], "sat 10:00-11:00; sun 10:00-11:00"),
            (["mon-wed 10:00-11:00"], "mon 10:00-11:00; tue 10:00-11:00; wed 10:00-11:00"),
            (["每天 20:00-24:00; 周一 08:00-09:00"].map { $0 }, Self.daily),
            (["mon,wed 7pm-10pm"], "mon 19:00-22:00; wed 19:00-22:00"), (["sat 8-10pm"], "sat 20:00-22:00"),
            (["周六 晚上8点到10点"], "sat 20:00-22:00"), (["周日下午2点半-4点"], "sun 14:30-16:00"),
            (["mon 23:00-01:00"], "mon 23:00-01:00"), (["fri off"], ""), (["周五 休息"], ""),
            (["mon 20:00-21:00; mon 08:00-09:00"], "mon 08:00-09:00,20:00-21:00"),
        ] as [([String], String)])
    func read(texts: [String], expected: String) throws {
        #expect(try shown(texts) == expected)
    }

    private static let daily =
        "mon 08:00-09:00,20:00-24:00; "
        + ["tue", "wed", "thu", "fri", "sat", "sun"].map { "\($0) 20:00-24:00" }.joined(separator: "; ")

    @Test func `工作日 is Monday to Friday`() throws {
        #expect(try shown(["工作日 20:00-21:00"]) == shown(["weekdays 20:00-21:00"]))
        #expect(try shown(["周一到周五 20:00-21:00"]) == shown(["mon-fri 20:00-21:00"]))
    }

    @Test(
        "What isn't clear is refused with how to write it",
        arguments: [
            "mon", "19:00-22:00", "mon 19-22", "mon 19:00", "mon 7-9", "周一 7点到9点", "mon 25:00-26:00",
            "moon 19:00-22:00",
            "mon 24:00-02:00", "mon 19:00-22:00-23:00", "", ";", "周八 10:00-11:00", "mon,,x 10:00-11:00",
            "m 10:00-11:00", "monx 10:00-11:00",
        ])
    func refused(text: String) {
        let failure = #expect(throws: CommandFailure.self) { try WeeklyHours([text], language: .english) }
        #expect(failure?.status == .usage)
        #expect(failure?.message.contains("write") == true)
    }

    @Test func `Every weekday goes over the wire, so that none keeps old hours`() throws {
        let json = try WeeklyHours(["tue 19:00-22:00"], language: .chinese).json
        let text = String(decoding: try json.data(), as: UTF8.self)
        #expect(
            text
                == #"{"fri":[],"mon":[],"sat":[],"sun":[],"thu":[],"tue":[["19:00","22:00"]],"wed":[]}"#)
    }
}
