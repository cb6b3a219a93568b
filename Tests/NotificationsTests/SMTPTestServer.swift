import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// An SMTP server that does as the test says and remembers what it was told.
final class SMTPTestServer: Sendable {
    /// How it behaves.
    struct Behaviour: Sendable {
        var capabilities = ["8BITMIME"]
        /// Whether it speaks TLS from the first octet.
        var isTLS = false
        /// Replies that stand in for its own, by the first word of the command; `.` is the end of the message.
        var replies: [String: String] = [:]
        var greeting = "220 test ESMTP\r\n"
        /// Sent in one packet with the reply to `STARTTLS`.
        var slippedIn = ""
    }

    struct Transcript: Sendable {
        var commands: [String] = []
        var messages: [String] = []
        /// The commands that came through TLS.
        var protected: [String] = []
    }

    let port: Int
    private let channel: any Channel
    private let transcript: Mutex<Transcript>

    var heard: Transcript { transcript.withLock { $0 } }

    private init(channel: any Channel, port: Int, transcript: consuming Mutex<Transcript>) {
        self.channel = channel
        self.port = port
        self.transcript = transcript
    }

    /// Runs a body beside a server on a free port of this machine.
    static func with<Result: Sendable>(
        _ behaviour: Behaviour = Behaviour(), _ body: (SMTPTestServer) async throws -> Result
    ) async throws -> Result {
        let ear = Ear()
        let tls = try TestCertificate.serverContext()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if behaviour.isTLS {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        SMTPTestSession(behaviour: behaviour, tls: tls, hear: ear.hear))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = SMTPTestServer(
            channel: channel, port: channel.localAddress?.port ?? 0, transcript: Mutex(Transcript()))
        ear.server.withLock { $0 = server }
        defer { channel.close(promise: nil) }
        return try await body(server)
    }

    /// Passes on what sessions hear; the server is there only once its port is.
    private final class Ear: Sendable {
        let server = Mutex<SMTPTestServer?>(nil)

        @Sendable func hear(_ change: @Sendable (inout Transcript) -> Void) {
            server.withLock { $0 }?.transcript.withLock { change(&$0) }
        }
    }
}

/// One connection.
private final class SMTPTestSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let behaviour: SMTPTestServer.Behaviour
    private let tls: NIOSSLContext
    private let hear: (@Sendable (inout SMTPTestServer.Transcript) -> Void) -> Void
    private var received = ""
    private var message: [String]?
    private var secretsExpected = 0
    private var isProtected: Bool

    init(
        behaviour: SMTPTestServer.Behaviour, tls: NIOSSLContext,
        hear: @escaping (@Sendable (inout SMTPTestServer.Transcript) -> Void) -> Void
    ) {
        self.behaviour = behaviour
        self.tls = tls
        self.hear = hear
        isProtected = behaviour.isTLS
    }

    func channelActive(context: ChannelHandlerContext) {
        say(behaviour.greeting, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let end = received.range(of: "\r\n") {
            let line = String(received[..<end.lowerBound])
            received = String(received[end.upperBound...])
            take(line, context)
        }
    }

    private func take(_ line: String, _ context: ChannelHandlerContext) {
        if let lines = message {
            guard line == "." else {
                message = lines + [line.hasPrefix(".") ? String(line.dropFirst()) : line]
                return
            }
            hear { $0.messages.append(lines.joined(separator: "\r\n")) }
            message = nil
            return say(behaviour.replies["."] ?? "250 queued\r\n", context)
        }
        let isProtected = isProtected
        hear {
            $0.commands.append(line)
            if isProtected { $0.protected.append(line) }
        }
        if secretsExpected > 0 {
            secretsExpected -= 1
            return say(secretsExpected > 0 ? "334 UGFzc3dvcmQ6\r\n" : "235 welcome\r\n", context)
        }
        let verb = String(line.split(separator: " ").first ?? "").uppercased()
        if let reply = behaviour.replies[verb] { return say(reply, context) }
        answer(verb, line, context)
    }

    private func answer(_ verb: String, _ line: String, _ context: ChannelHandlerContext) {
        switch verb {
        case "EHLO":
            let lines = ["test greets you"] + behaviour.capabilities
            for (index, text) in lines.enumerated() {
                say("250\(index == lines.count - 1 ? " " : "-")\(text)\r\n", context)
            }
        case "STARTTLS":
            say("220 go ahead\r\n" + behaviour.slippedIn, context)
            isProtected = true
            try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
        case "AUTH" where line == "AUTH LOGIN":
            secretsExpected = 2
            say("334 VXNlcm5hbWU6\r\n", context)
        case "AUTH": say("235 welcome\r\n", context)
        case "DATA":
            message = []
            say("354 go on\r\n", context)
        case "QUIT":
            say("221 bye\r\n", context)
            context.close(promise: nil)
        default: say("250 ok\r\n", context)
        }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        guard !text.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}
