public import Curriculum

/// Something wrong with a file of curricula, and where.
public struct CurriculumFileProblem: Hashable, Sendable {
    public let file: String
    /// Counted from 1; nil when it is about the whole.
    public let line: Int?
    public let severity: CurriculumProblem.Severity
    /// One sentence without a full stop.
    public let message: String

    public init(
        file: String, line: Int?, severity: CurriculumProblem.Severity = .error, message: String
    ) {
        self.file = file
        self.line = line
        self.severity = severity
        self.message = message
    }
}

extension CurriculumFileProblem: CustomStringConvertible {
    /// `llm.yaml:40: error: rope: needs itself`, as compilers write it, so that editors jump there.
    public var description: String {
        "\(file)\(line.map { ":\($0)" } ?? ""): \(severity.rawValue): \(message)"
    }
}
