/// A server and the token to use there.
public struct Profile: Codable, Hashable, Sendable {
    /// Where the API is: `http` or `https`, without a path of its own as a rule.
    public var url: String
    /// The access token. Secret: it is written to the profiles file alone.
    public var token: String
    /// The mentor an admin's calls are for when nothing else is said: a handle.
    public var mentor: String?
    /// How the person wants to be answered, where they said: `zh` or `en`.
    public var lang: String?
    /// `auto`, `always` or `never`.
    public var color: String?
    /// `table`, `json`, `csv`, `tsv` or `md`.
    public var output: String?
    /// A shell command that shows long answers.
    public var pager: String?
    /// A shell command that edits messages.
    public var editor: String?

    public init(url: String, token: String, mentor: String? = nil) {
        self.url = url
        self.token = token
        self.mentor = mentor
    }
}

extension Profile: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the token, so that a log or a failed test never shows it.
    public var description: String { "Profile(url: \(url), mentor: \(mentor ?? "nil"))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["url": url, "mentor": mentor as Any]) }
}

/// What the profiles file holds.
public struct Profiles: Codable, Hashable, Sendable {
    /// The name of the profile that is used when none is named.
    public var current: String?
    public var profiles: [String: Profile]

    public init(current: String? = nil, profiles: [String: Profile] = [:]) {
        self.current = current
        self.profiles = profiles
    }
}
