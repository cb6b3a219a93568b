public import Mentoring
public import Scheduling

/// Tells by e-mail: one for each delivery, with the delivery's own id.
public struct NoticeEmailSender: DeliverySender {
    private let sender: any EmailSender
    private let organizer: String
    private let reports: ReportPapers

    /// - Parameter organizer: the address that e-mails come from, which invites.
    public init(_ sender: any EmailSender, organizer: String, reports: ReportPapers) {
        self.sender = sender
        self.organizer = organizer
        self.reports = reports
    }

    public func send(
        _ deliveries: [Delivery], to destination: DueDestination, target: DestinationTarget, at now: Instant
    ) async throws {
        guard let address = target.address else { throw DeliveryFailure("there is no address", .refused) }
        for delivery in deliveries {
            let email: Email
            if let told = delivery.report {
                email = try await reports.email(
                    try await reports.report(told, for: destination.owner), delivery: delivery, to: address,
                    reader: destination.reader)
            } else {
                email = notice(delivery, to: address, of: destination)
            }
            do {
                try await sender.send(email)
            } catch let refusal as EmailRefusal {
                throw DeliveryFailure(refusal.description, .refused)
            }
        }
    }

    private func notice(_ delivery: Delivery, to address: String, of destination: DueDestination) -> Email {
        let wording = NoticeWording(delivery, for: destination.owner, reader: destination.reader)
        let page = NoticeEmail(wording: wording, name: destination.reader.name)
        return Email(
            id: EmailID(uuid: delivery.id.uuid), kind: nil, language: destination.reader.language,
            address: address, subject: wording.subject, text: page.text, html: page.html,
            calendar: Invitation.calendar(
                for: delivery, wording: wording, reader: destination.reader, organizer: organizer,
                attendee: address), code: nil,
            createdAt: delivery.createdAt, attempt: delivery.attempt)
    }
}
