import ArgumentParser
import ClientProfiles
import Foundation
import Terminal
import Testing

@testable import AdminCLI

@Suite struct ConfigurationTests {
    private func withProfiles(_ body: ([String: String], ProfileStore) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let environment = ["XDG_CONFIG_HOME": folder]
            let store = ProfileStore(environment: environment)
            try store.save(
                profile: Profile(url: "https://a.example.com", token: "mdt_secret"), named: "a", makeCurrent: true)
            try store.save(
                profile: Profile(url: "https://b.example.com", token: "mdt_other", mentor: "lin-wei"), named: "b",
                makeCurrent: false)
            try await body(environment, store)
        }
    }

    @Test func `Settings are kept in the profile, and nothing else of it changes`() async throws {
        try await withProfiles { environment, store in
            for (name, value) in [("lang", "zh"), ("output", "csv"), ("color", "never"), ("editor", "nano -w")] {
                #expect(await run(["config", "set", name, value], environment: environment).status == 0)
                #expect(await run(["config", "get", name], environment: environment).output == value + "\n")
            }
            let saved = try #require(try store.load().profiles["a"])
            #expect(saved.url == "https://a.example.com" && saved.token == "mdt_secret" && saved.lang == "zh")
            #expect(try store.load().profiles["b"]?.lang == nil)
            #expect(await run(["config", "unset", "lang"], environment: environment).status == 0)
            #expect(await run(["config", "get", "lang"], environment: environment).status == 3)
            let mode = try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
        }
    }

    @Test func `A value that can't be is refused with those that can`() async throws {
        try await withProfiles { environment, store in
            let refused = await run(["config", "set", "lang", "fr"], environment: environment)
            #expect(refused.status == 64 && refused.errors.contains("zh, en"))
            #expect(await run(["config", "set", "output", "xml"], environment: environment).status == 64)
            #expect(await run(["config", "set", "nothing", "x"], environment: environment).status == 64)
            #expect(await run(["config", "unset", "url"], environment: environment).status == 64)
            // A token isn't sent to an address it wasn't given for.
            let moved = await run(["config", "set", "url", "https://evil.example.com"], environment: environment)
            #expect(moved.status == 64 && moved.errors.contains("login"))
            let kept = try store.load()
            #expect(kept.profiles["a"]?.url == "https://a.example.com")
        }
    }

    @Test func `Profiles are listed without their tokens, and one is chosen`() async throws {
        try await withProfiles { environment, store in
            let list = await run(["config", "list"], environment: environment)
            #expect(list.output.contains("* a\n    url     https://a.example.com\n"))
            #expect(list.output.contains("  b\n") && list.output.contains("mentor  lin-wei"))
            let json = await run(["config", "list", "--json"], environment: environment)
            let listed = try JSON(data: Data(json.output.utf8))
            #expect(listed["data"]?.elements.count == 2)
            for output in [list.output, list.errors, json.output] { #expect(!output.contains("mdt_")) }
            #expect(await run(["config", "use", "b"], environment: environment).status == 0)
            let current = try store.load().current
            #expect(current == "b")
            #expect(await run(["config", "use", "c"], environment: environment).status == 3)
            #expect(await run(["config", "get", "url"], environment: environment).output == "https://b.example.com\n")
        }
    }

    @Test func `A flag comes before the environment, and that before the profile`() throws {
        var profile = Profile(url: "u", token: "t")
        (profile.lang, profile.color, profile.output, profile.pager, profile.editor) = ("zh", "never", "csv", "p", "e")
        func preferences(_ arguments: [String], _ environment: [String: String]) throws -> Preferences {
            Preferences(try ConnectionOptions.parse(arguments), environment: environment, profile: profile)
        }
        let plain = try preferences([], ["LANG": "en_US.UTF-8", "PAGER": "more", "EDITOR": "ed"])
        #expect(plain.language == .chinese && plain.color == .never && plain.format == .csv)
        #expect(plain.pager == "p" && plain.editor == "e")
        let variables = [
            "MENTORCTL_LANG": "en", "MENTORCTL_OUTPUT": "tsv", "MENTORCTL_PAGER": "cat", "MENTORCTL_EDITOR": "vim",
            "CLICOLOR_FORCE": "1",
        ]
        let told = try preferences([], variables)
        #expect(told.language == .english && told.color == .auto && told.format == .tsv)
        #expect(told.pager == nil && told.editor == "vim")
        let flagged = try preferences(["--lang", "zh", "-o", "md", "--color", "always"], variables)
        #expect(flagged.language == .chinese && flagged.color == .always && flagged.format == .markdown)
    }

    // MARK: doctor

    @Test func `The doctor finds what is wrong and says what to do`() async throws {
        try await withTemporaryFolder { folder in
            var environment = ["XDG_CONFIG_HOME": folder, "LANG": "C", "PATH": "/nonexistent"]
            let none = await run(["doctor"], environment: environment)
            #expect(none.status == 1)
            #expect(none.output.contains("✗ server") && none.output.contains("mentorctl login"))
            #expect(none.output.contains("! terminal") && none.output.contains("! editor"))
            let store = ProfileStore(environment: environment)
            try await StubServer.run { request in
                request.path == "/readyz"
                    ? StubServer.Answer(headers: [("Date", "Tue, 24 Nov 2026 04:00:20 GMT")], body: "{}")
                    : .json(Samples.me)
            } _: { server in
                try store.save(profile: Profile(url: server.url, token: "mdt_secret"), named: "a", makeCurrent: true)
                environment["LANG"] = "C.UTF-8"
                let good = await run(["doctor"], environment: environment)
                #expect(good.status == 0, "\(good.output)\(good.errors)")
                #expect(good.output.contains("✓ server") && good.output.contains("✓ token"))
                #expect(good.output.contains("林薇") && good.output.contains("within 20 s"))
                #expect(!good.output.contains("mdt_secret"))
                let json = await run(["doctor", "--json", "--fields", "subject,state"], environment: environment)
                #expect(json.output.contains(#"{"state":"good","subject":"token"}"#))
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store.path)
                let open = await run(["doctor", "--lang", "zh"], environment: environment)
                #expect(open.status == 1 && open.output.contains("chmod 600"))
            }
            let dead = await run(["doctor"], environment: environment)
            #expect(dead.status == 1 && dead.output.contains("✗ server"))
        }
    }

    @Test func `A token that isn't known is the token's fault, not the server's`() async throws {
        try await StubServer.run { request in
            request.path == "/readyz"
                ? .json("{}") : .json(Samples.problem(401, code: "unauthenticated", detail: "No."), status: 401)
        } _: { server in
            let run = await run(["doctor"] + server.access)
            #expect(run.status == 1)
            #expect(run.output.contains("✓ server") && run.output.contains("✗ token"))
        }
    }
}
