import Mentoring
import Scheduling

/// A report in short lines, for a chat or the body of an e-mail: the figures that are there this week or were the week
/// before, each mentor in a line, and what is worth a word.
public struct ReportDigest: Sendable, Hashable {
    /// Lines under a heading.
    public struct Chapter: Sendable, Hashable {
        public let name: String
        public let lines: [String]
    }

    public let title: String
    /// The days, as of when, holidays.
    public let standing: [String]
    public let chapters: [Chapter]
    /// How to come by the rest.
    public let source: String

    init(title: String, standing: [String], chapters: [Chapter], source: String) {
        self.title = title
        self.standing = standing
        self.chapters = chapters
        self.source = source
    }

    /// A text in which no maker of chats finds markup or a call: what marks is put in its full-width twin, as their
    /// Markdown knows no escapes that all of them honour.
    public static func harmless(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { twins[$0] ?? $0 }))
    }

    private static let twins: [Unicode.Scalar: Unicode.Scalar] = [
        "<": "＜", ">": "＞", "*": "＊", "_": "＿", "[": "［", "]": "］", "`": "｀", "#": "＃", "|": "｜", "~": "～", "@": "＠",
        "\\": "＼", "\n": " ", "\r": " ",
    ]
}

extension WeekReport {
    /// How many mentors, and how many corrections, a digest names.
    private static let namedInDigest = 60

    public func digest(in language: ReportLanguage) -> ReportDigest {
        let wording = ReportWording(report: self, language: language)
        var chapters = MeasureDefinition.Chapter.allCases.compactMap { chapter -> ReportDigest.Chapter? in
            let lines = MeasureDefinition.all.filter { $0.chapter == chapter }.compactMap { line(of: $0, wording) }
            return lines.isEmpty ? nil : ReportDigest.Chapter(name: wording.text(chapter.name), lines: lines)
        }
        let mentors = record.mentors.compactMap { line(of: $0.mentor, $0.series, wording) }
        if record.mentor == nil, !mentors.isEmpty {
            chapters.append(
                ReportDigest.Chapter(
                    name: wording.text("导师", "Mentors"), lines: Self.first(mentors, wording)))
        }
        if chapters.isEmpty {
            chapters.append(
                ReportDigest.Chapter(
                    name: wording.text("本周", "The week"),
                    lines: [wording.text("这一周和上一周都没有活动。", "Nothing happened this week or the week before.")]))
        }
        if !record.corrections.isEmpty {
            chapters.append(
                ReportDigest.Chapter(
                    name: wording.text("对前几周的更正", "Corrections of earlier weeks"),
                    lines: Self.first(record.corrections.map { wording.sentence(for: $0) }, wording)))
        }
        let command = "mentorctl report week \(week)"
        return ReportDigest(
            title: wording.title, standing: [wording.span, wording.standing] + [wording.holidays].compactMap(\.self),
            chapters: chapters, source: wording.text("全文：\(command)", "In full: \(command)"))
    }

    private static func first(_ lines: [String], _ wording: ReportWording) -> [String] {
        guard lines.count > namedInDigest else { return lines }
        let rest = lines.count - namedInDigest
        return lines.prefix(namedInDigest) + [wording.text("……还有 \(rest) 项", "… and \(rest) more")]
    }

    /// `预约请求：6（上周 4，+2）`; nil for what is nothing now and was nothing before.
    private func line(of definition: MeasureDefinition, _ wording: ReportWording) -> String? {
        let value = record.overall.figures[definition.measure]
        let before = record.overall.weekBefore(definition.measure)
        guard (value ?? 0) != 0 || (before ?? 0) != 0 else { return nil }
        let unit = definition.unit == .hours ? wording.text(" 小时", " h") : ""
        let now = wording.number(value, definition.unit) + (value == nil ? "" : unit)
        let name = wording.text(definition.name)
        guard let before else { return wording.text("\(name)：\(now)", "\(name): \(now)") }
        let then = wording.number(before, definition.unit)
        let change = wording.change(value, from: before, definition.unit)
        return wording.text("\(name)：\(now)（上周 \(then)，\(change)）", "\(name): \(now) (week before \(then), \(change))")
    }

    private static let mentorMeasures: [Measure] = [.sessions, .bookedHours, .bookingRate, .requests, .overdue]

    /// A mentor in a line; nil where nothing happened.
    private func line(
        of mentor: ReportedMentor, _ series: WeekRecord.Series, _ wording: ReportWording
    ) -> String? {
        let told = Self.mentorMeasures.filter { (series.figures[$0] ?? 0) != 0 }
        guard !told.isEmpty else { return nil }
        let parts = told.map { measure in
            let definition = measure.definition
            return "\(wording.text(definition.name)) \(wording.number(series.figures[measure], definition.unit))"
        }
        return wording.text(
            "\(mentor.name)：\(parts.joined(separator: "，"))", "\(mentor.name): \(parts.joined(separator: ", "))")
    }
}

extension ReportDigest {
    /// As plain text.
    public var text: String {
        let parts = [[title], standing] + chapters.map { [$0.name] + $0.lines.map { "  \($0)" } } + [[source]]
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    /// As the body of an e-mail: tables and colours as mail readers know them, no style sheet, nothing fetched.
    ///
    /// - Parameter notes: said at the end.
    public func letter(in language: ReportLanguage, notes: [String]) -> String {
        let quiet: Markup = "color:#5d6b7d;font-size:13px"
        let rows = chapters.map { chapter -> Markup in
            let lines = chapter.lines.map { "<tr><td style=\"padding:2px 0 2px 12px\">\($0)</td></tr>\n" as Markup }
            return """
                <tr><td style="padding:12px 0 2px;font-weight:bold;color:#1f6f8b">\(chapter.name)</td></tr>
                \(Markup.joined(lines))
                """
        }
        let head = standing.map { "<p style=\"margin:0;\(quiet)\">\($0)</p>\n" as Markup }
        let foot = (notes + [source]).map { "<p style=\"margin:4px 0;\(quiet)\">\($0)</p>\n" as Markup }
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head><meta charset="utf-8"><title>\(title)</title></head>
            <body style="margin:0;padding:16px;font-family:sans-serif;font-size:14px;line-height:1.5;color:#1c2430">
            <h1 style="margin:0 0 4px;font-size:20px">\(title)</h1>
            \(Markup.joined(head))<table role="presentation" cellspacing="0" cellpadding="0" style="margin:8px 0">
            \(Markup.joined(rows))</table>
            \(Markup.joined(foot))</body>
            </html>

            """
        return page.source
    }
}
