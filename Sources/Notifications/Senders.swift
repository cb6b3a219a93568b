public import Mentoring

/// Who sends to which kind of destination.
public enum Senders {
    /// - Parameters:
    ///   - email: nil without a mail server: e-mails wait.
    ///   - organizer: the address that e-mails come from.
    public static func all(
        _ http: OutgoingHTTP, email: (any EmailSender)?, organizer: String = "desk@localhost"
    ) -> [DestinationKind: any DeliverySender] {
        let robots = RobotSender(http)
        var senders: [DestinationKind: any DeliverySender] = [
            .webhook: WebhookSender(http), .wecom: robots, .feishu: robots, .dingtalk: robots,
        ]
        if let email { senders[.email] = NoticeEmailSender(email, organizer: organizer) }
        return senders
    }
}
