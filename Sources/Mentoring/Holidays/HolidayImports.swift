import Postgres
public import Scheduling

/// Imports of holiday notices: a log, of which the whole is in force. At the database's side, by the operator.
public struct HolidayImports: Sendable {
    let desk: Desk

    /// One import.
    public struct Held: Sendable, Hashable {
        public let version: Int
        public let importedAt: Instant
        public let content: HolidayImport
    }

    /// What an import comes to.
    public struct Outcome: Sendable, Hashable {
        /// The import's version; nil where nothing was written.
        public let version: Int?
        /// Numbers of notices that were held before, and are replaced or withdrawn.
        public let replaced: Set<String>
        /// The days that are another kind of day from now on.
        public let changes: [Holidays.Change]
        /// Whether the notices are others at all; an import of what is held changes nothing and writes nothing.
        public let isNews: Bool
        /// How many mentors follow the region.
        public let mentors: Int

        public init(
            version: Int?, replaced: Set<String>, changes: [Holidays.Change], isNews: Bool, mentors: Int
        ) {
            self.version = version
            self.replaced = replaced
            self.changes = changes
            self.isNews = isNews
            self.mentors = mentors
        }
    }

    /// All imports, oldest first.
    public func list() async throws -> [Held] {
        try await Self.all(in: desk.database)
    }

    /// The holidays of all regions as they are in force.
    public func calendars() async throws -> [String: Holidays] {
        HolidayCalendars.calendars(desk.holidays.builtIn, with: try await list())
    }

    /// What an import would come to. Writes nothing.
    public func preview(_ content: HolidayImport) async throws -> Outcome {
        let (imports, followers) = try await desk.database.query(Self.query, Self.followers(of: content.region))
        return try outcome(of: content, after: try imports.map(Self.held), followers: followers, version: nil)
    }

    /// Holds the notices from now on. Every instance goes by them in the next decision it makes.
    public func add(_ content: HolidayImport) async throws -> Outcome {
        let now = desk.clock.now
        return try await desk.database.transaction { transaction in
            // Before the read: who waits here for another's import sees it.
            let (_, imports, followers) = try await transaction.query(
                "SELECT pg_advisory_xact_lock(\(Self.lock))", Self.query, Self.followers(of: content.region))
            let before = try imports.map(Self.held)
            let version = (before.last?.version ?? 0) + 1
            let outcome = try outcome(of: content, after: before, followers: followers, version: version)
            guard outcome.isNews else { return outcome }
            let documents =
                content.notices.map(HolidayNoticeDocument.init)
                + content.withdrawn.map(HolidayNoticeDocument.init(withdrawn:))
            transaction.enqueue(
                """
                INSERT INTO holiday_imports (version, region, notices, imported_at)
                VALUES (\(version), \(content.region), \(PostgresJSONCoded(documents)), \(now))
                """)
            desk.audit.enqueue(
                "holidays.imported", subject: "\(content.region) version \(version)", by: nil, at: now, in: transaction)
            return outcome
        }
    }

    private func outcome(
        of content: HolidayImport, after imports: [Held], followers: PostgresRows, version: Int?
    ) throws -> Outcome {
        let before =
            HolidayCalendars.calendars(desk.holidays.builtIn, with: imports)[content.region]
            ?? Holidays(notices: [])
        let after = before.amended(by: content.notices, withdrawn: Set(content.withdrawn))
        let isNews = before.notices != after.notices
        let named = Set(content.notices.map(\.number) + content.withdrawn)
        return Outcome(
            version: isNews ? version : nil, replaced: named.intersection(before.notices.map(\.number)),
            changes: before.changes(to: after), isNews: isNews,
            mentors: try followers.first { try $0.next(Int.self) } ?? 0)
    }

    /// `holiday` in ASCII.
    private static let lock: Int64 = 0x68_6F6C_6964_6179

    private static let query: SQL = "SELECT version, region, notices, imported_at FROM holiday_imports ORDER BY version"

    static func all(in database: any PostgresQuerying) async throws -> [Held] {
        try await database.query([query])[0].map(held)
    }

    private static func held(_ row: inout PostgresRowReader) throws -> Held {
        let version: Int = try row.next()
        let region: String = try row.next()
        let documents = try row.next(PostgresJSONCoded<[HolidayNoticeDocument]>.self).value
        return Held(
            version: version, importedAt: try row.next(),
            content: try HolidayNoticeDocument.content(documents, region: region))
    }

    private static func followers(of region: String) -> SQL {
        """
        SELECT count(*) FROM mentors m CROSS JOIN LATERAL (
            SELECT holidays FROM schedules WHERE mentor_id = m.id ORDER BY version DESC LIMIT 1) s
        WHERE s.holidays = \(region)
        """
    }
}
