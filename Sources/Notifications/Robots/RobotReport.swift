import Mentoring
import Reports

/// A report as a robot says it: short lines in the maker's own Markdown, as many as the maker takes.
struct RobotReport: Sendable {
    /// How a maker's Markdown marks things. Names and titles in it are made harmless first.
    struct Style: Sendable {
        var titlePrefix = ""
        var linePrefix = ""
        /// Between chapters, and between lines.
        var chapterBreak = "\n\n"
        var lineBreak = "\n"
    }

    let digest: ReportDigest
    let language: EmailLanguage

    var title: String { ReportDigest.harmless(digest.title) }

    /// At most so many octets. What doesn't fit is counted in a last line, which says where the whole is.
    ///
    /// - Parameter hasTitle: false where the title stands elsewhere.
    func text(maximumBytes: Int, style: Style, hasTitle: Bool = true) -> String {
        var pieces: [String] = hasTitle ? [style.titlePrefix + title] : []
        for (index, line) in digest.standing.enumerated() {
            pieces.append((pieces.isEmpty ? "" : index == 0 ? style.chapterBreak : style.lineBreak) + harmless(line))
        }
        for chapter in digest.chapters {
            pieces.append("\(style.chapterBreak)**\(harmless(chapter.name))**")
            pieces += chapter.lines.map { style.lineBreak + style.linePrefix + harmless($0) }
        }
        let source = style.chapterBreak + digest.source
        let whole = pieces.joined() + source
        if whole.utf8.count <= maximumBytes { return whole }
        var text = ""
        for (index, piece) in pieces.enumerated() {
            let rest = pieces.count - index
            let ending = language == .zhHans ? "……还有 \(rest) 行。" : "… and \(rest) more lines. "
            let last = style.chapterBreak + ending + digest.source
            // The number may have grown a digit shorter by then, never longer.
            guard text.utf8.count + piece.utf8.count + last.utf8.count <= maximumBytes else { return text + last }
            text += piece
        }
        return text
    }

    private func harmless(_ text: String) -> String { ReportDigest.harmless(text) }
}
