import Curriculum
import Scheduling

/// A plan as a Gantt chart: a row for each step with its days and its slack, the weeks with their hours, the target.
///
/// SVG on white, the same bytes for the same plan.
public struct PlanChart: Sendable {
    private let sheet: PlanSheet
    private let language: DocumentLanguage
    private let words: PlanWords
    private let firstDay: CivilDate
    private let lastDay: CivilDate
    private let dayWidth: Double

    private static let margin = 28.0
    private static let titleWidth = 330.0
    private static let rowHeight = 23.0
    private static let timelineWidth = 900.0
    private static let loadHeight = 46.0

    public init(_ sheet: PlanSheet, language: DocumentLanguage) {
        self.sheet = sheet
        self.language = language
        words = PlanWords(sheet: sheet, language: language)
        let days = sheet.steps.flatMap { [$0.startsOn, $0.endsOn, $0.dueOn] } + [sheet.startsOn, sheet.targetOn]
        let first = days.min() ?? sheet.startsOn
        let last = days.max() ?? sheet.targetOn
        // Whole weeks, and a little room behind the last.
        firstDay = ISOWeek(containing: first).firstDay
        lastDay = ISOWeek(containing: last.adding(days: 2)).lastDay
        let count = Double(lastDay.daysSinceEpoch - firstDay.daysSinceEpoch + 1)
        dayWidth = min(18, max(2, Self.timelineWidth / count))
    }

    private var left: Double { Self.margin + Self.titleWidth }
    private func x(_ day: CivilDate) -> Double {
        left + Double(day.daysSinceEpoch - firstDay.daysSinceEpoch) * dayWidth
    }

    /// The picture in UTF-8.
    public var svg: [UInt8] {
        let right = x(lastDay.adding(days: 1))
        let width = max(right + Self.margin, 860)
        let room = (width - 2 * Self.margin) / 12.5
        let notes = words.leftOut.map { TextMeasure.lines($0, width: room, maximum: 6) } ?? []
        let header = 128.0 + Double(notes.count) * 17
        let top = header + 54
        let bottom = top + Double(sheet.steps.count) * Self.rowHeight
        var picture = Picture(width: width, height: bottom + Self.loadHeight + 52)
        drawHeader(&picture, notes: notes)
        drawCalendar(&picture, top: top, bottom: bottom)
        picture.raw(
            """
            <defs><pattern id="skipped" width="6" height="6" patternUnits="userSpaceOnUse" \
            patternTransform="rotate(45)"><rect width="6" height="6" fill="#f1f5f9"/><rect width="2" height="6" \
            fill="#cbd5e1"/></pattern></defs>
            """)
        for (index, row) in sheet.steps.enumerated() {
            draw(row, on: &picture, y: top + Double(index) * Self.rowHeight)
        }
        drawTarget(&picture, top: header + 6, bottom: bottom + Self.loadHeight + 12)
        drawLoad(&picture, top: bottom + 12)
        return picture.document(title: "\(words.title), \(words.terms)", language: language)
    }

    private func drawHeader(_ picture: inout Picture, notes: [String]) {
        picture.text(words.title, x: Self.margin, y: 42, size: 22, fill: "#0f172a", weight: 700)
        picture.text(words.terms, x: Self.margin, y: 65, size: 13, fill: "#475569")
        picture.text(
            "\(words.verdict)  \(words.progress)", x: Self.margin, y: 88, size: 13,
            fill: sheet.isFeasible ? "#1f7a43" : "#b4234b", weight: 600)
        for (index, line) in notes.enumerated() {
            picture.text(line, x: Self.margin, y: 109 + Double(index) * 17, size: 12.5, fill: "#475569")
        }
        drawLegend(&picture, y: 114 + Double(notes.count) * 17)
    }

    private func drawLegend(_ picture: inout Picture, y: Double) {
        var x = Self.margin
        func label(_ text: String) {
            picture.text(text, x: x + 24, y: y, size: 11.5, fill: "#334155")
            x += 24 + TextMeasure.ems(text) * 11.5 + 16
        }
        for kind in StepKind.allCases {
            let colours = KindColours(kind)
            picture.rectangle(
                x: x, y: y - 9, width: 18, height: 10, radius: 3,
                "fill=\"\(colours.fill)\" stroke=\"\(colours.line)\" stroke-width=\"1.2\"")
            label(language.word(for: kind))
        }
        picture.rectangle(x: x, y: y - 9, width: 18, height: 10, radius: 3, "fill=\"#475569\"")
        label(language.word(for: .done))
        picture.rectangle(
            x: x, y: y - 9, width: 18, height: 10, radius: 3, "fill=\"url(#skipped)\" stroke=\"#94a3b8\"")
        label(language.word(for: .skipped))
        picture.rectangle(
            x: x, y: y - 9, width: 18, height: 10, radius: 3,
            "fill=\"#ffffff\" stroke=\"#475569\" stroke-width=\"1.2\" stroke-dasharray=\"4 2.5\"")
        label(language.pick("可选", "Optional"))
        picture.rectangle(
            x: x, y: y - 9, width: 18, height: 10, radius: 3, "fill=\"#ffffff\" stroke=\"#b4234b\" stroke-width=\"2\"")
        label(language.pick("晚于目标", "Behind the target"))
        picture.line(x, y - 4, x + 18, y - 4, "stroke=\"#94a3b8\" stroke-width=\"2\"")
        picture.line(x + 18, y - 8, x + 18, y, "stroke=\"#94a3b8\" stroke-width=\"1.5\"")
        label(language.pick("余量", "Slack"))
    }

    /// Months, weeks and lines behind the rows.
    private func drawCalendar(_ picture: inout Picture, top: Double, bottom: Double) {
        for index in sheet.steps.indices where index.isMultiple(of: 2) {
            picture.rectangle(
                x: Self.margin - 8, y: top + Double(index) * Self.rowHeight,
                width: x(lastDay.adding(days: 1)) - Self.margin + 8, height: Self.rowHeight, "fill=\"#f8fafc\"")
        }
        var week = ISOWeek(containing: firstDay)
        let every = max(1, Int((34 / (dayWidth * 7)).rounded(.up)))
        var number = 0
        while week.firstDay <= lastDay {
            let place = x(week.firstDay)
            picture.line(place, top, place, bottom, "stroke=\"#e2e8f0\"")
            if number.isMultiple(of: every) {
                picture.text("W\(week.week)", x: place + 3, y: top - 6, size: 10, fill: "#64748b")
            }
            week = week.adding(weeks: 1)
            number += 1
        }
        var day = firstDay
        while day <= lastDay {
            let fields = day.fields
            let next = CivilDate(year: fields.year, month: fields.month, day: 28)?.adding(days: 4) ?? day
            let nextMonth = next.adding(days: 1 - next.fields.day)
            let place = x(day)
            if fields.day == 1 { picture.line(place, top - 34, place, bottom, "stroke=\"#94a3b8\"") }
            if x(min(nextMonth, lastDay)) - place > 52 {
                let month = fields.month < 10 ? "0\(fields.month)" : "\(fields.month)"
                picture.text(
                    "\(fields.year)-\(month)", x: place + 3, y: top - 22, size: 11, fill: "#334155", weight: 600)
            }
            day = nextMonth
        }
        picture.line(left, top, x(lastDay.adding(days: 1)), top, "stroke=\"#94a3b8\"")
    }

    private func draw(_ row: PlanSheet.Row, on picture: inout Picture, y: Double) {
        let colours = KindColours(row.kind)
        let isClosed = !row.status.isOpen
        let title = TextMeasure.cut(words.title(of: row), width: (Self.titleWidth - 76) / 12)
        let hover =
            "\(row.slug): \(row.title) / \(row.titleEN), \(row.startsOn) – \(row.dueOn), "
            + "\(language.hours("\(row.hours)")), \(language.word(for: row.status))"
        picture.raw("<g><title>\(MarkupText.escaped(hover))</title>")
        picture.rectangle(x: Self.margin, y: y + 7, width: 9, height: 9, radius: 2.5, "fill=\"\(colours.line)\"")
        picture.text(
            title, x: Self.margin + 16, y: y + 15.5, size: 12, fill: isClosed ? "#64748b" : "#0f172a",
            weight: row.status == .doing ? 700 : 400)
        picture.text(
            language.hours("\(row.hours)"), x: left - 10, y: y + 15.5, size: 11, fill: "#64748b", anchor: .end)
        let (start, end) = (x(row.startsOn), x(row.endsOn.adding(days: 1)))
        if let latest = row.latestEndOn, latest > row.endsOn {
            let edge = x(min(latest, lastDay).adding(days: 1))
            picture.line(end, y + 11.5, edge, y + 11.5, "stroke=\"#cbd5e1\" stroke-width=\"2\"")
            picture.line(edge, y + 8, edge, y + 15, "stroke=\"#94a3b8\" stroke-width=\"1.5\"")
        }
        let isBehind = row.status.isOpen && row.endsOn > sheet.targetOn
        let style =
            switch row.status {
            case .done: "fill=\"\(colours.line)\" stroke=\"\(colours.line)\""
            case .skipped: "fill=\"url(#skipped)\" stroke=\"#94a3b8\""
            case .doing: "fill=\"\(colours.fill)\" stroke=\"\(colours.line)\" stroke-width=\"2.4\""
            case .todo:
                "fill=\"\(row.isOptional ? "#ffffff" : colours.fill)\" stroke=\"\(isBehind ? "#b4234b" : colours.line)\" "
                    + "stroke-width=\"\(isBehind ? 2 : 1.3)\"\(row.isOptional ? " stroke-dasharray=\"4 2.5\"" : "")"
            }
        picture.rectangle(
            x: start, y: y + 4.5, width: max(end - start, 3), height: Self.rowHeight - 9, radius: 3.5, style)
        if row.dueOn != row.endsOn {
            let due = x(row.dueOn.adding(days: 1))
            picture.raw(
                "<path d=\"M\(Picture.number(due - 5)) \(Picture.number(y + 11.5))l5-5 5 5-5 5z\" "
                    + "fill=\"\(row.dueOn < row.endsOn ? "#b4234b" : "#0f172a")\"/>")
        }
        picture.raw("</g>")
    }

    private func drawTarget(_ picture: inout Picture, top: Double, bottom: Double) {
        let place = x(sheet.targetOn.adding(days: 1))
        picture.line(place, top + 10, place, bottom, "stroke=\"#b4234b\" stroke-width=\"1.6\" stroke-dasharray=\"7 3\"")
        let text = language.pick("目标 \(sheet.targetOn)", "Target \(sheet.targetOn)")
        let isNearRight = place + TextMeasure.ems(text) * 11 > x(lastDay.adding(days: 1))
        picture.text(
            text, x: place + (isNearRight ? -5 : 5), y: top + 6, size: 11, fill: "#b4234b", weight: 600,
            anchor: isNearRight ? .end : .start)
    }

    private func drawLoad(_ picture: inout Picture, top: Double) {
        let base = top + Self.loadHeight
        picture.text(language.pick("每周用时", "Hours a week"), x: Self.margin, y: base - 4, size: 11.5, fill: "#334155")
        picture.line(left, base, x(lastDay.adding(days: 1)), base, "stroke=\"#94a3b8\"")
        let most = Double(max(sheet.hoursPerWeek, 1)) * 7
        for load in sheet.weeklyLoad {
            let place = x(load.week.firstDay)
            let height = Double(load.hours.sevenths) / most * (Self.loadHeight - 16)
            let bar = dayWidth * 7 - 4
            picture.rectangle(
                x: place + 2, y: base - height, width: bar, height: height, radius: 2,
                "fill=\"#dbe4f0\" stroke=\"#94a3b8\"")
            let text = "\(load.hours)"
            if TextMeasure.ems(text) * 9 <= bar + 4 {
                picture.text(
                    text, x: place + dayWidth * 3.5, y: base - height - 4, size: 9, fill: "#475569", anchor: .middle)
            }
        }
    }
}
