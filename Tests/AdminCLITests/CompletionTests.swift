import APIModel
import ArgumentParser
import ClientProfiles
import Foundation
import Testing

@testable import AdminCLI

@Suite struct CompletionTests {
    // MARK: Candidates

    /// What a shell's script asks when the key is pressed after `words`.
    private func candidates(
        _ path: [String], _ argument: String, words: [String] = [], typed: String = "", access: [String]
    ) async -> [String] {
        let line = ["mentorctl"] + path + access + words + [typed]
        let arguments = ["---completion"] + path + ["--", argument, String(line.count - 1), "0"] + line
        // On a busy machine a second is short.
        let run = await LiveCompletion.$timeLimit.withValue(.seconds(300)) { await AdminCLITests.run(arguments) }
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        return offered(run.output)
    }

    /// The words of an answer. Which shell asks is one for the whole process, and scripts are made in it too.
    private func offered(_ output: String) -> [String] {
        output.split(separator: "\n").map { $0.prefix { $0 != ":" && $0 != "\t" }.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    @Test func `Ids are offered for what the verb can be done to`() async throws {
        try await StubServer.run { request in
            .json(Samples.page(request.query["status"] == "requested" ? [Samples.consultation()] : []))
        } _: { server in
            #expect(await candidates(["accept"], "positional@0", access: server.access) == ["0aaa17"])
            #expect(server.seen.last?.query["status"] == "requested")
            #expect(await candidates(["close"], "positional@0", access: server.access).isEmpty)
        }
    }

    @Test func `Names and slugs are offered too, for the mentor that is named`() async throws {
        try await StubServer.run { request in
            switch request.path {
            case "/v1/mentors": .json(Samples.page([Self.mentor]))
            case "/v1/mentor/students": .json(Samples.page([Self.student]))
            case "/v1/mentor/offerings": .json(Samples.page([Self.offering]))
            case "/v1/mentor/schedule": .json(Samples.schedule)
            default: StubServer.Answer(status: 404)
            }
        } _: { server in
            #expect(await candidates(["mentor", "show"], "positional@0", access: server.access) == ["lin-wei"])
            #expect(await candidates(["student", "show"], "positional@0", access: server.access) == ["0sss17"])
            #expect(
                await candidates(
                    ["offering", "edit"], "positional@0", words: ["--mentor", "lin-wei"], access: server.access)
                    == ["mock"])
            #expect(server.seen.last?.query["mentor"] == "lin-wei")
            #expect(await candidates(["schedule", "back"], "positional@0", access: server.access) == ["0ttt17"])
            #expect(await candidates(["today"], "--mentor", access: server.access) == ["lin-wei"])
        }
    }

    private static let mentor =
        #"{"id":"mnt_1","handle":"lin-wei","name":"林薇","headline":null,"school":null,"employer":null,"region":null,"#
        + #""directions":[],"timezone":"UTC","bio":null,"offerings":[]}"#
    private static let student =
        #"{"id":"stu_01JDA0000000000000000SSS17","name":"李雷","timezone":"UTC","direction":null,"graduation_year":null,"#
        + #""first_asked_at":"2026-11-24T01:00:00Z","last_asked_at":"2026-11-24T01:00:00Z","next_start":null,"#
        + #""consultations":{"total":1,"open":1,"requested":0,"coming":0,"completed":0,"missed":0}}"#
    private static let offering =
        #"{"id":"off_1","slug":"mock","title":"模拟面试","direction":"llm","duration_minutes":60,"step_minutes":30,"#
        + #""buffer_before_minutes":0,"buffer_after_minutes":15,"notice_minutes":720,"horizon_days":30,"#
        + #""max_per_day":null,"max_per_week":3,"approval":"mentor","active":true,"price_fen":9950,"meeting":null}"#

    @Test(
        "Ids and names of plans, deliveries, webhooks, channels, files, messages and reports are offered",
        arguments: [
            (["plan", "show"], "positional@0", [], ["0ppp17"]),
            (["plan", "publish"], "positional@0", [], ["0ppp17"]), (["plan", "take"], "positional@0", [], ["0qqq27"]),
            (["plan", "step"], "positional@1", ["0ppp17"], ["maths", "ml", "extra", "mock"]),
            (["plan", "note"], "positional@1", ["zzzz"], []), (["plan", "list"], "--direction", [], ["llm"]),
            (["outbox", "retry"], "positional@0", [], ["0ddd17"]),
            (["outbox", "drop"], "positional@0", [], ["0ddd17"]),
            (["outbox", "list"], "--destination", [], ["whk_01JDA0000000000000000WWW17"]),
            (["webhook", "enable"], "positional@0", [], ["0www17"]),
            (["webhook", "rotate"], "positional@0", [], ["0www17"]),
            (["webhook", "replay"], "positional@0", [], ["0www17"]),
            (["webhook", "remove"], "positional@0", [], ["0www17"]),
            (["notify", "enable"], "positional@0", [], ["0ccc17"]),
            (["notify", "test"], "positional@0", [], ["0ccc17"]),
            (["notify", "edit"], "positional@0", [], ["0ccc17"]),
            (["notify", "remove"], "positional@0", [], ["0ccc17"]),
            (["attachment", "list"], "positional@0", [], ["0aaa17"]),
            (["attachment", "get"], "positional@1", ["0aaa17"], ["0fff17"]),
            (["attachment", "remove"], "positional@1", [Samples.requestedID], ["0fff17"]),
            (["message", "edit"], "positional@1", ["0aaa17"], ["0mmm17"]),
            (["report", "trend"], "--measures", [], ["requests"]),
            (["direction", "show"], "positional@0", [], ["llm"]), (["decline"], "positional@0", [], ["0aaa17"]),
        ] as [([String], String, [String], [String])])
    func offered(path: [String], argument: String, words: [String], expected: [String]) async throws {
        try await StubServer.run(Samples.everything) { server in
            // Where the access stands doesn't matter: words that name something are found between options.
            #expect(await candidates(path, argument, words: words, access: server.access) == expected)
        }
    }

    @Test func `Fields are those of the command, and what a list has already is not offered again`() async {
        let outbox = await candidates(["outbox", "list"], "--fields", access: [])
        #expect(outbox.prefix(3) == ["id", "state", "topic"] && outbox.contains("destination.label"))
        #expect(await candidates(["plan", "list"], "--fields", access: []) == PlanList.fieldNames)
        #expect(await candidates(["webhook", "list"], "--fields", access: []) == NotificationChannel.fieldNames)
        #expect(await candidates(["notify", "show"], "--fields", access: []) == NotificationChannel.fieldNames)
        #expect(await candidates(["report", "trend"], "--fields", access: []).contains("values.booking_rate"))
        let more = await candidates(["attachment", "list"], "--fields", typed: "id,fi", access: [])
        #expect(more.contains("id,filename") && !more.contains("id,id"))
        #expect(await candidates(["plan", "list"], "--status", access: []) == ["draft", "published", "archived"])
        #expect(
            await candidates(["report", "week"], "positional@0", access: []).prefix(3) == ["this", "last", "2026-W47"])
    }

    @Test(
        "Without fields, rows have the columns that matter in a fixed order",
        arguments: [
            (["plan", "list"], "id,student.name,direction,status,progress.done"),
            (["plan", "show", "0ppp17"], "slug,title,title_en,kind,hours,status,starts_on,due_on"),
            (["outbox", "list"], "id,state,topic,event,destination.id,destination.kind"),
            (["webhook", "list"], "id,kind,label,target,active,event_types"),
            (["notify", "show"], "id,kind,label,target,active,event_types"),
            (["attachment", "list", "0aaa17"], "id,filename,media_type,size,sender"),
            (["message", "list", Samples.requestedID], "id,sender.role,sender.name,created_at"),
        ] as [([String], String)])
    func columns(path: [String], expected: String) async throws {
        try await StubServer.run { request in
            switch request.path {
            case "/v1/plans/pln_01JDA0000000000000000PPP17": .json(PlanCommandTests.planJSON)
            case "/v1/consultations/\(Samples.requestedID)": .json(Samples.consultation())
            case "/v1/me/notifications": .json("{}")
            default: Samples.everything(request)
            }
        } _: { server in
            let run = await run(path + ["-o", "csv"] + server.access)
            #expect(run.status == 0 && run.output.hasPrefix(expected), "\(run.output)\(run.errors)")
        }
    }

    @Test func `Profiles and settings are offered without a server`() async throws {
        try await withTemporaryFolder { folder in
            let environment = ["XDG_CONFIG_HOME": folder]
            try ProfileStore(environment: environment).save(
                profile: Profile(url: "https://a.example.com", token: "mdt_secret"), named: "desk", makeCurrent: true)
            let names = await run(
                ["---completion", "inbox", "--", "--profile", "3", "0", "mentorctl", "inbox", "--profile", ""],
                environment: environment)
            #expect(offered(names.output) == ["desk"] && !names.output.contains("mdt_"))
            let settings = await run(
                ["---completion", "config", "get", "--", "positional@0", "3", "0", "mentorctl", "config", "get", ""])
            #expect(offered(settings.output).contains("lang"))
        }
    }

    @Test func `A candidate says what it is where the shell shows it`() {
        let candidate = LiveCompletion.Candidate(word: "a:b", about: "李雷\u{1b}[2J · 规划")
        #expect(LiveCompletion.text(of: candidate, for: .zsh) == "a\\:b:李雷[2J · 规划")
        #expect(LiveCompletion.text(of: candidate, for: .fish) == "a:b\t李雷[2J · 规划")
        #expect(LiveCompletion.text(of: candidate, for: .bash) == "a:b")
    }

    @Test func `Nothing is said when the server can't be asked`() async throws {
        let dead = ["--url", "http://127.0.0.1:9", "--token", "t"]
        #expect(await candidates(["accept"], "positional@0", access: dead).isEmpty)
        #expect(await candidates(["accept"], "positional@0", access: []).isEmpty)
        try await StubServer.run { _ in
            .json(Samples.problem(401, code: "unauthenticated", detail: "No."), status: 401)
        } _: { server in
            #expect(await candidates(["accept"], "positional@0", access: server.access).isEmpty)
        }
    }

    // MARK: Shells

    /// A folder with a script for a shell and a `mentorctl` that offers two ids and writes down how it was called.
    private func inShell(
        _ shell: String, _ command: (String) -> [String]
    ) async throws -> (output: String, calls: String, asked: String) {
        var result = ("", "", "")
        try await withTemporaryFolder { folder in
            let script = await run(["completion", shell])
            #expect(script.status == 0)
            try Data(script.output.utf8).write(to: URL(fileURLWithPath: folder + "/script"))
            try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: false)
            let stub = """
                #!/bin/sh
                if [ "$1" = ---completion ]; then
                    echo "$@" >> "\(folder)/asked"
                    case "$SAP_SHELL" in
                    zsh) printf '0aaa17:one\\n0bbb27:two\\n \\n' ;;
                    fish) printf '0aaa17\\tone\\n0bbb27\\ttwo\\n' ;;
                    *) printf '0aaa17\\n0bbb27\\n' ;;
                    esac
                else
                    echo "$@" >> "\(folder)/calls"
                fi
                """
            let path = folder + "/bin/mentorctl"
            try Data(stub.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [shell] + command(folder + "/script")
            var environment = ProcessInfo.processInfo.environment
            environment["PATH"] = "\(folder)/bin:" + (environment["PATH"] ?? "")
            environment["HOME"] = folder
            environment["LC_ALL"] = "C.UTF-8"
            process.environment = environment
            let output = Pipe()
            process.standardOutput = output
            process.standardInput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            let written = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            func file(_ name: String) -> String {
                (try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)) ?? ""
            }
            result = (String(decoding: written, as: UTF8.self), file("calls"), file("asked"))
        }
        return result
    }

    private static func isInstalled(_ shell: String) -> Bool {
        ["/bin/", "/usr/bin/", "/usr/local/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + shell) }
    }

    @Test(.enabled(if: isInstalled("bash"))) func `bash completes verbs and ids`() async throws {
        func program(_ script: String, _ words: [String]) -> [String] {
            let line = words.joined(separator: " ")
            return [
                "--norc", "--noprofile", "-c",
                """
                source \(script)
                COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " "))); COMP_CWORD=\(words.count - 1)
                COMP_LINE='\(line)'; COMP_POINT=\(line.count)
                _mentorctl mentorctl '\(words.last ?? "")' '\(words.dropLast().last ?? "")'
                printf '%s\\n' "${COMPREPLY[@]}"
                """,
            ]
        }
        #expect(try await inShell("bash") { program($0, ["mentorctl", "schedule", "un"]) }.output == "undo\n")
        #expect(try await inShell("bash") { program($0, ["mentorctl", "accept", "0b"]) }.output == "0bbb27\n")
        let format = try await inShell("bash") { program($0, ["mentorctl", "list", "-o", "t"]) }
        #expect(format.output == "table\ntsv\n")
        let step = try await inShell("bash") { program($0, ["mentorctl", "plan", "step", "0ppp17", "0a"]) }
        #expect(step.output == "0aaa17\n" && step.asked.hasPrefix("---completion plan step -- positional@1"))
        let file = try await inShell("bash") { program($0, ["mentorctl", "attachment", "get", "0aaa17", ""]) }
        #expect(file.output == "0aaa17\n0bbb27\n" && file.asked.contains("attachment get 0aaa17"))
        let webhook = try await inShell("bash") { program($0, ["mentorctl", "webhook", "enable", "0b"]) }
        #expect(webhook.output == "0bbb27\n")
        let fields = try await inShell("bash") { program($0, ["mentorctl", "outbox", "list", "--fields", ""]) }
        #expect(fields.asked.hasPrefix("---completion outbox list -- --fields"), "\(fields.asked)")
    }

    @Test(.enabled(if: isInstalled("fish"))) func `fish completes verbs and ids, and says what they are`() async throws
    {
        func program(_ script: String, _ line: String) -> [String] {
            ["--no-config", "-c", "source \(script); complete -C '\(line)'"]
        }
        let verb = try await inShell("fish") { program($0, "mentorctl schedule un") }
        #expect(verb.output.hasPrefix("undo\t"))
        let id = try await inShell("fish") { program($0, "mentorctl accept 0") }
        #expect(id.output == "0aaa17\tone\n0bbb27\ttwo\n")
        for (line, asked) in [
            ("plan step 0ppp17 ", "plan step -- positional@1"), ("outbox retry ", "outbox retry -- positional@0"),
            ("webhook remove ", "webhook remove -- positional@0"), ("notify test ", "notify test -- positional@0"),
            ("attachment get 0aaa17 ", "attachment get -- positional@1"),
            ("report week ", "report week -- positional@0"),
            ("plan list --fields ", "plan list -- --fields"),
        ] {
            let found = try await inShell("fish") { program($0, "mentorctl \(line)") }
            #expect(found.output.contains("0aaa17\tone"), "\(line): \(found.output)")
            #expect(found.asked.contains("---completion \(asked)"), "\(line): \(found.asked)")
        }
        #expect(id.asked.hasPrefix("---completion accept -- positional@0"))
    }

    /// zsh completes in its line editor alone, so it gets a terminal, and keys.
    @Test(.enabled(if: isInstalled("zsh"))) func `zsh completes verbs and ids`() async throws {
        func program(_ script: String, _ keys: String) -> [String] {
            [
                "-f", "-c",
                """
                zmodload zsh/zpty
                zpty z zsh -f -i
                zpty -w z "PS1='>'; autoload -Uz compinit; compinit -D -u; source \(script); echo SE''T"
                zpty -r z line '*SET*'
                zpty -w -n z $'\(keys)\\n'
                zpty -w z "echo DO''NE"
                zpty -r z line '*DONE*'
                zpty -d z
                """,
            ]
        }
        #expect(try await inShell("zsh") { program($0, "mentorctl schedule un\\t") }.calls == "schedule undo\n")
        let id = try await inShell("zsh") { program($0, "mentorctl accept 0b\\t--yes") }
        #expect(id.calls == "accept 0bbb27 --yes\n")
        let step = try await inShell("zsh") { program($0, "mentorctl plan step 0ppp17 0b\\tdone") }
        #expect(step.calls == "plan step 0ppp17 0bbb27 done\n" && step.asked.contains("plan step -- positional@1"))
        let file = try await inShell("zsh") { program($0, "mentorctl attachment get 0aaa17 0b\\t--force") }
        #expect(file.calls == "attachment get 0aaa17 0bbb27 --force\n")
        let webhook = try await inShell("zsh") { program($0, "mentorctl webhook test 0b\\t--yes") }
        #expect(webhook.calls == "webhook test 0bbb27 --yes\n")
        #expect(id.asked.hasPrefix("---completion accept -- positional@0"))
    }

    // MARK: Manual pages

    @Test func `Every command that help shows has a page with what it says`() throws {
        let pages = try ManualPage.all()
        let names = pages.map(\.name)
        #expect(Set(names).count == names.count)
        for name in ["mentorctl", "mentorctl-week", "mentorctl-schedule-copy", "mentorctl-student-show"] {
            #expect(names.contains(name))
        }
        #expect(!names.contains("mentorctl-manual"))
        let page = try #require(pages.first { $0.name == "mentorctl-schedule-off" }).troff
        #expect(page.contains(".Nm mentorctl schedule off"))
        #expect(page.contains(".Sh EXAMPLES") && page.contains("mentorctl schedule off tomorrow"))
        #expect(page.contains(".It Fl \\-dry\\-run") || page.contains(".It Fl -dry\\-run"))
        #expect(page.contains(".Xr mentorctl-schedule 1"))
        let root = try #require(pages.first { $0.name == "mentorctl" }).troff
        #expect(root.contains(".It Cm week") && root.contains("MENTORCTL_TOKEN"))
    }

    @Test func `Pages are written to a folder, one a file`() async throws {
        try await withTemporaryFolder { folder in
            let run = await run(["manual", "--into", folder + "/man1"])
            #expect(run.status == 0)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/man1")
            #expect(files.count == (try ManualPage.all().count) && files.allSatisfy { $0.hasSuffix(".1") })
            #expect(await AdminCLITests.run(["manual", "schedule", "set"]).output.hasPrefix(".\\\""))
        }
    }
}
