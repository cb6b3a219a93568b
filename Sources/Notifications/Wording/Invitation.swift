import ICalendar
import Mentoring
import Scheduling

/// What a notice says to the reader's calendar, if it says anything.
enum Invitation {
    /// - Parameters:
    ///   - organizer: the address that invites.
    ///   - attendee: the reader's.
    static func calendar(
        for delivery: Delivery, wording: NoticeWording, reader: Reader, organizer: String, attendee: String
    ) -> Email.Calendar? {
        guard case .event(let event) = delivery.content, let consultation = delivery.consultation,
            let time = consultation.time, let method = method(of: event.type, consultation.status)
        else { return nil }
        let status: CalendarEvent.Status =
            switch (method, consultation.status) {
            case (.cancel, _): .cancelled
            case (_, .confirmed): .confirmed
            default: .tentative
            }
        let place = [time.meeting?.url, time.meeting?.note].compactMap(\.self).joined(separator: " ")
        let entry = CalendarEvent(
            uid: consultation.calendarUID, timing: .time(start: time.start, end: time.end),
            summary: "\(time.title) · \(consultation.topic)", changedAt: consultation.updatedAt,
            // It grows with every change, and nothing else does.
            sequence: consultation.version, status: status,
            details: wording.facts.map(\.line).joined(separator: "\n"), location: place.isEmpty ? nil : place,
            invitation: CalendarEvent.Invitation(organizer: organizer, attendee: attendee))
        let document = CalendarDocument(name: "MentorDesk", method: method, events: [entry])
        return Email.Calendar(method: method.rawValue, text: String(decoding: document.bytes, as: UTF8.self))
    }

    /// A session as it stands now invites, or takes an invitation back; one that may never have been in a calendar is
    /// taken back all the same, which readers that don't know it ignore.
    private static func method(of type: String, _ status: ConsultationStatus) -> CalendarDocument.Method? {
        switch (type, status) {
        case ("consultation.confirmed", .confirmed), ("consultation.rescheduled", .confirmed),
            ("consultation.rescheduled", .requested):
            .request
        case ("consultation.cancelled", .cancelled), ("consultation.declined", .declined),
            ("consultation.expired", .expired):
            .cancel
        default: nil
        }
    }
}
