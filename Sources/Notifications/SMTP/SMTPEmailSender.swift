public import Mentoring
import NIOCore
import NIOPosix
import NIOSSL

/// Hands e-mails to an SMTP server (RFC 5321), one connection each: there are few, and a fresh connection never meets
/// a server that has grown tired of it.
public struct SMTPEmailSender: EmailSender, CustomStringConvertible {
    private let settings: SMTPSettings
    private let tls: NIOSSLContext?

    public var description: String { "smtp \(settings.host):\(settings.port) (\(settings.security.rawValue))" }

    /// - Throws: `NIOSSLError` where the trusted authorities can't be read.
    public init(_ settings: SMTPSettings) throws {
        self.settings = settings
        if settings.security == .none {
            tls = nil
        } else {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.trustRoots = settings.trustRoots
            tls = try NIOSSLContext(configuration: configuration)
        }
    }

    public func send(_ email: Email) async throws {
        let message = try EmailMessage(email, settings: settings)
        let channel = try await connect()
        let limit = channel.eventLoop.scheduleTask(in: .seconds(Int64(settings.timeoutSeconds))) {
            channel.pipeline.fireErrorCaught(SMTPFailure.timedOut)
        }
        defer { limit.cancel() }
        try await withTaskCancellationHandler {
            do {
                try await converse(SMTPDialog(channel: channel), message)
            } catch {
                channel.close(promise: nil)
                throw error
            }
        } onCancel: {
            channel.close(promise: nil)
        }
        try? await channel.close()
    }

    private func connect() async throws -> any Channel {
        let (tls, host, isTLS) = (tls, settings.host, settings.security == .tls)
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(Int64(min(10, settings.timeoutSeconds))))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if isTLS, let tls {
                        try channel.pipeline.syncOperations.addHandler(Self.tlsHandler(tls, host))
                    }
                    try channel.pipeline.syncOperations.addHandler(SMTPDialogHandler())
                }
            }
            .connect(host: settings.host, port: settings.port).get()
    }

    /// A server that is named by a number has no name to ask for.
    private static func tlsHandler(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
        let isNumber = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isNumber ? nil : host)
    }

    private func converse(_ dialog: SMTPDialog, _ message: EmailMessage) async throws {
        try await dialog.greeting()
        var capabilities = try await dialog.hello(settings.greetingName)
        if settings.security == .startTLS, let tls {
            guard capabilities.contains("STARTTLS") else { throw SMTPFailure.noSTARTTLS }
            try await dialog.command("STARTTLS", step: "STARTTLS")
            let host = settings.host
            try await dialog.startTLS { try Self.tlsHandler(tls, host) }
            // What was promised without protection may have been anybody's promise.
            capabilities = try await dialog.hello(settings.greetingName)
        }
        if let credentials = settings.credentials {
            try await dialog.authenticate(credentials, offered: capabilities)
        }
        guard !message.needsUTF8 || capabilities.contains("SMTPUTF8") else {
            throw EmailRefusal("the address needs SMTPUTF8, which the SMTP server doesn't offer")
        }
        try await dialog.command(
            "MAIL FROM:<\(settings.senderAddress)>\(message.needsUTF8 ? " SMTPUTF8" : "")", step: "the sender")
        try await dialog.deliver(message)
        // It has the message; how it takes the goodbye is its own affair.
        _ = try? await dialog.ask("QUIT")
    }
}
