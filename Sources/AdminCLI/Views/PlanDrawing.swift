import APIModel
import Foundation
import Scheduling
import Terminal

/// A plan's steps over time, one a line: mark, title, bar, due day, slack.
///
/// Everything is counted in terminal columns, so Chinese titles line up; from 60 columns on every part is there.
struct PlanDrawing {
    let plan: Plan
    let language: Language
    let palette: Palette
    let today: CivilDate?
    private let titleWidth: Int
    private let barWidth: Int
    private let days: ClosedRange<Int>

    private static let markWidth = 2
    private static let dueWidth = 5
    private static let slackWidth = 5
    private static let gap = 2

    init(_ plan: Plan, language: Language, palette: Palette, width: Int, today: CivilDate?) {
        self.plan = plan
        self.language = language
        self.palette = palette
        self.today = today
        let titles = plan.steps.map { Self.title($0, language).displayWidth }
        let room = max(60, width) - Self.markWidth - Self.dueWidth - Self.slackWidth - 3 * Self.gap
        titleWidth = min(titles.max() ?? 0, max(18, room * 2 / 5))
        barWidth = min(80, room - titleWidth)
        let named =
            [plan.startsOn, plan.targetOn] + plan.steps.flatMap { [$0.startsOn, $0.endsOn, $0.dueOn] }
        let numbers = named.compactMap { CivilDate(iso8601: $0)?.daysSinceEpoch }
        let first = numbers.min() ?? 0
        days = first...max(first, numbers.max() ?? first)
    }

    var lines: [String] {
        [axis] + plan.steps.flatMap { step in [line(step)] + note(step) }
    }

    private static func title(_ step: Plan.Step, _ language: Language) -> String {
        (language == .chinese ? step.title : step.titleEn).printableLine
    }

    // MARK: One step

    private func line(_ step: Plan.Step) -> String {
        let title = Self.title(step, language).truncated(toWidth: titleWidth).padded(toWidth: titleWidth)
        let isLate = step.slackDays.map { $0 < 0 } ?? false
        let isClosed = step.status == "done" || step.status == "skipped"
        let gap = String(repeating: " ", count: Self.gap)
        let due = String(step.dueOn.dropFirst(5)).padded(toWidth: Self.dueWidth)
        let slack = step.slackDays.map(Self.slack) ?? ""
        return [
            palette.apply(Self.styles(step.status), to: Self.mark(step.status)) + " "
                + palette.apply(isClosed ? [.dim] : [], to: title),
            bar(step), palette.apply(isLate ? [.red] : [], to: due),
            palette.apply(isLate ? [.red] : [.dim], to: slack.padded(toWidth: Self.slackWidth, alignment: .trailing)),
        ].joined(separator: gap).trimmingTrailingSpaces
    }

    private func note(_ step: Plan.Step) -> [String] {
        guard let note = step.note, !note.isEmpty else { return [] }
        let width = titleWidth + Self.gap + barWidth
        return note.printable.wrapped(toWidth: max(20, width - 2)).map { palette.apply([.dim], to: "    \($0)") }
    }

    private static func mark(_ status: String) -> String {
        switch status {
        case "done": "x"
        case "doing": ">"
        case "skipped": "-"
        default: " "
        }
    }

    private static func styles(_ status: String) -> [Style] {
        switch status {
        case "done": [.green]
        case "doing": [.yellow]
        case "skipped": [.dim]
        default: [.cyan]
        }
    }

    private static func slack(_ days: Int) -> String {
        abs(days) > 999 ? (days < 0 ? "<-999" : ">999") : days > 0 ? "+\(days)" : "\(days)"
    }

    /// The bar from the step's first day to its last. What is done is full, what is done now half, the rest light; a
    /// step that comes too late as it is is red.
    private func bar(_ step: Plan.Step) -> String {
        guard let first = cell(step.startsOn), let last = cell(step.endsOn) else {
            return String(repeating: " ", count: barWidth)
        }
        let fill =
            switch step.status {
            case "done": "█"
            case "doing": "▓"
            case "skipped": "·"
            default: "░"
            }
        let isLate = step.slackDays.map { $0 < 0 } ?? false
        let styles = isLate ? [.red] : Self.styles(step.status)
        return background(0..<first) + palette.apply(styles, to: String(repeating: fill, count: last - first + 1))
            + background((last + 1)..<max(last + 1, barWidth))
    }

    /// Empty cells, with the lines of today and of the target through them.
    private func background(_ cells: Range<Int>) -> String {
        cells.map { index in
            if index == todayCell { return palette.apply([.blue], to: "│") }
            if index == targetCell { return palette.apply([.magenta], to: "┊") }
            return " "
        }.joined()
    }

    // MARK: The axis

    /// The months over their first days.
    private var axis: String {
        var text = ""
        let head = String(repeating: " ", count: Self.markWidth + titleWidth + Self.gap)
        for day in days {
            let date = CivilDate(daysSinceEpoch: day)
            guard day == days.lowerBound || date.fields.day == 1 else { continue }
            let label = label(date)
            let place = cell(day)
            let used = text.displayWidth
            guard place >= used + (used == 0 ? 0 : 1), place + label.displayWidth <= barWidth else { continue }
            text += String(repeating: " ", count: place - used) + label
        }
        let due = Phrase.columnDue.text(language)
        let slack = Phrase.columnSlack.text(language)
        let gap = String(repeating: " ", count: Self.gap)
        return palette.apply(
            [.bold],
            to: head + text.padded(toWidth: barWidth) + gap + due.padded(toWidth: Self.dueWidth) + gap
                + slack.padded(toWidth: Self.slackWidth, alignment: .trailing))
    }

    private func label(_ date: CivilDate) -> String {
        let month = date.fields.month
        if language == .chinese { return "\(month)月" }
        return ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
    }

    private var todayCell: Int? {
        today.flatMap { days.contains($0.daysSinceEpoch) ? cell($0.daysSinceEpoch) : nil }
    }

    private var targetCell: Int? { cell(plan.targetOn) }

    private func cell(_ day: String) -> Int? {
        CivilDate(iso8601: day).map { cell($0.daysSinceEpoch) }
    }

    private func cell(_ day: Int) -> Int {
        let span = days.upperBound - days.lowerBound + 1
        return min(barWidth - 1, max(0, (day - days.lowerBound) * barWidth / span))
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
