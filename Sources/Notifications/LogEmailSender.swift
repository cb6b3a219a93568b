public import Logging
public import Mentoring

/// Writes e-mails to the log instead of sending them, codes and addresses included: for development alone.
public struct LogEmailSender: EmailSender, CustomStringConvertible {
    private let logger: Logger

    public var description: String { "log" }

    public init(logger: Logger) {
        self.logger = logger
    }

    public func send(_ email: Email) async throws {
        var metadata: Logger.Metadata = [
            "to": "\(email.address)", "subject": "\(email.subject)", "kind": "\(email.kind?.rawValue ?? "notice")",
        ]
        if let code = email.code { metadata["code"] = "\(code)" }
        logger.notice("e-mail, not sent in development", metadata: metadata)
    }
}
