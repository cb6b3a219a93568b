import Foundation
import Scheduling
import Testing
import ZoneData

/// The system's zones, read once for all tests.
enum Zones {
    private static let directory = Result { try ZoneDirectory() }

    static func all() throws -> ZoneDirectory {
        try directory.get()
    }

    static func named(_ name: String) throws -> ZoneRules {
        try #require(try all().zone(named: name), "no zone \(name)")
    }
}

/// The repository, from this file's place in it.
func repositoryFile(_ path: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: path)
}

func casesFile(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases").appending(path: name)
}

func instant(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text), "not an instant: \(text)")
}

func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(iso8601: text), "not a date: \(text)")
}

func window(_ start: String, _ end: String) throws -> Window {
    try #require(Window(start, end), "not a window: \(start)–\(end)")
}

/// The shipped holiday data. A reader of just the form that file has; the server reads it as YAML.
enum ChineseHolidays {
    static func notices() throws -> [HolidayNotice] {
        let text = try String(contentsOf: repositoryFile("Config/holidays/cn.yaml"), encoding: .utf8)
        var notices: [HolidayNotice] = []
        var title = ""
        var from: CivilDate?
        var to: CivilDate?
        var lists: [String: [CivilDate]] = [:]
        var key = ""
        func finish() throws {
            guard !title.isEmpty else { return }
            notices.append(
                HolidayNotice(
                    title: title, covers: try #require(from)...(try #require(to)),
                    daysOff: lists["days_off"] ?? [], workingDays: lists["working_days"] ?? []))
            lists = [:]
        }
        for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") {
            let field = line.drop { $0 == " " }
            let value = field.split(separator: ": ", maxSplits: 1).last.map { $0.filter { $0 != "\"" } } ?? ""
            if field.hasPrefix("- year:") {
                try finish()
            } else if field.hasPrefix("title:") {
                title = value
            } else if field.hasPrefix("from:") {
                from = try date(value)
            } else if field.hasPrefix("to:") {
                to = try date(value)
            } else if field.hasPrefix("- \"") {
                lists[key, default: []].append(try date(field.filter { $0.isNumber || $0 == "-" }.dropPrefixDash()))
            } else if let colon = field.firstIndex(of: ":") {
                key = String(field[..<colon])
            }
        }
        try finish()
        return notices
    }

    static func holidays() throws -> Holidays {
        Holidays(notices: try notices())
    }
}

extension String {
    /// Without the dash of a YAML list item.
    fileprivate func dropPrefixDash() -> String {
        hasPrefix("-") ? String(dropFirst()) : self
    }
}
