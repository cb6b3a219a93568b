import Scheduling

/// A calendar as RFC 5545 writes it. The same value always gives the same bytes.
public struct CalendarDocument: Hashable, Sendable {
    public static let mediaType = "text/calendar; charset=utf-8"

    /// What a reader is to do with it (RFC 5546).
    public enum Method: String, Hashable, Sendable {
        /// To look at.
        case publish = "PUBLISH"
        /// An invitation, or a new word on one.
        case request = "REQUEST"
        /// The end of an invitation.
        case cancel = "CANCEL"
    }

    /// What a reader calls it.
    public var name: String
    /// Nil for one to subscribe to: PUBLISH asks for an organizer of every entry (RFC 5546).
    public var method: Method?
    public var events: [CalendarEvent]
    /// How often a reader that subscribed should look again, if it should.
    public var refreshMinutes: Int?

    public init(
        name: String, method: Method? = .publish, events: [CalendarEvent], refreshMinutes: Int? = nil
    ) {
        self.name = name
        self.method = method
        self.events = events
        self.refreshMinutes = refreshMinutes
    }

    /// The calendar in UTF-8, lines ended by CRLF.
    public var bytes: [UInt8] {
        var lines = ContentLines()
        lines.line("BEGIN", raw: "VCALENDAR")
        lines.line("VERSION", raw: "2.0")
        lines.line("PRODID", raw: "-//MentorDesk//MentorDesk//EN")
        lines.line("CALSCALE", raw: "GREGORIAN")
        if let method { lines.line("METHOD", raw: method.rawValue) }
        // RFC 7986's name, and the one that readers knew before it.
        lines.line("NAME", text: name)
        lines.line("X-WR-CALNAME", text: name)
        if let refreshMinutes {
            lines.line("REFRESH-INTERVAL;VALUE=DURATION", raw: "PT\(refreshMinutes)M")
            lines.line("X-PUBLISHED-TTL", raw: "PT\(refreshMinutes)M")
        }
        for event in events {
            Self.write(event, to: &lines)
        }
        lines.line("END", raw: "VCALENDAR")
        return lines.bytes
    }

    private static func write(_ event: CalendarEvent, to lines: inout ContentLines) {
        lines.line("BEGIN", raw: "VEVENT")
        lines.line("UID", text: event.uid)
        lines.line("DTSTAMP", raw: utc(event.changedAt))
        lines.line("LAST-MODIFIED", raw: utc(event.changedAt))
        lines.line("SEQUENCE", raw: "\(event.sequence)")
        switch event.timing {
        case .time(let start, let end):
            lines.line("DTSTART", raw: utc(start))
            lines.line("DTEND", raw: utc(end))
        case .days(let days):
            lines.line("DTSTART;VALUE=DATE", raw: basic(days.lowerBound))
            // The end of an all-day entry is the first day that no longer belongs to it.
            lines.line("DTEND;VALUE=DATE", raw: basic(days.upperBound.adding(days: 1)))
        }
        lines.line("SUMMARY", text: event.summary)
        if let details = event.details { lines.line("DESCRIPTION", text: details) }
        if let location = event.location { lines.line("LOCATION", text: location) }
        if let url = event.url { lines.line("URL", raw: url) }
        if let invitation = event.invitation {
            lines.line("ORGANIZER", raw: "mailto:\(invitation.organizer)")
            // Whoever booked has said that they come.
            lines.line(
                "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", raw: "mailto:\(invitation.attendee)")
        }
        lines.line("STATUS", raw: event.status.rawValue)
        lines.line("TRANSP", raw: event.isBusy ? "OPAQUE" : "TRANSPARENT")
        for minutes in event.reminderMinutes {
            lines.line("BEGIN", raw: "VALARM")
            lines.line("ACTION", raw: "DISPLAY")
            lines.line("TRIGGER", raw: "-PT\(minutes)M")
            lines.line("DESCRIPTION", text: event.summary)
            lines.line("END", raw: "VALARM")
        }
        lines.line("END", raw: "VEVENT")
    }

    /// `20261201`.
    private static func basic(_ date: CivilDate) -> String {
        date.iso8601.filter { $0 != "-" }
    }

    /// `20261201T110000Z`.
    private static func utc(_ instant: Instant) -> String {
        let seconds = instant.seconds
        let ofDay = Int((seconds % 86_400 + 86_400) % 86_400)
        let date = CivilDate(daysSinceEpoch: Int((seconds - Int64(ofDay)) / 86_400))
        let clock = [ofDay / 3_600, ofDay / 60 % 60, ofDay % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
        return "\(basic(date))T\(clock)Z"
    }
}
