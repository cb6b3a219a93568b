import Mentoring
import Scheduling

extension WeekReport {
    /// For a chat: a heading, a short table against the week before and the mean of four, and what is worth a word.
    public func markdown(in language: ReportLanguage) -> String {
        let wording = ReportWording(report: self, language: language)
        var lines = ["**\(Self.plainMarkdown(wording.title))**", "", wording.span, wording.standing]
        if let holidays = wording.holidays { lines.append(holidays) }
        lines += [
            "",
            "| \(wording.text("指标", "Measure")) | \(wording.text("本周", "This week")) | "
                + "\(wording.text("上周", "Week before")) | \(wording.text("变化", "Change")) | "
                + "\(wording.text("四周均值", "Mean of four")) |",
            "|---|---:|---:|---:|---:|",
        ]
        for definition in MeasureDefinition.all {
            lines.append("| " + cells(of: definition, in: record.overall, wording).joined(separator: " | ") + " |")
        }
        if !record.corrections.isEmpty {
            lines += ["", wording.text("**对前几周的更正**", "**Corrections of earlier weeks**"), ""]
            lines += record.corrections.map { "- " + Self.plainMarkdown(wording.sentence(for: $0)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cells(
        of definition: MeasureDefinition, in series: WeekRecord.Series, _ wording: ReportWording
    ) -> [String] {
        let value = series.figures[definition.measure]
        let before = series.weekBefore(definition.measure)
        return [
            wording.text(definition.name), wording.number(value, definition.unit),
            wording.number(before, definition.unit), wording.change(value, from: before, definition.unit),
            wording.number(series.meanOfFour(definition.measure), definition.unit),
        ]
    }

    /// A person's text with nothing in it that Markdown reads.
    static func plainMarkdown(_ text: String) -> String {
        var plain = ""
        for character in text {
            if "\\`*_{}[]<>()#+!|~@".contains(character) { plain.append("\\") }
            plain.append(character.isNewline ? " " : character)
        }
        return plain
    }
}

extension ReportWording {
    /// A correction as a sentence.
    func sentence(for correction: WeekRecord.Correction) -> String {
        let definition = correction.measure.definition
        let whose = correction.mentor.map { "\($0)" } ?? text("合计", "overall")
        let (before, after) = (number(correction.before, definition.unit), number(correction.after, definition.unit))
        return text(
            "\(correction.week) \(whose) \(definition.name.zh)：\(before) → \(after)",
            "\(correction.week), \(whose), \(definition.name.en): \(before) → \(after)")
    }
}
