import ArgumentParser
import ClientProfiles
import Foundation
import Testing

@testable import AdminCLI

@Suite struct ConnectionTests {
    /// What a command would use, given the profile `dev` in the file.
    private func connection(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Connection {
        var result: Connection?
        try await withTemporaryFolder { folder in
            let environment = environment.merging(["XDG_CONFIG_HOME": folder]) { $1 }
            let store = ProfileStore(environment: environment)
            try store.save(
                profile: Profile(url: "https://dev.example.com", token: "dev-token", mentor: "lin-wei"), named: "dev",
                makeCurrent: true)
            try store.save(
                profile: Profile(url: "https://b.example.com", token: "b-token"), named: "b", makeCurrent: false)
            let context = CommandContext(
                environment: environment, console: FakeConsole(), nowMicroseconds: { 0 }, sleep: { _ in },
                makeKey: { "" })
            result = try Connection(try ServerOptions.parse(arguments), context: context, language: .english)
        }
        return try #require(result)
    }

    @Test func `A flag goes before the environment, and that before the profile`() async throws {
        let profile = try await connection([])
        #expect(profile.url == "https://dev.example.com" && profile.token == "dev-token" && profile.mentor == "lin-wei")
        let environment = ["MENTORCTL_URL": "https://e.example.com", "MENTORCTL_TOKEN": "e-token"]
        let fromEnvironment = try await connection([], environment: environment)
        #expect(fromEnvironment.url == "https://e.example.com" && fromEnvironment.token == "e-token")
        let fromFlags = try await connection(
            ["--url", "https://f.example.com", "--token", "f-token"], environment: environment)
        #expect(fromFlags.url == "https://f.example.com" && fromFlags.token == "f-token")
        #expect(try await connection([], environment: ["MENTORCTL_PROFILE": "b"]).token == "b-token")
        #expect(
            try await connection(["--profile", "dev"], environment: ["MENTORCTL_PROFILE": "b"]).token == "dev-token")
    }

    @Test func `A profile's token never goes to another server`() async throws {
        #expect(try await connection(["--url", "https://evil.example.com"]).token == nil)
        #expect(try await connection([], environment: ["MENTORCTL_URL": "https://evil.example.com"]).token == nil)
        #expect(try await connection(["--url", "https://dev.example.com/"]).token == "dev-token")
    }

    @Test func `A profile that isn't there is named with those that are`() async throws {
        let failure = await #expect(throws: CommandFailure.self) { _ = try await connection(["--profile", "x"]) }
        #expect(failure?.message.contains("b, dev") == true)
    }

    @Test(
        "An address is one of a server",
        arguments: [
            ("https://a.example.com", "https://a.example.com"), ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("https://a.example.com/desk/", "https://a.example.com/desk"), ("a.example.com", nil), ("ftp://a", nil),
            ("https://user:pw@a", nil), ("https://a/?x=1", nil), ("", nil), ("https://", nil),
        ] as [(String, String?)])
    func address(text: String, expected: String?) {
        #expect(Connection.baseURL(text) == expected)
    }

    @Test func `Without a login the command says how to log in`() async {
        let run = await run(["inbox"])
        #expect(run.status == 4)
        #expect(run.errors.contains("mentorctl login"))
    }

    @Test func `Login checks the token and keeps it in a file of one's own`() async throws {
        try await withTemporaryFolder { folder in
            try await StubServer.run { request in
                request.header("Authorization") == "Bearer good"
                    ? .json(Samples.me)
                    : .json(Samples.problem(401, code: "unauthenticated", detail: "No."), status: 401)
            } _: { server in
                let environment = ["XDG_CONFIG_HOME": folder]
                let refused = await run(
                    ["login", "--url", server.url, "--token", "bad"], environment: environment)
                #expect(refused.status == 4)
                let path = folder + "/mentorctl/profiles.json"
                #expect(!FileManager.default.fileExists(atPath: path))
                let login = await run(
                    ["login", "--url", server.url + "/", "--token-stdin"], console: FakeConsole(piped: "good\n"),
                    environment: environment)
                #expect(login.status == 0, "\(login.errors)")
                #expect(!(login.output + login.errors).contains("good"))
                let modes = try [mode(path), mode(folder + "/mentorctl")]
                #expect(modes == [0o600, 0o700])
                let who = await run(["whoami", "--lang", "zh"], environment: environment)
                #expect(who.output.contains("林薇") && who.output.contains("导师"))
                let logout = await run(["logout"], environment: environment)
                #expect(logout.status == 0)
                let left = try String(contentsOfFile: path, encoding: .utf8)
                #expect(!left.contains("good"))
                #expect(await run(["whoami"], environment: environment).status == 4)
            }
        }
    }

    @Test func `On a terminal login asks for the token without showing it`() async throws {
        try await withTemporaryFolder { folder in
            try await StubServer.run { _ in
                .json(Samples.me)
            } _: { server in
                let console = FakeConsole(isTerminal: true, width: 80, lines: [server.url, "typed"])
                let login = await run(["login"], console: console, environment: ["XDG_CONFIG_HOME": folder])
                #expect(login.status == 0, "\(login.errors)")
                #expect(server.seen.last?.header("Authorization") == "Bearer typed")
                let kept = try ProfileStore(path: folder + "/mentorctl/profiles.json").load()
                #expect(kept.current == "default" && kept.profiles["default"]?.token == "typed")
            }
        }
    }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
