public import Mentoring
public import Scheduling

/// Tells by e-mail: one for each delivery, with the delivery's own id.
public struct NoticeEmailSender: DeliverySender {
    private let sender: any EmailSender
    private let organizer: String

    /// - Parameter organizer: the address that e-mails come from, which invites.
    public init(_ sender: any EmailSender, organizer: String) {
        self.sender = sender
        self.organizer = organizer
    }

    public func send(
        _ deliveries: [Delivery], to destination: DueDestination, target: DestinationTarget, at now: Instant
    ) async throws {
        guard let address = target.address else { throw DeliveryFailure("there is no address", .refused) }
        for delivery in deliveries {
            let wording = NoticeWording(delivery, for: destination.owner, reader: destination.reader)
            let page = NoticeEmail(wording: wording, name: destination.reader.name)
            let email = Email(
                id: EmailID(uuid: delivery.id.uuid), kind: nil, language: destination.reader.language,
                address: address, subject: wording.subject, text: page.text, html: page.html,
                calendar: Invitation.calendar(
                    for: delivery, wording: wording, reader: destination.reader, organizer: organizer,
                    attendee: address), code: nil,
                createdAt: delivery.createdAt, attempt: delivery.attempt)
            do {
                try await sender.send(email)
            } catch let refusal as EmailRefusal {
                throw DeliveryFailure(refusal.description, .refused)
            }
        }
    }
}
