import Mentoring
import Scheduling

/// The report's pictures as inline SVG: no script, no file beside them, legible in print and without colour. Colours and
/// sizes are attributes, as not every printer lets a page's style into its pictures.
struct ReportChart {
    let wording: ReportWording

    private var report: WeekReport { wording.report }

    private static let accent: Markup = "#1f6f8b"
    private static let light: Markup = "#a9cfdc"
    private static let empty: Markup = "#eef2f5"
    private static let ink: Markup = "#1c2430"
    private static let quiet: Markup = "#5d6b7d"
    private static let steps: [Markup] = ["#cfe3ea", "#8dbccb", "#4a93ab", "#17556b"]
    private static let font: Markup =
        "font-family=\"PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif\" font-size=\"10\""

    /// The weeks from four before to this one.
    private var weeks: [ISOWeek] { (0...WeekFrame.comparedWeeks).reversed().map { report.week.adding(weeks: -$0) } }

    /// A measure over those weeks; nil where nothing is known.
    private func line(_ measure: Measure) -> [Double?] {
        let series = report.record.overall
        return series.earlier.reversed().map { $0?[measure] } + [series.figures[measure]]
    }

    /// A small line with a dot at its end.
    func sparkline(_ measure: Measure) -> Markup {
        let (width, height) = (96.0, 26.0)
        let values = line(measure)
        let known = values.compactMap(\.self)
        let top = max(known.max() ?? 0, 1e-9)
        let step = (width - 8) / Double(max(values.count - 1, 1))
        let points = values.enumerated().compactMap { index, value in
            value.map { (x: 4 + step * Double(index), y: height - 4 - $0 / top * (height - 8)) }
        }
        guard let last = points.last else { return "" }
        let path = Markup.joined(points.map { "\($0.x),\($0.y)" as Markup }, separator: " ")
        return """
            <svg class="spark" viewBox="0 0 96 26" width="96" height="26" aria-hidden="true">\
            <polyline points="\(path)" fill="none" stroke="\(Self.accent)" stroke-width="1.5"/>\
            <circle cx="\(last.x)" cy="\(last.y)" r="2.6" fill="\(Self.accent)"/></svg>
            """
    }

    /// Offered and booked hours side by side, week by week.
    func hours() -> Markup {
        let (offered, booked) = (line(.offeredHours), line(.bookedHours))
        let top = max((offered + booked).compactMap(\.self).max() ?? 0, 1)
        let (left, base, high) = (8.0, 150.0, 118.0)
        let band = 76.0
        let groups = weeks.indices.map { index -> Markup in
            let x = left + band * Double(index)
            let bars = [(offered[index], Self.light, 0.0), (booked[index], Self.accent, 32.0)].map {
                value, shade, offset -> Markup in
                guard let value else { return "" }
                let height = value / top * high
                return """
                    <rect fill="\(shade)" x="\(x + offset)" y="\(base - height)" width="28" height="\(height)"/>\
                    <text x="\(x + offset + 14)" y="\(base - height - 4)" text-anchor="middle">\
                    \(wording.number(value, .hours))</text>
                    """
            }
            return Markup.joined(bars)
                + """
                <text fill="\(Self.quiet)" x="\(x + 30)" y="\(base + 16)" text-anchor="middle">\
                \(weeks[index].string.dropFirst(5))</text>
                """
        }
        return """
            <svg class="chart" \(Self.font) fill="\(Self.ink)" viewBox="0 0 388 190" role="img" aria-label="\(wording.text("开放与已约时长", "Hours offered and booked"))">\
            <line stroke="#d9dfe7" x1="4" y1="150" x2="384" y2="150"/>\(Markup.joined(groups))\
            <rect fill="\(Self.light)" x="8" y="176" width="10" height="10"/>\
            <text x="22" y="185">\(wording.text(Measure.offeredHours.definition.name))</text>\
            <rect fill="\(Self.accent)" x="128" y="176" width="10" height="10"/>\
            <text x="142" y="185">\(wording.text(Measure.bookedHours.definition.name))</text></svg>
            """
    }

    private static let funnel: [Measure] = [.begun, .begunTimed, .begunAgreed, .begunCompleted]

    private static let funnelHeight = 78.0

    /// Each direction's way from the first word to a completed session; over all where there are no directions.
    func funnels() -> Markup {
        var rows: [(name: String, figures: Figures)] = report.record.directions.map {
            (wording.text(report.name(ofDirection: $0.direction)), $0.series.figures)
        }
        rows.insert((wording.text("全部", "All"), report.record.overall.figures), at: 0)
        let top = max(rows.compactMap { $0.figures[.begun] }.max() ?? 0, 1)
        let pictures = rows.enumerated().map { index, row -> Markup in
            let y = Double(index) * Self.funnelHeight
            let bars = Self.funnel.enumerated().map { step, measure -> Markup in
                let value = row.figures[measure] ?? 0
                let width = value / top * 330
                return """
                    <rect fill="\(Self.steps[step])" x="4" y="\(y + 17 + Double(step) * 13)" width="\(width)" height="11"/>\
                    <text x="\(8 + width)" y="\(y + 26 + Double(step) * 13)">\(Int(value))</text>
                    """
            }
            // Above its bars, where a long name has room.
            return """
                <text x="4" y="\(y + 12)" font-weight="600">\(row.name.prefix(60))</text>\(Markup.joined(bars))
                """
        }
        let height = rows.count * Int(Self.funnelHeight) + 24
        let legend = Self.funnel.enumerated().map { step, measure -> Markup in
            let x = 4 + step * 96
            return """
                <rect fill="\(Self.steps[step])" x="\(x)" y="\(height - 16)" width="10" height="10"/>\
                <text x="\(x + 13)" y="\(height - 7)">\(legendName(measure))</text>
                """
        }
        return """
            <svg class="chart" \(Self.font) fill="\(Self.ink)" viewBox="0 0 388 \(height)" role="img" aria-label="\(wording.text("各方向漏斗", "Funnel by direction"))">\
            \(Markup.joined(pictures))\(Markup.joined(legend))</svg>
            """
    }

    private func legendName(_ measure: Measure) -> String {
        switch measure {
        case .begun: wording.text("开始", "begun")
        case .begunTimed: wording.text("约时间", "time asked")
        case .begunAgreed: wording.text("约定", "agreed")
        default: wording.text("完成", "completed")
        }
    }

    /// Sessions by weekday and hour: the fuller the square, the busier the hour; the number stands in it too.
    func heat() -> Markup {
        let heat = report.record.heat
        let top = max(heat.max() ?? 0, 1)
        let (left, size) = (44.0, 26.0)
        let rows = Weekday.allCases.enumerated().map { row, day -> Markup in
            let y = 18 + Double(row) * size
            let cells = (0..<24).map { hour -> Markup in
                let count = heat[row * 24 + hour]
                let x = left + Double(hour) * size
                guard count > 0 else {
                    return "<rect fill=\"\(Self.empty)\" x=\"\(x)\" y=\"\(y)\" width=\"24\" height=\"24\"/>"
                }
                let share = 0.2 + 0.75 * Double(count) / Double(top)
                let shade: Markup = share > 0.55 ? "#fff" : Self.ink
                return """
                    <rect fill="\(Self.accent)" x="\(x)" y="\(y)" width="24" height="24" fill-opacity="\(share)"/>\
                    <text fill="\(shade)" x="\(x + 12)" y="\(y + 16)" \
                    text-anchor="middle">\(count)</text>
                    """
            }
            return """
                <text x="36" y="\(y + 16)" text-anchor="end">\(wording.weekday(day))</text>\(Markup.joined(cells))
                """
        }
        let hours = stride(from: 0, to: 24, by: 3).map { hour -> Markup in
            "<text fill=\"\(Self.quiet)\" x=\"\(left + Double(hour) * size + 12)\" y=\"12\" text-anchor=\"middle\">\(hour)</text>"
        }
        return """
            <svg class="chart" \(Self.font) fill="\(Self.ink)" viewBox="0 0 670 202" role="img" aria-label="\(wording.text("最忙的时段", "Busiest hours"))">\
            \(Markup.joined(hours))\(Markup.joined(rows))</svg>
            """
    }
}
