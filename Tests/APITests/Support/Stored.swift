import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase

/// What the database of the running test holds, read past the service as its owner.
enum Stored {
    static func count(_ sql: SQL) async throws -> Int {
        try await TestDatabase.current.client.query(sql).first { try $0.next(Int.self) } ?? -1
    }

    /// The first column of every row, as text.
    static func texts(_ sql: SQL) async throws -> [String] {
        try await TestDatabase.current.client.query(sql).map { try $0.next(String.self) }
    }

    /// Changes something past the service, as its owner.
    static func run(_ statement: String) async throws {
        try await TestDatabase.current.client.script(statement)
    }

    static var tables: [String] {
        get async throws {
            try await texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        }
    }

    /// Every row of every table as text, by table. When a token was last used is left out: reading changes it.
    static func everything() async throws -> [String: [String]] {
        var rows: [String: [String]] = [:]
        for table in try await tables {
            rows[table] = try await texts(
                "SELECT (to_jsonb(t) - 'last_used_at')::text AS row FROM \(identifier: table) t ORDER BY 1")
        }
        return rows
    }

    /// One consultation's row, and how many events, outbox rows and messages there are: equal where nothing happened.
    static func state(of consultation: String) async throws -> [String] {
        guard let id = ConsultationID(consultation) else { return ["no id: \(consultation)"] }
        return try await texts(
            """
            SELECT c::text FROM consultations c WHERE id = \(id)
            UNION ALL SELECT 'events ' || count(*) FROM events
            UNION ALL SELECT 'outbox ' || count(*) FROM outbox
            UNION ALL SELECT 'messages ' || count(*) FROM messages
            """)
    }

    /// The types of a consultation's events, in their order.
    static func events(of consultation: String) async throws -> [String] {
        guard let id = ConsultationID(consultation) else { return ["no id: \(consultation)"] }
        return try await texts(
            "SELECT type FROM events WHERE consultation_id = \(id) AND type <> 'message.created' ORDER BY position")
    }
}

extension Service {
    /// One more student, straight through the use case.
    func registerStudent(_ name: String) async throws -> StudentFixture {
        let registered = try await desk.students.register(
            StudentProfile(name: name, email: "\(name)@students.example.com", timezone: "Asia/Shanghai"))
        guard let value = registered.value else { throw Nobody() }
        return StudentFixture(id: value.student.id.description, token: value.token.secret ?? "")
    }

    struct Nobody: Error {}

    /// Every hour of the week.
    static let always: JSONValue = .object(
        Dictionary(
            uniqueKeysWithValues: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map {
                ($0, [["00:00", "24:00"]])
            }))

    /// An instant so many minutes after midnight, in Shanghai, of a day in November 2026.
    static func instant(_ day: Int, minute: Int) -> String {
        let midnight = Instant(rfc3339: "2026-11-01T00:00:00+08:00") ?? start
        return midnight.adding(days: day - 1).adding(minutes: minute).rfc3339UTC
    }
}
