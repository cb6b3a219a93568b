public import Curriculum

/// A curriculum as a picture: a row for each level, a box for each step, a line from each step to those that need it.
///
/// Titles stand in both languages, the reader's first and larger. Optional steps are dashed, kinds have colours and are
/// named in each box, so that a grey print says the same. SVG on white, the same bytes for the same curriculum.
public struct CurriculumDrawing: Sendable {
    private let curriculum: DirectionCurriculum
    private let language: DocumentLanguage

    private static let boxWidth = 204.0
    private static let rowGap = 40.0
    private static let margin = 28.0
    private static let labelWidth = 58.0
    private static let headerHeight = 118.0

    public init(_ curriculum: DirectionCurriculum, language: DocumentLanguage) {
        self.curriculum = curriculum
        self.language = language
    }

    /// The picture in UTF-8.
    public var svg: [UInt8] {
        let steps = curriculum.steps
        let levels = curriculum.levels
        let indices = Dictionary(zip(steps.map(\.slug), steps.indices)) { first, _ in first }
        var edges: [(from: Int, to: Int)] = []
        for (index, step) in steps.enumerated() {
            for name in step.prerequisites {
                if let other = indices[name], levels[other] < levels[index] { edges.append((other, index)) }
            }
        }
        let layout = LayeredLayout(levels: levels, edges: edges, boxWidth: Self.boxWidth)
        let boxes = steps.map { StepBox($0, language: language, width: Self.boxWidth) }
        let boxHeight = boxes.map(\.height).max() ?? 0
        let rowHeight = boxHeight + Self.rowGap
        let left = Self.margin + Self.labelWidth
        let width = max(left + layout.width + Self.margin, 760)
        var picture = Picture(
            width: width, height: Self.headerHeight + Double(layout.rows.count) * rowHeight + Self.margin)
        let top = { (level: Int) in Self.headerHeight + Double(level) * rowHeight + Self.rowGap / 2 }

        drawHeader(&picture)
        for level in layout.rows.indices {
            if level.isMultiple(of: 2) {
                picture.rectangle(
                    x: 0, y: top(level) - Self.rowGap / 2, width: width, height: rowHeight, "fill=\"#f8fafc\"")
            }
            picture.text(
                language.pick("第 \(level + 1) 层", "Level \(level + 1)"), x: Self.margin,
                y: top(level) + boxHeight / 2 + 4,
                size: 11, fill: "#64748b")
        }
        let routing = EdgeRouting(
            layout, boxWidth: Self.boxWidth, boxHeight: boxHeight, rowHeight: rowHeight, left: left, top: top(0),
            levels: levels)
        picture.raw(
            """
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" \
            orient="auto"><path d="M0 0.8 7.5 4 0 7.2z" fill="#64748b"/></marker></defs>
            <g fill="none" stroke="#94a3b8" stroke-width="1.4">
            """)
        for (edge, path) in zip(edges, routing.paths) {
            let dash = steps[edge.to].isOptional ? " stroke-dasharray=\"5 3\"" : ""
            picture.raw("<path d=\"\(path)\"\(dash) marker-end=\"url(#tip)\"/>")
        }
        picture.raw("</g>")
        for (index, box) in boxes.enumerated() {
            box.draw(
                on: &picture, x: left + layout.x[index] - Self.boxWidth / 2, y: top(levels[index]), height: boxHeight)
        }
        return picture.document(title: title, language: language)
    }

    private var title: String {
        language.pick("\(curriculum.name) · 学习路径", "\(curriculum.nameEN) · learning path")
    }

    private func drawHeader(_ picture: inout Picture) {
        let all = curriculum.steps.reduce(0) { $0 + $1.hours }
        let optional = curriculum.steps.count(where: \.isOptional)
        picture.text(title, x: Self.margin, y: 42, size: 22, fill: "#0f172a", weight: 700)
        picture.text(
            language.pick(
                "版本 \(curriculum.version) · 共 \(curriculum.steps.count) 步，可选 \(optional) 步 · "
                    + "必修 \(curriculum.requiredHours) 小时，全部 \(all) 小时",
                "Version \(curriculum.version) · \(curriculum.steps.count) steps, \(optional) optional · "
                    + "\(curriculum.requiredHours) h required, \(all) h in all"),
            x: Self.margin, y: 66, size: 13, fill: "#475569")
        var x = Self.margin
        for kind in StepKind.allCases {
            let colours = KindColours(kind)
            picture.rectangle(
                x: x, y: 82, width: 22, height: 14, radius: 3,
                "fill=\"\(colours.fill)\" stroke=\"\(colours.line)\" stroke-width=\"1.2\"")
            x = label(language.word(for: kind), x: x + 28, &picture)
        }
        picture.rectangle(
            x: x, y: 82, width: 22, height: 14, radius: 3,
            "fill=\"#ffffff\" stroke=\"#475569\" stroke-width=\"1.2\" stroke-dasharray=\"4 2.5\"")
        x = label(language.pick("可选", "Optional"), x: x + 28, &picture)
        picture.line(x, 89, x + 24, 89, "stroke=\"#94a3b8\" stroke-width=\"1.4\"")
        picture.raw("<path d=\"M\(Picture.number(x + 22)) 85.5l7 3.5-7 3.5z\" fill=\"#64748b\"/>")
        _ = label(language.pick("先修指向后修", "From what is needed to what needs it"), x: x + 36, &picture)
    }

    /// Writes a word of the legend; where the next entry begins.
    private func label(_ text: String, x: Double, _ picture: inout Picture) -> Double {
        picture.text(text, x: x, y: 93.5, size: 12, fill: "#334155")
        return x + TextMeasure.ems(text) * 12 + 20
    }
}
