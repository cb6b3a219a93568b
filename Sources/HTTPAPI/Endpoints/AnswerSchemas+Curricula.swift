import Curriculum

extension AnswerSchemas {
    static let step = ObjectSchema(
        "CurriculumStep",
        fields: [
            .required("slug", .handle), .required("title", .line(1...120)), .required("title_en", .line(1...120)),
            .required("kind", .choice(StepKind.allCases.map(\.rawValue))), .required("hours", .integer(1...80)),
            .required("prerequisites", .array(of: .handle, count: 0...60)), .required("optional", .boolean),
            .required("outcomes", .array(of: .line(1...1_000), count: 0...20)),
            .required("questions", .array(of: .line(1...1_000), count: 0...20)),
            .required("resources", .array(of: .object(resource), count: 0...20)),
        ],
        example: stepExample)

    private static let resource = ObjectSchema(
        "CurriculumResource", fields: [.required("title", .line(1...200)), .required("url", .url)])

    private static let stepExample: JSONValue = [
        "slug": "position-encodings", "title": "位置编码：RoPE 与长上下文外推",
        "title_en": "Position encodings: RoPE and context extension", "kind": "paper", "hours": 5,
        "prerequisites": ["language-models"], "optional": false,
        "outcomes": ["推导二维 RoPE，证明内积只依赖相对位置"],
        "questions": ["RoPE 为什么作用在 q、k 上而不作用在 v 上？"],
        "resources": [
            ["title": "RoFormer: Rotary Position Embedding", "url": "https://arxiv.org/abs/2104.09864"]
        ],
    ]

    static let curriculum = ObjectSchema(
        "Curriculum",
        fields: [
            .required("direction", .handle), .required("name", .line(1...120)),
            .required("name_en", .line(1...120)), .required("version", .line(1...40)),
            .required("steps", .array(of: .object(step), count: 0...200)),
        ],
        example: [
            "direction": "llm", "name": "大模型", "name_en": "Large language models", "version": "2026.1",
            "steps": [stepExample],
        ])
}
