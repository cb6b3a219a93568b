import Foundation
import Mentoring
import NIOSSL
import Notifications
import Scheduling
import Testing

@Suite(.timeLimit(.minutes(10)))
struct SMTPTests {
    private static let createdAt = Instant(rfc3339: "2026-11-23T10:00:00Z") ?? Instant(microseconds: 0)

    private func email(
        to address: String = "chen@example.com", subject: String = "MentorDesk 登录验证码",
        text: String = "验证码：042137\n\n.一行以点开头\n"
    ) -> Email {
        Email(
            id: EmailID(uuid: UUID()), kind: .signIn, language: .zhHans, address: address, subject: subject,
            text: text, code: "042137", createdAt: Self.createdAt, attempt: 1)
    }

    private func settings(
        _ server: SMTPTestServer, _ security: SMTPSettings.Security = .none, host: String = "localhost",
        credentials: SMTPSettings.Credentials? = nil
    ) throws -> SMTPSettings {
        var settings = try SMTPSettings(
            host: host, port: server.port, security: security, credentials: credentials,
            senderAddress: "desk@mentordesk.example", senderName: "导师台")
        settings.trustRoots = try TestCertificate.trustRoots()
        return settings
    }

    private static let credentials = SMTPSettings.Credentials(username: "desk", password: "geheim")

    private func failure(_ behaviour: SMTPTestServer.Behaviour, _ security: SMTPSettings.Security) async throws
        -> (error: any Error, heard: SMTPTestServer.Transcript)?
    {
        try await SMTPTestServer.with(behaviour) { server in
            let credentials = security == .none ? nil : Self.credentials
            do {
                try await SMTPEmailSender(settings(server, security, credentials: credentials)).send(email())
                return nil
            } catch {
                return (error, server.heard)
            }
        }
    }

    @Test func `an e-mail arrives as it was written`() async throws {
        try await SMTPTestServer.with { server in
            let email = email()
            try await SMTPEmailSender(settings(server)).send(email)
            let heard = server.heard
            #expect(
                heard.commands == [
                    "EHLO mentordesk.example", "MAIL FROM:<desk@mentordesk.example>", "RCPT TO:<chen@example.com>",
                    "DATA", "QUIT",
                ])
            let message = try #require(heard.messages.first)
            let parts = message.components(separatedBy: "\r\n\r\n")
            #expect(parts.count == 2)
            let headers = parts[0].replacing("\r\n ", with: "\n ").components(separatedBy: "\r\n")
            #expect(headers.contains("Date: Mon, 23 Nov 2026 10:00:00 +0000"))
            #expect(headers.contains("To: <chen@example.com>"))
            #expect(headers.contains("Message-ID: <\(email.id)@mentordesk.example>"))
            #expect(headers.contains("Content-Transfer-Encoding: base64"))
            #expect(headers.contains { $0.hasPrefix("Subject: =?utf-8?B?") })
            #expect(headers.contains { $0.hasPrefix("From: =?utf-8?B?") && $0.hasSuffix(" <desk@mentordesk.example>") })
            let body = try #require(Data(base64Encoded: parts[1].replacing("\r\n", with: "")))
            #expect(String(decoding: body, as: UTF8.self) == "验证码：042137\r\n\r\n.一行以点开头\r\n")
            #expect(message.utf8.allSatisfy { $0 < 0x80 })
            #expect(message.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        }
    }

    @Test func `a long subject is folded and reads the same`() async throws {
        try await SMTPTestServer.with { server in
            let subject = String(repeating: "验证码与登录 👩‍💻 code ", count: 12) + "末"
            try await SMTPEmailSender(settings(server)).send(email(subject: subject))
            let message = try #require(server.heard.messages.first)
            let lines = message.components(separatedBy: "\r\n")
            let first = try #require(lines.firstIndex { $0.hasPrefix("Subject: ") })
            let folded = [String(lines[first].dropFirst(9))] + lines[(first + 1)...].prefix { $0.hasPrefix(" ") }
            let words = folded.map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(words.allSatisfy { $0.utf8.count <= 75 })
            let text = try words.map { word in
                String(
                    decoding: try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))), as: UTF8.self)
            }
            #expect(text.joined() == subject)
        }
    }

    @Test(arguments: [SMTPSettings.Security.tls, .startTLS])
    func `the password goes through TLS alone`(security: SMTPSettings.Security) async throws {
        var behaviour = SMTPTestServer.Behaviour()
        behaviour.isTLS = security == .tls
        behaviour.capabilities = ["STARTTLS", "AUTH LOGIN PLAIN"]
        try await SMTPTestServer.with(behaviour) { server in
            try await SMTPEmailSender(settings(server, security, credentials: Self.credentials)).send(email())
            let heard = server.heard
            let plain = Data("\0desk\0geheim".utf8).base64EncodedString()
            #expect(heard.protected.contains("AUTH PLAIN \(plain)"))
            #expect(heard.messages.count == 1)
            let open = heard.commands.filter { !heard.protected.contains($0) }
            #expect(security == .tls ? open.isEmpty : open == ["STARTTLS"])
        }
    }

    @Test func `AUTH LOGIN serves where PLAIN is not offered`() async throws {
        var behaviour = SMTPTestServer.Behaviour()
        behaviour.isTLS = true
        behaviour.capabilities = ["AUTH LOGIN"]
        try await SMTPTestServer.with(behaviour) { server in
            try await SMTPEmailSender(settings(server, .tls, credentials: Self.credentials)).send(email())
            #expect(server.heard.commands[1...3] == ["AUTH LOGIN", "ZGVzaw==", "Z2VoZWlt"])
            #expect(server.heard.messages.count == 1)
        }
    }

    @Test func `a server without STARTTLS, or with a strange certificate, hears no password`() async throws {
        let stripped = try await failure(SMTPTestServer.Behaviour(), .startTLS)
        #expect(stripped != nil && !(stripped?.error is EmailRefusal))
        #expect(stripped?.heard.commands == ["EHLO mentordesk.example"])
        var behaviour = SMTPTestServer.Behaviour()
        behaviour.capabilities = ["STARTTLS", "AUTH PLAIN"]
        try await SMTPTestServer.with(behaviour) { server in
            var settings = try settings(server, .startTLS, credentials: Self.credentials)
            settings.trustRoots = .default
            let sender = try SMTPEmailSender(settings)
            await #expect(throws: (any Error).self) { try await sender.send(email()) }
            #expect(server.heard.protected.isEmpty && server.heard.messages.isEmpty)
        }
    }

    @Test func `replies slipped in before TLS end the connection`() async throws {
        for text in ["250 injected\r\n", "250-half\r\n", "25"] {
            var behaviour = SMTPTestServer.Behaviour()
            behaviour.capabilities = ["STARTTLS", "AUTH PLAIN"]
            behaviour.slippedIn = text
            let failed = try await failure(behaviour, .startTLS)
            #expect(failed != nil, "\(text)")
            #expect(failed?.heard.protected.isEmpty == true && failed?.heard.messages.isEmpty == true)
        }
    }

    @Test func `what the server says of the message is final, the rest is tried again`() async throws {
        let cases: [(verb: String, reply: String, isFinal: Bool)] = [
            ("RCPT", "550 no such user chen@example.com\r\n", true), (".", "554 no\r\n", true),
            ("DATA", "503 no\r\n", true), ("RCPT", "451 later\r\n", false), (".", "452 full\r\n", false),
            ("MAIL", "550 who are you\r\n", false), ("EHLO", "502 no\r\n", false), ("MAIL", "nonsense\r\n", false),
            ("RCPT", "250 ok\r\n250 and more\r\n", false),
        ]
        for (verb, reply, isFinal) in cases {
            var behaviour = SMTPTestServer.Behaviour()
            behaviour.replies = [verb: reply]
            let failed = try #require(try await failure(behaviour, .none), "\(verb) \(reply)")
            #expect((failed.error is EmailRefusal) == isFinal, "\(verb) \(reply): \(failed.error)")
            #expect(!"\(failed.error)".contains("chen"))
        }
        var refusing = SMTPTestServer.Behaviour()
        refusing.isTLS = true
        refusing.capabilities = ["AUTH PLAIN"]
        refusing.replies = ["AUTH": "535 wrong\r\n"]
        let refused = try #require(try await failure(refusing, .tls))
        #expect(!(refused.error is EmailRefusal) && !"\(refused.error)".contains("geheim"))
    }

    @Test func `a goodbye that fails doesn't unsend the message`() async throws {
        var behaviour = SMTPTestServer.Behaviour()
        behaviour.replies = ["QUIT": "500 what\r\n"]
        #expect(try await failure(behaviour, .none) == nil)
    }

    @Test func `a server that says nothing is left after the time limit`() async throws {
        var behaviour = SMTPTestServer.Behaviour()
        behaviour.greeting = ""
        try await SMTPTestServer.with(behaviour) { server in
            var settings = try settings(server)
            settings.timeoutSeconds = 1
            let sender = try SMTPEmailSender(settings)
            let error = await #expect(throws: (any Error).self) { try await sender.send(email()) }
            #expect(error.map { "\($0)" } == "the SMTP server took too long")
        }
    }

    @Test func `an address can't become a command`() async throws {
        try await SMTPTestServer.with { server in
            let sender = try SMTPEmailSender(settings(server))
            for address in ["a@b.c>\r\nRCPT TO:<x@y.z", "a b@c.d", "a@b@c", "a\u{0}@b.c", "用户@例子.中国"] {
                await #expect(throws: EmailRefusal.self) { try await sender.send(email(to: address)) }
            }
            #expect(!server.heard.commands.contains { $0.hasPrefix("RCPT") })
        }
        var behaviour = SMTPTestServer.Behaviour()
        behaviour.capabilities = ["SMTPUTF8"]
        try await SMTPTestServer.with(behaviour) { server in
            try await SMTPEmailSender(settings(server)).send(email(to: "用户@例子.中国"))
            #expect(server.heard.commands.contains("MAIL FROM:<desk@mentordesk.example> SMTPUTF8"))
            #expect(server.heard.commands.contains("RCPT TO:<用户@例子.中国>"))
        }
    }

    @Test func `settings that can't be right are refused`() throws {
        typealias Invalid = SMTPSettings.Invalid
        #expect(throws: Invalid.passwordWithoutTLS) {
            try SMTPSettings(host: "h", security: .none, credentials: Self.credentials, senderAddress: "a@b.c")
        }
        #expect(throws: Invalid.sender) { try SMTPSettings(host: "h", security: .tls, senderAddress: "a") }
        #expect(throws: Invalid.port) { try SMTPSettings(host: "h", port: 0, security: .tls, senderAddress: "a@b.c") }
        #expect(try SMTPSettings(host: "h", security: .startTLS, senderAddress: "a@b.c").port == 587)
        #expect(try SMTPSettings(host: "h", security: .tls, senderAddress: "a@b.c").port == 465)
        #expect("\(Self.credentials)" == "SMTP credentials")
    }
}
