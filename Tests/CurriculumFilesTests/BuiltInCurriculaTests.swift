import ConfigFiles
import Curriculum
import CurriculumFiles
import Scheduling
import Testing

/// The curricula that ship.
@Suite struct BuiltInCurriculaTests {
    static let directions = ["llm", "multimodal", "recsys", "aigc"]

    static func curriculum(_ direction: String) throws -> DirectionCurriculum {
        try #require(CurriculumFolder.builtIn.curricula.first { $0.direction == direction })
    }

    @Test func `nothing is wrong with them, not even a warning`() {
        let problems = CurriculumFolder.builtIn.problems
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
        #expect(CurriculumFolder.builtIn.curricula.map(\.direction).sorted() == Self.directions.sorted())
    }

    @Test(arguments: directions)
    func `a plan of 24 weeks at 12 hours is feasible and leaves nothing required out`(direction: String) throws {
        let curriculum = try Self.curriculum(direction)
        let path = Planner.plan(
            PlanRequest(
                startsOn: try #require(CivilDate(iso8601: "2026-12-01")),
                targetOn: try #require(CivilDate(iso8601: "2027-05-17")), hoursPerWeek: 12,
                entries: curriculum.steps.map(PlanRequest.Entry.init)))
        #expect(path.isFeasible && path.missingHours == .zero)
        #expect(path.steps.count + path.leftOut.count == curriculum.steps.count)
        #expect(path.weeklyLoad.allSatisfy { $0.hours <= StudyHours(hours: 12) })
        #expect(path.leftOut.allSatisfy { curriculum.find($0)?.isOptional == true })
    }

    @Test(arguments: directions)
    func `a plan of 6 weeks at 12 hours is not feasible and says what is missing`(direction: String) throws {
        let curriculum = try Self.curriculum(direction)
        let path = Planner.plan(
            PlanRequest(
                startsOn: try #require(CivilDate(iso8601: "2026-12-01")),
                targetOn: try #require(CivilDate(iso8601: "2027-01-11")), hoursPerWeek: 12,
                entries: curriculum.steps.map(PlanRequest.Entry.init)))
        #expect(!path.isFeasible)
        #expect(path.missingHours == StudyHours(hours: curriculum.requiredHours - 72))
        #expect(Set(path.leftOut) == Set(curriculum.steps.filter(\.isOptional).map(\.slug)))
    }

    /// What employers ask, and a word by which the step that teaches it can be told.
    @Test(
        arguments: [
            (
                "llm",
                [
                    "仅解码器", "RoPE", "Qwen", "KV", "GQA", "FlashAttention", "PagedAttention", "灾难性遗忘", "critic",
                    "GAE", "DPO", "GRPO", "DAPO", "KL", "GSPO", "采样批", "全局批", "微批", "训推", "软标签", "GPTQ", "QAT",
                    "W8A16", "束搜索", "GraphRAG", "重排", "缓存", "遗忘", "提示",
                ]
            ),
            ("recsys", ["召回", "粗排", "精排", "重排", "出价", "生成式"]),
            ("multimodal", ["对齐", "VLM", "以图搜图"]),
            ("aigc", ["扩散", "图像", "视频", "3D", "创意工具"]),
        ])
    func `what employers ask is taught`(direction: String, words: [String]) throws {
        let text = try Self.text(Self.curriculum(direction).steps)
        for word in words {
            #expect(text.localizedContains(word), "\(direction): \(word)")
        }
    }

    @Test func `foundations teach what employers ask whatever the direction`() throws {
        let steps = try Self.directions.flatMap { try Self.curriculum($0).steps }
        let text = Self.text(steps)
        for word in [
            "全零", "XGBoost", "LightGBM", "按层", "按叶", "直方图", "GOSS", "EFB", "类别特征", "k-means", "B+ 树",
            "锁", "CPU", "区间", "k 路", "等和", "岛屿", "正方形", "旋转", "最小生成树",
        ] {
            #expect(text.localizedContains(word), "\(word)")
        }
    }

    private static func text(_ steps: [Step]) -> String {
        steps.map { ([$0.title, $0.titleEN] + $0.outcomes + $0.questions).joined(separator: "\n") }
            .joined(separator: "\n")
    }
}

extension String {
    fileprivate func localizedContains(_ word: String) -> Bool {
        lowercased().contains(word.lowercased())
    }
}
