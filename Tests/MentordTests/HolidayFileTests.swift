import ArgumentParser
import ConfigFiles
import Foundation
import Mentoring
import Scheduling
import TestDatabase
import Testing

@testable import mentord

@Suite struct HolidayFileTests {
    private static let good = """
        country: CN
        notices:
          - year: 2027
            title: 国务院办公厅关于2027年部分节假日安排的通知
            number: 国办发明电〔2026〕7号
            published: "2026-11-05"
            covers: {from: "2027-01-01", to: "2027-12-31"}
            days_off: ["2027-01-01", "2027-01-02", "2027-01-03"]
            working_days: ["2027-01-09"]
        """

    private func problems(_ yaml: String) -> [String] {
        do {
            _ = try HolidayFile(yaml: yaml)
            return []
        } catch let error as HolidayFile.Malformed {
            return error.sentences
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `the file that is built in and the one of the command's help are read`() throws {
        let builtIn = try HolidayFile(yaml: ConfigFiles.holidaysCN)
        #expect(builtIn.content.region == "CN" && builtIn.content.notices.count == 11)
        #expect(builtIn.holidays.notices == builtIn.content.notices)
        let help = HolidayCommand.Import.helpMessage(columns: 200)
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop(while: { $0 == " " }) }
        #expect(lines.contains("country: CN"))
        let notice = try #require(try HolidayFile(yaml: Self.good).content.notices.first)
        #expect(notice.number == "国办发明电〔2026〕7号" && notice.daysOff.count == 3 && notice.workingDays.count == 1)
        #expect(notice.publishedOn == CivilDate(iso8601: "2026-11-05"))
    }

    @Test func `days need no quotes, and a notice can be withdrawn`() throws {
        let plain = try HolidayFile(yaml: Self.good.replacing("\"", with: ""))
        #expect(plain.content == (try HolidayFile(yaml: Self.good).content))
        let withdrawn = try HolidayFile(yaml: "country: CN\nnotices: [{number: 1号, withdrawn: true}]")
        #expect(withdrawn.content == HolidayImport(region: "CN", notices: [], withdrawn: ["1号"]))
    }

    @Test(arguments: [
        ("\"2027-01-03\"", "\"2027-02-30\"", "line 8: 2027-02-30 is no day of the calendar as YYYY-MM-DD"),
        ("\"2027-01-03\"", "\"3 Jan\"", "line 8: 3 Jan is no day of the calendar as YYYY-MM-DD"),
        ("\"2027-01-03\"", "\"2027-01-02\"", "line 8: 2027-01-02 is in days_off twice"),
        ("\"2027-01-03\"", "\"2028-01-03\"", "line 8: 2028-01-03 is outside the days that the notice covers"),
        ("[\"2027-01-09\"]", "[\"2027-01-02\"]", "line 9: 2027-01-02 is in days_off and in working_days"),
        (
            "\"2027-01-09\"", "\"2027-01-08\"",
            "line 9: 2027-01-08 is no Saturday or Sunday: only weekend days are worked in exchange"
        ),
        (
            "    number: 国办发明电〔2026〕7号\n", "",
            "line 3: number is missing: the source of the notice, such as 国办发明电〔2026〕7号"
        ),
        (
            "    title: 国务院办公厅关于2027年部分节假日安排的通知\n", "",
            "line 3: title is missing: the source of the notice, such as 国务院办公厅关于2027年部分节假日安排的通知"
        ),
        ("    published: \"2026-11-05\"\n", "", "line 3: published is missing: a day such as \"2026-11-05\""),
        (
            "    covers: {from: \"2027-01-01\", to: \"2027-12-31\"}\n", "",
            "line 3: covers is missing: the first and last day the notice decides about, from and to"
        ),
        ("to: \"2027-12-31\"", "to: \"2026-12-31\"", "line 7: covers ends before it begins"),
        ("to: \"2027-12-31\"", "to: \"2029-12-31\"", "line 7: covers is longer than a year with the December before"),
        ("country: CN", "country: JP", "line 1: the country is not known: it can be CN"),
        ("country: CN\n", "", "line 1: country is missing, such as country: CN"),
        ("year: 2027", "year: 2026", "line 3: the year is not that in which the days it covers end, 2027"),
        ("year: 2027", "jahr: 2027", "line 3: jahr is not known here"),
        ("[\"2027-01-09\"]", "2027-01-09", "line 9: working_days must be a list of days"),
    ])
    func `what is wrong is said with its line`(part: String, instead: String, sentence: String) {
        let yaml = Self.good.replacing(part, with: instead, maxReplacements: 1)
        #expect(yaml != Self.good)
        #expect(problems(yaml).contains(sentence), "\(problems(yaml))")
    }

    @Test func `all that is wrong is said at once, and what is no such file too`() {
        let twice = Self.good.replacing("2027-01-09", with: "2027-13-01").replacing("country: CN", with: "country: XX")
        #expect(problems(twice).count == 2)
        #expect(problems("country: CN\nnotices: []") == ["line 2: notices must be a list with one notice or more"])
        #expect(problems("") == ["the file must have country and notices"])
        #expect(problems("- 1").first?.contains("this must be a mapping") == true)
        #expect(problems("a: [").first?.hasPrefix("It is no YAML") == true)
        let again = Self.good + Self.good.dropFirst("country: CN\nnotices:".count)
        #expect(problems(again) == ["line 12: 国办发明电〔2026〕7号 is in the file twice"])
    }

    @Test func `an outcome is told day by day, equal neighbours together`() throws {
        let content = try HolidayFile(yaml: Self.good).content
        let before = Holidays(notices: [])
        let outcome = HolidayImports.Outcome(
            version: nil, replaced: [], changes: before.changes(to: before.amended(by: content.notices)), isNews: true,
            mentors: 1)
        let lines = HolidayText.outcome(outcome, of: content, isDry: true).split(separator: "\n")
        #expect(lines.first?.hasPrefix("+ 国办发明电〔2026〕7号") == true)
        #expect(lines.contains("365 days become another:"))
        #expect(lines.contains("  2027-01-01 to 2027-01-03  not covered → off"))
        #expect(lines.contains("  2027-01-09  not covered → working weekend day"))
        #expect(lines.contains("  2027-01-10 to 2027-12-31  not covered → ordinary"))
        #expect(lines.suffix(2) == ["1 mentor follows CN.", "Nothing was written."])
    }
}

@Suite(.database(OperatedService.template)) struct HolidayCommandTests {
    @Test func `the command imports as the service's role, and doctor sees it`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "holidays-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try """
        country: CN
        notices:
          - title: 2027
            number: 国办发明电〔2026〕7号
            published: 2026-11-05
            covers: {from: 2027-01-01, to: 2027-12-31}
            days_off: [2027-01-01]
            working_days: []
        """.write(to: file, atomically: true, encoding: .utf8)
        let url = TestDatabase.current.url(user: OperatedService.role)
        let tries: [(flags: [String], versions: [Int])] = [(["--dry-run"], []), ([], [1]), ([], [1])]
        for (flags, versions) in tries {
            let command = try HolidayCommand.Import.parse([file.path, "--database-url", url] + flags)
            try await command.run()
            let held = try await OperatedService.withClient {
                try await OperatedService.desk($0).holidayImports.list()
            }
            #expect(held.map(\.version) == versions)
        }
        let held = try await OperatedService.withClient {
            try await OperatedService.desk($0).holidayImports.calendars()["CN"]
        }
        let newYear = try #require(CivilDate(iso8601: "2027-01-01"))
        #expect(held?.state(of: newYear) == .dayOff)
    }
}
