import Foundation
import Mentoring

/// A notice as an e-mail says it, as text and as HTML.
struct NoticeEmail: Sendable {
    let wording: NoticeWording
    let name: String

    private var greeting: String {
        guard !name.isEmpty else { return wording.language == .zhHans ? "你好：" : "Hello," }
        return wording.language == .zhHans ? "\(name)，你好：" : "Hello \(name),"
    }

    private var closing: String {
        wording.language == .zhHans
            ? "通知的方式、语言和免打扰时间可以在设置里修改。" : "Channels, language and quiet hours are yours to change in the settings."
    }

    var text: String {
        let facts = wording.facts.map(\.line).joined(separator: "\n")
        return [greeting, wording.subject, facts, closing].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    /// Every text in it is somebody's: all of it is escaped.
    var html: String {
        let rows = wording.facts.map { fact in
            "<tr><th align=\"left\">\(Self.escaped(fact.name))</th><td>\(Self.escaped(fact.value))</td></tr>"
        }
        let table = rows.isEmpty ? "" : "<table cellpadding=\"4\">\n\(rows.joined(separator: "\n"))\n</table>\n"
        return """
            <!DOCTYPE html>
            <html lang="\(wording.language.rawValue)">
            <head><meta charset="utf-8"><title>\(Self.escaped(wording.subject))</title></head>
            <body>
            <p>\(Self.escaped(greeting))</p>
            <h1 style="font-size:1.2em">\(Self.escaped(wording.subject))</h1>
            \(table)<p style="color:#666">\(Self.escaped(closing))</p>
            </body>
            </html>

            """
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n": escaped += "<br>"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
