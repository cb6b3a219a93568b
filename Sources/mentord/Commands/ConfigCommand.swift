import ArgumentParser
import Foundation
import Settings

/// The configuration as it holds.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show every setting, its value and where it comes from; secrets are hidden.",
        discussion: """
            Ends with 78 when the configuration has an unknown key or a value that is not possible.

            Example: mentord config --config ./mentord.yaml
            Example: mentord config --template > mentord.yaml
            """)

    @OptionGroup var options: SettingsOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print a configuration file with every key, its default and its unit, and read nothing.")
    var template = false

    func run() async throws {
        try await explaining {
            guard !template else { return print(SettingsTemplate.yaml, terminator: "") }
            let entries = try await options.settings().entries
            print(json ? try Self.json(entries) : Self.table(entries))
        }
    }

    static func table(_ entries: [Settings.Entry]) -> String {
        let keyWidth = entries.map(\.setting.key.count).max() ?? 0
        // A long value moves its own line alone.
        let textWidth = min(36, entries.map(\.shownText.count).max() ?? 0)
        return entries.map { entry in
            "\(padded(entry.setting.key, keyWidth))  \(padded(entry.shownText, textWidth))  \(entry.origin)"
        }.joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private struct Line: Encodable {
        let key: String
        let value: String?
        let origin: String
        let isSecret: Bool

        enum CodingKeys: String, CodingKey {
            case key, value, origin
            case isSecret = "secret"
        }
    }

    static func json(_ entries: [Settings.Entry]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let lines = entries.map { entry in
            let isShown = entry.text != nil && !entry.setting.isSecret
            return Line(
                key: entry.setting.key, value: isShown ? entry.text : nil, origin: entry.origin,
                isSecret: entry.setting.isSecret)
        }
        return String(decoding: try encoder.encode(lines), as: UTF8.self)
    }
}
