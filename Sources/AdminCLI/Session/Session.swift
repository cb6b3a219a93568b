import AsyncHTTPClient
import Foundation
import Scheduling
import Terminal

/// One run of a command against a server: the client, the terminal and the language.
struct Session: Sendable {
    let client: APIClient
    let context: CommandContext
    let language: Language
    let palette: Palette
    let printsJSON: Bool
    /// The mentor an admin acts for.
    let mentor: String?

    var console: any Console { context.console }
    var clock: WallClock { WallClock(directory: WallClock.systemDirectory, language: language) }

    /// Opens a session with what flags, environment and profile say, and closes it after `body`.
    static func open(
        _ options: ConnectionOptions, mentor: String?, _ body: (Session) async throws -> Void
    ) async throws {
        let context = CommandContext.current
        let language = options.lang ?? Language(environment: context.environment)
        let connection = try Connection(options, context: context, language: language)
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
            options, url: base, token: token, language: language, mentor: mentor ?? connection.mentor, body)
    }

    /// Opens a session with a server and token that are already known.
    static func open(
        _ options: ConnectionOptions, url: String, token: String, language: Language, mentor: String?,
        _ body: (Session) async throws -> Void
    ) async throws {
        let context = CommandContext.current
        let isColored = options.color.choice.isColored(
            environment: context.environment, isTerminal: context.console.isOutputTerminal)
        let http = APIClient.makeHTTPClient()
        let session = Session(
            client: APIClient(
                http: http, baseURL: url, token: token, language: language, sleep: context.sleep,
                makeKey: context.makeKey),
            context: context, language: language, palette: Palette(isEnabled: isColored),
            printsJSON: options.json, mentor: mentor)
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

    /// Prints a line on standard output.
    func print(_ line: String = "") {
        console.write(line + "\n")
    }

    func print(_ phrase: Phrase, _ values: [String: String] = [:]) {
        print(text(phrase, values))
    }

    func print(_ table: Table) {
        console.write(table.rendered(width: console.width, palette: palette))
    }

    /// Prints a heading.
    func printTitle(_ title: String) {
        print(palette.apply([.bold], to: title))
    }

    /// Prints the server's JSON, one document on one line as it came.
    func print(json: Data) {
        console.write(json)
        if json.last != UInt8(ascii: "\n") { console.write("\n") }
    }

    func print(json: JSON) throws {
        print(json: try json.data())
    }

    func failure(_ status: ExitStatus, _ phrase: Phrase, _ values: [String: String] = [:]) -> CommandFailure {
        CommandFailure(status: status, message: text(phrase, values))
    }

    // MARK: Asking

    /// Shows what is about to be done, and on a terminal asks whether to.
    ///
    /// - Returns: whether somebody was asked.
    /// - Throws: ``CommandFailure`` when the answer is no.
    @discardableResult
    func confirm(_ reading: String, _ options: WriteOptions) throws -> Bool {
        console.writeError(reading + "\n")
        guard console.isInputTerminal, !options.yes else { return false }
        guard console.confirm(text(.proceed)) else {
            throw failure(.failure, .nothingChanged)
        }
        return true
    }

    // MARK: Calling

    func send(_ call: APICall) async throws -> APIAnswer {
        try await client.send(call)
    }

    /// A call of a mentor's own path, for the mentor an admin named where one is named.
    func sendForMentor(_ call: APICall) async throws -> APIAnswer {
        try await client.send(call.adding([("mentor", mentor)]))
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
