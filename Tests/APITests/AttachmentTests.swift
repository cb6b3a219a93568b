import AsyncHTTPClient
import Foundation
import HTTPAPI
import Mentoring
import NIOCore
import NIOHTTP1
import Postgres
import TestDatabase
import Testing

/// Files that go with a conversation.
@Suite(.database(Service.template))
struct AttachmentTests {
    private struct Talk: Sendable {
        let service: Service
        let mentor: MentorFixture
        let student: StudentFixture
        let id: String

        init(_ service: Service) async throws {
            self.service = service
            mentor = try await service.addMentor()
            student = try await service.addStudent()
            id = try await service.ask(student, mentor).id
        }

        var path: String { "/v1/consultations/\(id)/attachments" }

        func read(_ attachment: String, _ token: String) async throws -> Service.Answer {
            try await service.call(.GET, "\(path)/\(attachment)", token: token)
        }

        func list(_ token: String) async throws -> [JSONValue] {
            try await service.call(.GET, path, token: token).json["data"]?.array ?? []
        }
    }

    @Test func `files of every kind come back as they were, to both sides, as files to keep`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            for (type, content) in Files.all {
                let added = try await service.attach(
                    content, type: type, named: "简历 v2.\(type.suffix(3))", to: talk.id, by: talk.student.token)
                #expect(added.status == 201, "\(type) \(added.text)")
                #expect(added.json["media_type"] == .string(type) && added.json["size"] == .integer(content.count))
                #expect(added.json["message"] == .null && added.json["sender"] == "student")
                for token in [talk.student.token, talk.mentor.token, service.adminToken] {
                    let read = try await talk.read(added.id, token)
                    #expect(read.status == 200 && read.body == content, "\(type)")
                    #expect(read.headers.first(name: "Content-Type")?.hasPrefix(type) == true)
                    let disposition = read.headers.first(name: "Content-Disposition") ?? ""
                    #expect(disposition.hasPrefix("attachment; filename=\"__ v2."))
                    #expect(disposition.contains("filename*=UTF-8''%E7%AE%80%E5%8E%86%20v2."))
                    #expect(read.headers["X-Content-Type-Options"] == ["nosniff"])
                    #expect(read.headers["Content-Security-Policy"].first?.contains("sandbox") == true)
                    #expect(read.headers["Cache-Control"] == ["no-store"])
                }
            }
            let listed = try await talk.list(talk.mentor.token)
            #expect(listed.compactMap { $0["media_type"]?.string } == Files.all.map(\.type))
            #expect(listed == (try await talk.list(talk.student.token)))
        }
    }

    @Test func `what a file is said to be must be what it is`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let html = Data("<!DOCTYPE html><script>alert(1)</script>".utf8)
            let svg = Data("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".utf8)
            let lies: [(String, Data)] = [
                ("text/html", html), ("image/svg+xml", svg), ("application/pdf", html), ("image/png", svg),
                ("image/png", Files.jpeg), ("application/pdf", Files.png), ("text/plain", Files.pdf),
                ("text/plain", Data([0xFF, 0xFE, 0x41, 0x00])), ("text/plain", Data("a\u{0}b".utf8)),
                ("text/plain; charset=gbk", Files.text), ("application/json", Data("{}".utf8)),
                ("application/octet-stream", Files.pdf), ("image/webp", Data("RIFF1234WAVE".utf8)),
                ("text/plain", Data([0x7F, 0x45, 0x4C, 0x46])),
            ]
            for (type, content) in lies {
                let refused = try await service.attach(content, type: type, to: talk.id, by: talk.student.token)
                #expect(refused.status == 415 && refused.code == "unsupported_media_type", "\(type) \(refused.text)")
            }
            // What begins like a page but is said to be text is text: kept, and never shown as a page.
            let text = try await service.attach(html, type: "text/plain", to: talk.id, by: talk.student.token)
            #expect(text.status == 201)
            let read = try await talk.read(text.id, talk.mentor.token)
            #expect(read.headers["Content-Type"] == ["text/plain; charset=utf-8"])
            #expect(read.headers.first(name: "Content-Disposition")?.hasPrefix("attachment;") == true)
            #expect(try await talk.list(talk.student.token).count == 1)
        }
    }

    @Test func `a name leads nowhere and breaks no header`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            for (name, expected) in [
                ("../../etc/passwd", ".._.._etc_passwd"), ("..", "attachment.txt"), ("a\\b", "a_b"),
                ("a\"; filename=\"b.html", "a\"; filename=\"b.html"), ("100%.txt", "100%.txt"),
            ] {
                let added = try await service.attach(
                    Files.text, type: "text/plain", named: name, to: talk.id, by: talk.student.token)
                #expect(added.json["filename"] == .string(expected), "\(name) \(added.text)")
                let header =
                    try await talk.read(added.id, talk.student.token).headers.first(
                        name: "Content-Disposition") ?? ""
                // One quoted text, and one that has nothing to escape from.
                #expect(header.count { $0 == "\"" } == 2, "\(header)")
                #expect(!header.contains("\r") && !header.contains("\n"))
            }
            for name in ["", "a\u{0}b", "a\nb", "a\u{202E}gpj.exe", String(repeating: "a", count: 201)] {
                let refused = try await service.attach(
                    Files.text, type: "text/plain", named: name, to: talk.id, by: talk.student.token)
                #expect(refused.status == 422 && refused.pointers == ["?filename"], "\(name)")
            }
        }
    }

    @Test func `ten megabytes each and fifty in all, however many come at once`() async throws {
        var limits = Service.patientLimits
        limits.simultaneousContentBytes = 104_857_600
        try await Service.run(limits: limits) { service in
            let talk = try await Talk(service)
            var large = Files.pdf
            large.append(Data(repeating: 0x41, count: Mentoring.Attachment.sizeLimit - large.count))
            let whole = try await service.attach(large, type: "application/pdf", to: talk.id, by: talk.student.token)
            #expect(whole.status == 201)
            let read = try await talk.read(whole.id, talk.mentor.token)
            #expect(read.body == large)
            // One octet too many is refused by what is announced; this client takes an answer in the middle of its
            // sending for a broken connection, so it announces and sends nothing.
            let (octets, sending) = AsyncStream<ByteBuffer>.makeStream()
            var more = HTTPClientRequest(url: service.url + talk.path)
            more.method = .POST
            more.headers.add(name: "Authorization", value: "Bearer \(talk.student.token)")
            more.headers.add(name: "Content-Type", value: "application/pdf")
            more.body = .stream(octets, length: .known(Int64(Mentoring.Attachment.sizeLimit + 1)))
            let refused = try await HTTPClient.shared.execute(more, timeout: .seconds(300))
            #expect(refused.status == .payloadTooLarge)
            sending.finish()
            // Seven at once where there is room for four.
            let content = large
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<7 {
                    group.addTask {
                        let token = number % 2 == 0 ? talk.student.token : talk.mentor.token
                        return try await service.attach(content, type: "application/pdf", to: talk.id, by: token).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 201, 201, 201, 413, 413, 413])
            #expect(try await Stored.count("SELECT attachment_bytes::int8 FROM consultations") == 5 * content.count)
            #expect(try await Stored.count("SELECT count(*) FROM attachment_parts") == 5 * 40)
            // Taking one back makes room.
            let gone = try await service.call(
                .DELETE, "\(talk.path)/\(whole.id)", token: talk.student.token)
            #expect(gone.status == 204)
            let again = try await service.attach(content, type: "application/pdf", to: talk.id, by: talk.mentor.token)
            #expect(again.status == 201)
        }
    }

    @Test(arguments: [true, false])
    func `what finds the memory for files full is told to come back, until one is in or broken off`(
        _ arrives: Bool
    ) async throws {
        var limits = Service.patientLimits
        limits.simultaneousContentBytes = Mentoring.Attachment.sizeLimit
        try await Service.run(limits: limits) { service in
            let talk = try await Talk(service)
            let (octets, sending) = AsyncStream<ByteBuffer>.makeStream()
            var large = HTTPClientRequest(url: service.url + talk.path)
            large.method = .POST
            large.headers.add(name: "Authorization", value: "Bearer \(talk.student.token)")
            large.headers.add(name: "Content-Type", value: "text/plain")
            large.body = .stream(octets, length: .known(Int64(Mentoring.Attachment.sizeLimit)))
            let uploading = Task { [large] in
                try await HTTPClient.shared.execute(large, timeout: .seconds(300)).status
            }
            sending.yield(ByteBuffer(string: "你好"))
            // A type that is refused anyway: nothing is kept of what comes before there is no room.
            func knock() async throws -> Service.Answer {
                try await service.attach(Files.text, type: "text/html", to: talk.id, by: talk.mentor.token)
            }
            var answer = try await knock()
            while answer.status == 415 { answer = try await knock() }
            #expect(answer.status == 503 && answer.code == "unavailable", "\(answer.text)")
            #expect(answer.headers["Retry-After"] == ["5"] && answer.headers["Connection"] == ["close"])
            // Everything else goes on.
            #expect(try await talk.list(talk.mentor.token).isEmpty)
            if arrives {
                sending.yield(ByteBuffer(repeating: 0x61, count: Mentoring.Attachment.sizeLimit - 6))
                sending.finish()
                #expect(try await uploading.value == .created)
            } else {
                uploading.cancel()
                while try await knock().status == 503 { await Task.yield() }
            }
            #expect(try await service.attach("x", to: talk.id, by: talk.mentor.token).status == 201)
        }
    }

    @Test func `files go out with a message, once and by their own side`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let mine = try await service.attach(Files.pdf, type: "application/pdf", to: talk.id, by: talk.student.token)
            let theirs = try await service.attach("批注", to: talk.id, by: talk.mentor.token)
            let say = { (ids: [String], token: String) in
                try await service.call(
                    .POST, "/v1/consultations/\(talk.id)/messages", token: token,
                    ["body": "见附件", "attachments": .array(ids.map { .string($0) })])
            }
            for ids in [[theirs.id], [mine.id, theirs.id], ["att_" + String(repeating: "0", count: 26)]] {
                let refused = try await say(ids, talk.student.token)
                #expect(refused.status == 404 && refused.pointers == ["/attachments"])
            }
            let sent = try await say([mine.id], talk.student.token)
            #expect(sent.status == 201, "\(sent.text)")
            #expect(sent.json["attachments"]?.array?.compactMap { $0["id"]?.string } == [mine.id])
            #expect(try await say([mine.id], talk.student.token).status == 404, "it has been sent")
            let list = try await service.call(
                .GET, "/v1/consultations/\(talk.id)/messages", token: talk.mentor.token)
            let message = try #require(list.json["data"]?.array?.first)
            #expect(message["attachments"] == sent.json["attachments"])
            #expect(message["attachments"]?.array?.first?["message"] == .string(sent.id))

            // The other side may not take it back; with its message it goes for good.
            #expect(
                try await service.call(.DELETE, "\(talk.path)/\(mine.id)", token: talk.mentor.token).status == 403)
            _ = try await service.call(
                .DELETE, "/v1/consultations/\(talk.id)/messages/\(sent.id)", token: talk.student.token)
            #expect(try await talk.read(mine.id, talk.student.token).status == 404)
            #expect(try await talk.list(talk.mentor.token).compactMap { $0["id"]?.string } == [theirs.id])
            #expect(try await Stored.count("SELECT count(*) FROM attachment_parts") == 1)
        }
    }

    @Test func `nobody else reads, adds or takes back, not even by its id under a consultation of their own`()
        async throws
    {
        try await Service.run { service in
            let talk = try await Talk(service)
            let file = try await service.attach("私下的话", to: talk.id, by: talk.student.token)
            let stranger = try await service.addStudent("stranger")
            let colleague = try await service.addMentor("zhou")
            let elsewhere = try await service.ask(stranger, colleague)
            for token in [stranger.token, colleague.token] {
                #expect(try await talk.read(file.id, token).status == 404)
                #expect(
                    try await service.call(
                        .GET, "/v1/consultations/\(elsewhere.id)/attachments/\(file.id)", token: token
                    ).status == 404)
                #expect(try await service.call(.DELETE, "\(talk.path)/\(file.id)", token: token).status == 404)
                #expect(try await service.attach("x", to: talk.id, by: token).status == 404)
                #expect(try await service.call(.GET, talk.path, token: token).status == 404)
            }
            #expect(try await service.call(.GET, "\(talk.path)/\(file.id)").status == 401)
            #expect(try await service.attach("x", to: talk.id, by: service.adminToken).status == 403)
            #expect(try await talk.read(file.id, talk.mentor.token).text == "私下的话")
            // A dump of the database shows no word of it.
            #expect(try await DatabaseDump().places(of: "私下的话").isEmpty)
        }
    }

    @Test func `a file sent again with its key is there once`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let send = { (content: Data) in
                try await service.attach(
                    content, type: "text/plain", named: "a.txt", to: talk.id, by: talk.student.token, key: "k")
            }
            let first = try await send(Files.text)
            let again = try await send(Files.text)
            #expect(first.status == 201 && again.body == first.body)
            #expect(again.headers.first(name: "Idempotent-Replayed") == "true")
            #expect(try await send(Data("另一份".utf8)).status == 422)
            #expect(try await talk.list(talk.student.token).count == 1)
        }
    }

    @Test func `an export names them, and erasing a student takes theirs`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let mine = try await service.attach(Files.pdf, type: "application/pdf", to: talk.id, by: talk.student.token)
            let theirs = try await service.attach("批注", to: talk.id, by: talk.mentor.token)
            let export = try await service.call(.GET, "/v1/me/export", token: talk.student.token)
            #expect(
                export.json["attachments"]?.array?.compactMap { $0["id"]?.string } == [mine.id, theirs.id])
            #expect(try await service.call(.DELETE, "/v1/me", token: talk.student.token).status == 204)
            #expect(try await talk.list(talk.mentor.token).compactMap { $0["id"]?.string } == [theirs.id])
            #expect(try await Stored.count("SELECT count(*) FROM attachment_parts") == 1)
        }
    }
}
