/// What one check found.
struct Finding: Sendable, Encodable {
    enum Verdict: String, Sendable, Encodable {
        case good
        /// Works, and somebody should look at it.
        case attention
        /// Does not work, or is not safe.
        case bad

        var mark: String {
            switch self {
            case .good: "✓"
            case .attention: "!"
            case .bad: "✗"
            }
        }
    }

    let check: String
    let verdict: Verdict
    /// What was seen, and what to do about it.
    let detail: String

    init(_ check: String, _ verdict: Verdict, _ detail: String) {
        self.check = check
        self.verdict = verdict
        self.detail = detail
    }
}
