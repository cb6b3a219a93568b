import Foundation
import Scheduling

/// Reads a ``TimePhrase`` from left to right: each piece is a day, a time of day, a distance or a repetition, in any
/// order, with fillers (`at`, `on`, `的`) between them.
struct TimePhraseReader {
    let characters: [Character]
    var at = 0
    var found = TimePhrase()
    /// Said with the day (今晚, tonight), for the hour that follows.
    var dayPart: DayPart?

    init(_ text: String) {
        let normal = text.precomposedStringWithCompatibilityMapping.lowercased()
        characters = Array(normal.prefix(200))
    }

    mutating func phrase() throws(TimePhrase.Problem) -> TimePhrase {
        skipFillers()
        guard !isAtEnd else { throw .notUnderstood }
        while !isAtEnd {
            guard try piece() else { throw .notUnderstood }
            skipFillers()
        }
        if let weekday = found.weekday, case .date(let date)? = found.day, date.weekday != weekday {
            throw .otherWeekday(date)
        }
        return found
    }

    private mutating func piece() throws(TimePhrase.Problem) -> Bool {
        if try repetition() { return true }
        if try distance() { return true }
        if try date() { return true }
        if try relativeDay() { return true }
        if try weekdayOrWeek() { return true }
        if try clock() { return true }
        if let number = peekNumber() { throw .bareNumber(number) }
        return false
    }
}
