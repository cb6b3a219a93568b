import APIModel
import Scheduling

/// What the rules say about a start, in words and as facts.
struct SlotRuleWords {
    /// The mentor's zone: days and times are written in it.
    let zone: ZoneRules
    let language: Language
    let catalogue: ProblemCatalogue

    func rule(_ verdict: SlotVerdict) -> SlotExplanation.Rule {
        let (words, facts) = describe(verdict)
        var message = words.text(in: language)
        if !verdict.passes {
            let reason = catalogue.message(forReason: verdict.rule.rawValue, in: language)
            message = message.isEmpty ? reason : language == .en ? "\(reason) \(message)" : reason + message
        }
        return SlotExplanation.Rule(
            code: verdict.rule.rawValue, passed: verdict.passes, message: message, facts: facts)
    }

    private static let nothing = Words(zh: "", en: "")

    private func describe(_ verdict: SlotVerdict) -> (Words, SlotExplanation.Facts) {
        var facts = SlotExplanation.Facts()
        switch verdict.facts {
        case .offering(let isActive):
            facts.active = isActive
            return (isActive ? Words(zh: "该服务开放预约。", en: "The offering is active.") : Self.nothing, facts)
        case .grid(let previous, let next):
            facts.previous = previous?.rfc3339(in: zone)
            facts.next = next?.rfc3339(in: zone)
            return (grid(passes: verdict.passes, previous, next), facts)
        case .windows(let hours, let around):
            facts.day = hours.date.iso8601
            facts.source = hours.source.rawValue
            facts.windows = hours.windows.map { [$0.start.string, $0.end.string] }
            facts.window = around.map { Slot($0, in: zone) }
            facts.holiday = hours.holiday.map(Self.code)
            return (windows(hours, around: around), facts)
        case .timeOff(let span):
            facts.inTheWay = span.map { Slot($0, in: zone) }
            let free = Words(zh: "没有请假。", en: "No time off is in the way.")
            return (span.map { Words(zh: "请假：\(text($0))。", en: "Time off: \(text($0)).") } ?? free, facts)
        case .notice(let earliest):
            facts.earliest = earliest.rfc3339(in: zone)
            return (Words(zh: "目前最早可约 \(text(earliest))。", en: "The earliest start now is \(text(earliest))."), facts)
        case .horizon(let day, let lastDay):
            facts.day = day.iso8601
            facts.lastDay = lastDay.iso8601
            return (
                Words(zh: "目前最远可约到 \(lastDay.iso8601)。", en: "The last bookable day now is \(lastDay.iso8601)."), facts
            )
        case .dayCap(let day, let count, let limit):
            (facts.day, facts.count, facts.limit) = (day.iso8601, count, limit)
            return (cap(of: day.iso8601, count, limit), facts)
        case .weekCap(let week, let count, let limit):
            (facts.week, facts.count, facts.limit) = (week.string, count, limit)
            return (cap(of: week.string, count, limit), facts)
        case .busy(let span):
            facts.inTheWay = span.map { Slot($0, in: zone) }
            let free = Words(zh: "没有其他咨询占用。", en: "No other session is in the way.")
            return (
                span.map {
                    Words(zh: "已占用（含缓冲）：\(text($0))。", en: "Taken, buffers included: \(text($0)).")
                } ?? free, facts
            )
        }
    }

    private func grid(passes: Bool, _ previous: Instant?, _ next: Instant?) -> Words {
        if passes { return Words(zh: "是可约的时间点。", en: "It is a start of the grid.") }
        let near = [previous, next].compactMap { $0.map(text) }
        guard !near.isEmpty else {
            return Words(zh: "前后十四天内没有可约的时间点。", en: "There is none within a fortnight.")
        }
        return Words(
            zh: "最近的时间点：\(near.joined(separator: "、"))。", en: "The nearest: \(near.joined(separator: ", ")).")
    }

    private func windows(_ hours: DayHours, around: Range<Instant>?) -> Words {
        let day = hours.date.iso8601
        let list = hours.windows.map { "\($0.start)–\($0.end)" }
        let (zhList, enList) =
            list.isEmpty ? ("没有时段", "none") : (list.joined(separator: "、"), list.joined(separator: ", "))
        let source =
            switch hours.source {
            case .dated: Words(zh: "\(day) 单独设定：\(zhList)", en: "Hours set for \(day): \(enList)")
            case .holiday: Words(zh: "\(day) 是放假日：没有时段", en: "\(day) is a public holiday: no hours")
            case .workingWeekendDay:
                Words(zh: "\(day) 是调休上班日，按周一：\(zhList)", en: "\(day) is a working weekend day, as a Monday: \(enList)")
            case .weekly:
                Words(
                    zh: "\(day)（\(Self.weekday(hours.date.weekday).zh)）的每周时段：\(zhList)",
                    en: "\(day) has the hours of a \(Self.weekday(hours.date.weekday).en): \(enList)")
            }
        var zh = source.zh + "。"
        var en = source.en + "."
        // A day that nobody has announced yet may turn out to be a holiday.
        if hours.holiday == .unknown, hours.source == .weekly {
            zh += "这一天的放假通知尚未收录，暂按普通日计。"
            en += " The holiday notice for that day is not held yet; it counts as an ordinary day."
        }
        if let around {
            zh += "所在时段：\(text(around))。"
            en += " The window around it: \(text(around))."
        }
        return Words(zh: zh, en: en)
    }

    private func cap(of span: String, _ count: Int, _ limit: Int?) -> Words {
        guard let limit else { return Words(zh: "没有上限（\(span) 已有 \(count) 个）。", en: "No cap (\(count) in \(span)).") }
        return Words(zh: "\(span) 已有 \(count) 个，上限 \(limit) 个。", en: "\(count) of \(limit) in \(span).")
    }

    static func code(_ state: Holidays.DayState) -> String {
        switch state {
        case .unknown: "notice_not_held"
        case .ordinary: "ordinary"
        case .dayOff: "day_off"
        case .workingWeekendDay: "working_weekend_day"
        }
    }

    static func weekday(_ weekday: Weekday) -> Words {
        switch weekday {
        case .monday: Words(zh: "周一", en: "Monday")
        case .tuesday: Words(zh: "周二", en: "Tuesday")
        case .wednesday: Words(zh: "周三", en: "Wednesday")
        case .thursday: Words(zh: "周四", en: "Thursday")
        case .friday: Words(zh: "周五", en: "Friday")
        case .saturday: Words(zh: "周六", en: "Saturday")
        case .sunday: Words(zh: "周日", en: "Sunday")
        }
    }

    /// `2026-11-24 19:00` on the mentor's clock.
    private func text(_ instant: Instant) -> String {
        let time = zone.civilTime(at: instant)
        return "\(time.date.iso8601) \(Self.clock(time.minuteOfDay))"
    }

    private func text(_ span: Range<Instant>) -> String {
        let end = zone.civilTime(at: span.upperBound)
        let isSameDay = zone.localDate(at: span.lowerBound) == end.date
        return "\(text(span.lowerBound))–\(isSameDay ? Self.clock(end.minuteOfDay) : text(span.upperBound))"
    }

    private static func clock(_ minutes: Int) -> String {
        WallTime(minutes: minutes)?.string ?? ""
    }
}
