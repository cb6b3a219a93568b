import Mentoring
import Scheduling

extension WeekReport {
    /// One page in one file: pictures inline, no script, nothing fetched; prints on A4.
    public func html(in language: ReportLanguage) -> String {
        ReportPage(wording: ReportWording(report: self, language: language)).page.source
    }
}

/// The report as a page.
private struct ReportPage {
    let wording: ReportWording

    private var report: WeekReport { wording.report }
    private var record: WeekRecord { report.record }

    private static let cards: [Measure] = [
        .sessions, .bookingRate, .requests, .answerMedianHours, .newStudents, .messages,
    ]
    private static let mentorColumns: [Measure] = [
        .offeredHours, .bookedHours, .bookingRate, .requests, .accepted, .declined, .expired, .completed,
        .answerMedianHours, .overdue, .newStudents, .messages,
    ]
    private static let directionColumns: [Measure] = [
        .begun, .begunTimed, .begunAgreed, .begunCompleted, .requests, .sessions, .bookedHours, .completed,
        .newStudents, .messages,
    ]

    var page: Markup {
        let chart = ReportChart(wording: wording)
        return """
            <!doctype html>
            <html lang="\(wording.language.rawValue)"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width, initial-scale=1">\
            <title>\(wording.title)</title><style>\(Self.style)</style></head><body><main>
            <header><h1>\(wording.title)</h1><p>\(wording.span)</p><p class="quiet">\(wording.standing)</p>\(holidays)</header>
            <section class="cards">\(Markup.joined(Self.cards.map { card($0, chart) }))</section>
            <section class="pair"><figure><figcaption>\(wording.text("开放与已约时长（小时）", "Hours offered and booked"))</figcaption>\
            \(chart.hours())</figure><figure><figcaption>\(wording.text("各方向漏斗", "Funnel by direction"))</figcaption>\
            \(chart.funnels())</figure></section>
            <section class="whole"><h2>\(wording.text("最忙的时段", "Busiest hours"))</h2>\
            <p class="quiet">\(wording.text("按开始的钟点（\(report.zone.name)）的面谈场数。", "Sessions by the hour they start in, \(report.zone.name)."))</p>\
            \(chart.heat())</section>
            <section><h2>\(wording.text("本周的数字", "The week's figures"))</h2>\(measures)</section>
            \(mentors)\(directions)\(corrections)
            <section class="notes"><h2>\(wording.text("说明", "Notes"))</h2>\(notes)</section>
            </main></body></html>

            """
    }

    private var holidays: Markup {
        guard let line = wording.holidays else { return "" }
        return "<p class=\"holiday\">\(line)</p>"
    }

    private func card(_ measure: Measure, _ chart: ReportChart) -> Markup {
        let definition = measure.definition
        let value = record.overall.figures[measure]
        let change = wording.change(value, from: record.overall.weekBefore(measure), definition.unit)
        let unit = definition.unit == .hours ? wording.text(" 小时", " h") : ""
        return """
            <div class="card"><h3>\(wording.text(definition.name))</h3>\
            <p class="value">\(wording.number(value, definition.unit))<small>\(value == nil ? "" : unit)</small></p>\
            <p class="quiet">\(wording.text("较上周", "on the week before")) \(change)</p>\(chart.sparkline(measure))</div>
            """
    }

    private var measures: Markup {
        let chapters = MeasureDefinition.Chapter.allCases.map { chapter -> Markup in
            let rows = MeasureDefinition.all.filter { $0.chapter == chapter }.map { row($0) }
            return """
                <tbody><tr class="chapter"><th colspan="6">\(wording.text(chapter.name))</th></tr>\(Markup.joined(rows))</tbody>
                """
        }
        let head = [
            wording.text("指标", "Measure"), wording.text("单位", "Unit"), wording.text("本周", "This week"),
            wording.text("上周", "Week before"), wording.text("变化", "Change"), wording.text("四周均值", "Mean of four"),
        ].map { "<th>\($0)</th>" as Markup }
        return
            "<table class=\"figures\"><thead><tr>\(Markup.joined(head))</tr></thead>\(Markup.joined(chapters))</table>"
    }

    private func row(_ definition: MeasureDefinition) -> Markup {
        let (measure, unit) = (definition.measure, definition.unit)
        let value = record.overall.figures[measure]
        let before = record.overall.weekBefore(measure)
        let numbers = [
            wording.number(value, unit), wording.number(before, unit), wording.change(value, from: before, unit),
            wording.number(record.overall.meanOfFour(measure), unit),
        ].map { "<td>\($0)</td>" as Markup }
        return """
            <tr><th>\(wording.text(definition.name))</th><td class="unit">\(wording.text(unit.name))</td>\(Markup.joined(numbers))</tr>
            """
    }

    private var mentors: Markup {
        guard record.mentor == nil, !record.mentors.isEmpty else { return "" }
        return """
            <section><h2>\(wording.text("导师", "Mentors"))</h2>\
            \(table(wording.text("导师", "Mentor"), record.mentors.map { ($0.mentor.name, $0.series) }, Self.mentorColumns))</section>
            """
    }

    private var directions: Markup {
        guard !record.directions.isEmpty else { return "" }
        let rows = record.directions.map { (wording.text(report.name(ofDirection: $0.direction)), $0.series) }
        return """
            <section><h2>\(wording.text("方向", "Directions"))</h2>\
            \(table(wording.text("方向", "Direction"), rows, Self.directionColumns))</section>
            """
    }

    private func table(
        _ title: String, _ rows: [(name: String, series: WeekRecord.Series)], _ columns: [Measure]
    ) -> Markup {
        let head = columns.map { "<th>\(wording.text($0.definition.name))</th>" as Markup }
        let body = rows.map { name, series -> Markup in
            let cells = columns.map { measure -> Markup in
                "<td>\(wording.number(series.figures[measure], measure.definition.unit))</td>"
            }
            return "<tr><th>\(name)</th>\(Markup.joined(cells))</tr>"
        }
        return """
            <table class="many"><thead><tr><th>\(title)</th>\(Markup.joined(head))</tr></thead>\
            <tbody>\(Markup.joined(body))</tbody></table>
            """
    }

    private var corrections: Markup {
        guard !record.corrections.isEmpty else { return "" }
        let items = record.corrections.map { "<li>\(wording.sentence(for: $0))</li>" as Markup }
        return """
            <section><h2>\(wording.text("对前几周的更正", "Corrections of earlier weeks"))</h2>\
            <p class="quiet">\(wording.text("前几周的数字在上次报告之后的变化；那几周的报告本身不变。", "What has changed of earlier weeks since it was last reported; their own reports stay as they are."))</p>\
            <ul>\(Markup.joined(items))</ul></section>
            """
    }

    private var notes: Markup {
        let items = MeasureDefinition.all.map { definition -> Markup in
            """
            <dt>\(wording.text(definition.name))</dt><dd>\(wording.text(definition.meaning)) \
            <span class="quiet">\(wording.text("单位", "Unit")): \(wording.text(definition.unit.name)); \
            \(wording.text("归入本周的依据", "placed by")): \(wording.text(definition.placedBy))</span></dd>
            """
        }
        let general = wording.text(
            "一周从周一零点到下周一零点（\(report.zone.name)）。没有值的数字以“–”表示；四周均值只计有值的周。指标定义第 \(record.edition) 版。",
            "A week runs from Monday's midnight to the next, \(report.zone.name). A dash is a figure without a value; the mean of four is over the weeks that have one. Edition \(record.edition) of the definitions."
        )
        return "<p>\(general)</p><dl>\(Markup.joined(items))</dl>"
    }

    /// Fonts are the reader's own: none is fetched. Plain values, as printers of pages know no variables.
    private static let style: Markup = """
        *{box-sizing:border-box}
        body{margin:0;background:#f4f7f9;color:#1c2430;font:14px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif}
        main{max-width:62rem;margin:0 auto;padding:2rem;background:#fff}
        header{border-bottom:3px solid #1f6f8b;padding-bottom:.8rem;margin-bottom:1.2rem}
        h1{font-size:1.7rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.6rem 0 .5rem;color:#1f6f8b}h3{font-size:.85rem;font-weight:500;margin:0;color:#5d6b7d}
        p{margin:.1rem 0}.quiet{color:#5d6b7d;font-size:.85em}
        .holiday{display:inline-block;margin-top:.5rem;padding:.15rem .6rem;background:#fdf0d5;border-radius:4px}
        .cards{display:flex;flex-wrap:wrap;margin:-.35rem}
        .card{flex:1 1 28%;min-width:9rem;margin:.35rem;border:1px solid #d9dfe7;border-radius:8px;padding:.7rem .9rem;color:#1f6f8b;break-inside:avoid}
        .card .value{font-size:1.7rem;font-weight:600;color:#1c2430;line-height:1.3}.card small{font-size:.8rem;font-weight:400}
        .pair{display:flex;flex-wrap:wrap;margin:.65rem -.35rem 0}
        figure{flex:1 1 45%;min-width:17rem;margin:.35rem;border:1px solid #d9dfe7;border-radius:8px;padding:.7rem .9rem;break-inside:avoid}
        figcaption{font-weight:600;margin-bottom:.4rem}
        svg.chart{width:100%;height:auto;display:block}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.28rem .5rem;border-bottom:1px solid #d9dfe7;text-align:right;vertical-align:bottom}
        th:first-child{text-align:left}tbody th{font-weight:400}thead th{font-weight:600;border-bottom:2px solid #1c2430}
        td.unit{text-align:left;color:#5d6b7d}thead th:nth-child(2){text-align:right}.figures thead th:nth-child(2){text-align:left}
        tr.chapter th{font-weight:600;color:#1f6f8b;padding-top:.8rem;text-align:left}
        tbody th,td{white-space:nowrap}table.many{font-size:.82rem}tr{break-inside:avoid}
        .notes{font-size:.85rem}dt{font-weight:600;margin-top:.5rem}dd{margin:0}
        @page{size:A4;margin:14mm 12mm}
        @media print{.pair{display:block;margin:.65rem 0 0}.pair figure{display:inline-block;width:48.5%;min-width:0;margin:0;vertical-align:top}.pair figure+figure{margin-left:2%}table.many{font-size:8.5px}.whole{break-inside:avoid}table.many th,table.many td{padding:.18rem .22rem}}
        @media print{body{background:#fff;font-size:10.5px}main{max-width:none;padding:0}.notes{break-before:page}h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
