import Foundation
import NIOCore
import NIOSSL

/// The steps of one connection.
struct SMTPDialog: Sendable {
    let channel: any Channel

    /// Sends one line and waits for the reply to it.
    @discardableResult
    func ask(_ line: String) async throws -> SMTPReply {
        try await exchange(line.isEmpty ? ByteBuffer() : ByteBuffer(string: line + "\r\n"))
    }

    private func exchange(_ bytes: ByteBuffer) async throws -> SMTPReply {
        let reply = channel.eventLoop.makePromise(of: SMTPReply.self)
        // A write that fails has its reply fail too: the handler holds it by then, or never took it.
        channel.writeAndFlush(SMTPExchange(bytes: bytes, reply: reply)).cascadeFailure(to: reply)
        return try await reply.futureResult.get()
    }

    /// Sends one line that must be accepted.
    ///
    /// - Parameter step: what the line is for, in words that may stand in a log.
    @discardableResult
    func command(_ line: String, step: String) async throws -> SMTPReply {
        let reply = try await ask(line)
        guard reply.isPositive else { throw SMTPFailure.refused(step: step, code: reply.code) }
        return reply
    }

    func greeting() async throws {
        try await command("", step: "the connection")
    }

    /// Says who calls. - Returns: what the server can do, in capitals: `STARTTLS`, `AUTH PLAIN LOGIN`.
    func hello(_ name: String) async throws -> Capabilities {
        let reply = try await command("EHLO \(name)", step: "EHLO")
        return Capabilities(lines: reply.lines.dropFirst().map { $0.uppercased() })
    }

    struct Capabilities: Sendable {
        let lines: [String]

        func contains(_ keyword: String) -> Bool {
            lines.contains { $0.split(separator: " ").first.map(String.init) == keyword }
        }

        /// The ways to authenticate; some old servers write `AUTH=`.
        var authentications: Set<String> {
            Set(
                lines.filter { $0.hasPrefix("AUTH ") || $0.hasPrefix("AUTH=") }
                    .flatMap { $0.dropFirst(5).split(separator: " ").map(String.init) })
        }
    }

    /// Begins TLS, unless something came through before it that TLS would have kept out.
    func startTLS(_ handler: @escaping @Sendable () throws -> NIOSSLClientHandler) async throws {
        let channel = channel
        try await channel.eventLoop.submit {
            let operations = channel.pipeline.syncOperations
            guard try operations.handler(type: SMTPDialogHandler.self).isAtRest else {
                throw SMTPFailure.unexpectedReply
            }
            try operations.addHandler(try handler(), position: .first)
        }.get()
    }

    func authenticate(_ credentials: SMTPSettings.Credentials, offered capabilities: Capabilities) async throws {
        func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        let offered = capabilities.authentications
        if offered.contains("PLAIN") {
            try await command(
                "AUTH PLAIN \(encoded("\0\(credentials.username)\0\(credentials.password)"))", step: "the password")
        } else if offered.contains("LOGIN") {
            try await command("AUTH LOGIN", step: "AUTH LOGIN")
            try await command(encoded(credentials.username), step: "the user name")
            try await command(encoded(credentials.password), step: "the password")
        } else {
            throw SMTPFailure.noKnownAuthentication
        }
    }

    /// Hands the message over. Only what the server says of this message is final; the rest may be better tomorrow.
    func deliver(_ message: EmailMessage) async throws {
        try refuse(try await ask("RCPT TO:<\(message.recipient)>"), step: "the recipient")
        try refuse(try await ask("DATA"), step: "DATA")
        try refuse(try await exchange(ByteBuffer(bytes: message.dataBytes)), step: "the message")
    }

    private func refuse(_ reply: SMTPReply, step: String) throws {
        guard !reply.isPositive else { return }
        if reply.isPermanent { throw EmailRefusal("the SMTP server refused \(step) with \(reply.code)") }
        throw SMTPFailure.refused(step: step, code: reply.code)
    }
}
