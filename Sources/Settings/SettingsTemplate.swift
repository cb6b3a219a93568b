/// The documented configuration file: every key with its default and unit.
public enum SettingsTemplate {
    public static var yaml: String {
        var lines = [
            "# Every setting of mentord with its default. A key is set, the first that names it deciding, by",
            "#   1. a flag: `mentord serve --set http.port=8080`, or a short one such as --port",
            "#   2. the environment: MENTORDESK_HTTP_PORT; a secret also by a file that MENTORDESK_…_FILE names",
            "#   3. a file in $CREDENTIALS_DIRECTORY: http-port",
            "#   4. this file: /etc/mentordesk/mentord.yaml, or the one that --config names",
            "# Unknown keys are refused. `mentord config` shows what holds and where it comes from.",
            "# Secrets are better kept out of this file: use credentials, or the environment.",
        ]
        var section: String?
        for setting in SettingKeys.all {
            let parts = setting.components
            let group = parts.count > 1 ? parts[0] : nil
            if group != section || group == nil { lines.append("") }
            if let group, group != section { lines.append("\(group):") }
            section = group
            let indent = group == nil ? "" : "  "
            for line in wrapped(comment(setting), width: 114) { lines.append("\(indent)# \(line)") }
            let name = parts.last ?? ""
            if let text = setting.defaultText {
                lines.append("\(indent)\(name): \(text)")
            } else if case .list = setting.kind {
                lines.append("\(indent)\(name): []")
            } else {
                lines.append("\(indent)\(name): null")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func comment(_ setting: Setting) -> String {
        var kind = setting.kind.expectation
        kind = kind.prefix(1).uppercased() + kind.dropFirst()
        let secret = setting.isSecret ? " Secret." : ""
        let standard = setting.defaultText.map { "default \($0)" } ?? "no default"
        return "\(setting.summary) \(kind); \(standard).\(secret)"
    }

    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
