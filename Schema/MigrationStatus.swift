/// A build's migrations beside those a database has.
public struct MigrationStatus: Sendable {
    /// A migration as the database remembers it.
    public struct Applied: Sendable, Hashable {
        public let version: Int
        public let name: String
        public let checksum: String
        /// RFC 3339, UTC.
        public let appliedAt: String
    }

    public let build: [Migration]
    public let applied: [Applied]

    /// What this build has and the database doesn't, in order.
    public var pending: [Migration] {
        build.filter { migration in !applied.contains { $0.version == migration.version } }
    }

    /// What the database has and this build doesn't know: it was migrated by a newer one.
    public var unknown: [Applied] {
        applied.filter { row in !build.contains { $0.version == row.version } }
    }

    /// Applied under a number of ours, but from another text.
    public var changed: [(build: Migration, applied: Applied)] {
        build.compactMap { migration in
            applied.first { $0.version == migration.version && $0.checksum != migration.checksum }
                .map { (migration, $0) }
        }
    }

    /// True when there is nothing to apply and nothing to refuse.
    public var isCurrent: Bool {
        pending.isEmpty && unknown.isEmpty && changed.isEmpty
    }

    /// Refuses a database that this build must not touch.
    public func check() throws {
        guard unknown.isEmpty else { throw MigrationRefusal.newerDatabase(sideBySide) }
        guard changed.isEmpty else { throw MigrationRefusal.differentText(sideBySide) }
    }

    /// A line a version: what the build carries, what the database has.
    public var sideBySide: String {
        let versions = Set(build.map(\.version)).union(applied.map(\.version)).sorted()
        return versions.map { version in
            let ours = build.first { $0.version == version }
            let theirs = applied.first { $0.version == version }
            let left = ours.map { "\($0.name) \($0.checksum.prefix(8))" } ?? "(not in this build)"
            let right = theirs.map { "\($0.name) \($0.checksum.prefix(8)), applied \($0.appliedAt)" } ?? "(not applied)"
            let mark = ours?.checksum == theirs?.checksum ? "=" : (theirs == nil ? "+" : "!")
            return "\(mark) \(version)  build: \(left)  database: \(right)"
        }.joined(separator: "\n")
    }
}
