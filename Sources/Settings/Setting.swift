/// One key of the configuration: its name everywhere, what it takes, and what holds when nobody says anything.
public struct Setting: Sendable, Hashable {
    /// The name: parts of lower-case words and underscores, joined by dots, such as `limits.body_bytes`.
    public let key: String
    public let kind: SettingKind
    /// What holds when nobody sets it; nil for nothing.
    public let defaultText: String?
    /// What it means, in a sentence or two.
    public let summary: String
    /// Never shown.
    public let isSecret: Bool

    /// The parts of the key.
    var components: [String] { key.split(separator: ".").map(String.init) }

    /// The variable of the environment that sets it: `MENTORDESK_LIMITS_BODY_BYTES`.
    public var environmentName: String {
        Self.environmentPrefix + key.map { $0 == "." ? "_" : $0.uppercased() }.joined()
    }

    /// The variable that names a file with the value, for a secret: `MENTORDESK_SECRET_KEY_FILE`.
    var environmentFileName: String? { isSecret ? "\(environmentName)_FILE" : nil }

    /// The file in the credential directory that sets it: `limits-body-bytes`.
    public var credentialName: String {
        String(key.map { $0 == "." || $0 == "_" ? "-" : $0 })
    }

    static let environmentPrefix = "MENTORDESK_"
}
