import Foundation
import Scheduling

/// A format that a text must have.
public enum TextFormat: Sendable {
    /// RFC 3339, any offset.
    case instant
    /// `YYYY-MM-DD`.
    case day
    /// An instant or a day.
    case instantOrDay
    /// `HH:MM`; `24:00` only as an end.
    case wallTime(mayBeEndOfDay: Bool)
    /// `YYYY-Www`.
    case week
    /// A name of the zone database.
    case zone
    /// An address; no mail is sent to find out.
    case email
    /// Handles and slugs: `^[a-z0-9](-?[a-z0-9])*$`.
    case handle
    /// An absolute `http` or `https` URL.
    case url
    /// A prefix, then 26 characters of Crockford's base32: `con_…`.
    case id(prefix: String)
    /// Something else: a regular expression as documentation calls it, and the same as a function.
    case matching(pattern: String, expected: String, check: @Sendable (String) -> Bool)

    /// What the format looks like, for messages in any language.
    var expected: String {
        switch self {
        case .instant: "RFC 3339, 2026-12-01T19:00:00+08:00"
        case .day: "YYYY-MM-DD"
        case .instantOrDay: "RFC 3339 / YYYY-MM-DD"
        case .wallTime(let mayBeEndOfDay): mayBeEndOfDay ? "HH:MM (00:00–24:00)" : "HH:MM (00:00–23:59)"
        case .week: "YYYY-Www"
        case .zone: "IANA time zone, Asia/Shanghai"
        case .email: "name@example.com"
        case .handle: "^[a-z0-9](-?[a-z0-9])*$"
        case .url: "https://…"
        case .id(let prefix): "\(prefix)…"
        case .matching(_, let expected, _): expected
        }
    }

    /// A regular expression for documentation; nil where the format has a name of its own or none is exact.
    var pattern: String? {
        switch self {
        case .wallTime(let mayBeEndOfDay):
            mayBeEndOfDay ? "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" : "^([01][0-9]|2[0-3]):[0-5][0-9]$"
        case .week: "^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$"
        case .handle: "^[a-z0-9](-?[a-z0-9])*$"
        case .id(let prefix): "^\(prefix)[0-7][0-9a-hjkmnp-tv-z]{25}$"
        case .url: "^https?://[^\\s]+$"
        case .matching(let pattern, _, _): pattern
        case .instantOrDay:
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$"
        case .zone: "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"
        case .instant, .day, .email: nil
        }
    }

    /// The name OpenAPI and JSON Schema have for it.
    var standardName: String? {
        switch self {
        case .instant: "date-time"
        case .day: "date"
        case .email: "email"
        case .url: "uri"
        default: nil
        }
    }

    /// Whether a text has the format. Zones are asked of the caller's index.
    func accepts(_ text: String, isZone: (String) -> Bool) -> Bool {
        switch self {
        case .instant: Instant(rfc3339: text) != nil
        case .day: CivilDate(iso8601: text) != nil
        case .instantOrDay: CivilDate(iso8601: text) != nil || Instant(rfc3339: text) != nil
        case .wallTime(let mayBeEndOfDay):
            if let time = WallTime(text) { mayBeEndOfDay || time != .endOfDay } else { false }
        case .week: ISOWeek(text) != nil
        case .zone: isZone(text)
        case .email: Self.isEmail(text)
        case .handle: Self.isHandle(text)
        case .url: Self.isWebURL(text)
        case .id(let prefix): Self.isID(text, prefix: prefix)
        case .matching(_, _, let check): check(text)
        }
    }

    static func isHandle(_ text: String) -> Bool {
        var previous = UInt8(ascii: "-")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-") where previous != UInt8(ascii: "-"): break
            default: return false
            }
            previous = byte
        }
        return previous != UInt8(ascii: "-")
    }

    static func isID(_ text: String, prefix: String) -> Bool {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + 26 else { return false }
        let characters = text.utf8.dropFirst(prefix.utf8.count)
        // 26 characters hold 130 bits and an id 128, so the first is one of eight.
        guard let first = characters.first, first <= UInt8(ascii: "7") else { return false }
        return characters.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
            case UInt8(ascii: "a")...UInt8(ascii: "z"): true
            default: false
            }
        }
    }

    /// One `@`, something before it, a domain of at least two labels after it. Letters of any script pass.
    static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), parts[1].utf8.count <= 253 else { return false }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && !"\"(),:;<>[\\]".unicodeScalars.contains(scalar)
        }
        let local = parts[0]
        guard isPlain, local.first != ".", local.last != ".", !local.contains("..") else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.unicodeScalars.allSatisfy {
                        $0.isASCII ? ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-") : true
                    }
            }
    }

    static func isWebURL(_ text: String) -> Bool {
        guard let mark = text.range(of: "://") else { return false }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return false }
        let authority = text[mark.upperBound...].prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, authority.first != ":", !authority.contains("@") else { return false }
        return text.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && !"\"<>\\^`{|}".unicodeScalars.contains($0)
        }
    }
}
