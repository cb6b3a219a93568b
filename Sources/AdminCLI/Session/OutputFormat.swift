import ArgumentParser

/// How an answer is written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For people: tables, grids and sentences in their language.
    case table
    /// The server's own words, with fields this version doesn't know.
    case json
    /// RFC 4180: a header of field names, then a row an item.
    case csv
    /// The same, divided by tabs, for `cut` and `awk`.
    case tsv
    /// What ``table`` says, as Markdown to paste into a chat.
    case markdown = "md"

    /// Whether it is read by people, not by programs.
    var isForPeople: Bool { self == .table || self == .markdown }
}
