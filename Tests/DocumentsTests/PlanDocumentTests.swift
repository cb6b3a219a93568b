import Curriculum
import Documents
import ICalendar
import Scheduling
import Testing

@Suite struct PlanDocumentTests {
    @Test func `a plan as Markdown in Chinese`() throws {
        let text = PlanMarkdown(try Samples.sheet(note: "先看 *RoFormer*\n再写代码"), language: .zhHans).text
        #expect(
            text == """
                # 大模型 · 学习计划

                2026-12-01 至 2026-12-14 · 每周 7 小时 · 路径版本 2026.1

                **时间不够：目标日之前还差 1.71 小时，计划排到了 2026-12-16。**

                没有时间安排的可选步骤：束搜索。

                已完成 1 / 3 步（33%），跳过 1 步

                ## 步骤

                | | 步骤 | 类型 | 小时 | 开始 | 截止 | 余量（天） |
                |---|---|---|---:|---|---|---:|
                | ☑ | 线性代数 | 概念 | 4 | 2026-12-01 | 2026-12-04 |  |
                | ◐ | 位置编码 | 论文 | 5 | 2026-12-05 | 2026-12-10 | 2 |
                | ☐ | 模拟面试 | 面试 | 2 | 2026-12-11 | 2026-12-13 | -2 |
                | ⊘ | 量化（可选） | 项目 | 3 | 2026-12-12 | 2026-12-13 |  |

                ☐ 未开始　◐ 进行中　☑ 已完成　⊘ 已跳过

                ## 备注

                - **位置编码**：先看 \\*RoFormer\\* 再写代码

                ## 每周用时

                | 周 | 周一 | 小时 |
                |---|---|---:|
                | 2026-W50 | 2026-12-07 | 7 |
                | 2026-W51 | 2026-12-14 | 1.29 |

                """)
    }

    @Test func `a plan as Markdown in English`() throws {
        var sheet = try Samples.sheet()
        sheet.isFeasible = true
        sheet.leftOut = []
        let text = PlanMarkdown(sheet, language: .en).text
        #expect(text.hasPrefix("# Large language models · study plan\n"))
        #expect(text.contains("**Feasible: all is done by the target day.**"))
        #expect(text.contains("1 of 3 steps done (33%), 1 skipped"))
        #expect(text.contains("| ◐ | Position encodings | Paper | 5 | 2026-12-05 | 2026-12-10 | 2 |"))
        #expect(!text.contains("left out"))
    }

    @Test func `nothing of a title can leave its cell`() throws {
        let text = PlanMarkdown(try Samples.sheet(title: "a | b\n<img src=x> [c](d) `e`"), language: .zhHans).text
        #expect(text.contains("| a \\| b \\<img src=x\\> \\[c\\](d) \\`e\\` |"))
    }

    @Test func `a calendar holds the due days of what is open, and the target`() throws {
        let document = PlanCalendar(try Samples.sheet(note: "带简历"), language: .zhHans).document
        #expect(document.events.map(\.uid) == ["pln_1-b@mentordesk", "pln_1-c@mentordesk", "pln_1@mentordesk"])
        #expect(document.events.map(\.summary) == ["截止：位置编码", "截止：模拟面试", "目标日：大模型"])
        let due = try Samples.day("2026-12-13")
        #expect(document.events[1].timing == .days(due...due))
        #expect(document.events.allSatisfy { !$0.isBusy && $0.sequence == 3 })
        let text = String(decoding: document.bytes, as: UTF8.self)
        #expect(text.contains("DESCRIPTION:2026-12-05 开始，5 小时，论文\\n带简历\r\n"))
    }

    @Test(arguments: DocumentLanguage.allCases)
    func `a chart says of every step what it is, and what the whole comes to`(language: DocumentLanguage) throws {
        let sheet = try Samples.sheet(title: "<b>&\"位置编码\"")
        let picture = PlanChart(sheet, language: language).svg
        let xml = try WellFormedXML(picture)
        #expect(xml.elements["b"] == nil)
        for row in sheet.steps {
            #expect(xml.texts.contains { $0.hasPrefix("\(row.slug): \(row.title) / \(row.titleEN), ") })
        }
        let words = xml.texts.joined(separator: "\n")
        #expect(words.contains(language == .en ? "Target 2026-12-14" : "目标 2026-12-14"))
        #expect(words.contains(language == .en ? "1.71 h fall behind" : "还差 1.71 小时"))
        #expect(words.contains(language == .en ? "Beam search" : "束搜索"))
        #expect(words.contains("W50") && words.contains("2026-12"))
        #expect(PlanChart(sheet, language: language).svg == picture)
    }

    @Test func `a chart of a plan without steps is a picture all the same`() throws {
        var sheet = try Samples.sheet()
        sheet.steps = []
        sheet.weeklyLoad = []
        _ = try WellFormedXML(PlanChart(sheet, language: .en).svg)
        #expect(PlanMarkdown(sheet, language: .en).text.contains("0 of 0 steps done (0%)"))
    }
}
