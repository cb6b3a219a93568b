import ClientProfiles
import Foundation

/// Which server and token a command uses: a flag before the environment before the profile.
struct Connection: Equatable, Sendable {
    var url: String?
    var token: String?
    /// The name of the profile that was looked at, whether it exists or not.
    var profileName: String?
    /// The profile's own mentor.
    var mentor: String?
    /// The profile itself, where there is one.
    var profile: Profile?

    /// - Throws: ``CommandFailure`` when a profile is named that isn't there, or the file can't be used.
    init(_ options: ServerOptions, context: CommandContext, language: Language, mayBeNew: Bool = false) throws {
        let environment = context.environment.filter { !$0.value.isEmpty }
        url = options.url ?? environment["MENTORCTL_URL"]
        token = options.token ?? environment["MENTORCTL_TOKEN"]
        let named = options.profile ?? environment["MENTORCTL_PROFILE"]
        // A broken profiles file is nobody's business who says everything by flags or environment.
        if url != nil, token != nil, named == nil { return }
        let profiles: Profiles
        do {
            profiles = try context.profiles.load()
        } catch {
            throw CommandFailure(status: .failure, message: String(describing: error))
        }
        profileName = named ?? profiles.current
        guard let name = profileName, let profile = profiles.profiles[name] else {
            if let named, !mayBeNew {
                let names = profiles.profiles.keys.sorted().joined(separator: ", ")
                throw CommandFailure(
                    status: .usage,
                    message: Phrase.noSuchProfile.text(
                        language,
                        ["name": named, "names": names.isEmpty ? Phrase.noProfiles.text(language) : names]))
            }
            return
        }
        self.profile = profile
        // The profile's token is for the profile's server: it never goes to an address that came from elsewhere.
        let isSameServer = url == nil || Self.trimmed(url ?? "") == Self.trimmed(profile.url)
        url = url ?? profile.url
        if isSameServer {
            token = token ?? profile.token
            mentor = profile.mentor
        }
    }

    /// The address without a slash at its end, or nil when it is not one of a server.
    static func baseURL(_ text: String) -> String? {
        let text = trimmed(text)
        guard let parts = URLComponents(string: text), parts.scheme == "http" || parts.scheme == "https",
            let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil
        else { return nil }
        return text
    }

    /// Whether what is sent there can be read on the way.
    static func isExposed(_ url: String) -> Bool {
        guard let parts = URLComponents(string: url), parts.scheme == "http", let host = parts.host else {
            return false
        }
        return !(host == "localhost" || host.hasPrefix("127.") || host == "[::1]" || host == "::1")
    }

    private static func trimmed(_ text: String) -> String {
        var text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }
}
