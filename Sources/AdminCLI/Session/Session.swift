import AsyncHTTPClient
import Foundation
import Scheduling
import Terminal

/// One run of a command against a server: the client, the terminal and the language.
struct Session: Sendable {
    let client: APIClient
    var context: CommandContext
    let language: Language
    let palette: Palette
    let preferences: Preferences
    /// The mentor an admin acts for.
    let mentor: String?

    var console: any Console { context.console }
    /// Whether data are printed (the server's JSON, or its fields as rows) and not text for people.
    var printsJSON: Bool { !preferences.format.isForPeople || preferences.fields != nil }
    var clock: WallClock { WallClock(directory: WallClock.systemDirectory, language: language) }

    /// Opens a session with what flags, environment and profile say, and closes it after `body`.
    static func open(
        _ options: some SessionOptions, mentor: String?, isPaged: Bool = false,
        _ body: (Session) async throws -> Void
    ) async throws {
        let context = CommandContext.current
        var preferences = Preferences(options, environment: context.environment, profile: nil)
        let connection = try Connection(options.server, context: context, language: preferences.language)
        preferences = Preferences(options, environment: context.environment, profile: connection.profile)
        let language = preferences.language
        guard let url = connection.url else {
            throw CommandFailure(status: .notAllowed, message: Phrase.notLoggedIn.text(language))
        }
        guard let base = Connection.baseURL(url) else {
            throw CommandFailure(status: .usage, message: Phrase.badURL.text(language, ["text": url]))
        }
        guard let token = connection.token else {
            throw CommandFailure(
                status: .notAllowed, message: Phrase.noTokenForURL.text(language, ["url": base]))
        }
        try await open(
            preferences, url: base, token: token, mentor: mentor ?? connection.mentor, isPaged: isPaged, body)
    }

    /// Opens a session with a server and token that are already known.
    ///
    /// - Parameter isPaged: whether what is printed goes through the person's pager where it is longer than the
    ///   terminal is high. It is then printed at the end, so it is no good for what goes on and on.
    static func open(
        _ preferences: Preferences, url: String, token: String, mentor: String?, isPaged: Bool = false,
        _ body: (Session) async throws -> Void
    ) async throws {
        var context = CommandContext.current
        let language = preferences.language
        let isColored = preferences.color.isColored(
            environment: context.environment, isTerminal: context.console.isOutputTerminal)
        let paged = PagedConsole(context.console)
        if isPaged, preferences.format == .table, context.console.isOutputTerminal { context.console = paged }
        defer { paged.flush(pager: preferences.pager) }
        let http = APIClient.makeHTTPClient()
        let session = Session(
            client: APIClient(
                http: http, baseURL: url, token: token, language: language, sleep: context.sleep,
                makeKey: context.makeKey),
            context: context, language: language, palette: Palette(isEnabled: isColored),
            preferences: preferences, mentor: mentor)
        do {
            try await body(session)
        } catch {
            try? await http.shutdown()
            guard let failure = error as? APIFailure else { throw error }
            let wording = FailureText(language: language, directory: WallClock.systemDirectory, url: url)
            throw CommandFailure(status: ExitStatus(failure), message: wording.text(of: failure))
        }
        try await http.shutdown()
    }

    // MARK: Saying

    func text(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
        phrase.text(language, values)
    }

    func failure(_ status: ExitStatus, _ phrase: Phrase, _ values: [String: String] = [:]) -> CommandFailure {
        CommandFailure(status: status, message: text(phrase, values))
    }

    // MARK: Asking

    /// Shows what is about to be done, and on a terminal asks whether to.
    ///
    /// - Returns: whether somebody was asked.
    /// - Throws: ``CommandFailure`` when the answer is no; ``DryRun`` when only this was wanted.
    @discardableResult
    func confirm(_ reading: String, _ options: WriteOptions) throws -> Bool {
        console.writeError(reading + "\n")
        if options.dryRun { throw DryRun(message: text(.dryRun)) }
        guard console.isInputTerminal, !options.yes else { return false }
        guard console.confirm(text(.proceed)) else {
            throw failure(.failure, .nothingChanged)
        }
        return true
    }

    // MARK: Calling

    func send(_ call: APICall) async throws -> APIAnswer {
        try await withProgress { try await client.send(call) }
    }

    /// A call of a mentor's own path, for the mentor an admin named where one is named.
    func sendForMentor(_ call: APICall) async throws -> APIAnswer {
        try await send(call.adding([("mentor", mentor)]))
    }

    /// Every page of a list, up to `limit` items.
    func list<Item: Codable & Hashable & Sendable>(
        _ call: APICall, of type: Item.Type = Item.self, limit: Int
    ) async throws -> Listing<Item> {
        var listing = Listing<Item>()
        var cursor: String?
        repeat {
            let size = min(100, limit - listing.items.count)
            let answer = try await send(call.adding([("limit", String(size)), ("cursor", cursor)]))
            cursor = try listing.add(answer)
        } while cursor != nil && listing.items.count < limit
        listing.nextCursor = cursor
        return listing
    }
}
