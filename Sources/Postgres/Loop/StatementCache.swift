/// The statements one connection has prepared: which are there, under which names, which to drop next.
struct StatementCache {
    struct Entry {
        let statement: Statement
        let name: ContiguousArray<CChar>
        var lastUse: UInt64
        /// The segment its preparation was sent in, until the server has confirmed it.
        var unconfirmedIn: UInt64?
    }

    private var entries: [UInt64: Entry] = [:]
    private var uses: UInt64 = 0
    private var generation = 0
    private let limit: Int
    /// Names on the server that nobody uses any more.
    private(set) var dropped: [String] = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    var count: Int { entries.count }

    enum Found {
        case prepared(ContiguousArray<CChar>)
        case missing(ContiguousArray<CChar>)
        /// It cannot be named now: another statement has this hash, or its preparation in an earlier segment may fail.
        case nameless
    }

    /// The name to run a statement by in a segment. A missing one counts as prepared from now on: the caller prepares it.
    mutating func use(_ statement: Statement, segment: UInt64) -> Found {
        uses += 1
        if let index = entries.index(forKey: statement.hash) {
            let entry = entries.values[index]
            guard entry.statement.isSame(as: statement), entry.unconfirmedIn ?? segment == segment else {
                return .nameless
            }
            entries.values[index].lastUse = uses
            return .prepared(entries.values[index].name)
        }
        // A name used before may still exist on the server: each preparation gets one of its own.
        let suffix = generation == 0 ? "" : "_\(generation)"
        let name = "s\(String(statement.hash, radix: 16))\(suffix)".utf8CString
        entries[statement.hash] = Entry(statement: statement, name: name, lastUse: uses, unconfirmedIn: segment)
        return .missing(name)
    }

    /// The server has prepared the statement.
    mutating func confirm(_ statement: Statement) {
        entries[statement.hash]?.unconfirmedIn = nil
    }

    /// Forgets a statement whose preparation failed: the server has no such name.
    mutating func forget(_ statement: Statement) {
        entries[statement.hash] = nil
    }

    /// Forgets a statement that the server lost or can no longer run; in that case its name still exists there.
    mutating func discard(_ statement: Statement, existsOnServer: Bool) {
        guard let entry = entries.removeValue(forKey: statement.hash) else { return }
        generation += 1
        if existsOnServer { dropped.append(Self.text(of: entry.name)) }
    }

    /// Moves the least recently used statements to `dropped` when there are too many, an eighth of the limit at a time.
    mutating func trim() {
        guard entries.count > limit else { return }
        let excess = entries.count - limit + limit / 8
        let oldest = entries.values.sorted { $0.lastUse < $1.lastUse }.prefix(excess)
        for entry in oldest {
            entries[entry.statement.hash] = nil
            dropped.append(Self.text(of: entry.name))
        }
        generation += 1
    }

    /// The names to deallocate, which are forgotten by this.
    mutating func takeDropped() -> [String] {
        defer { dropped.removeAll() }
        return dropped
    }

    private static func text(of name: ContiguousArray<CChar>) -> String {
        String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
