import Foundation

/// A part of an e-mail (RFC 2045): its own headers and body, pure ASCII.
struct MIMEPart: Sendable {
    /// Headers, an empty line and the body; lines ended by `\r\n`.
    let text: String

    /// - Parameter content: lines ended by `\r\n`; travels in base64, whatever it holds.
    init(_ type: String, _ content: String, disposition: String? = nil) {
        self.init(type, Data(content.utf8), disposition: disposition)
    }

    /// - Parameter content: travels in base64, whatever it holds.
    init(_ type: String, _ content: Data, disposition: String? = nil) {
        let body =
            content
            .base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        let headers = [
            "Content-Type: \(type)", disposition.map { "Content-Disposition: \($0)" },
            "Content-Transfer-Encoding: base64",
        ]
        text = headers.compactMap(\.self).joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n"
    }

    /// Several in one. No boundary can stand in base64: it has a hyphen.
    init(of parts: [MIMEPart], as kind: String, boundary: String) {
        let bodies = parts.map { "--\(boundary)\r\n\($0.text)" }.joined()
        text = "Content-Type: multipart/\(kind); boundary=\"\(boundary)\"\r\n\r\n\(bodies)--\(boundary)--\r\n"
    }
}
