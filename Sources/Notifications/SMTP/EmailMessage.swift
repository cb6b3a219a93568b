import Foundation
import Mentoring
import Scheduling

/// An e-mail as it travels (RFC 5322): pure ASCII, whatever it says.
struct EmailMessage: Sendable {
    let recipient: String
    /// Header and body, lines ended by `\r\n`.
    let text: String
    /// Whether the recipient's address isn't ASCII (RFC 6531).
    let needsUTF8: Bool

    /// - Throws: ``EmailRefusal`` for an address that can't be written into a command.
    init(_ email: Email, settings: SMTPSettings) throws {
        guard SMTPAddress.isPlain(email.address) else { throw EmailRefusal("the address can't be written to") }
        recipient = email.address
        needsUTF8 = !email.address.allSatisfy(\.isASCII)
        let domain = settings.senderAddress.split(separator: "@").last ?? "localhost"
        var headers = [
            "From: \(Self.phrase(settings.senderName)) <\(settings.senderAddress)>",
            "To: <\(email.address)>",
            "Subject: \(Self.phrase(email.subject))",
            "Date: \(Self.date(email.createdAt))",
            // The same for every try, so that a repeat is known as one.
            "Message-ID: <\(email.id)@\(domain)>",
            "Auto-Submitted: auto-generated",
            "Content-Language: \(email.language.rawValue)",
            "MIME-Version: 1.0",
        ]
        if email.kind == nil {
            // Notices can be had less of: by writing to whoever runs the service.
            headers.append("List-Unsubscribe: <mailto:\(settings.senderAddress)?subject=unsubscribe>")
        }
        text = headers.joined(separator: "\r\n") + "\r\n" + Self.body(of: email).text
    }

    /// Text alone; or the same as text, as HTML and as an invitation, the best last (RFC 2046, RFC 6047); files behind
    /// that.
    private static func body(of email: Email) -> MIMEPart {
        let text = MIMEPart("text/plain; charset=utf-8", email.text.replacing("\n", with: "\r\n"))
        var alternatives = [text]
        if let html = email.html {
            alternatives.append(MIMEPart("text/html; charset=utf-8", html.replacing("\n", with: "\r\n")))
        }
        if let calendar = email.calendar {
            alternatives.append(
                MIMEPart("text/calendar; charset=utf-8; method=\(calendar.method)", calendar.text))
        }
        let body =
            alternatives.count > 1
            ? MIMEPart(of: alternatives, as: "alternative", boundary: "alternative-\(email.id)") : text
        var files = email.attachments.map { file in
            MIMEPart(
                "\(file.mediaType); name=\"\(file.name)\"", Data(file.bytes),
                disposition: "attachment; filename=\"\(file.name)\"")
        }
        if let calendar = email.calendar {
            // Readers that know no invitations see a file.
            files.append(
                MIMEPart(
                    "application/ics; name=\"invite.ics\"", calendar.text,
                    disposition: "attachment; filename=\"invite.ics\""))
        }
        guard !files.isEmpty else { return body }
        return MIMEPart(of: [body] + files, as: "mixed", boundary: "mixed-\(email.id)")
    }

    /// What follows `DATA`: a line that begins with a dot gets another, and a lone dot ends it all. Octet by octet, as
    /// there may be megabytes of it.
    var dataBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 3)
        var last: UInt8 = UInt8(ascii: "\n")
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), last == UInt8(ascii: "\n") { bytes.append(byte) }
            bytes.append(byte)
            last = byte
        }
        return bytes + Array(".\r\n".utf8)
    }

    /// A header's text; encoded words of at most 75 characters (RFC 2047) where it isn't plain.
    static func phrase(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || " -'!".unicodeScalars.contains($0))
        }
        if isPlain, text.utf8.count <= 60 { return text }
        var words: [String] = []
        var word = ""
        for character in text {
            // 45 octets make 60 characters of base64, which leaves room for the frame.
            if word.utf8.count + character.utf8.count > 45 {
                words.append(word)
                word = ""
            }
            word.append(character)
        }
        words.append(word)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// RFC 5322, in UTC: `Mon, 23 Nov 2026 10:00:00 +0000`.
    static func date(_ instant: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000))
    }
}
