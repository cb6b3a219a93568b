import Curriculum
import CurriculumFiles
import Testing

/// What is said about files, with file and line.
@Suite struct CurriculumFolderTests {
    static let foundations = """
        foundation: true
        steps:
          - slug: base
            title: 基础
            title_en: Base
            kind: concept
            hours: 4
            prerequisites: []
            optional: false
            outcomes: [推导]
            questions: [为什么？]
            resources: [{title: Book, url: "https://example.org/book"}]
        """

    static func direction(_ step: String = "", drawsOn: String = "[base]") -> String {
        """
        direction: llm
        name: 大模型
        name_en: LLM
        version: 2026.1
        draws_on: \(drawsOn)
        steps:
          - slug: next
            title: 下一步
            title_en: Next
            kind: project
            hours: 8
            prerequisites: [base]
            outcomes: [实现]
            questions: [怎么做？]
            resources: [{title: Paper, url: "https://arxiv.org/abs/1706.03762"}]
        \(step)
        """
    }

    /// What is said, but for the number of steps and hours.
    static func said(_ yaml: String, foundations: String = foundations) -> [String] {
        CurriculumFolder([("llm.yaml", yaml)], foundations: ("foundations.yaml", foundations)).problems
            .map(\.description).filter { !$0.contains("and should") }
    }

    @Test func `a direction is put together with the foundations it draws on, foundations first`() throws {
        let folder = CurriculumFolder(
            [("llm.yaml", Self.direction())], foundations: ("foundations.yaml", Self.foundations))
        let curriculum = try #require(folder.curricula.first)
        #expect(folder.isPublishable)
        #expect(curriculum.direction == "llm" && curriculum.version == "2026.1" && curriculum.nameEN == "LLM")
        #expect(curriculum.steps.map(\.slug) == ["base", "next"])
        let step = try #require(curriculum.find("next"))
        #expect(step.kind == .project && step.hours == 8 && !step.isOptional && step.prerequisites == ["base"])
        #expect(step.resources == [StepResource(title: "Paper", url: "https://arxiv.org/abs/1706.03762")])
    }

    @Test func `what the lint finds comes with the line of the step, in whichever file it is`() {
        let broken = Self.direction().replacing("title_en: Next", with: "title_en: ''")
        #expect(Self.said(broken) == ["llm.yaml:7: error: next: has no title_en"])
        let foundations = Self.foundations.replacing("hours: 4", with: "hours: 81")
        #expect(
            Self.said(Self.direction(), foundations: foundations)
                == ["foundations.yaml:3: error: base: takes 81 hours, and a step takes 1 to 80"])
    }

    @Test func `a name that means nothing, a wrong kind, hours that are none`() {
        let extra = """
              - slug: third
                title: 三
                title_en: Third
                kind: video
                hours: many
                prerequisite: [next]
                prerequisites: [next]
                optional: yes please
                outcomes: [推导]
                questions: [为什么？]
                resources: [{title: Book, url: "https://example.org/book"}]
            """
        let said = Self.said(Self.direction(extra))
        #expect(
            said == [
                "llm.yaml:21: error: prerequisite means nothing here", "llm.yaml:20: error: expected whole hours",
                "llm.yaml:19: error: expected a kind: concept, paper, project, coding, interview",
                "llm.yaml:23: error: expected true or false",
                "llm.yaml:16: error: third: takes 0 hours, and a step takes 1 to 80",
            ])
    }

    @Test func `drawing on what is no foundation, and leaving out what a foundation needs`() {
        #expect(
            Self.said(Self.direction(drawsOn: "[base, nothing]"))
                == ["llm.yaml:5: error: draws on nothing, which is no foundation step"])
        #expect(
            Self.said(Self.direction(drawsOn: "[]")).contains(
                "llm.yaml:7: error: next: needs base, which the curriculum does not hold"))
    }

    @Test func `foundations that need a direction's step`() {
        let foundations = Self.foundations.replacing("prerequisites: []", with: "prerequisites: [next]")
        #expect(
            Self.said(Self.direction(), foundations: foundations).contains(
                "foundations.yaml:3: error: base: needs next, which is no foundation step"))
    }

    @Test(arguments: ["", "[", "- a", "direction: [a, b", "a: 1\na: 2"])
    func `what is no file of steps is said to be none`(yaml: String) {
        let folder = CurriculumFolder([("llm.yaml", yaml)], foundations: ("foundations.yaml", Self.foundations))
        #expect(!folder.isPublishable)
        #expect(folder.problems.first?.description.hasPrefix("llm.yaml") == true)
    }

    @Test func `a missing version is said`() {
        let yaml = Self.direction().replacing("version: 2026.1\n", with: "")
        #expect(Self.said(yaml) == ["llm.yaml: error: the curriculum has no version"])
    }
}
