import APIModel
import ArgumentParser
import AsyncHTTPClient
import ClientProfiles
import Foundation
import Scheduling
import Terminal
import ZoneData

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look whether everything is in order here and on the way to the server.",
        discussion: """
            Says what to do about each thing that isn't. Ends with 1 when something keeps commands from working.

            EXAMPLES:
              mentorctl doctor
              mentorctl doctor --profile admin --json
            """)

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run() async throws {
        let context = CommandContext.current
        var preferences = Preferences(connection, environment: context.environment, profile: nil)
        var report = DoctorReport(language: preferences.language)
        report.examine(context.profiles)
        var found: Connection?
        do {
            let connection = try Connection(
                connection.server, context: context, language: preferences.language)
            found = connection
            preferences = Preferences(self.connection, environment: context.environment, profile: connection.profile)
            report.language = preferences.language
        } catch let failure as CommandFailure {
            report.add(.bad, .profile, failure.message)
        }
        if let found { await report.examine(found, preferences: preferences, context: context) }
        report.examine(context, preferences: preferences)
        print(report, preferences, context)
        if report.findings.contains(where: { $0.state == .bad }) {
            throw CommandFailure(
                status: .failure, message: Phrase.doctorBad.text(report.language))
        }
    }

    private func print(_ report: DoctorReport, _ preferences: Preferences, _ context: CommandContext) {
        guard preferences.format.isForPeople, preferences.fields == nil else {
            let rows = report.findings.map { finding in
                JSON.object([
                    "subject": .string(finding.subject.rawValue), "state": .string(finding.state.rawValue),
                    "message": .string(finding.message),
                ])
            }
            let fields = preferences.fields ?? ["subject", "state", "message"]
            switch preferences.format {
            case .csv: context.console.write(DelimitedText.csv(rows, fields: fields))
            case .tsv: context.console.write(DelimitedText.tsv(rows, fields: fields))
            case .json, .table, .markdown:
                context.console.write(
                    JSON.object(["data": .array(rows), "next_cursor": .null]).keeping(fields).compactText + "\n")
            }
            return
        }
        let palette = Palette(
            isEnabled: preferences.color.isColored(
                environment: context.environment, isTerminal: context.console.isOutputTerminal))
        let names = report.findings.map { $0.subject.name.text(report.language) }
        let indent = (names.map(\.displayWidth).max() ?? 0) + 2
        for (name, finding) in zip(names, report.findings) {
            let mark = palette.apply([finding.state.style], to: finding.state.mark)
            let available = context.console.width.map { max(20, $0 - indent - 2) } ?? Int.max
            for (index, line) in finding.message.printable.wrapped(toWidth: available).enumerated() {
                let head =
                    index == 0 ? "\(mark) \(name.padded(toWidth: indent))" : String(repeating: " ", count: indent + 2)
                context.console.write(head + line + "\n")
            }
        }
    }
}

/// What was looked at, and how it is.
struct DoctorReport {
    enum State: String, Sendable {
        case good, poor, bad

        var mark: String {
            switch self {
            case .good: "✓"
            case .poor: "!"
            case .bad: "✗"
            }
        }

        var style: Style {
            switch self {
            case .good: .green
            case .poor: .yellow
            case .bad: .red
            }
        }
    }

    enum Subject: String, Sendable {
        case profile, profiles, zones, terminal, editor, pager, server, token, clock

        var name: Phrase {
            switch self {
            case .profile: .doctorProfile
            case .profiles: .doctorProfiles
            case .zones: .doctorZones
            case .terminal: .doctorTerminal
            case .editor: .doctorEditor
            case .pager: .doctorPager
            case .server: .doctorServer
            case .token: .doctorToken
            case .clock: .doctorClock
            }
        }
    }

    struct Finding: Equatable, Sendable {
        var state: State
        var subject: Subject
        var message: String
    }

    var language: Language
    private(set) var findings: [Finding] = []

    init(language: Language) {
        self.language = language
    }

    mutating func add(_ state: State, _ subject: Subject, _ message: String) {
        findings.append(Finding(state: state, subject: subject, message: message))
    }

    mutating func add(_ state: State, _ subject: Subject, _ message: Phrase, _ values: [String: String] = [:]) {
        add(state, subject, message.text(language, values))
    }

    // MARK: This machine

    /// The profiles file: that it can be read, and by nobody else.
    mutating func examine(_ profiles: ProfileStore) {
        let found: Profiles
        do {
            found = try profiles.load()
        } catch {
            return add(.bad, .profiles, String(describing: error))
        }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: profiles.path),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
        else { return add(.poor, .profiles, .doctorNoProfiles, ["path": profiles.path]) }
        guard mode & 0o077 == 0 else {
            return add(.bad, .profiles, .doctorOpenProfiles, ["path": profiles.path])
        }
        add(
            .good, .profiles, .doctorProfilesGood,
            ["path": profiles.path, "names": found.profiles.keys.sorted().joined(separator: ", ")])
    }

    /// Zones, the terminal and the programs that are used with it.
    mutating func examine(_ context: CommandContext, preferences: Preferences) {
        if WallClock.systemDirectory?.zone(named: "Asia/Shanghai") != nil {
            add(.good, .zones, .doctorZonesGood)
        } else {
            add(.bad, .zones, .doctorNoZones)
        }
        let environment = context.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let isUTF8 = locale.lowercased().replacing("-", with: "").hasSuffix("utf8")
        add(
            isUTF8 ? .good : .poor, .terminal, isUTF8 ? .doctorTerminalGood : .doctorLocale,
            [
                "locale": locale.isEmpty ? "–" : locale, "width": context.console.width.map(String.init) ?? "–",
                "language": language.rawValue,
            ])
        let editor = preferences.editor.split(separator: " ").first.map(String.init) ?? ""
        let isThere = Self.isProgram(editor, path: environment["PATH"] ?? "")
        add(isThere ? .good : .poor, .editor, isThere ? .doctorEditorGood : .doctorNoEditor, ["editor": editor])
        if let pager = preferences.pager.flatMap({ $0.split(separator: " ").first.map(String.init) }),
            !Self.isProgram(pager, path: environment["PATH"] ?? "")
        {
            add(.poor, .pager, .doctorNoPager, ["pager": pager])
        }
    }

    private static func isProgram(_ name: String, path: String) -> Bool {
        if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) }
        return !name.isEmpty
            && path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    // MARK: The server

    /// The server: that it answers, is ready, knows the token and has about the same time.
    mutating func examine(_ connection: Connection, preferences: Preferences, context: CommandContext) async {
        guard let url = connection.url else { return add(.bad, .server, .notLoggedIn) }
        guard let base = Connection.baseURL(url) else { return add(.bad, .server, .badURL, ["text": url]) }
        if Connection.isExposed(base) { add(.poor, .server, .plainHTTP, ["url": base]) }
        let http = APIClient.makeHTTPClient()
        var client = APIClient(
            http: http, baseURL: base, token: nil, language: language, sleep: context.sleep, makeKey: context.makeKey)
        client.policy.retries = 0
        client.attemptSeconds = 10
        let failures = FailureText(language: language, directory: WallClock.systemDirectory, url: base)
        let began = context.now
        do {
            let ready = try await client.send(.get("readyz"))
            let milliseconds = context.now.microseconds(since: began) / 1000
            add(
                milliseconds > 1000 ? .poor : .good, .server, .doctorServerGood,
                ["url": base, "milliseconds": String(milliseconds)])
            compare(ready.date, with: context.now)
            if let token = connection.token {
                client.token = token
                let me: Me = try await client.send(.get("v1", "me")).decoded()
                let expires = me.expiresAt.flatMap { Instant(rfc3339: $0) }
                let isSoon = expires.map { $0 < context.now.adding(days: 14) } ?? false
                let who = me.mentor?.name ?? me.student?.name ?? me.label
                add(
                    isSoon ? .poor : .good, .token, isSoon ? .doctorTokenSoon : .doctorTokenGood,
                    ["who": who.printableLine, "role": me.role, "until": me.expiresAt ?? ""])
            } else {
                add(.bad, .token, .noTokenForURL, ["url": base])
            }
        } catch let failure as APIFailure {
            let isToken = failure.status == 401
            add(.bad, isToken ? .token : .server, failures.text(of: failure))
        } catch {
            add(.bad, .server, String(describing: error))
        }
        try? await http.shutdown()
    }

    /// Compares the server's clock with this machine's: a start that is typed here is refused there by its clock.
    private mutating func compare(_ date: String?, with now: Instant) {
        guard let date, let server = Self.instant(httpDate: date) else { return }
        let seconds = server.microseconds(since: now) / 1_000_000
        let isClose = abs(seconds) <= 60
        add(
            isClose ? .good : .poor, .clock, isClose ? .doctorClockGood : .doctorClockOff,
            ["seconds": String(abs(seconds)), "server": server.rfc3339UTC])
    }

    /// `Tue, 24 Nov 2026 04:00:00 GMT`.
    static func instant(httpDate text: String) -> Instant? {
        let words = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 6, let month = months.firstIndex(of: String(words[2])), words[1].count == 2 else {
            return nil
        }
        let number = month + 1
        return Instant(rfc3339: "\(words[3])-\(number < 10 ? "0" : "")\(number)-\(words[1])T\(words[4])Z")
    }
}
