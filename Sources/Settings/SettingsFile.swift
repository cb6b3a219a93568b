import Foundation
import Yams

/// A YAML file of settings, flattened: nested names joined by dots, each with its line.
struct SettingsFile {
    struct Entry: Hashable {
        let text: String
        /// `/etc/mentordesk/mentord.yaml:12`.
        let origin: String
    }

    let path: String
    private(set) var entries: [String: Entry] = [:]
    private(set) var problems: [String] = []

    /// - Throws: ``SettingsProblem`` where the file can't be read or is no YAML.
    init(path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingsProblem(["The configuration file \(path) can't be read."])
        }
        try self.init(path: path, yaml: text)
    }

    init(path: String, yaml: String) throws {
        self.path = path
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw SettingsProblem(["\(path) is not YAML: \(error)"])
        }
        // A file of comments alone says nothing.
        guard let root, root.null == nil else { return }
        guard case .mapping(let mapping) = root else {
            throw SettingsProblem(["\(path): a configuration is names with values, such as `http:` over `port: 8080`."])
        }
        read(mapping, prefix: "")
    }

    private mutating func read(_ mapping: Node.Mapping, prefix: String) {
        for (name, value) in mapping {
            let key = prefix + (name.scalar?.string ?? "?")
            let origin = "\(path):\(name.mark?.line ?? 0)"
            switch value {
            case .mapping(let inner): read(inner, prefix: "\(key).")
            case .scalar(let scalar):
                if value.null == nil { entries[key] = Entry(text: scalar.string, origin: origin) }
            case .sequence(let items):
                let texts = items.compactMap { $0.scalar?.string }
                if texts.count == items.count, !texts.contains(where: { $0.contains(",") }) {
                    entries[key] = Entry(text: texts.joined(separator: ","), origin: origin)
                } else {
                    problems.append("\(origin): the list \(key) takes plain items without commas.")
                }
            case .alias: problems.append("\(origin): \(key) is an alias; write the value itself.")
            }
        }
    }
}
