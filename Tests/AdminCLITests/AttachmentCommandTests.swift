import ArgumentParser
import Foundation
import Testing

@testable import AdminCLI

@Suite struct AttachmentCommandTests {
    private static let list = Samples.page([
        Samples.attachment(), Samples.attachment("att_01JDA0000000000000000GGG27", named: "笔记.txt", type: "text/plain"),
    ])

    /// Two files; what is in each is eight octets.
    private static let desk: StubServer.Handler = { request in
        switch (request.method, request.path) {
        case ("GET", let path) where path.hasSuffix("/attachments"): .json(list)
        case ("GET", let path) where path.contains("/attachments/"): StubServer.Answer(body: "%PDF-1.7")
        case ("GET", _): .json(Samples.consultation(), etag: "\"3\"")
        case ("POST", let path) where path.hasSuffix("/attachments"):
            .json(Samples.attachment(named: request.query["filename"] ?? "", message: nil), status: 201)
        case ("POST", let path) where path.hasSuffix("/messages"):
            .json(Samples.message("msg_01JDA0000000000000000MMM17", from: "mentor", body: "x"), status: 201)
        default: StubServer.Answer(status: 204)
        }
    }

    private static let prefix = "/v1/consultations/\(Samples.requestedID)/attachments"

    @Test func `Files are listed with what they are and whether they were sent`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["attachment", "list", Samples.requestedID] + server.access)
            #expect(
                run.output == """
                    ID      FILE      KIND             SIZE  FROM     SENT  CREATED
                    0FFF17  cv.pdf    application/pdf   8 B  student  yes   Tue 2026-11-24 10:00
                    0GGG27  笔记.txt  text/plain        8 B  student  yes   Tue 2026-11-24 10:00

                    """)
            let csv = await AdminCLITests.run(["attachment", "list", Samples.requestedID, "-o", "csv"] + server.access)
            #expect(csv.output.hasPrefix("id,filename,media_type,size,sender,message,created_at,"))
        }
    }

    @Test func `Files are added with their names and kinds, and sent with a message`() async throws {
        try await withTemporaryFolder { folder in
            let files = ["plan.PDF": "%PDF-1.7", "notes": "看第 2 页"].mapValues { Data($0.utf8) }
            for (name, data) in files { try data.write(to: URL(fileURLWithPath: folder + "/" + name)) }
            try await StubServer.run(Self.desk) { server in
                let paths = ["plan.PDF", "notes"].map { folder + "/" + $0 }
                let added = await run(["attachment", "add", Samples.requestedID] + paths + server.access)
                #expect(added.status == 0, "\(added.errors)")
                #expect(
                    added.errors.contains("plan.PDF, application/pdf, 8 B") && added.errors.contains("nobody is told"))
                let posts = server.seen("POST")
                #expect(posts.map(\.path) == [Self.prefix, Self.prefix])
                #expect(posts.map { $0.query["filename"] } == ["plan.PDF", "notes"])
                #expect(posts.map { $0.header("Content-Type") } == ["application/pdf", "text/plain"])
                #expect(posts.map(\.body) == [files["plan.PDF"], files["notes"]])
                #expect(Set(posts.compactMap { $0.header("Idempotency-Key") }).count == 2)
                let sent = await run(
                    ["attachment", "add", Samples.requestedID, paths[0], "--message", "请看"] + server.access)
                #expect(sent.status == 0 && sent.errors.contains("李雷 is told."))
                #expect(
                    server.seen("POST").last?.text
                        == #"{"attachments":["\#(Samples.attachmentID)"],"body":"请看"}"#)
                let reply = await run(
                    ["reply", Samples.requestedID, "附上", "--attach", paths[0], "--attach", paths[1]] + server.access)
                #expect(reply.status == 0, "\(reply.errors)")
                #expect(server.seen("POST").suffix(3).map(\.path) == [Self.prefix, Self.prefix, Self.messages])
            }
        }
    }

    private static let messages = "/v1/consultations/\(Samples.requestedID)/messages"

    @Test func `Nothing is sent when a file can't be read, is too long or the answer is no`() async throws {
        try await withTemporaryFolder { folder in
            let long = folder + "/long.pdf"
            try Data().write(to: URL(fileURLWithPath: long))
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: long))
            try handle.truncate(atOffset: 10_485_761)
            try handle.close()
            let empty = folder + "/empty.txt"
            try Data().write(to: URL(fileURLWithPath: empty))
            let good = folder + "/a.txt"
            try Data("a".utf8).write(to: URL(fileURLWithPath: good))
            try await StubServer.run(Self.desk) { server in
                for (path, status, words) in [
                    (folder + "/none.pdf", 1, "can't read"), (folder, 1, "no file that could be sent"),
                    (long, 6, "more than the 10 MB a file may have"), (empty, 6, "is empty"),
                ] as [(String, Int32, String)] {
                    let run = await run(["attachment", "add", Samples.requestedID, good, path] + server.access)
                    #expect(run.status == status && run.errors.contains(words), "\(run.errors)")
                }
                let no = FakeConsole(isTerminal: true, width: 100, lines: ["n"])
                #expect(
                    await run(["attachment", "add", Samples.requestedID, good] + server.access, console: no).status == 1
                )
                let dry = await run(["attachment", "add", Samples.requestedID, good, "--dry-run"] + server.access)
                #expect(dry.status == 0)
                #expect(server.writes.isEmpty)
            }
        }
    }

    @Test func `What the service refuses is one sentence`() async throws {
        let detail = "An attachment is a PDF, PNG, JPEG, WebP, GIF or plain text in UTF-8."
        try await withTemporaryFolder { folder in
            let file = folder + "/page.pdf"
            try Data("<html>".utf8).write(to: URL(fileURLWithPath: file))
            try await StubServer.run { request in
                request.method == "GET"
                    ? .json(Samples.consultation())
                    : .json(Samples.problem(415, code: "unsupported_media_type", detail: detail), status: 415)
            } _: { server in
                let run = await run(["attachment", "add", Samples.requestedID, file] + server.access)
                #expect(run.status == 6)
                #expect(run.errors.hasSuffix("\nmentorctl: \(detail)\n"), "\(run.errors)")
            }
        }
    }

    @Test func `A file is written under its name, and never over another one unasked`() async throws {
        try await withTemporaryFolder { folder in
            try await StubServer.run(Self.desk) { server in
                func get(_ more: [String], console: FakeConsole = FakeConsole()) async -> Run {
                    await run(["attachment", "get", Samples.requestedID] + more + server.access, console: console)
                }
                let saved = await get(["CV.pdf", "-o", folder + "/"])
                #expect(saved.status == 0 && saved.output.isEmpty, "\(saved.errors)")
                let path = folder + "/cv.pdf"
                #expect(saved.errors == "\(path) written (8 B)\n")
                #expect(FileManager.default.contents(atPath: path) == Data("%PDF-1.7".utf8))
                #expect(server.seen.last?.path == "\(Self.prefix)/\(Samples.attachmentID)")
                try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
                let asked = server.seen.count
                let again = await get(["fff17", "-o", folder])
                #expect(again.status == 1 && again.errors.contains("--force"))
                // What can't be written is not fetched either.
                #expect(server.seen.dropFirst(asked).allSatisfy { !$0.path.contains("/attachments/") })
                #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
                #expect(await get(["fff17", "-o", path, "--force"]).status == 0)
                #expect(FileManager.default.contents(atPath: path) == Data("%PDF-1.7".utf8))
                #expect(await get(["cv.pdf", "-o", folder + "/none/cv.pdf"]).status == 1)
                #expect(await get(["cv.pdf", "-o", "-"]).output == "%PDF-1.7")
                let terminal = FakeConsole(isTerminal: true, width: 80)
                let binary = await get(["cv.pdf", "-o", "-"], console: terminal)
                #expect(binary.status == 64 && binary.output.isEmpty)
                #expect(
                    await get(["笔记.txt", "-o", "-"], console: FakeConsole(isTerminal: true, width: 80)).status == 0)
                #expect(await get(["zzzz"]).status == 3)
                // Two files, and none named.
                let which = await get([])
                #expect(which.status == 64 && which.errors.contains("笔记.txt, 8 B"))
            }
        }
    }

    @Test func `Half a file is not kept`() async throws {
        try await withTemporaryFolder { folder in
            try await StubServer.run { request in
                request.path.contains("/attachments/") ? StubServer.Answer(body: "%PDF") : Self.desk(request)
            } _: { server in
                let run = await run(
                    ["attachment", "get", Samples.requestedID, "cv.pdf", "-o", folder + "/x.pdf"] + server.access)
                #expect(run.status == 1 && run.errors.contains("4 octets instead of 8"))
                #expect(!FileManager.default.fileExists(atPath: folder + "/x.pdf"))
            }
        }
    }

    @Test func `How far a file has come is shown while it comes`() async throws {
        let console = FakeConsole(width: 80, showsProgress: true)
        let context = CommandContext(
            environment: [:], console: console, nowMicroseconds: { 0 },
            sleep: { _ in
                // Every pause is over at once, until the end has been shown.
                try Task.checkCancellation()
                if console.errors.contains("of 3.0 MB") { try await Task.sleep(for: .seconds(3600)) }
                await Task.yield()
            }, makeKey: { "key" })
        let preferences = Preferences(try ConnectionOptions.parse([]), environment: [:], profile: nil)
        try await CommandContext.$current.withValue(context) {
            try await Session.open(preferences, url: "http://127.0.0.1:9", token: "t", mentor: nil) { session in
                let transfer = Transfer(total: 3_000_000)
                let about = session.progress(of: transfer, "cv.pdf")
                #expect(about() == "cv.pdf: 0 B of 3.0 MB …")
                transfer.add(1_500_000)
                try await session.withProgress(about) {
                    while !console.errors.contains("of 3.0 MB") { await Task.yield() }
                }
                // A second attempt starts over.
                transfer.begin()
                #expect(about() == "cv.pdf: 0 B of 3.0 MB …")
            }
        }
        #expect(console.errors.contains(" cv.pdf: 1.5 MB of 3.0 MB …"))
        #expect(console.errors.hasSuffix("\r\u{1b}[K"))
    }

    @Test func `A file is removed after its reading`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["attachment", "remove", Samples.requestedID, "cv.pdf"] + server.access)
            #expect(run.status == 0 && run.errors.contains("Delete cv.pdf (8 B) of 李雷"))
            #expect(server.seen("DELETE").first?.path == "\(Self.prefix)/\(Samples.attachmentID)")
        }
    }

    @Test(
        "A name from the server stays in its folder and hides nothing",
        arguments: [
            ("cv.pdf", "cv.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Windows\\a.txt", "a.txt"),
            (".bashrc", "bashrc"), ("-rf", "rf"), ("..", "att_1"), ("", "att_1"), ("a\u{202E}fdp.exe", "afdp.exe"),
            ("a\nb\u{0}c.txt", "a bc.txt"), ("简历 v2.pdf", "简历 v2.pdf"), ("a.txt. ", "a.txt"),
            ("a:b|c.txt", "a_b_c.txt"),
            (String(repeating: "长", count: 100) + ".pdf", String(repeating: "长", count: 65) + ".pdf"),
        ])
    func safe(name: String, expected: String) {
        #expect(SafeFileName(name, id: "att_1").text == expected)
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (9_940, "9.9 kB"), (123_456, "123 kB"),
        (10_485_760, "10 MB"), (1_250_000, "1.3 MB"),
    ])
    func `Sizes are read at a glance`(octets: Int, expected: String) {
        #expect(FileSize.text(octets) == expected)
    }
}
