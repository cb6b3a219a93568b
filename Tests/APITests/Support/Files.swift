import Foundation
import HTTPAPI

/// Files of each kind, as small as they can be told apart.
enum Files {
    static let pdf = Data("%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n".utf8)
    static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data(repeating: 0, count: 24)
    static let jpeg = Data([0xFF, 0xD8, 0xFF, 0xE0]) + Data(repeating: 1, count: 24)
    static let webp = Data("RIFF".utf8) + Data([24, 0, 0, 0]) + Data("WEBPVP8 ".utf8) + Data(repeating: 2, count: 16)
    static let gif = Data("GIF89a".utf8) + Data(repeating: 3, count: 16)
    static let text = Data("项目经历\n\t一、GRPO\r\n".utf8)

    static let all: [(type: String, content: Data)] = [
        ("application/pdf", pdf), ("image/png", png), ("image/jpeg", jpeg), ("image/webp", webp),
        ("image/gif", gif), ("text/plain", text),
    ]
}

extension Service {
    /// Adds a file to a consultation.
    func attach(
        _ content: Data, type: String, named filename: String? = nil, to id: String, by token: String,
        key: String? = nil
    ) async throws -> Answer {
        let name = filename?.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        return try await call(
            .POST, "/v1/consultations/\(id)/attachments" + (name.map { "?filename=\($0)" } ?? ""), token: token,
            bytes: content, key: key, headers: [("Content-Type", type)])
    }

    /// Adds a plain text.
    func attach(_ text: String, to id: String, by token: String) async throws -> Answer {
        try await attach(Data(text.utf8), type: "text/plain", to: id, by: token)
    }
}
