import Foundation
import Mentoring
import Scheduling
import Testing

@testable import Notifications

struct NoticeEmailTests {
    private func page(_ value: String, _ language: EmailLanguage = .en) -> NoticeEmail {
        let fact = NoticeWording.Fact(name: "Topic", value: value, language: language)
        return NoticeEmail(
            wording: NoticeWording(subject: "Confirmed: \(value)", facts: [fact], language: language), name: value)
    }

    @Test func `what people wrote stays text in HTML, wherever it stands`() {
        let hostile = #"<script>alert("1")</script><img src=x onerror='y'>&amp;"#
        let html = page(hostile).html
        #expect(!html.contains("<script") && !html.contains("<img") && !html.contains("onerror='"))
        let escaped =
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;y&#39;&gt;&amp;amp;"
        // Title, greeting, heading and table.
        #expect(html.components(separatedBy: escaped).count == 5)
        #expect(page(hostile).text.contains(hostile))
    }

    @Test func `both languages greet in their own words`() {
        #expect(page("林", .zhHans).text.hasPrefix("林，你好："))
        #expect(page("Lin").text.hasPrefix("Hello Lin,"))
        #expect(page("林", .zhHans).html.contains("<html lang=\"zh-Hans\">"))
    }

    private func message(html: String?, calendar: Email.Calendar?) throws -> String {
        let settings = try SMTPSettings(host: "h", security: .none, senderAddress: "desk@mentordesk.example")
        return try EmailMessage(
            Email(
                id: EmailID(uuid: UUID()), kind: nil, language: .zhHans, address: "chen@example.com", subject: "预约已确认",
                text: "你好\n", html: html, calendar: calendar, code: nil,
                createdAt: Instant(microseconds: 0), attempt: 1), settings: settings
        ).text
    }

    @Test func `text, HTML and invitation travel as alternatives, with the invitation once more as a file`() throws {
        let text = try message(
            html: "<p>你好</p>", calendar: Email.Calendar(method: "REQUEST", text: "BEGIN:VCALENDAR\r\n"))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 100 })
        let types = text.components(separatedBy: "\r\n").filter { $0.hasPrefix("Content-Type: ") }.map {
            String($0.dropFirst(14).prefix { $0 != ";" })
        }
        #expect(
            types == [
                "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
                "application/ics",
            ])
        #expect(text.contains("Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"))
        #expect(text.contains("List-Unsubscribe: <mailto:desk@mentordesk.example?subject=unsubscribe>\r\n"))
        #expect(try message(html: nil, calendar: nil).contains("multipart") == false)
    }
}
