import Foundation
import HTTPAPI
import Mentoring
import Postgres
import Scheduling
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct AccountsSignInTests {
    private static let verified = AccountPolicy(registration: .verified)

    private func count(_ table: String) async throws -> Int {
        try await Stored.count("SELECT count(*)::int FROM \(identifier: table)")
    }

    @Test func `a student exists only once the code has come back`() async throws {
        try await Service.run(accounts: Self.verified) { service in
            let asked = try await service.call(
                .POST, "/v1/students", Service.form("chen@example.com", ["direction": "llm", "locale": "en"]))
            #expect(asked.status == 202)
            #expect(asked.json == ["code_minutes": 10, "verify": "/v1/sign-in/verify"])
            #expect(try await count("students") == 0)

            let mail = try await service.mail()
            #expect(mail.count == 1)
            #expect(mail.first?.kind == .registration)
            #expect(mail.first?.address == "chen@example.com")
            #expect(mail.first?.language == .en)
            let code = try #require(mail.first?.code)
            #expect(code.utf8.count == 6 && code.utf8.allSatisfy { (0x30...0x39).contains($0) })
            #expect(mail.first?.text.contains(code) == true)

            let signedIn = try await service.verify("chen@example.com", code)
            #expect(signedIn.status == 200)
            let me = try await service.call(.GET, "/v1/me", token: signedIn.json["token"]?.string)
            #expect(me.json["student"]?["email"] == "chen@example.com")
            #expect(me.json["student"]?["direction"] == "llm")
            #expect(me.json["label"] == "sign-in")
            #expect(try await count("students") == 1)
            #expect(try await count("emails") == 0)
        }
    }

    @Test func `a known address is answered like an unknown one, and only its owner learns more`() async throws {
        try await Service.run(accounts: Self.verified) { service in
            let known = try await service.desk.students.register(
                StudentProfile(name: "陈同学", email: "known@example.com", timezone: "Asia/Shanghai"))
            for path in ["/v1/students", "/v1/sign-in"] {
                var answers: [(String, [String])] = []
                var left: [[Int]] = []
                for email in ["known@example.com", "nobody@example.com"] {
                    let before = [try await count("sign_in_codes"), try await count("emails")]
                    let body = path == "/v1/students" ? Service.form(email) : ["email": .string(email)]
                    let answer = try await service.call(.POST, path, body)
                    #expect(answer.status == 202)
                    answers.append((answer.text, answer.headers.map(\.name).sorted()))
                    let after = [try await count("sign_in_codes"), try await count("emails")]
                    left.append(zip(after, before).map(-))
                }
                #expect(answers[0] == answers[1])
                #expect(left == [[1, 1], [1, 1]])
            }
            let mail = try await service.mail()
            #expect(mail.map(\.kind) == [.alreadyRegistered, .registration, .signIn])
            #expect(mail.map(\.address) == ["known@example.com", "nobody@example.com", "known@example.com"])

            // The newest code of the known address signs in its student, who stays who they are.
            let signedIn = try await service.verify("known@example.com", mail[2].code ?? "")
            let me = try await service.call(.GET, "/v1/me", token: signedIn.json["token"]?.string)
            #expect(me.json["student"]?["id"]?.string == known.value?.student.id.description)
            #expect(try await count("students") == 1)
        }
    }

    @Test func `registering a known address again signs in and changes nothing`() async throws {
        try await Service.run(accounts: Self.verified) { service in
            _ = try await service.desk.students.register(
                StudentProfile(name: "陈同学", email: "known@example.com", timezone: "Asia/Shanghai"))
            _ = try await service.call(
                .POST, "/v1/students", Service.form("Known@Example.com ", ["name": "别人", "direction": "aigc"]))
            let code = try await service.mail().last?.code ?? ""
            let signedIn = try await service.verify("known@example.com", code)
            let me = try await service.call(.GET, "/v1/me", token: signedIn.json["token"]?.string)
            #expect(me.json["student"]?["name"] == "陈同学")
            #expect(me.json["student"]?["direction"] == .null)
        }
    }

    @Test func `a code works once, for ten minutes, the fifth try included`() async throws {
        try await Service.run { service in
            _ = try await service.addStudent("chen")
            let email = "chen@example.com"
            var code = try await service.code(for: email)
            #expect(try await service.verify(email, code).status == 200)
            let again = try await service.verify(email, code)
            #expect(again.status == 422 && again.code == "validation_failed")
            #expect(again.json["errors"]?.array?.first?["pointer"] == "/code")
            #expect(again.json["errors"]?.array?.first?["code"] == "incorrect")

            code = try await service.code(for: email)
            for _ in 0..<4 { #expect(try await service.verify(email, Service.wrong(code)).status == 422) }
            #expect(try await service.verify(email, code).status == 200)

            code = try await service.code(for: email)
            for _ in 0..<5 { #expect(try await service.verify(email, Service.wrong(code)).status == 422) }
            #expect(try await service.verify(email, code).status == 422)

            code = try await service.code(for: email)
            service.clock.advance(microseconds: 600_000_000 - 1)
            #expect(try await service.verify(email, code).status == 200)
            service.clock.advance(microseconds: 3_600_000_000)
            code = try await service.code(for: email)
            service.clock.advance(microseconds: 600_000_000)
            #expect(try await service.verify(email, code).status == 422)
        }
    }

    @Test func `only the newest code counts`() async throws {
        try await Service.run { service in
            _ = try await service.addStudent("chen")
            let first = try await service.code(for: "chen@example.com")
            let second = try await service.code(for: " CHEN@example.com")
            if first != second { #expect(try await service.verify("chen@example.com", first).status == 422) }
            #expect(try await service.verify("Chen@Example.COM", second).status == 200)
        }
    }

    @Test func `an address gets five codes an hour, and nobody is told`() async throws {
        try await Service.run { service in
            _ = try await service.addStudent("chen")
            var texts: Set<String> = []
            for _ in 0..<8 {
                let answer = try await service.call(.POST, "/v1/sign-in", ["email": "chen@example.com"])
                #expect(answer.status == 202)
                texts.insert(answer.text)
            }
            #expect(texts.count == 1)
            let mail = try await service.mail()
            #expect(mail.count == 5)
            #expect(try await service.verify("chen@example.com", mail.last?.code ?? "").status == 200)
            service.clock.advance(microseconds: 3_600_000_000)
            #expect(try await service.code(for: "chen@example.com") != "")
        }
    }

    @Test func `tries at once spend no more than there are, and one right code makes one token`() async throws {
        try await Service.run { service in
            _ = try await service.addStudent("chen")
            let email = "chen@example.com"
            let first = try await service.code(for: email)
            let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<24 {
                    group.addTask { try await service.verify(email, Service.wrong(first)).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(wrong.allSatisfy { $0 == 422 })
            #expect(try await service.verify(email, first).status == 422)
            #expect(try await Stored.count("SELECT min(tries_left)::int FROM sign_in_codes") == 0)

            let second = try await service.code(for: email)
            let tokens = try await count("tokens")
            let right = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<12 { group.addTask { try await service.verify(email, second).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(right.count(where: { $0 == 200 }) == 1)
            #expect(try await count("tokens") == tokens + 1)
        }
    }

    @Test func `a lost answer can be had again, and a key hides no try`() async throws {
        try await Service.run { service in
            _ = try await service.addStudent("chen")
            let email = "chen@example.com"
            let code = try await service.code(for: email)
            for _ in 0..<2 { #expect(try await service.verify(email, Service.wrong(code), key: "w").status == 422) }
            #expect(try await Stored.count("SELECT tries_left::int FROM sign_in_codes") == 3)
            let fresh = try await service.verify(email, code, key: "k")
            let replayed = try await service.verify(email, code, key: "k")
            #expect(fresh.status == 200 && replayed.body == fresh.body)
            #expect(replayed.headers.first(name: "Idempotent-Replayed") == "true")
            // Asking twice with one key sends one e-mail.
            for _ in 0..<3 { _ = try await service.call(.POST, "/v1/sign-in", ["email": "chen@example.com"], key: "a") }
            #expect(try await service.mail().count == 1)
        }
    }

    @Test func `the e-mail is in the student's language, else the request's`() async throws {
        try await Service.run { service in
            _ = try await service.call(.POST, "/v1/students", Service.form("zh@example.com", ["locale": "zh-CN"]))
            _ = try await service.call(.POST, "/v1/students", Service.form("none@example.com"))
            for email in ["zh@example.com", "none@example.com"] {
                _ = try await service.call(
                    .POST, "/v1/sign-in", ["email": .string(email)], headers: [("Accept-Language", "en")])
            }
            #expect(try await service.mail().map(\.language) == [.zhHans, .en])
        }
    }

    @Test func `forms are checked before anybody is written to`() async throws {
        try await Service.run(accounts: Self.verified) { service in
            let unknown = try await service.call(
                .POST, "/v1/students", Service.form("chen@example.com", ["direction": "astrology"]))
            #expect(unknown.status == 422 && unknown.pointers == ["/direction"])
            let short = try await service.call(
                .POST, "/v1/sign-in/verify", ["email": "chen@example.com", "code": "12345"])
            #expect(short.status == 422 && short.pointers == ["/code"])
            let typed = try await service.call(
                .POST, "/v1/sign-in/verify", ["email": "chen@example.com", "code": "１２３４５６"])
            #expect(typed.status == 422 && typed.pointers == ["/code"])
            #expect(try await service.call(.POST, "/v1/sign-in", ["email": "chen"]).status == 422)
            #expect(try await count("emails") == 0)
        }
    }
}
