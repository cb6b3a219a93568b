internal import Synchronization

/// How often statements of one name ran and how long their callers waited for them.
public struct StatementFigures: Sendable, Hashable {
    /// The statement's verb and its first table, such as `select consultations`: few, and without any value.
    public let name: String
    /// Executions, failed ones included.
    public internal(set) var count = 0
    /// Executions in round trips that failed.
    public internal(set) var failures = 0
    /// From handing it over to its answer, waiting for a connection included. Statements that travel together each
    /// count the time of their round trip.
    public internal(set) var seconds = 0.0
}

/// Counts statements by name.
final class StatementJournal: Sendable {
    private let figures = Mutex<[String: StatementFigures]>([:])

    /// - Parameter startedAt: by `MonotonicClock`.
    func record(_ content: Work.Content, startedAt: Int64, hasFailed: Bool) {
        guard case .statements(let first, let more) = content else { return }
        let seconds = Double(MonotonicClock.now() - startedAt) / 1e9
        figures.withLock { figures in
            Self.add(first.statement.name, seconds, hasFailed, to: &figures)
            for one in more { Self.add(one.statement.name, seconds, hasFailed, to: &figures) }
        }
    }

    private static func add(
        _ name: String, _ seconds: Double, _ hasFailed: Bool, to figures: inout [String: StatementFigures]
    ) {
        figures[name, default: StatementFigures(name: name)].count += 1
        figures[name]?.seconds += seconds
        if hasFailed { figures[name]?.failures += 1 }
    }

    var all: [StatementFigures] {
        figures.withLock { $0.values.sorted { $0.name < $1.name } }
    }
}

/// Names statements by what they do.
enum StatementName {
    private static let verbs: Set<String> = [
        "select", "insert", "update", "delete", "with", "begin", "commit", "rollback", "set",
    ]

    /// The verb and the first table behind FROM, INTO or UPDATE: `insert events`. A statement of another kind, or one
    /// whose first table is not spelt out, is its verb or `other`.
    static func make(of text: String) -> String {
        let words = text.split(whereSeparator: { $0.isWhitespace || $0 == "(" || $0 == ")" || $0 == "," || $0 == ";" })
            .prefix(400)
        guard let verb = words.first?.lowercased(), verbs.contains(verb) else { return "other" }
        var previous = ""
        for word in words {
            let word = word.lowercased()
            if ["from", "into", "update"].contains(previous), isTable(word) { return "\(verb) \(word)" }
            previous = word
        }
        return verb
    }

    /// `FOR UPDATE OF c` and `ON CONFLICT DO UPDATE SET` are no tables.
    private static func isTable(_ word: String) -> Bool {
        !["of", "set", "select", "unnest", "only", "lateral", "nowait", "skip"].contains(word)
            && word.utf8.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "_") }
    }
}
