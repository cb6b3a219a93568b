import Foundation
import Settings
import Testing

/// Sources on a folder of the test's own.
private struct Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func file(_ name: String, _ text: String) throws -> String {
        let url = folder.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Sources that look at nothing of this machine.
    var sources: SettingsSources {
        var sources = SettingsSources()
        sources.standardFile = folder.appending(path: "no-such-file").path
        return sources
    }
}

@Suite struct SettingsTests {
    private func problem(_ sources: SettingsSources) async throws -> SettingsProblem {
        try #require(await #expect(throws: SettingsProblem.self) { _ = try await Settings(sources) })
    }

    @Test func `without sources every setting has its default`() async throws {
        let place = try Place()
        defer { place.remove() }
        let settings = try await Settings(place.sources)
        #expect(settings[SettingKeys.port] == 8_080)
        #expect(settings[SettingKeys.registration] == "verified")
        #expect(settings[SettingKeys.corsOrigins] == [])
        #expect(settings[SettingKeys.databaseURL] == nil)
        #expect(settings.origin(of: SettingKeys.port) == "default")
        #expect(settings.entries.map(\.setting.key) == SettingKeys.all.map(\.key))
    }

    @Test func `a flag wins over the environment, that over a credential, that over the file`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.file = try place.file("mentord.yaml", "http:\n  port: 1001\n")
        var settings = try await Settings(sources)
        #expect(settings[SettingKeys.port] == 1_001)
        #expect(settings.origin(of: SettingKeys.port) == "\(sources.file ?? ""):2")
        _ = try place.file("http-port", "1002\n")
        sources.credentialDirectory = place.folder.path
        settings = try await Settings(sources)
        #expect(settings[SettingKeys.port] == 1_002)
        #expect(settings.origin(of: SettingKeys.port).hasSuffix("/http-port"))
        sources.environment = ["MENTORDESK_HTTP_PORT": "1003"]
        settings = try await Settings(sources)
        #expect(settings[SettingKeys.port] == 1_003)
        #expect(settings.origin(of: SettingKeys.port) == "MENTORDESK_HTTP_PORT")
        sources.flags = [.init(key: "http.port", value: "1004", name: "--port")]
        settings = try await Settings(sources)
        #expect(settings[SettingKeys.port] == 1_004)
        #expect(settings.origin(of: SettingKeys.port) == "--port")
    }

    @Test func `credentials are found under the names the unit gives them, and others are left alone`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.credentialDirectory = place.folder.path
        _ = try place.file("database-url", "postgres://service@db/mentordesk\n")
        _ = try place.file("secret-key", "c2VjcmV0\n")
        _ = try place.file("smtp-password", "pass word\n")
        _ = try place.file("tls-key-of-somebody-else", "x")
        let settings = try await Settings(sources)
        #expect(settings[SettingKeys.databaseURL] == "postgres://service@db/mentordesk")
        #expect(settings[SettingKeys.secretKey] == "c2VjcmV0")
        #expect(settings[SettingKeys.smtpPassword] == "pass word")
    }

    @Test func `a secret may stand in a file that a variable names`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        let path = try place.file("key", "bmV3 b2xk\n")
        sources.environment = ["MENTORDESK_SECRET_KEY_FILE": path]
        let settings = try await Settings(sources)
        #expect(settings[SettingKeys.secretKey] == "bmV3 b2xk")
        #expect(settings.origin(of: SettingKeys.secretKey) == "MENTORDESK_SECRET_KEY_FILE (\(path))")
    }

    @Test func `an empty variable says nothing`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.environment = ["MENTORDESK_DATABASE_URL": "", "MENTORDESK_HTTP_PORT": ""]
        let settings = try await Settings(sources)
        #expect(settings[SettingKeys.databaseURL] == nil)
        #expect(settings[SettingKeys.port] == 8_080)
    }

    @Test func `unknown names are refused wherever they stand, with the nearest known one`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        let path = try place.file("mentord.yaml", "http:\n  port: 80\n  prot: 81\nlimit:\n  body_bytes: 2048\n")
        sources.file = path
        sources.environment = ["MENTORDESK_HTTP_PROT": "82", "MENTORDESK_TEST_DATABASE_URL": "x", "HOME": "/"]
        sources.flags = [.init(key: "htp.host", value: "::", name: "--set htp.host")]
        let problem = try await problem(sources)
        #expect(
            problem.sentences == [
                "--set htp.host: there is no setting htp.host. Did you mean http.host?",
                "environment: there is no setting MENTORDESK_HTTP_PROT. Did you mean MENTORDESK_HTTP_PORT?",
                "\(path):3: there is no setting http.prot. Did you mean http.port?",
                "\(path):5: there is no setting limit.body_bytes. Did you mean limits.body_bytes?",
            ])
    }

    @Test func `a value that is not possible is named with its origin and what is expected`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.environment = [
            "MENTORDESK_LIMITS_HEADER_SECONDS": "10s", "MENTORDESK_LOG_FORMAT": "xml",
            "MENTORDESK_DATABASE_URL": "mysql://user:hunter2@db",
        ]
        sources.flags = [.init(key: "http.port", value: "70000", name: "--port")]
        let problem = try await problem(sources)
        #expect(
            problem.sentences == [
                "database.url: the value from MENTORDESK_DATABASE_URL is not possible; it takes a URL such as "
                    + "postgres://… or postgresql://….",
                "http.port: \"70000\" from --port is not possible; it takes a whole number from 1 to 65535.",
                "limits.header_seconds: \"10s\" from MENTORDESK_LIMITS_HEADER_SECONDS is not possible; it takes a whole "
                    + "number of seconds from 1 to 300.",
                "log.format: \"xml\" from MENTORDESK_LOG_FORMAT is not possible; it takes one of json, text.",
            ])
        #expect(!problem.description.contains("hunter2"))
    }

    @Test func `a list is a YAML list or a text with commas`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.file = try place.file("m.yaml", "http:\n  cors_origins: [https://a.example, https://b.example]\n")
        sources.environment = ["MENTORDESK_HTTP_TRUSTED_PROXIES": "10.0.0.0/8, ::1"]
        let settings = try await Settings(sources)
        #expect(settings[SettingKeys.corsOrigins] == ["https://a.example", "https://b.example"])
        #expect(settings[SettingKeys.trustedProxies] == ["10.0.0.0/8", "::1"])
    }

    @Test(arguments: ["- a\n- b\n", "just words\n", "http: [\n", "http:\n  port: 1\n  port: 2\n"])
    func `a file that is no mapping of settings is refused`(yaml: String) async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.file = try place.file("m.yaml", yaml)
        _ = try await problem(sources)
    }

    @Test func `a named file must be there, the standard one need not`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.file = "/no/such/file.yaml"
        #expect(try await problem(sources).description == "The configuration file /no/such/file.yaml can't be read.")
    }

    @Test func `every name is one setting's alone`() {
        let all = SettingKeys.all
        #expect(Set(all.map(\.key)).count == all.count)
        #expect(Set(all.map(\.environmentName)).count == all.count)
        #expect(Set(all.map(\.credentialName)).count == all.count)
        for setting in all { #expect(setting.defaultText.map(setting.kind.accepts) ?? true, "\(setting.key)") }
    }

    @Test func `secrets are never shown`() async throws {
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.environment = ["MENTORDESK_SMTP_PASSWORD": "hunter2"]
        let entry = try #require(
            try await Settings(sources).entries.first { $0.setting.key == "smtp.password" })
        #expect(entry.shownText == "(set, hidden)")
        #expect(entry.origin == "MENTORDESK_SMTP_PASSWORD")
    }

    @Test func `the documented file has every key with its default`() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = root.appending(path: "Config/mentord.yaml").path
        #expect(
            try String(contentsOfFile: path, encoding: .utf8) == SettingsTemplate.yaml,
            "write it again: mentord config --template > Config/mentord.yaml")
        let place = try Place()
        defer { place.remove() }
        var sources = place.sources
        sources.file = path
        let settings = try await Settings(sources)
        let plain = try await Settings(place.sources)
        #expect(settings.entries.map { $0.text ?? "" } == plain.entries.map { $0.text ?? "" })
    }
}
