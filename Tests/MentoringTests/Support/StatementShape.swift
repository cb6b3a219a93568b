import Foundation

/// What a statement does, whatever its values: two statements of the same shape cost the database the same.
struct StatementShape: Hashable, CustomStringConvertible {
    let description: String

    /// Values are what is bound (`$1`, pgbench's `:name`), literals, and what a benchmark makes its values of.
    init(_ statement: String) {
        var text = statement.lowercased()
        func replace(_ pattern: String, _ replacement: String) {
            text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        replace(#"'(?:[^']|'')*'"#, "?")
        replace(#"::\w+(\[\])?"#, "")
        replace(#"\$\d+|:\w+|\b\d+(\.\d+)?\b|\b(null|true|false)\b"#, "?")
        replace(#"\s+"#, " ")
        // Inside out, until nothing is left to take together.
        var before = ""
        while before != text {
            before = text
            replace(#"\? (\|\||[-+]) \?"#, "?")
            replace(
                #"\b(numbered|to_timestamp|sha256|convert_to|int8send|repeat|md5|left|array)[(\[](\?(, ?)?)*[)\]]"#, "?"
            )
        }
        replace(#" ?([(),=;]) ?"#, "$1")
        replace(#";$|^ | $"#, "")
        replace(#";$|^ | $"#, "")
        description = text
    }
}
