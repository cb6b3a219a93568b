import Foundation
import Mentoring

/// What a robot says: a title and lines of plain text. Nothing in it is markup, so nobody's name can call everybody.
struct RobotMessage: Sendable, Hashable {
    let title: String
    let lines: [String]

    /// One delivery as it is, several as a digest.
    init(_ deliveries: [Delivery], for destination: DueDestination) {
        let reader = destination.reader
        let wordings = deliveries.map { NoticeWording($0, for: destination.owner, reader: reader) }
        if wordings.count == 1, let only = wordings.first {
            title = only.subject
            lines = only.facts.map(\.line)
        } else {
            title = reader.language == .zhHans ? "\(wordings.count) 条新通知" : "\(wordings.count) notices"
            lines = wordings.map { "• \($0.subject)" }
        }
    }

    /// Title and lines in at most so many octets; what doesn't fit is counted.
    func text(maximumBytes: Int, language: EmailLanguage) -> String {
        var kept = [Self.cut(title, to: maximumBytes / 2)]
        var size = kept[0].utf8.count
        for (index, line) in lines.enumerated() {
            let rest = lines.count - index
            let ending = language == .zhHans ? "……还有 \(rest) 条" : "… and \(rest) more"
            let isLast = rest == 1
            let room = maximumBytes - size - 1 - (isLast ? 0 : ending.utf8.count + 8)
            if line.utf8.count > room {
                if index == 0 || isLast, room > 40 {
                    kept.append(Self.cut(line, to: room))
                } else {
                    kept.append(ending)
                }
                break
            }
            kept.append(line)
            size += line.utf8.count + 1
        }
        return kept.joined(separator: "\n")
    }

    private static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var cut = ""
        for character in text {
            guard cut.utf8.count + character.utf8.count + 3 <= bytes else { break }
            cut.append(character)
        }
        return cut + "…"
    }
}
