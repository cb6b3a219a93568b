import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct AccountsSecretsTests {
    /// Uses every call that issues a secret, with keys and without, and answers all of them.
    private func issueEverything(_ service: Service) async throws -> [String] {
        var secrets = [service.adminToken]
        let emails = ["first.student@example.com", "second.student@example.com", "third.student@example.com"]
        for (index, email) in emails.enumerated() {
            let answer = try await service.call(
                .POST, "/v1/students", Service.form(email), key: index == 0 ? nil : "register-\(index)")
            secrets.append(answer.json["token"]?.string ?? answer.text)
            let repeated = try await service.call(
                .POST, "/v1/students", Service.form(email), key: index == 0 ? nil : "register-\(index)")
            if index > 0 { #expect(repeated.json["token"] == answer.json["token"]) }
        }
        let mentor = try await service.addMentor()
        secrets.append(mentor.token)
        let issued = try await service.call(
            .POST, "/v1/admin/tokens", token: service.adminToken, ["role": "admin", "label": "ops"], key: "issue")
        secrets.append(issued.json["token"]?.string ?? issued.text)
        for (index, email) in (emails + ["unknown.person@example.com"]).enumerated() {
            let key = index.isMultiple(of: 2) ? "sign-in-\(index)" : nil
            _ = try await service.call(.POST, "/v1/sign-in", ["email": .string(email)], key: key)
        }
        // One stays unsent, the others are read; one of those signs in.
        let claims = try await service.desk.emails.claim(limit: 3, leaseSeconds: 60)
        for claim in claims {
            guard case .send(let email) = claim, let code = email.code else { continue }
            secrets.append(code)
            guard email.address == emails[1] else { continue }
            let answer = try await service.verify(email.address, code, key: "verify")
            secrets.append(answer.json["token"]?.string ?? answer.text)
        }
        #expect(secrets.count(where: { $0.hasPrefix("mdt_") }) == 7, "\(secrets)")
        #expect(secrets.count(where: { $0.utf8.count == 6 }) == 3)
        return secrets + emails + ["unknown.person@example.com"]
    }

    @Test func `no token, code or address can be read in the database, however it is written`() async throws {
        try await Service.run { service in
            let secrets = try await issueEverything(service)
            let dump = try await DatabaseDump()
            #expect(dump.count > 200)
            for secret in secrets {
                #expect(dump.places(of: secret).isEmpty, "\(secret) in \(dump.places(of: secret))")
            }
            // What does stand there is found, in each of its spellings.
            #expect(dump.places(of: "registration") == ["tokens.label"])
        }
    }

    @Test func `a repeat is known as one where the first request's own rows speak against it`() async throws {
        try await Service.run { service in
            let mentor: JSONValue = [
                "handle": "zhou", "name": "周老师", "timezone": "Asia/Shanghai", "directions": ["llm"],
            ]
            let first = try await service.call(
                .POST, "/v1/admin/mentors", token: service.adminToken, mentor, key: "k")
            let second = try await service.call(
                .POST, "/v1/admin/mentors", token: service.adminToken, mentor, key: "k")
            #expect(first.status == 201 && second.body == first.body)
            let reused = try await service.call(
                .POST, "/v1/students", Service.form("chen@example.com"), key: "k")
            #expect(reused.status == 201)
            let other = try await service.call(
                .POST, "/v1/students", Service.form("chen@example.com", ["name": "别人"]), key: "k")
            #expect(other.code == "idempotency_key_reused")
            let without = try await service.call(.POST, "/v1/students", Service.form("chen@example.com"))
            #expect(without.code == "already_registered")
        }
    }

    @Test func `a registration that waits for its code can't be read either`() async throws {
        try await Service.run(accounts: AccountPolicy(registration: .verified)) { service in
            _ = try await service.call(
                .POST, "/v1/students", Service.form("waiting.student@example.com", ["name": "等待验证的人"]), key: "k")
            let dump = try await DatabaseDump()
            for secret in ["waiting.student@example.com", "等待验证的人"] {
                #expect(dump.places(of: secret).isEmpty)
            }
            #expect(try await Stored.count("SELECT count(*)::int FROM sign_in_codes") == 1)
        }
    }

    @Test(arguments: ["mdt_0123456789", "042137", "first.student@example.com"])
    func `the search finds a text in hexadecimal and in base64 after any neighbour`(secret: String) throws {
        let needles = DatabaseDump.needles(for: secret)
        for neighbour in ["", "a", "ab", "abc", "abcd"] {
            let base64 = Data((neighbour + secret + "xyz").utf8).base64EncodedData()
            #expect(needles.contains { base64.range(of: $0) != nil }, "\(neighbour)")
        }
        let hexadecimal = Data(Data(secret.utf8).map { String(format: "%02x", $0) }.joined().utf8)
        #expect(needles.contains { hexadecimal.range(of: $0) != nil })
    }

    @Test func `what has expired is removed in batches, what is alive stays`() async throws {
        try await Service.run { service in
            _ = try await service.addStudent("chen")
            let mentor = try await service.addMentor()
            let student = try await service.addStudent("kept")
            _ = try await TestDatabase.current.client.query(
                """
                INSERT INTO idempotency_keys
                    (caller, method, path, key_hash, body_hash, status, headers, body, sealed, kept_until)
                SELECT 'anonymous', 'POST', '/v1/x', decode(md5(n::text), 'hex'), '', 200, '{}', '', false, \(Service.start)
                FROM generate_series(1, 1203) n
                """)
            let first = try await service.ask(student, mentor, start: Starts.tuesday19, key: "alive")
            _ = try await service.call(.POST, "/v1/sign-in", ["email": "chen@example.com"])
            #expect(try await service.desk.removeExpired() == 1_203)
            #expect(try await service.ask(student, mentor, start: Starts.tuesday19, key: "alive").id == first.id)
            #expect(try await service.desk.removeExpired() == 0)

            // Two instances at once remove each row once.
            service.clock.advance(microseconds: 24 * 3_600_000_000)
            async let one = service.desk.removeExpired()
            async let two = service.desk.removeExpired()
            #expect(try await one + two == 2)
            #expect(try await Stored.count("SELECT count(*)::int FROM idempotency_keys") == 0)
            #expect(try await Stored.count("SELECT count(*)::int FROM sign_in_codes") == 0)
            let late = try await service.ask(student, mentor, start: Starts.tuesday19, key: "alive")
            #expect(late.headers.first(name: "Idempotent-Replayed") == nil)
        }
    }
}
