public import Curriculum

/// The language a document speaks first; titles of steps stand in both where there is room.
public enum DocumentLanguage: String, CaseIterable, Hashable, Sendable {
    case zhHans = "zh-Hans"
    case en

    /// The one of two texts in this language.
    func pick(_ chinese: String, _ english: String) -> String {
        self == .zhHans ? chinese : english
    }

    /// What a kind of step is called.
    public func word(for kind: StepKind) -> String {
        switch kind {
        case .concept: pick("概念", "Concept")
        case .paper: pick("论文", "Paper")
        case .project: pick("项目", "Project")
        case .coding: pick("编程", "Coding")
        case .interview: pick("面试", "Interview")
        }
    }

    /// What a status is called.
    public func word(for status: StepStatus) -> String {
        switch status {
        case .todo: pick("未开始", "To do")
        case .doing: pick("进行中", "Doing")
        case .done: pick("已完成", "Done")
        case .skipped: pick("已跳过", "Skipped")
        }
    }

    /// An amount of hours: `12 小时`, `12 h`.
    func hours(_ amount: String) -> String {
        pick("\(amount) 小时", "\(amount) h")
    }
}
