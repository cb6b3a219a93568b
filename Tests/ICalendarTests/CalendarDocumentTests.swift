import ICalendar
import Scheduling
import Testing

@Suite struct CalendarDocumentTests {
    static let changedAt = Instant(seconds: 1_796_036_400)

    static func event(_ summary: String, details: String? = nil) throws -> CalendarEvent {
        let day = try #require(CivilDate(iso8601: "2026-12-31"))
        return CalendarEvent(
            uid: "step@mentordesk", timing: .days(day...day), summary: summary, changedAt: changedAt,
            details: details, isBusy: false)
    }

    static func text(_ document: CalendarDocument) -> String {
        String(decoding: document.bytes, as: UTF8.self)
    }

    /// The text with folded lines put together again.
    static func unfolded(_ document: CalendarDocument) -> [String] {
        var lines: [String] = []
        for line in text(document).split(separator: "\r\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(" "), let last = lines.popLast() {
                lines.append(last + line.dropFirst())
            } else {
                lines.append(String(line))
            }
        }
        return lines
    }

    @Test func `a due date is a whole day whose end is the day after`() throws {
        let document = CalendarDocument(name: "Plan", events: [try Self.event("RoPE")])
        #expect(
            Self.text(document)
                == """
                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//MentorDesk//MentorDesk//EN
                CALSCALE:GREGORIAN
                METHOD:PUBLISH
                NAME:Plan
                X-WR-CALNAME:Plan
                BEGIN:VEVENT
                UID:step@mentordesk
                DTSTAMP:20261130T110000Z
                LAST-MODIFIED:20261130T110000Z
                SEQUENCE:0
                DTSTART;VALUE=DATE:20261231
                DTEND;VALUE=DATE:20270101
                SUMMARY:RoPE
                STATUS:CONFIRMED
                TRANSP:TRANSPARENT
                END:VEVENT
                END:VCALENDAR

                """.replacing("\n", with: "\r\n"))
    }

    @Test func `a meeting is written in UTC with its reminders`() {
        let start = Instant(seconds: -1)
        let event = CalendarEvent(
            uid: "con_1", timing: .time(start: start, end: start.adding(minutes: 60)), summary: "Mock interview",
            changedAt: Self.changedAt, sequence: 3, status: .tentative, location: "Room",
            url: "https://example.org/\r\n?a=1,2;3", reminderMinutes: [60, 10])
        let lines = Self.unfolded(CalendarDocument(name: "Mine", events: [event], refreshMinutes: 30))
        #expect(lines.contains("DTSTART:19691231T235959Z"))
        #expect(lines.contains("DTEND:19700101T005959Z"))
        #expect(lines.contains("REFRESH-INTERVAL;VALUE=DURATION:PT30M"))
        #expect(lines.contains("STATUS:TENTATIVE"))
        #expect(lines.contains("SEQUENCE:3"))
        #expect(lines.contains("TRANSP:OPAQUE"))
        #expect(lines.contains("URL:https://example.org/?a=1,2;3"), "a URL is no TEXT: nothing in it is escaped")
        #expect(lines.filter { $0.hasPrefix("TRIGGER") } == ["TRIGGER:-PT60M", "TRIGGER:-PT10M"])
    }

    @Test func `no line is longer than 75 octets, none is cut inside a character, and unfolding gives it back`() throws
    {
        let details = String(repeating: "大模型推理系统，", count: 40) + "👩🏽‍💻" + String(repeating: "x", count: 200)
        let document = CalendarDocument(name: "Plan", events: [try Self.event("a", details: details)])
        let lines = document.bytes.split(separator: 10).map { Array($0.dropLast()) }
        #expect(lines.allSatisfy { $0.count <= 75 })
        #expect(lines.contains { $0.count == 75 })
        #expect(lines.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
        #expect(Self.unfolded(document).contains("DESCRIPTION:\(details)"))
    }

    @Test func `a line of exactly 75 octets is not folded, one of 76 is`() throws {
        let fits = String(repeating: "x", count: 75 - "SUMMARY:".count)
        let whole = CalendarDocument(name: "Plan", events: [try Self.event(fits)])
        #expect(Self.text(whole).contains("SUMMARY:\(fits)\r\n"))
        let folded = CalendarDocument(name: "Plan", events: [try Self.event(fits + "y")])
        #expect(Self.text(folded).contains("SUMMARY:\(fits)\r\n y\r\n"))
    }

    @Test func `what means something to a reader is escaped, and no line can be smuggled in`() throws {
        let document = CalendarDocument(
            name: "Plan", events: [try Self.event("a,b;c\\d\nEND:VEVENT\r\ne\rf\u{0}\u{1B}g\th")])
        #expect(Self.unfolded(document).contains("SUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENT\\ne\\nfg\th"))
        #expect(Self.unfolded(document).count { $0 == "END:VEVENT" } == 1)
    }
}
