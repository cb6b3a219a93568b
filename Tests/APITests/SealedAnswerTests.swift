import HTTPAPI
import Mentoring
import Postgres
import TestDatabase
import Testing

/// What is kept for repeats tells a reader of the database no secret and no address.
@Suite(.database(Service.template))
struct SealedAnswerTests {
    private static let key = "0c6f2f0e-a-key-of-the-client"
    private static let address = "Wang.Xiaoming@students.example.com"

    private func register(_ service: Service, key: String?) async throws -> Service.Answer {
        try await service.call(
            .POST, "/v1/students", ["name": "王小明", "email": .string(Self.address), "timezone": "UTC"], key: key)
    }

    private func issue(_ service: Service) async throws -> Service.Answer {
        try await service.call(
            .POST, "/v1/admin/tokens", token: service.adminToken, ["role": "admin", "label": "phone"], key: Self.key)
    }

    @Test func `answers that carry a token are replayed whole, and the token works`() async throws {
        try await Service.run { service in
            let registered = try await register(service, key: Self.key)
            let repeated = try await register(service, key: Self.key)
            #expect(repeated.body == registered.body)
            #expect(repeated.headers.first(name: "Idempotent-Replayed") == "true")
            let token = try #require(repeated.json["token"]?.string)
            let me = try await service.call(.GET, "/v1/me", token: token)
            #expect(me.json["student"]?["id"] == registered.json["student"]?["id"])

            let issued = try await issue(service)
            let again = try await issue(service)
            #expect(again.body == issued.body && again.headers.first(name: "Idempotent-Replayed") == "true")
            #expect(try await service.call(.GET, "/v1/me", token: again.json["token"]?.string).status == 200)
            #expect(try await Stored.count("SELECT count(*) FROM students") == 1)
        }
    }

    @Test func `an answer that carries a token is never compressed, fresh or repeated`() async throws {
        try await Service.run(compression: CompressionPolicy(minimumBytes: 1)) { service in
            let packed = [("Accept-Encoding", "gzip")]
            let directions = try await service.call(.GET, "/v1/directions", headers: packed)
            #expect(directions.headers.first(name: "Content-Encoding") == "gzip")
            for key in ["one", "one", nil] {
                let issued = try await service.call(
                    .POST, "/v1/admin/tokens", token: service.adminToken, ["role": "admin", "label": "phone"], key: key,
                    headers: packed)
                #expect(issued.status == 201 && issued.json["token"]?.string?.hasPrefix("mdt_") == true)
                #expect(issued.headers.first(name: "Content-Encoding") == nil)
            }
            let registered = try await service.call(
                .POST, "/v1/students", ["name": "王小明", "email": .string(Self.address), "timezone": "UTC"],
                headers: packed)
            #expect(registered.status == 201 && registered.json["token"]?.string != nil)
            #expect(registered.headers.first(name: "Content-Encoding") == nil)
        }
    }

    @Test func `without the key nobody gets the answer again`() async throws {
        try await Service.run { service in
            _ = try await register(service, key: Self.key)
            for key in [nil, "another", Self.key.uppercased()] {
                let refused = try await register(service, key: key)
                #expect(refused.status == 409 && refused.code == "already_registered")
                #expect(refused.json["token"] == nil)
            }
        }
    }

    @Test func `a dump of the database holds no token, no key and no address, in no encoding`() async throws {
        try await Service.run { service in
            let registered = try await register(service, key: Self.key)
            let issued = try await issue(service)
            _ = try await register(service, key: Self.key)
            let tokens = [registered, issued].compactMap { $0.json["token"]?.string } + [service.adminToken]
            #expect(tokens.count == 3)
            let dump = try await DatabaseDump()
            // The search works: it finds what is there.
            #expect(dump.places(of: "王小明") == ["students.name"])
            for token in tokens {
                #expect(dump.places(of: token) == [])
                // Nor the random part of it alone.
                #expect(dump.places(of: String(token.dropFirst(4))) == [])
            }
            for secret in [Self.key, Self.address, Self.address.lowercased(), "xiaoming", "students.example.com"] {
                #expect(dump.places(of: secret) == [], "\(secret)")
            }
        }
    }
}
