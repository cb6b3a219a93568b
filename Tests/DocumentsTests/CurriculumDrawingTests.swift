import Curriculum
import CurriculumFiles
import Testing

@testable import Documents

@Suite struct CurriculumDrawingTests {
    static let curricula = CurriculumFolder.builtIn.curricula

    @Test(arguments: DocumentLanguage.allCases)
    func `every step has its box with both titles, every prerequisite its line`(language: DocumentLanguage) throws {
        for curriculum in Self.curricula {
            let xml = try WellFormedXML(CurriculumDrawing(curriculum, language: language).svg)
            for step in curriculum.steps {
                #expect(xml.texts.contains("\(step.slug): \(step.title) / \(step.titleEN)"))
            }
            let edges = curriculum.steps.reduce(0) { $0 + $1.prerequisites.count }
            // The arrow of the legend and the tip of the lines are paths too.
            #expect(xml.elements["path"] == edges + 2)
            let words = xml.texts.joined(separator: " ")
            #expect(words.contains(language == .en ? "Optional" : "可选"))
        }
    }

    @Test func `nothing of a title is markup, and what XML can't hold is left out`() throws {
        var step = Samples.step("a")
        step.title = "<script>alert(1)</script> & \"a\"\u{0}\u{1B}"
        step.titleEN = "]]> <!-- &amp; '"
        let curriculum = DirectionCurriculum(
            direction: "x", version: "<1>", name: "<b>", nameEN: "</svg>", steps: [step])
        for language in DocumentLanguage.allCases {
            let xml = try WellFormedXML(CurriculumDrawing(curriculum, language: language).svg)
            #expect(xml.elements["script"] == nil && xml.elements["b"] == nil && xml.elements["svg"] == 1)
            #expect(xml.texts.contains("a: <script>alert(1)</script> & \"a\" / ]]> <!-- &amp; '"))
        }
    }

    @Test func `the same curriculum gives the same bytes, another language others`() throws {
        let curriculum = try #require(Self.curricula.first)
        let picture = CurriculumDrawing(curriculum, language: .zhHans).svg
        #expect(CurriculumDrawing(curriculum, language: .zhHans).svg == picture)
        #expect(CurriculumDrawing(curriculum, language: .en).svg != picture)
    }

    @Test func `no box and no bend of a row touches its neighbour, so no line runs through a box`() {
        for curriculum in Self.curricula {
            let levels = curriculum.levels
            let indices = Dictionary(
                zip(curriculum.steps.map(\.slug), curriculum.steps.indices)
            ) { first, _ in first }
            let edges = curriculum.steps.indices.flatMap { index in
                curriculum.steps[index].prerequisites.compactMap { name in
                    indices[name].map { (from: $0, to: index) }
                }
            }
            let layout = LayeredLayout(levels: levels, edges: edges, boxWidth: 200, bendWidth: 10, gap: 16)
            for row in layout.rows {
                for (left, right) in zip(row, row.dropFirst()) {
                    let widths = [left, right].map { $0 < levels.count ? 200.0 : 10 }
                    #expect(layout.x[right] - layout.x[left] >= (widths[0] + widths[1]) / 2 + 15.99)
                }
            }
            for (edge, route) in zip(edges, layout.routes) {
                #expect(route.first == edge.from && route.last == edge.to)
                #expect(route.count == levels[edge.to] - levels[edge.from] + 1)
            }
        }
    }

    @Test func `lines that need not cross don't`() {
        // Two crossing pairs in the order given, none in the order found.
        let layout = LayeredLayout(
            levels: [0, 0, 1, 1], edges: [(0, 3), (1, 2)], boxWidth: 100)
        let order = layout.rows.map { $0.map { layout.x[$0] } }
        #expect(order.allSatisfy { $0 == $0.sorted() })
        #expect((layout.x[0] < layout.x[1]) == (layout.x[3] < layout.x[2]))
        #expect(abs(layout.x[0] - layout.x[3]) < 0.5 && abs(layout.x[1] - layout.x[2]) < 0.5, "and they run straight")
    }

    @Test func `levels follow the longest chain`() {
        let curriculum = DirectionCurriculum(
            direction: "x", version: "1", name: "x", nameEN: "x",
            steps: [
                Samples.step("c", after: ["a", "b"]), Samples.step("a"), Samples.step("b", after: ["a"]),
                Samples.step("d"),
            ])
        #expect(curriculum.levels == [2, 0, 1, 0])
    }

    @Test(arguments: [
        ("短", ["短"]), ("one two three", ["one two", "three"]), ("大模型推理系统", ["大模型推", "理系统"]),
        ("损失，梯度。", ["损失，梯", "度。"]), ("unbreakablewordthatgoeson", ["unbrea…"]), ("", []),
    ])
    func `lines break between Chinese characters and between words`(text: String, lines: [String]) {
        #expect(TextMeasure.lines(text, width: 4.2, maximum: 2) == lines)
    }
}
