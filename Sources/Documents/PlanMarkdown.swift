import Curriculum
import Scheduling

/// A plan as Markdown that a person can read as it is: a heading, what it comes to, a table of steps, notes, and the
/// hours of each week.
public struct PlanMarkdown: Sendable {
    private let sheet: PlanSheet
    private let language: DocumentLanguage

    public init(_ sheet: PlanSheet, language: DocumentLanguage) {
        self.sheet = sheet
        self.language = language
    }

    public var text: String {
        let words = PlanWords(sheet: sheet, language: language)
        var lines = ["# \(Self.inline(words.title))", "", Self.inline(words.terms), "", "**\(words.verdict)**", ""]
        if let leftOut = words.leftOut { lines += [Self.inline(leftOut), ""] }
        lines += [words.progress, ""]
        lines += [
            "## \(language.pick("步骤", "Steps"))", "",
            language.pick(
                "| | 步骤 | 类型 | 小时 | 开始 | 截止 | 余量（天） |", "| | Step | Kind | Hours | Starts | Due | Slack (days) |"),
            "|---|---|---|---:|---|---|---:|",
        ]
        for row in sheet.steps {
            let optional = row.isOptional ? language.pick("（可选）", " (optional)") : ""
            let slack = row.latestEndOn.map { "\($0.daysSinceEpoch - row.endsOn.daysSinceEpoch)" } ?? ""
            lines.append(
                "| \(Self.mark(row.status)) | \(Self.inline(words.title(of: row)))\(optional) "
                    + "| \(language.word(for: row.kind)) | \(row.hours) | \(row.startsOn) | \(row.dueOn) | \(slack) |")
        }
        lines += [
            "",
            language.pick(
                "☐ 未开始　◐ 进行中　☑ 已完成　⊘ 已跳过", "☐ to do, ◐ doing, ☑ done, ⊘ skipped"),
        ]
        let noted = sheet.steps.filter { $0.note?.isEmpty == false }
        if !noted.isEmpty {
            lines += ["", "## \(language.pick("备注", "Notes"))", ""]
            lines += noted.map { row in
                "- **\(Self.inline(words.title(of: row)))**\(language.pick("：", ": "))\(Self.inline(row.note ?? ""))"
            }
        }
        if !sheet.weeklyLoad.isEmpty {
            lines += [
                "", "## \(language.pick("每周用时", "Hours a week"))", "",
                language.pick("| 周 | 周一 | 小时 |", "| Week | Monday | Hours |"), "|---|---|---:|",
            ]
            lines += sheet.weeklyLoad.map { "| \($0.week) | \($0.week.firstDay) | \($0.hours) |" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func mark(_ status: StepStatus) -> String {
        switch status {
        case .todo: "☐"
        case .doing: "◐"
        case .done: "☑"
        case .skipped: "⊘"
        }
    }

    /// Text in one line that is nothing but text: what would be markup, in a table too, is escaped.
    static func inline(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~", "&": result += "\\\(scalar)"
            case "\n", "\r", "\t": result += " "
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
