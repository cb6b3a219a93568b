/// The database holds a value this build doesn't know: a newer version wrote it, or somebody's hand.
struct StoredValueError: Error, CustomStringConvertible {
    let column: String

    var description: String { "unreadable value in \(column)" }
}
