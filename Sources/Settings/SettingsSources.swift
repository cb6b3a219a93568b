/// Where settings come from. The first that names a key decides: flags, the environment, the credential directory, the
/// file, the default.
public struct SettingsSources: Sendable {
    /// A value given on the command line.
    public struct Flag: Sendable, Hashable {
        public let key: String
        public let value: String
        /// As it was typed, for people: `--port`.
        public let name: String

        public init(key: String, value: String, name: String) {
            self.key = key
            self.value = value
            self.name = name
        }
    }

    /// Where the file is when nobody names one; it may be missing.
    public static let standardFile = "/etc/mentordesk/mentord.yaml"

    public var flags: [Flag] = []
    public var environment: [String: String] = [:]
    /// A folder with a file for each value, named as ``Setting/credentialName`` says. Other files in it are left alone.
    public var credentialDirectory: String?
    /// A YAML file that must be there; nil looks for ``standardFile``.
    public var file: String?
    public var standardFile = SettingsSources.standardFile

    public init() {}

    /// Variables that begin as settings do and are none.
    static let otherVariables: Set<String> = [
        "MENTORDESK_TEST_DATABASE_URL", "MENTORDESK_POSTGRES_BIN", "MENTORDESK_OS_USER",
    ]
}
