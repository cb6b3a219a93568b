import Foundation
import HTTPAPI
import OutsideTools

/// Calendar parsers that nobody here wrote: PyPI's `icalendar`, and libical with its check of restrictions.
enum OutsideParser {
    /// What both make of a calendar: refused by neither, and with as many entries for one as for the other.
    static func read(_ calendar: Data) throws -> JSONValue {
        let folder = "Tests/APITests/Parsers"
        let counted = try OutsideTools.program("\(folder)/check_calendar.c", library: "libical", input: calendar)
        let read = try OutsideTools.python("\(folder)/check_calendar.py", input: calendar)
        let value = try JSONDecoder().decode(JSONValue.self, from: read.get())
        let count = value["entries"]?.array?.count
        guard let count, String(decoding: try counted.get(), as: UTF8.self) == "\(count)\n" else {
            throw Disagreement(
                description: "libical counts \(counted.text) entries, icalendar \(String(describing: count))")
        }
        return value
    }

    struct Disagreement: Error, CustomStringConvertible {
        let description: String
    }
}
