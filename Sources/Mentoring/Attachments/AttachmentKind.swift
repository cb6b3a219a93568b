public import Foundation

/// What an attachment can be, told by its content: what a sender or a name says of it proves nothing.
public enum AttachmentKind: String, Sendable, Hashable, CaseIterable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case webp = "image/webp"
    case gif = "image/gif"
    case text = "text/plain"

    /// The kind of a content; nil for none of these.
    public init?(content: Data) {
        func begins(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            content.dropFirst(offset).starts(with: signature)
        }
        if begins(Array("%PDF-".utf8)) {
            self = .pdf
        } else if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if begins([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if begins(Array("RIFF".utf8)), begins(Array("WEBP".utf8), at: 8) {
            self = .webp
        } else if begins(Array("GIF87a".utf8)) || begins(Array("GIF89a".utf8)) {
            self = .gif
        } else if Self.isText(content) {
            self = .text
        } else {
            return nil
        }
    }

    /// UTF-8 without control characters but those that shape text.
    private static func isText(_ content: Data) -> Bool {
        guard !content.isEmpty else { return false }
        let isPlain = content.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
        return isPlain && String(validating: content, as: UTF8.self) != nil
    }

    /// How the name of such a file ends.
    public var fileExtension: String {
        switch self {
        case .pdf: "pdf"
        case .png: "png"
        case .jpeg: "jpg"
        case .webp: "webp"
        case .gif: "gif"
        case .text: "txt"
        }
    }
}
