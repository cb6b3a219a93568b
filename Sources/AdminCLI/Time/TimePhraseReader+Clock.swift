import Scheduling

// What time of day.
extension TimePhraseReader {
    mutating func clock() throws(TimePhrase.Problem) -> Bool {
        let start = at
        let said = takeDayPart()
        let part = said ?? dayPart
        skipSpaces()
        if takeWord(["noon"]) || take("正午") {
            try set(clock: .exact(Self.wall(12, 0)))
            return true
        }
        if takeWord(["midnight"]) || take("午夜") || take("半夜") { throw .midnight }
        guard let time = try hourAndMinute() else {
            at = start
            return false
        }
        let half = meridiem()
        let later = half == nil ? englishDayPart() : nil
        guard (0...24).contains(time.hour), (0...59).contains(time.minute), time.hour < 24 || time.minute == 0 else {
            throw .noSuchTime
        }
        if time.style == .bare, half == nil, later == nil, part == nil {
            at = start
            return false
        }
        if let half {
            guard part == nil || said == nil else { throw .contradiction }
            guard (1...12).contains(time.hour) else { throw .contradiction }
            // 12 am is a midnight, and which one is anybody's guess.
            if half == .beforeNoon, time.hour == 12 { throw .midnight }
            let hour = time.hour % 12 + (half == .afterNoon ? 12 : 0)
            try set(clock: .exact(Self.wall(hour, time.minute)))
        } else if let part = later ?? part {
            guard let minutes = part.minutes(hour: time.hour, minute: time.minute) else { throw .contradiction }
            try set(clock: .exact(Self.wall(0, minutes)))
        } else if time.style == .chinese, (1...12).contains(time.hour) {
            try set(clock: .ambiguous(hour: time.hour, minute: time.minute))
        } else {
            try set(clock: .exact(Self.wall(time.hour, time.minute)))
        }
        return true
    }

    private static func wall(_ hour: Int, _ minute: Int) -> WallTime {
        WallTime(minutes: min(max(hour * 60 + minute, 0), 1440)) ?? .midnight
    }

    private mutating func set(clock: TimePhrase.Clock) throws(TimePhrase.Problem) {
        guard found.clock == nil else { throw .saidTwice }
        found.clock = clock
    }

    private enum Style { case digital, chinese, bare }

    /// `19:00`, `7:30`, `8点`, `8点半`, `8点一刻`, `8点15分`, `8`.
    private mutating func hourAndMinute() throws(TimePhrase.Problem) -> (hour: Int, minute: Int, style: Style)? {
        guard let hour = number(digits: 2) else { return nil }
        if peek == ":" {
            at += 1
            guard let minute = digits(2...2), peek != ":" else { throw .noSuchTime }
            return (hour, minute, .digital)
        }
        guard take("点") || take("时") else { return (hour, 0, .bare) }
        if take("钟") || take("整") { return (hour, 0, .chinese) }
        if take("半") { return (hour, 30, .chinese) }
        if take("一刻") { return (hour, 15, .chinese) }
        if take("三刻") { return (hour, 45, .chinese) }
        let after = at
        if let minute = number(digits: 2) {
            // 8点15, but not the 4 of 8点 x4w, which has a space before it.
            _ = take("分")
            return (hour, minute, .chinese)
        }
        at = after
        return (hour, 0, .chinese)
    }

    private enum Half { case beforeNoon, afterNoon }

    private mutating func meridiem() -> Half? {
        let start = at
        skipSpaces()
        for (words, half) in [(["am", "a.m.", "a.m"], Half.beforeNoon), (["pm", "p.m.", "p.m"], Half.afterNoon)] {
            for word in words.sorted(by: { $0.count > $1.count }) where take(word) {
                if peek?.isLetter != true { return half }
                at = start
                skipSpaces()
            }
        }
        at = start
        return nil
    }

    /// `in the evening`, `at night`.
    private mutating func englishDayPart() -> DayPart? {
        let start = at
        skipSpaces()
        if takeWord(["in"]) {
            skipSpaces()
            if takeWord(["the"]) {
                skipSpaces()
                if takeWord(["morning"]) { return .morning }
                if takeWord(["afternoon"]) { return .afternoon }
                if takeWord(["evening"]) { return .evening }
            }
        } else if takeWord(["at"]) {
            skipSpaces()
            if takeWord(["night"]) { return .evening }
        }
        at = start
        return nil
    }

    private mutating func takeDayPart() -> DayPart? {
        for (word, part) in DayPart.words where take(word) { return part }
        let start = at
        for (word, part) in [("morning", DayPart.morning), ("afternoon", .afternoon), ("evening", .evening)]
        where takeWord([word]) {
            skipFillers()
            if peek?.isASCIIDigit == true { return part }
            at = start
        }
        return nil
    }
}
