public import Mentoring

/// Who sends to which kind of destination.
public enum Senders {
    /// - Parameters:
    ///   - email: nil without a mail server: e-mails wait.
    ///   - organizer: the address that e-mails come from.
    ///   - reports: what notices of reports tell of.
    public static func all(
        _ http: OutgoingHTTP, email: (any EmailSender)?, organizer: String = "desk@localhost", reports: ReportPapers
    ) -> [DestinationKind: any DeliverySender] {
        let robots = RobotSender(http, reports: reports)
        var senders: [DestinationKind: any DeliverySender] = [
            .webhook: WebhookSender(http, reports: reports), .wecom: robots, .feishu: robots, .dingtalk: robots,
        ]
        if let email { senders[.email] = NoticeEmailSender(email, organizer: organizer, reports: reports) }
        return senders
    }
}
