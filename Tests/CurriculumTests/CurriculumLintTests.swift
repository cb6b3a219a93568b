import Curriculum
import Testing

/// Each thing the lint finds, by the sentence an author reads.
@Suite struct CurriculumLintTests {
    static func step(
        _ slug: String, after prerequisites: [String] = [], optional: Bool = false, hours: Int = 4
    ) -> Step {
        Step(
            slug: slug, title: "步骤", titleEN: "Step", kind: .concept, hours: hours, prerequisites: prerequisites,
            isOptional: optional, outcomes: ["推导"], questions: ["为什么？"],
            resources: [StepResource(title: "Paper", url: "https://arxiv.org/abs/1706.03762")])
    }

    /// Forty steps in a row: nothing is wrong with them.
    static func sound() -> DirectionCurriculum {
        let steps = (1...40).map { step("s\($0)", after: $0 == 1 ? [] : ["s\($0 - 1)"], hours: 5) }
        return DirectionCurriculum(
            direction: "llm", version: "1", name: "大模型", nameEN: "Large language models", steps: steps)
    }

    /// What is said when the sound curriculum is changed so.
    static func said(_ change: (inout DirectionCurriculum) -> Void) -> [String] {
        var curriculum = sound()
        change(&curriculum)
        return CurriculumLint.problems(in: curriculum).map(\.description)
    }

    @Test func `a sound curriculum has no problems`() {
        #expect(Self.said { _ in }.isEmpty)
    }

    @Test func `a cycle is named from its first step, and once`() {
        let said = Self.said { curriculum in
            curriculum.steps[9].prerequisites = ["s9", "s12"]
        }
        #expect(said == ["cycle: s10 needs s12 needs s11 needs s10"])
    }

    @Test func `two cycles are named, and what lies behind one is not part of it`() {
        let said = Self.said { curriculum in
            curriculum.steps[4].prerequisites = ["s4", "s6"]
            curriculum.steps[19].prerequisites = ["s19", "s21"]
        }
        #expect(said == ["cycle: s5 needs s6 needs s5", "cycle: s20 needs s21 needs s20"])
    }

    @Test func `a part that only a cycle leads to cannot be reached`() {
        let said = Self.said { curriculum in
            curriculum.steps[37].prerequisites = ["s39"]
        }
        #expect(said.contains("cycle: s38 needs s39 needs s38"))
        #expect(said.contains("cannot be reached from a step without prerequisites: s38, s39, s40"))
        #expect(said.contains("not connected with the rest: s38, s39, s40"))
    }

    @Test func `a curriculum that nobody can begin is said to be so`() {
        let said = Self.said { $0.steps[0].prerequisites = ["s40"] }
        #expect(said.contains("every step needs another, so none can be the first"))
    }

    @Test func `a part without a bridge to the rest is named, the smaller one`() {
        let said = Self.said { $0.steps[38].prerequisites = [] }
        #expect(said == ["not connected with the rest: s39, s40"])
    }

    @Test func `a missing prerequisite, one on itself and one named twice`() {
        let said = Self.said { curriculum in
            curriculum.steps[1].prerequisites = ["s1", "nowhere"]
            curriculum.steps[2].prerequisites = ["s2", "s3"]
            curriculum.steps[3].prerequisites = ["s3", "s3"]
        }
        #expect(
            said == ["s2: needs nowhere, which the curriculum does not hold", "s3: needs itself", "s4: names s3 twice"])
    }

    @Test func `a slug used twice, and one that is none`() {
        let said = Self.said { curriculum in
            curriculum.steps[39].slug = "s39"
            curriculum.steps[39].prerequisites = ["s38"]
        }
        #expect(said == ["s39: the slug is used twice"])
        for slug in ["", "A", "a--b", "-a", "a-", "a_b", "大", String(repeating: "a", count: 41)] {
            let said = Self.said { $0.steps[39].slug = slug }
            #expect(
                said == ["\(slug): a slug has 1 to 40 lower-case letters and digits with single hyphens between them"])
        }
    }

    @Test func `an edge that others imply, however long the way round`() {
        let said = Self.said { $0.steps[9].prerequisites = ["s9", "s2"] }
        #expect(said == ["s10: need not name s2, which s9 needs already"])
    }

    @Test func `a required step behind an optional one`() {
        let said = Self.said { $0.steps[20].isOptional = true }
        #expect(said == ["s22: is required but needs s21, which is optional"])
    }

    @Test(arguments: [0, -1, 81])
    func `hours out of range`(hours: Int) {
        let said = Self.said { $0.steps[0].hours = hours }
        #expect(said.contains("s1: takes \(hours) hours, and a step takes 1 to 80"))
        #expect(Self.said { $0.steps[0].hours = 1 }.isEmpty)
    }

    @Test func `missing words`() {
        let said = Self.said { curriculum in
            curriculum.version = ""
            curriculum.name = " "
            curriculum.nameEN = ""
            curriculum.steps[0].title = ""
            curriculum.steps[1].titleEN = "\t"
            curriculum.steps[2].outcomes = []
            curriculum.steps[3].questions = [""]
            curriculum.steps[4].resources = []
        }
        #expect(
            said == [
                "the curriculum has no version", "the curriculum has no name", "the curriculum has no name_en",
                "s1: has no title", "s2: has no title_en", "s3: says nothing that one can do afterwards",
                "s4: has no questions", "s5: has no resources",
            ])
    }

    @Test(arguments: ["", "arxiv.org/abs/1706.03762", "ftp://example.org/x", "https://", "https:///x", "https://a b"])
    func `a resource without a URL`(url: String) {
        let said = Self.said { $0.steps[0].resources[0].url = url }
        #expect(said == ["s1: the resource \"Paper\" has no URL that begins with https:// or http://"])
    }

    @Test func `a resource without a title`() {
        let said = Self.said { $0.steps[0].resources[0].title = "" }
        #expect(said == ["s1: the resource https://arxiv.org/abs/1706.03762 has no title"])
    }

    @Test func `too few or too many steps or hours are worth a warning, and no more`() {
        var short = Self.sound()
        short.steps.removeLast(20)
        var long = Self.sound()
        for index in long.steps.indices { long.steps[index].hours = 7 }
        let problems = CurriculumLint.problems(in: short) + CurriculumLint.problems(in: long)
        #expect(
            problems.map(\.description) == [
                "the curriculum has 20 steps, and should have 35 to 60",
                "required steps take 100 hours together, and should take 150 to 260",
                "required steps take 280 hours together, and should take 150 to 260",
            ])
        #expect(problems.allSatisfy { $0.severity == .warning })
    }

    @Test func `what is too long or too much for a plan`() {
        let long = String(repeating: "长", count: 121)
        let said = Self.said { curriculum in
            curriculum.version = String(repeating: "1", count: 41)
            curriculum.nameEN = String(repeating: "x", count: 81)
            curriculum.steps[0].title = long
            curriculum.steps[1].titleEN = String(repeating: "x", count: 120)
        }
        #expect(
            said == [
                "the curriculum's version is longer than 40 characters",
                "the curriculum's name_en is longer than 80 characters", "s1: the title is longer than 120 characters",
            ])
        let many = Self.said { curriculum in
            curriculum.steps += (41...151).map { Self.step("s\($0)", after: ["s40"], hours: 1) }
        }
        #expect(many.first == "the curriculum has 151 steps, and no plan can hold more than 150")
    }

    @Test func `what would break a plan is an error`() {
        for change: (inout DirectionCurriculum) -> Void in [
            { $0.steps[9].prerequisites = ["s12"] }, { $0.steps[9].prerequisites = ["nowhere"] },
            { $0.steps[0].hours = 99 }, { $0.steps[20].isOptional = true }, { $0.steps[3].slug = "s2" },
        ] {
            var curriculum = Self.sound()
            change(&curriculum)
            #expect(CurriculumLint.problems(in: curriculum).contains { $0.severity == .error })
        }
    }
}
