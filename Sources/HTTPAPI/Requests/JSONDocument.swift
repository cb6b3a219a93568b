public import Foundation

/// A JSON text read strictly (RFC 8259): UTF-8, no repeated key, bounded in depth and in number of values.
///
/// Foundation's decoder keeps the last of two equal keys, hides lone surrogates behind a general error and takes time
/// in proportion to hostile nesting; a contract that names the refused field needs more.
public struct JSONDocument: Hashable, Sendable {
    /// What the text says.
    public let value: JSONValue
    /// Strings that hold half a surrogate pair (`"\ud800"`), which no Unicode text can hold; `value` has U+FFFD there.
    public let unpairedSurrogates: [JSONPointer]

    /// Reads one document.
    /// - Parameters:
    ///   - data: the whole text; a byte order mark is skipped.
    ///   - maximumDepth: how many arrays and objects may be open at once.
    ///   - maximumValues: how many values the text may hold in all.
    /// - Throws: `JSONSyntaxError`.
    public init(
        parsing data: Data, maximumDepth: Int = 32, maximumValues: Int = 65_536
    ) throws(JSONSyntaxError) {
        let outcome = data.withUnsafeBytes { bytes -> Result<JSONDocument, JSONSyntaxError> in
            var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth, maximumValues: maximumValues)
            do throws(JSONSyntaxError) {
                let value = try parser.parseDocument()
                return .success(JSONDocument(value: value, unpairedSurrogates: parser.unpairedSurrogates))
            } catch {
                return .failure(error)
            }
        }
        self = try outcome.get()
    }

    init(value: JSONValue, unpairedSurrogates: [JSONPointer]) {
        self.value = value
        self.unpairedSurrogates = unpairedSurrogates
    }
}
