public import APIModel

/// The words of every problem, in both languages.
public struct ProblemCatalogue: Sendable {
    /// Title and detail of a problem code.
    public struct Entry: Sendable {
        public let title: Words
        public let detail: Words
    }

    let problems: [ProblemCode: Entry]
    let fieldErrors: [FieldErrorCode: Words]
    let reasons: [String: Words]

    /// The service's own words.
    public static let standard = ProblemCatalogue(
        problems: standardProblems, fieldErrors: standardFieldErrors, reasons: standardReasons)

    /// Title and detail of a code; the words of `internal` for a code the catalogue doesn't know.
    public func entry(for code: ProblemCode) -> Entry {
        problems[code] ?? problems[.internal]
            ?? Entry(title: Words(zh: "错误", en: "Error"), detail: Words(zh: "请求失败。", en: "The request failed."))
    }

    /// What is wrong with a field, in one language.
    public func message(for failure: FieldFailure, in language: Language) -> String {
        let bare = failure.arguments.isEmpty ? Self.bareFieldErrors[failure.code] : nil
        guard let words = bare ?? fieldErrors[failure.code] else { return failure.code.rawValue }
        var text = words.text(in: language)
        for (name, value) in failure.arguments {
            text = text.replacing("{\(name)}", with: value)
        }
        return text
    }

    /// Why a slot rule refuses, in one language.
    public func message(forReason reason: String, in language: Language) -> String {
        reasons[reason]?.text(in: language) ?? reason
    }

    /// The problem a failure becomes.
    /// - Parameter requestID: what the answer's `X-Request-Id` says.
    public func problem(for failure: APIFailure, in language: Language, requestID: String) -> Problem {
        let entry = entry(for: failure.code)
        return Problem(
            type: "/docs#problem-\(failure.code.rawValue)", title: entry.title.text(in: language),
            status: failure.code.status, detail: (failure.detail ?? entry.detail).text(in: language),
            code: failure.code, requestId: requestID,
            errors: failure.errors.isEmpty
                ? nil
                : failure.errors.map {
                    Problem.FieldError(
                        pointer: $0.pointer, code: $0.code.rawValue, message: message(for: $0, in: language))
                },
            reasons: failure.reasons.isEmpty
                ? nil
                : failure.reasons.map { Problem.Reason(code: $0, message: message(forReason: $0, in: language)) },
            alternatives: failure.alternatives)
    }
}
