import Foundation
import Scheduling

/// Reads a ``TimePhrase`` from left to right: each piece is a day, a time of day, a distance or a repetition, in any
/// order, with fillers (`at`, `on`, `的`) between them.
struct TimePhraseReader {
    private let characters: [Character]
    private var at = 0
    private var found = TimePhrase()
    /// Said with the day (今晚, tonight), for the hour that follows.
    private var dayPart: DayPart?

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

    // MARK: Repetitions and distances

    /// `x4w`, `x3d`, `连续4周`.
    private mutating func repetition() throws(TimePhrase.Problem) -> Bool {
        let start = at
        let isChinese = take("连续")
        if !isChinese {
            guard take("x") || take("×") else { return false }
        }
        skipSpaces()
        guard let count = number(digits: 4) else {
            at = start
            return false
        }
        skipSpaces()
        guard let days = unitDays() else { throw .repetitionUnit }
        guard (2...60).contains(count) else { throw .repetitionCount }
        guard found.repetition == nil else { throw .saidTwice }
        found.repetition = TimePhrase.Repetition(count: count, days: days)
        return true
    }

    private mutating func unitDays() -> Int? {
        if takeWord(["weeks", "week", "wk", "w"]) || take("个星期") || take("星期") || take("个礼拜") || take("周") { return 7 }
        if takeWord(["days", "day", "d"]) || take("天") || take("日") { return 1 }
        return nil
    }

    /// `in 2 hours`, `in 3 days`, `2小时后`, `半小时后`, `3天后`.
    private mutating func distance() throws(TimePhrase.Problem) -> Bool {
        let start = at
        let isEnglish = takeWord(["in"])
        if isEnglish { skipSpaces() }
        var halves: Int
        if isEnglish, takeWord(["half"]) {
            skipSpaces()
            guard takeWord(["an", "a"]) else {
                at = start
                return false
            }
            halves = 1
        } else if isEnglish, takeWord(["an", "a"]) {
            halves = 2
        } else if !isEnglish, take("半") {
            halves = 1
        } else if let count = number(digits: 4) {
            halves = count * 2
            if !isEnglish, take("个半") { halves += 1 }
        } else {
            at = start
            return false
        }
        skipSpaces()
        let minutes: Int?
        let days: Int?
        if takeWord(["minutes", "minute", "mins", "min"]) || take("分钟") {
            (minutes, days) = (1, nil)
        } else if takeWord(["hours", "hour", "hrs", "hr", "h"]) || take("个小时") || take("小时") || take("个钟头") {
            (minutes, days) = (60, nil)
        } else {
            (minutes, days) = (nil, unitDays())
        }
        guard minutes != nil || days != nil, isEnglish || take("以后") || take("之后") || take("后"), halves > 0 else {
            at = start
            return false
        }
        if let days {
            guard halves % 2 == 0, found.day == nil else { throw halves % 2 == 0 ? .saidTwice : .notUnderstood }
            found.day = .relative(halves / 2 * days)
        } else if let minutes {
            guard minutes > 1 || halves % 2 == 0, found.minutesFromNow == nil else { throw .notUnderstood }
            found.minutesFromNow = halves * minutes / 2
        }
        return true
    }

    // MARK: Days

    private mutating func date() throws(TimePhrase.Problem) -> Bool {
        if try numericDate() { return true }
        if try chineseDate() { return true }
        return try namedMonth()
    }

    /// `2026-12-01`, `2026/12/1`; two numbers alone are refused.
    private mutating func numericDate() throws(TimePhrase.Problem) -> Bool {
        let start = at
        guard let first = digits(1...4), let sign = peek, "-/.".contains(sign) else {
            at = start
            return false
        }
        let firstLength = at - start
        at += 1
        guard let second = digits(1...2) else {
            at = start
            return false
        }
        var third: Int?
        var thirdLength = 0
        if peek == sign {
            at += 1
            let before = at
            third = digits(1...4)
            thirdLength = at - before
            // 4.7. is as ambiguous as 4/7.
            if third == nil, sign != "." { throw .noSuchDate }
        }
        if firstLength == 4, let third, thirdLength <= 2 {
            guard let date = CivilDate(year: first, month: second, day: third) else { throw .noSuchDate }
            // 2026-12-01T19:00
            if peek == "t", at + 1 < characters.count, characters[at + 1].isASCIIDigit { at += 1 }
            try set(day: .date(date))
            return true
        }
        // 8-10pm and 19.30 are no dates, but nobody can tell from here; a clock goes on with a colon.
        if peek == ":" || firstLength > 2 || (third != nil && thirdLength != 4 && thirdLength != 2) {
            throw .notUnderstood
        }
        throw .ambiguousDate(first: first, second: second, year: third.map { $0 < 100 ? 2000 + $0 : $0 })
    }

    /// `2026年12月1日`, `12月1日`, `十二月一号`.
    private mutating func chineseDate() throws(TimePhrase.Problem) -> Bool {
        let start = at
        var year: Int?
        if let number = digits(4...4), take("年") { year = number } else { at = start }
        guard let month = number(digits: 2), take("月") else {
            at = start
            return false
        }
        guard let day = number(digits: 2), take("日") || take("号") else { throw .notUnderstood }
        try set(year: year, month: month, day: day)
        return true
    }

    /// `1 dec`, `dec 1st`, `december 1, 2026`.
    private mutating func namedMonth() throws(TimePhrase.Problem) -> Bool {
        let start = at
        if let month = takeMonth() {
            skipFillers()
            guard let day = digits(1...2) else { throw .notUnderstood }
            takeOrdinal()
            try set(year: yearAfter(), month: month, day: day)
            return true
        }
        guard let day = digits(1...2) else { return false }
        takeOrdinal()
        skipFillers()
        guard let month = takeMonth() else {
            at = start
            return false
        }
        try set(year: yearAfter(), month: month, day: day)
        return true
    }

    private mutating func yearAfter() -> Int? {
        let start = at
        skipFillers()
        if let year = digits(4...4), peek != ":", peek.map({ !$0.isLetter }) ?? true { return year }
        at = start
        return nil
    }

    private mutating func takeOrdinal() {
        _ = takeWord(["st", "nd", "rd", "th"])
    }

    private mutating func takeMonth() -> Int? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ]
        let word = peekWord()
        guard word.count >= 3,
            let index = names.firstIndex(where: {
                $0 == word || $0.prefix(3) == word || word == "sept" && $0 == "september"
            })
        else { return nil }
        at += word.count
        if peek == "." { at += 1 }
        return index + 1
    }

    private mutating func set(year: Int?, month: Int, day: Int) throws(TimePhrase.Problem) {
        // 2028 is a leap year, so 29 February without a year passes.
        guard let date = CivilDate(year: year ?? 2028, month: month, day: day) else { throw .noSuchDate }
        try set(day: year == nil ? .monthDay(month: month, day: day) : .date(date))
    }

    private mutating func relativeDay() throws(TimePhrase.Problem) -> Bool {
        for (word, days) in [("大后天", 3), ("后天", 2), ("明天", 1), ("明日", 1), ("今天", 0), ("今日", 0), ("昨天", -1)]
        where take(word) {
            try set(day: .relative(days))
            return true
        }
        for (word, days, part) in [
            ("今晚", 0, DayPart.evening), ("明晚", 1, .evening), ("今早", 0, .morning), ("明早", 1, .morning),
        ] where take(word) {
            try set(day: .relative(days))
            dayPart = part
            _ = take("上")
            return true
        }
        let start = at
        if takeWord(["the"]) { skipSpaces() }
        if takeWord(["day"]) {
            skipSpaces()
            if takeWord(["after"]) {
                skipSpaces()
                if takeWord(["tomorrow"]) {
                    try set(day: .relative(2))
                    return true
                }
            }
        }
        at = start
        for (word, days) in [("today", 0), ("tomorrow", 1), ("yesterday", -1)] where takeWord([word]) {
            try set(day: .relative(days))
            return true
        }
        if takeWord(["tonight"]) {
            try set(day: .relative(0))
            dayPart = .evening
            return true
        }
        return false
    }

    /// `fri`, `next fri`, `this week`, `周五`, `下周五`, `下周`.
    private mutating func weekdayOrWeek() throws(TimePhrase.Problem) -> Bool {
        let start = at
        if let week = chineseWeek() {
            let after = at
            if let weekday = chineseWeekday() {
                try set(weekday: weekday, week: week.isSaid ? week.number : nil)
                return true
            }
            at = after
            guard week.isSaid else {
                at = start
                return false
            }
            try set(day: .week(week.number))
            return true
        }
        var week: Int?
        if takeWord(["next"]) {
            week = 1
        } else if takeWord(["this"]) {
            week = 0
        } else if takeWord(["last"]) {
            week = -1
        }
        let isComing = week == nil && takeWord(["coming"])
        if week != nil || isComing { skipSpaces() }
        let word = peekWord()
        if let week, word == "week" {
            at += word.count
            try set(day: .week(week))
            return true
        }
        if word.allSatisfy(\.isASCII), let weekday = WeeklyHours.weekday(word) {
            at += word.count
            if peek == "." { at += 1 }
            try set(weekday: weekday, week: week)
            return true
        }
        at = start
        return false
    }

    /// The word for week with what says which one; `isSaid` is false for 周 alone.
    private mutating func chineseWeek() -> (number: Int, isSaid: Bool)? {
        let start = at
        var number = 0
        var isSaid = true
        if take("下下") {
            number = 2
        } else if take("下") {
            number = 1
        } else if take("上") {
            number = -1
        } else if !take("这") && !take("本") {
            isSaid = false
        }
        if isSaid { _ = take("个") }
        if take("星期") || take("礼拜") || take("周") { return (number, isSaid) }
        at = start
        return nil
    }

    private mutating func chineseWeekday() -> Weekday? {
        guard let character = peek, let weekday = WeeklyHours.weekday("周\(character)") else { return nil }
        at += 1
        return weekday
    }

    private mutating func set(weekday: Weekday, week: Int?) throws(TimePhrase.Problem) {
        if week == nil, found.weekday == nil, case .date? = found.day {
            found.weekday = weekday
            return
        }
        try set(day: .weekday(weekday, week: week))
    }

    private mutating func set(day: TimePhrase.Day) throws(TimePhrase.Problem) {
        if case .date = day, case .weekday(let weekday, nil)? = found.day {
            found.weekday = weekday
        } else if found.day != nil {
            throw .saidTwice
        }
        found.day = day
    }

    // MARK: Times of day

    private mutating func clock() throws(TimePhrase.Problem) -> Bool {
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

    // MARK: Characters

    private var isAtEnd: Bool { at >= characters.count }
    private var peek: Character? { at < characters.count ? characters[at] : nil }

    private mutating func skipSpaces() {
        while let character = peek, character.isWhitespace { at += 1 }
    }

    private mutating func skipFillers() {
        while true {
            let start = at
            skipSpaces()
            if take(",") || take("、") || take("的") || take("。") { continue }
            if takeWord(["at", "on", "of"]) { continue }
            if at == start { return }
        }
    }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text)
        guard at + wanted.count <= characters.count, Array(characters[at..<at + wanted.count]) == wanted else {
            return false
        }
        at += wanted.count
        return true
    }

    /// The run of ASCII letters from here.
    private func peekWord() -> String {
        String(characters[at...].prefix { $0.isASCII && $0.isLetter })
    }

    /// Takes one of the words when it stands here whole.
    private mutating func takeWord(_ words: [String]) -> Bool {
        let word = peekWord()
        guard words.contains(word) else { return false }
        at += word.count
        return true
    }

    /// ASCII digits, so many of them and no more.
    private mutating func digits(_ length: ClosedRange<Int>) -> Int? {
        let run = characters[min(at, characters.count)...].prefix { $0.isASCIIDigit }
        guard length.contains(run.count) else { return nil }
        at += run.count
        return Int(String(run))
    }

    /// ASCII digits or Chinese numerals up to 99.
    private mutating func number(digits: Int) -> Int? {
        if let number = self.digits(1...digits) { return number }
        let run = characters[min(at, characters.count)...].prefix { ChineseNumeral.signs.contains($0) }
        guard let number = ChineseNumeral.value(String(run)) else { return nil }
        at += run.count
        return number
    }

    private func peekNumber() -> Int? {
        Int(String(characters[at...].prefix { $0.isASCIIDigit }.prefix(9)))
    }
}

/// A part of the day, which says what an hour up to twelve means.
enum DayPart: Equatable, Sendable {
    case night, morning, noon, afternoon, dusk, evening

    /// As they stand before an hour; the longer word first.
    static let words: [(String, DayPart)] = [
        ("凌晨", .night), ("清晨", .morning), ("早晨", .morning), ("早上", .morning), ("上午", .morning), ("早", .morning),
        ("中午", .noon), ("下午", .afternoon), ("傍晚", .dusk), ("晚上", .evening), ("夜里", .evening), ("夜晚", .evening),
        ("晚", .evening),
    ]

    /// Minutes after midnight; nil for an hour that isn't in this part, or might be either of two.
    func minutes(hour: Int, minute: Int) -> Int? {
        let found: Int? =
            switch (self, hour) {
            case (.night, 0...6): hour
            case (.night, 12): 0
            case (.morning, 0...11): hour
            case (.noon, 11...13): hour
            case (.noon, 1...2): hour + 12
            case (.afternoon, 12...18): hour
            case (.afternoon, 1...6): hour + 12
            case (.dusk, 16...20): hour
            case (.dusk, 4...8): hour + 12
            case (.evening, 17...23): hour
            case (.evening, 5...11): hour + 12
            case (.evening, 12), (.evening, 24): minute == 0 ? 24 : nil
            default: nil
            }
        return found.map { $0 * 60 + minute }
    }
}

/// Numbers in Chinese signs, as they stand in times.
enum ChineseNumeral {
    static let signs: Set<Character> = ["零", "〇", "一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十"]
    private static let values: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    /// `十二` is 12, `三十` 30, `零五` 5.
    static func value(_ text: String) -> Int? {
        guard !text.isEmpty, text.count <= 3 else { return nil }
        guard let ten = text.firstIndex(of: "十") else {
            if text.count == 1 { return text.first.flatMap { values[$0] } }
            guard text.count == 2, let first = text.first, values[first] == 0 else { return nil }
            return text.last.flatMap { values[$0] }
        }
        let (before, after) = (text[..<ten], text[text.index(after: ten)...])
        guard before.count <= 1, after.count <= 1 else { return nil }
        let tens = before.isEmpty ? 1 : before.first.flatMap { values[$0] }
        let ones = after.isEmpty ? 0 : after.first.flatMap { values[$0] }
        guard let tens, let ones, tens > 0 else { return nil }
        return tens * 10 + ones
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
