import Scheduling

// How often, and how far from now.
extension TimePhraseReader {
    /// `x4w`, `x3d`, `连续4周`.
    mutating func repetition() throws(TimePhrase.Problem) -> Bool {
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
    mutating func distance() throws(TimePhrase.Problem) -> Bool {
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
}
