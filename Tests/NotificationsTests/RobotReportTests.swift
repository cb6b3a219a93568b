import Mentoring
import Testing

@testable import Notifications
@testable import Reports

@Suite struct RobotReportTests {
    private static func report(lines: Int) -> RobotReport {
        RobotReport(
            digest: ReportDigest(
                title: "周报 2026-W47：全部导师", standing: ["2026-11-16 – 2026-11-22（Asia/Shanghai）"],
                chapters: [
                    .init(name: "面谈", lines: ["面谈：12（上周 10，+2）"]),
                    .init(name: "导师", lines: (0..<lines).map { "导师\($0)：面谈 12，预约率 40.0 %，逾期未答 3" }),
                ], source: "全文：mentorctl report week 2026-W47"),
            language: .zhHans)
    }

    private static let formats: [(any RobotFormat, limit: Int)] = [
        (WeComFormat(), 4_096), (FeishuFormat(), 15_000), (DingTalkFormat(), 5_000),
    ]

    private static func text(_ body: [String: Any]) -> String {
        if let markdown = body["markdown"] as? [String: Any] {
            return (markdown["content"] ?? markdown["text"]) as? String ?? ""
        }
        let elements = (body["card"] as? [String: Any])?["elements"] as? [[String: Any]]
        return elements?.first?["content"] as? String ?? ""
    }

    @Test func `what fits is there whole, and what doesn't is counted in a last line`() throws {
        for (format, limit) in Self.formats {
            let whole = Self.text(format.body(of: Self.report(lines: 3)))
            #expect(whole.contains("导师2：") && whole.hasSuffix("全文：mentorctl report week 2026-W47"))
            #expect(!whole.contains("还有"))
            let cut = Self.text(format.body(of: Self.report(lines: 1_000)))
            #expect(cut.utf8.count <= limit && cut.utf8.count > limit - 120, "\(cut.utf8.count)")
            let last = try #require(cut.split(separator: "\n").last)
            let count = try #require(last.firstMatch(of: /^……还有 (\d+) 行。全文：mentorctl report week 2026-W47$/))
            // Every line is told or counted.
            let told = cut.matches(of: /导师\d+：/).count
            #expect(told + (Int(count.output.1) ?? 0) == 1_000)
        }
    }

    @Test func `at every length the text keeps its limit and whole lines`() {
        let report = Self.report(lines: 40)
        let whole = report.text(maximumBytes: 100_000, style: .init()).utf8.count
        for limit in 300...(whole + 10) {
            let text = report.text(maximumBytes: limit, style: .init())
            #expect(text.utf8.count <= limit)
            #expect((limit >= whole) == !text.contains("还有"))
        }
    }

    @Test func `nothing in a name is markup to any maker`() {
        #expect(
            ReportDigest.harmless("<at id=all> @all **a** [b](c) `d` # | ~ \\ \n_e_")
                == "＜at id=all＞ ＠all ＊＊a＊＊ ［b］(c) ｀d｀ ＃ ｜ ～ ＼  ＿e＿")
    }
}
