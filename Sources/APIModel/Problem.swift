/// `application/problem+json` (RFC 9457) with the service's own members.
public struct Problem: Codable, Hashable, Sendable, Error {
    /// A URI that names the kind of problem; `about:blank#<code>` is never used, it leads to the documentation.
    public var type: String
    public var title: String
    public var status: Int
    public var detail: String
    public var code: ProblemCode
    public var requestId: String
    /// Fields that were refused, each by JSON pointer (`/start`) or query parameter (`?from`).
    public var errors: [FieldError]?
    /// Why a start was refused: every rule that applies (`slot_not_offered`, `quota_reached`).
    public var reasons: [Reason]?
    /// Up to three next free slots of the same offering (`slot_taken`).
    public var alternatives: [Slot]?

    public init(
        type: String, title: String, status: Int, detail: String, code: ProblemCode, requestId: String,
        errors: [FieldError]? = nil, reasons: [Reason]? = nil, alternatives: [Slot]? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.code = code
        self.requestId = requestId
        self.errors = errors
        self.reasons = reasons
        self.alternatives = alternatives
    }

    /// One refused field.
    public struct FieldError: Codable, Hashable, Sendable {
        public var pointer: String
        /// A stable word: `required`, `unknown_field`, `wrong_type`, `too_long`, `out_of_range`, `invalid_format`, …
        public var code: String
        public var message: String

        public init(pointer: String, code: String, message: String) {
            self.pointer = pointer
            self.code = code
            self.message = message
        }
    }

    /// One slot rule that refuses a start.
    public struct Reason: Codable, Hashable, Sendable {
        public var code: String
        public var message: String

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }
}
