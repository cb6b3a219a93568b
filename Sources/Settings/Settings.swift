import Configuration
import Foundation
import SystemPackage

/// The configuration as it holds: a checked value for every setting, and where it came from.
public struct Settings: Sendable {
    /// A setting, its value and its origin.
    public struct Entry: Sendable {
        public let setting: Setting
        /// Nil where nobody set it and there is no default.
        public let text: String?
        /// `--port`, `MENTORDESK_HTTP_PORT`, a file with its line, `default`.
        public let origin: String

        /// The value for people: secrets are hidden.
        public var shownText: String {
            guard let text else { return "-" }
            if setting.isSecret { return "(set, hidden)" }
            return text.isEmpty ? "(none)" : text
        }
    }

    /// In the order of ``SettingKeys/all``.
    public let entries: [Entry]
    private let texts: [String: String]

    /// Reads all sources.
    /// - Throws: ``SettingsProblem`` with a sentence for each unknown key and each value that is not possible.
    public init(_ sources: SettingsSources) async throws {
        var problems: [String] = []
        let file = try Self.file(sources)
        problems += file?.problems ?? []
        problems += Self.unknownNames(sources, file)
        let environment = Self.environment(sources, &problems)
        let credentials = try await Self.credentials(sources)
        let recorder = OriginRecorder()
        let reader = ConfigReader(
            providers: [
                Self.provider("flags", sources.flags.map { ($0.key, $0.value) }),
                Self.provider("environment", environment.map { ($0.key, $0.value.text) }),
                credentials,
                Self.provider("file", (file?.entries ?? [:]).map { ($0.key, $0.value.text) }),
                Self.provider("default", SettingKeys.all.compactMap { one in one.defaultText.map { (one.key, $0) } }),
            ], accessReporter: recorder)
        var entries: [Entry] = []
        var texts: [String: String] = [:]
        for setting in SettingKeys.all {
            let key = ConfigKey(setting.components)
            let text = reader.string(forKey: key, isSecret: setting.isSecret)
            let origin =
                switch recorder.provider(of: setting) {
                case 0: sources.flags.last { $0.key == setting.key }?.name ?? "flags"
                case 1: environment[setting.key]?.origin ?? setting.environmentName
                case 2: "\(sources.credentialDirectory ?? "")/\(setting.credentialName)"
                case 3: file?.entries[setting.key]?.origin ?? "file"
                case 4: "default"
                default: "-"
                }
            if let text, !setting.kind.accepts(text) {
                problems.append(SettingsProblem.wrongValue(text, of: setting, from: origin))
            }
            entries.append(Entry(setting: setting, text: text, origin: origin))
            texts[setting.key] = text
        }
        guard problems.isEmpty else { throw SettingsProblem(problems) }
        self.entries = entries
        self.texts = texts
    }

    /// The value of a setting.
    public subscript<Value>(key: SettingKey<Value>) -> Value {
        key.read(texts[key.setting.key])
    }

    /// The value of a setting that has no default and must be set.
    /// - Throws: ``SettingsProblem`` that says how it can be set.
    public func require(_ key: SettingKey<String?>) throws -> String {
        if let value = self[key] { return value }
        let setting = key.setting
        throw SettingsProblem([
            "\(setting.key) is not set: set \(setting.environmentName), a credential \(setting.credentialName), or "
                + "`\(setting.key)` in the configuration file."
        ])
    }

    /// Where the value of a setting came from.
    public func origin<Value>(of key: SettingKey<Value>) -> String {
        entries.first { $0.setting.key == key.setting.key }?.origin ?? "-"
    }

    // MARK: Sources

    private static func provider(_ name: String, _ values: [(key: String, text: String)]) -> InMemoryProvider {
        InMemoryProvider(
            name: name,
            values: Dictionary(
                values.map { key, text in
                    let components = key.split(separator: ".").map(String.init)
                    return (AbsoluteConfigKey(components), ConfigValue(.string(text), isSecret: false))
                }, uniquingKeysWith: { $1 }))
    }

    private static func file(_ sources: SettingsSources) throws -> SettingsFile? {
        if let path = sources.file { return try SettingsFile(path: path) }
        guard FileManager.default.fileExists(atPath: sources.standardFile) else { return nil }
        return try SettingsFile(path: sources.standardFile)
    }

    /// The variables that set something; an empty one says nothing. A secret may stand in a file that `…_FILE` names.
    private static func environment(
        _ sources: SettingsSources, _ problems: inout [String]
    ) -> [String: (text: String, origin: String)] {
        var values: [String: (text: String, origin: String)] = [:]
        for setting in SettingKeys.all {
            if let name = setting.environmentFileName, let path = sources.environment[name], !path.isEmpty {
                guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                    problems.append("\(name) names a file that can't be read: \(path)")
                    continue
                }
                values[setting.key] = (text.trimmingSpaces(), "\(name) (\(path))")
            } else if let text = sources.environment[setting.environmentName], !text.isEmpty {
                values[setting.key] = (text, setting.environmentName)
            }
        }
        return values
    }

    private static func credentials(_ sources: SettingsSources) async throws -> any ConfigProvider {
        guard let directory = sources.credentialDirectory, !directory.isEmpty else { return provider("none", []) }
        do {
            // Files are named with dashes alone: `secret_key` is `secret-key`.
            return try await DirectoryFilesProvider(directoryPath: FilePath(directory), allowMissing: true)
                .mapKeys { key in
                    AbsoluteConfigKey(key.components.flatMap { $0.split(separator: "_").map(String.init) })
                }
        } catch {
            throw SettingsProblem(["The credential directory \(directory) can't be read: \(error)"])
        }
    }

    private static func unknownNames(_ sources: SettingsSources, _ file: SettingsFile?) -> [String] {
        let keys = SettingKeys.all.map(\.key)
        let variables = SettingKeys.all.flatMap { [$0.environmentName, $0.environmentFileName].compactMap(\.self) }
        var sentences: [String] = []
        for flag in sources.flags where !keys.contains(flag.key) {
            let nearest = NearestName.find(flag.key, among: keys)
            sentences.append(SettingsProblem.unknown(flag.key, in: flag.name, nearest: nearest))
        }
        for name in sources.environment.keys.sorted() where name.hasPrefix(Setting.environmentPrefix) {
            guard !variables.contains(name), !SettingsSources.otherVariables.contains(name) else { continue }
            let nearest = NearestName.find(name, among: variables)
            sentences.append(SettingsProblem.unknown(name, in: "environment", nearest: nearest))
        }
        for (key, entry) in (file?.entries ?? [:]).sorted(by: { $0.value.origin < $1.value.origin })
        where !keys.contains(key) {
            let nearest = NearestName.find(key, among: keys)
            sentences.append(SettingsProblem.unknown(key, in: entry.origin, nearest: nearest))
        }
        return sentences
    }
}
