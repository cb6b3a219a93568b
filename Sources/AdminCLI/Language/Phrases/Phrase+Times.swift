// Times that can't be read, and what to write instead.
extension Phrase {
    static let zoneUnknown = Phrase(
        "this machine's time zone data doesn't know {zone}: install tzdata, or write times as RFC 3339 such as 2026-12-01T19:00:00+08:00",
        "本机的时区数据里没有 {zone}：请安装 tzdata，或写成带时差的时间，如 2026-12-01T19:00:00+08:00")
    static let timeNotUnderstood = Phrase(
        "“{text}” is not a time: write it as '2026-12-01 19:00', or with its offset as 2026-12-01T19:00:00+08:00",
        "看不懂时间“{text}”：请写成 '2026-12-01 19:00'，或带时差的 2026-12-01T19:00:00+08:00")
    static let dateNotUnderstood = Phrase(
        "“{text}” is not a day: write it as 2026-12-01, tomorrow, fri or next fri",
        "看不懂日期“{text}”：请写成 2026-12-01、明天、周五或下周五")
    static let timeOnce = Phrase(
        "“{text}” is several times, and here only one is meant",
        "“{text}”是多个时间，这里只能写一个")
    static let timeAmbiguousDate = Phrase(
        "“{text}”: day or month first? Write {instead}",
        "“{text}”分不清月和日：请写成 {instead}")
    static let timeBareNumber = Phrase(
        "“{text}”: is {number} an hour or a day? Write an hour as {instead}, and a day as 2026-12-01",
        "“{text}”里的 {number} 是几点还是几号？时间请写成 {instead}，日期请写成 2026-12-01")
    static let timeAmbiguousHour = Phrase(
        "“{text}”: before or after noon? Write {instead}",
        "“{text}”分不清上午还是晚上：请写成 {instead}")
    static let timeMidnight = Phrase(
        "“{text}”: which midnight? Write 00:00 for the one that begins the day, 24:00 for the one that ends it",
        "“{text}”是哪个午夜？一天开始写 00:00，一天结束写 24:00")
    static let timeNoSuchDate = Phrase(
        "“{text}”: there is no such date",
        "“{text}”：没有这个日期")
    static let timeNoSuchTime = Phrase(
        "“{text}”: there is no such time of day; write 00:00 to 24:00",
        "“{text}”：没有这个时刻，请写 00:00 到 24:00")
    static let timeContradiction = Phrase(
        "“{text}”: the hour and the part of the day don't go together. Write it as 19:00",
        "“{text}”：钟点和时段对不上，请写成 19:00 这样的时间")
    static let timeRepetitionUnit = Phrase(
        "“{text}”: weeks or days? Write x4w or x4d",
        "“{text}”是几周还是几天？请写 x4w（周）或 x4d（天）")
    static let timeRepetitionCount = Phrase(
        "“{text}”: it can be repeated 2 to 60 times",
        "“{text}”：可重复 2 到 60 次")
    static let timeSaidTwice = Phrase(
        "“{text}” says two days or two times",
        "“{text}”里有两个日期或两个时间")
    static let timeNoDay = Phrase(
        "“{text}”: which day? Write it as 'today 19:00', 'fri 19:00' or '{today} 19:00'",
        "“{text}”是哪一天？请写成 '今天 19:00'、'周五 19:00' 或 '{today} 19:00'")
    static let timeNoTime = Phrase(
        "“{text}”: at what time? Write it as 'fri 19:00'",
        "“{text}”是几点？请写成 '周五 19:00'")
    static let timeOtherWeekday = Phrase(
        "“{text}”: that day is {day}",
        "“{text}”：那天是 {day}")
    static let weekNotUnderstood = Phrase(
        "“{text}” is not a week: write it as 2026-W47, this or last",
        "看不懂周“{text}”：请写成 2026-W47、this 或 last")
    static let timeInGap = Phrase(
        "{text} doesn't exist in {zone}: the clocks go forward over it. Write {instead} for the first moment after it",
        "{zone} 的 {text} 不存在（时钟拨快时跳过）。之后的第一刻请写成 {instead}")
    static let timeTwice = Phrase(
        "{text} happens twice in {zone}, as the clocks go back. Write {first} or {second}",
        "{zone} 的 {text} 会出现两次（时钟拨慢）。请写成 {first} 或 {second}")
    static let spanNotUnderstood = Phrase(
        "“{text}” is not a span of time: write two times as '2026-12-24 09:00' '2026-12-24 18:00', or whole days as 2026-12-24..2026-12-26",
        "看不懂时间段“{text}”：请写两个时间，如 '2026-12-24 09:00' '2026-12-24 18:00'，或整天，如 2026-12-24..2026-12-26")
    static let spanBackwards = Phrase(
        "{text}: the end must come after the start",
        "{text}：结束必须晚于开始")
    static let hoursMissing = Phrase(
        "“{text}” has no hours: write them as 'mon,wed 19:00-22:00; sat 10:00-12:00,14:00-18:00'",
        "“{text}”没有写时段：请写成 '周一、三 19:00-22:00; 周六 10:00-12:00,14:00-18:00'")
    static let weekdaysMissing = Phrase(
        "“{text}” has no weekdays: write them before the hours, as 'mon,wed 19:00-22:00'",
        "“{text}”没有写星期：请写在时段之前，如 '周一、三 19:00-22:00'")
    static let hoursNotUnderstood = Phrase(
        "“{text}” is not a window of hours: write it as 19:00-22:00 (24 hours, with minutes)",
        "看不懂时段“{text}”：请写成 19:00-22:00（24 小时制，带分钟）")
    static let weekdayNotUnderstood = Phrase(
        "“{text}” is not a weekday: write mon tue wed thu fri sat sun, mon-fri, daily, weekdays or weekends",
        "看不懂星期“{text}”：请写周一…周日、周一至周五、每天、工作日或周末")
    static let openNeedsHours = Phrase(
        "“{text}”: which hours? Write each day with hours of a day at most, such as 'sat 10:00-12:00'",
        "“{text}”要开放几点到几点？请写上一天之内的时段，如 '周六 10:00-12:00'")
    static let lengthMissing = Phrase(
        "“{text}” has no end, and you have not just one active offering to go by: write it as 19:00-20:00, or say --minutes 60",
        "“{text}”没有写到几点，而您启用的项目不止一个（或没有）：请写成 19:00-20:00，或加 --minutes 60")
    static let timeOneSession = Phrase(
        "“{text}” is several times ({times}; {zone}), and a consultation has one: {student} asks for each session. 'mentorctl schedule open' opens the hours",
        "“{text}”是多个时间（{times}；{zone}），而一次咨询只有一个时间：其余的由 {student} 逐次提出。'mentorctl schedule open' 可以开放这些时段")
}
