public import ICalendar
import Scheduling

/// Booked consultations as entries of a calendar, in the words of one side.
public struct SessionCalendar: Sendable {
    public let side: Side
    public let language: EmailLanguage

    public init(side: Side, language: EmailLanguage) {
        self.side = side
        self.language = language
    }

    /// What a calendar program calls it.
    public var name: String {
        language == .zhHans ? "MentorDesk 咨询" : "MentorDesk consultations"
    }

    /// The entry of a consultation; nil for one without a time.
    ///
    /// Its UID stays for ever and its SEQUENCE goes up with every change, so that programs replace what they hold.
    /// What is called off stays in the calendar, as cancelled.
    public func entry(_ consultation: Consultation) -> CalendarEvent? {
        guard let time = consultation.time else { return nil }
        let status: CalendarEvent.Status =
            switch consultation.status {
            case .requested: .tentative
            case .confirmed, .completed, .noShow: .confirmed
            case .declined, .cancelled, .expired, .open, .closed: .cancelled
            }
        // An expiry that isn't written down yet is the next version already, and since then.
        let isAhead = consultation.status == .expired && !consultation.isExpiryWritten
        let meeting = status == .confirmed ? time.meeting : nil
        let other = side == .mentor ? consultation.student.name : consultation.mentor.name
        return CalendarEvent(
            uid: consultation.calendarUID, timing: .time(start: time.start, end: time.end),
            summary: prefix(consultation.status) + "\(time.title) · \(other)",
            changedAt: isAhead ? time.respondBy ?? consultation.updatedAt : consultation.updatedAt,
            sequence: consultation.version + (isAhead ? 1 : 0), status: status,
            details: details(consultation, meeting), location: meeting?.url ?? meeting?.note, url: meeting?.url,
            isBusy: status != .cancelled)
    }

    private func prefix(_ status: ConsultationStatus) -> String {
        switch (status, language) {
        case (.requested, .zhHans): "待确认："
        case (.requested, .en): "To be confirmed: "
        case (.declined, .zhHans), (.cancelled, .zhHans), (.expired, .zhHans): "已取消："
        case (.declined, .en), (.cancelled, .en), (.expired, .en): "Cancelled: "
        default: ""
        }
    }

    private func details(_ consultation: Consultation, _ meeting: Meeting?) -> String {
        let isChinese = language == .zhHans
        var lines = [(isChinese ? "主题：" : "Topic: ") + consultation.topic]
        if let url = meeting?.url { lines.append((isChinese ? "会议：" : "Meeting: ") + url) }
        if let note = meeting?.note { lines.append(note) }
        if let reason = consultation.reason { lines.append((isChinese ? "原因：" : "Reason: ") + reason) }
        return lines.joined(separator: "\n")
    }
}
