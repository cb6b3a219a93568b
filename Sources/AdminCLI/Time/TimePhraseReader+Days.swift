import Scheduling

// Which day: a date, a day from today, a weekday, a week.
extension TimePhraseReader {
    mutating func date() throws(TimePhrase.Problem) -> Bool {
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

    mutating func relativeDay() throws(TimePhrase.Problem) -> Bool {
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
    mutating func weekdayOrWeek() throws(TimePhrase.Problem) -> Bool {
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
}
