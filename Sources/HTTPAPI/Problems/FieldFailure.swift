/// One refused field, before it has words in a language.
public struct FieldFailure: Error, Hashable, Sendable {
    /// A JSON pointer into the body (`/start`), a query parameter (`?from`) or a path parameter (`{date}`).
    public let pointer: String
    public let code: FieldErrorCode
    /// What the words of the code speak of: `min`, `max`, `expected`, `choices`.
    public let arguments: [String: String]

    public init(_ pointer: String, _ code: FieldErrorCode, arguments: [String: String] = [:]) {
        self.pointer = pointer
        self.code = code
        self.arguments = arguments
    }
}
