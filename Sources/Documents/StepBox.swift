import Curriculum

/// The box of one step: its title in both languages, its kind and its hours.
struct StepBox {
    private let step: Step
    private let language: DocumentLanguage
    private let width: Double
    private let first: [String]
    private let second: [String]

    private static let indent = 14.0
    private static let firstSize = 13.0
    private static let secondSize = 10.0

    init(_ step: Step, language: DocumentLanguage, width: Double) {
        self.step = step
        self.language = language
        self.width = width
        let room = width - Self.indent - 8
        // Bold letters are a little wider.
        first = TextMeasure.lines(
            language.pick(step.title, step.titleEN), width: room / (Self.firstSize * 1.07), maximum: 3)
        second = TextMeasure.lines(
            language.pick(step.titleEN, step.title), width: room / Self.secondSize, maximum: 2)
    }

    /// As high as its text needs.
    var height: Double {
        Double(first.count) * 16 + Double(second.count) * 13 + 34
    }

    func draw(on picture: inout Picture, x: Double, y: Double, height: Double) {
        let colours = KindColours(step.kind)
        let dash = step.isOptional ? " stroke-dasharray=\"6 3.5\"" : ""
        picture.raw(
            "<g><title>\(MarkupText.escaped("\(step.slug): \(step.title) / \(step.titleEN)"))</title>")
        picture.rectangle(
            x: x, y: y, width: width, height: height, radius: 7,
            "fill=\"\(step.isOptional ? "#ffffff" : colours.fill)\" stroke=\"\(colours.line)\" "
                + "stroke-width=\"1.3\"\(dash)")
        picture.rectangle(
            x: x + 5, y: y + 8, width: 3, height: height - 16, radius: 1.5, "fill=\"\(colours.line)\"")
        var baseline = y + 20
        for line in first {
            picture.text(line, x: x + Self.indent, y: baseline, size: Self.firstSize, fill: "#0f172a", weight: 600)
            baseline += 16
        }
        baseline -= 1
        for line in second {
            picture.text(line, x: x + Self.indent, y: baseline, size: Self.secondSize, fill: "#475569")
            baseline += 13
        }
        let optional = step.isOptional ? " · \(language.pick("可选", "optional"))" : ""
        picture.text(
            "\(language.word(for: step.kind)) · \(language.hours("\(step.hours)"))\(optional)", x: x + Self.indent,
            y: y + height - 10, size: 10.5, fill: colours.line, weight: 600)
        picture.raw("</g>")
    }
}
