import APIModel
import ArgumentParser
import ClientProfiles
import Foundation
import Terminal

struct Login: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a server and token, and keep them as a profile.",
        discussion: """
            The profile is kept in ~/.config/mentorctl/profiles.json, readable by you alone, and is the one \
            used from now on. Without --profile its name is “default”.

            EXAMPLES:
              mentorctl login --url https://desk.example.com
              pass show desk/token | mentorctl login --url https://desk.example.com --token-stdin
              mentorctl login --profile admin --mentor lin-wei
            """)

    @Flag(help: "Read the token from standard input.") var tokenStdin = false
    @Option(help: ArgumentHelp("For admins: the mentor to act for unless another is named.", valueName: "handle"))
    var mentor: String?
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run() async throws {
        let context = CommandContext.current
        let preferences = Preferences(connection, environment: context.environment, profile: nil)
        let language = preferences.language
        let named =
            connection.server.profile ?? context.environment["MENTORCTL_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
        var known = try? Connection(connection.server, context: context, language: language, mayBeNew: true)
        if named != nil, known?.profileName != named { known = nil }
        let url = try address(known: known?.url, context: context, language: language)
        let token = try token(context: context, language: language)
        if Connection.isExposed(url) {
            context.console.writeError(Phrase.plainHTTP.text(language, ["url": url]) + "\n")
        }
        try await Session.open(preferences, url: url, token: token, mentor: mentor) { session in
            let answer = try await session.send(.get("v1", "me"))
            let me: Me = try answer.decoded()
            let name = named ?? "default"
            do {
                // What was chosen for the profile of this name stays chosen.
                var profile = try context.profiles.load().profiles[name] ?? Profile(url: url, token: token)
                (profile.url, profile.token, profile.mentor) = (url, token, mentor)
                try context.profiles.save(profile: profile, named: name, makeCurrent: true)
            } catch {
                throw CommandFailure(status: .failure, message: String(describing: error))
            }
            if session.printsJSON { return session.print(json: answer.body) }
            session.print(.loggedIn, ["url": url, "who": session.who(me), "name": name])
        }
    }

    private func address(known: String?, context: CommandContext, language: Language) throws -> String {
        let environment = context.environment["MENTORCTL_URL"].flatMap { $0.isEmpty ? nil : $0 }
        var url = connection.server.url ?? environment
        if url == nil, context.console.isInputTerminal, !tokenStdin {
            let fallback = known ?? "http://127.0.0.1:8080"
            let typed = context.console.ask(Phrase.urlPrompt.text(language, ["url": fallback]))
            url = typed.flatMap { $0.isEmpty ? nil : $0 } ?? fallback
        }
        guard let url = url ?? known else {
            throw CommandFailure(status: .usage, message: Phrase.notLoggedIn.text(language))
        }
        guard let base = Connection.baseURL(url) else {
            throw CommandFailure(status: .usage, message: Phrase.badURL.text(language, ["text": url]))
        }
        return base
    }

    private func token(context: CommandContext, language: Language) throws -> String {
        var token = connection.server.token
        if tokenStdin {
            token = String(decoding: try context.console.readAll(), as: UTF8.self)
        } else if token == nil {
            token = context.environment["MENTORCTL_TOKEN"]
            if token?.isEmpty ?? true, context.console.isInputTerminal {
                token = try context.console.readSecret(prompt: Phrase.tokenPrompt.text(language))
            }
        }
        guard let token = token?.trimmingCharacters(in: .whitespacesAndNewlines), !token.isEmpty else {
            throw CommandFailure(status: .usage, message: Phrase.tokenMissing.text(language))
        }
        return token
    }
}

struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Forget a profile.",
        discussion: examples("mentorctl logout", "mentorctl logout --profile admin"))

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run() async throws {
        let context = CommandContext.current
        let preferences = Preferences(connection, environment: context.environment, profile: nil)
        let language = preferences.language
        let named =
            connection.server.profile ?? context.environment["MENTORCTL_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
        let removed: String?
        do {
            let profiles = try context.profiles.load()
            let name = named ?? profiles.current
            if let name, named != nil, profiles.profiles[name] == nil {
                let names = profiles.profiles.keys.sorted().joined(separator: ", ")
                throw CommandFailure(
                    status: .notFound,
                    message: Phrase.noSuchProfile.text(
                        language, ["name": name, "names": names.isEmpty ? Phrase.noProfiles.text(language) : names]))
            }
            removed = try name.flatMap { try context.profiles.remove(named: $0) ? $0 : nil }
        } catch let failure as ProfileStoreError {
            throw CommandFailure(status: .failure, message: failure.description)
        }
        guard let removed else {
            throw CommandFailure(status: .notAllowed, message: Phrase.notLoggedIn.text(language))
        }
        if connection.server.json {
            context.console.write(try JSON.object(["profile": .string(removed)]).data())
            context.console.write("\n")
        } else {
            context.console.write(Phrase.loggedOut.text(language, ["name": removed]) + "\n")
        }
    }
}

struct WhoAmI: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Who the token speaks for, and where.",
        discussion: examples("mentorctl whoami", "mentorctl whoami --json"))

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        let answer = try await session.send(.get("v1", "me"))
        if session.printsJSON { return session.print(json: answer.body) }
        let me: Me = try answer.decoded()
        let zone = me.mentor?.timezone ?? me.student?.timezone
        let fields: [(Phrase, String?)] = [
            (.role, session.role(me.role)),
            (.name, me.mentor?.name ?? me.student?.name),
            (.handle, me.mentor?.handle),
            (.timezone, zone),
            (.directions, me.mentor.map { $0.directions.joined(separator: ", ") }),
            (.server, session.client.baseURL),
            (.label, me.label),
            (.expires, me.expiresAt.map { session.clock.moment($0, in: zone) } ?? session.text(.never)),
        ]
        session.print(fields: fields.compactMap { name, value in value.map { (name, $0) } })
    }
}

struct Export: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Everything the service holds about you, as JSON.",
        discussion: examples("mentorctl export > me.json"))

    @OptionGroup(title: "Connection and output") var connection: ServerOptions

    func run(in session: Session) async throws {
        // JSON whatever the profile says of output: it is to be kept, and read by something else.
        session.console.write(try await session.send(.get("v1", "me", "export")).body)
        session.console.write("\n")
    }
}

extension Session {
    func role(_ role: String) -> String {
        switch role {
        case "student": text(.roleStudent)
        case "mentor": text(.roleMentor)
        case "admin": text(.roleAdmin)
        default: role.printableLine
        }
    }

    /// `林薇 (mentor lin-wei)`, or what is known.
    func who(_ me: Me) -> String {
        if let mentor = me.mentor { return "\(mentor.name.printableLine) (\(role(me.role)) \(mentor.handle))" }
        if let student = me.student { return "\(student.name.printableLine) (\(role(me.role)))" }
        return "\(role(me.role)) (\(me.label.printableLine))"
    }
}
