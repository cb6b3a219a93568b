import Testing

@testable import Postgres

@Suite struct StatementNameTests {
    @Test(arguments: [
        ("SELECT id FROM consultations WHERE id = $1", "select consultations"),
        ("SELECT 1", "select"),
        ("INSERT INTO events (id) VALUES ($1)", "insert events"),
        ("UPDATE tokens SET revoked_at = $1", "update tokens"),
        ("DELETE FROM outbox WHERE id = $1", "delete outbox"),
        ("WITH x AS (SELECT 1 FROM students) INSERT INTO events SELECT * FROM x", "with students"),
        ("SELECT * FROM unnest($1) AS w", "select"),
        ("BEGIN ISOLATION LEVEL READ COMMITTED", "begin"),
        ("COMMIT", "commit"),
        ("VACUUM", "other"),
        ("SELECT pg_advisory_xact_lock($1) FROM mentors FOR UPDATE OF m", "select mentors"),
        ("SELECT $1 FOR UPDATE OF c", "select"),
        ("", "other"),
    ])
    func `a statement is named by its verb and first table`(text: String, name: String) {
        #expect(StatementName.make(of: text) == name)
    }
}
