import Curriculum
import Testing

@Suite struct CurriculumDiffTests {
    @Test func `versions that say the same differ in nothing`() {
        var newer = CurriculumLintTests.sound()
        newer.version = "2"
        let diff = CurriculumDiff(from: CurriculumLintTests.sound(), to: newer)
        #expect(diff.isEmpty)
        #expect(diff.description.isEmpty)
    }

    @Test func `what came, what went and what is said differently, a line each`() {
        let old = CurriculumLintTests.sound()
        var new = old
        new.nameEN = "LLM"
        new.steps.remove(at: 39)
        new.steps[0].hours = 6
        new.steps[0].isOptional = true
        new.steps[1].prerequisites = []
        new.steps[2].resources = []
        new.steps.append(CurriculumLintTests.step("new", after: ["s39"]))
        let diff = CurriculumDiff(from: old, to: new)
        #expect(
            diff.description == """
                ~ name_en: Large language models → LLM
                + new: Step, 4 h
                - s40: Step, 5 h
                ~ s1 hours: 5 → 6
                ~ s1 optional: false → true
                ~ s2 prerequisites: [s1] → []
                ~ s3 resources: [Paper <https://arxiv.org/abs/1706.03762>] → []
                """)
        #expect(!diff.isReordered)
    }

    @Test func `another order alone is a difference, as it decides between steps`() {
        let old = CurriculumLintTests.sound()
        var new = old
        new.steps.swapAt(3, 7)
        let diff = CurriculumDiff(from: old, to: new)
        #expect(diff.isReordered && !diff.isEmpty)
        #expect(diff.description == "~ the steps come in another order")
    }
}
