import Foundation
import Scheduling
import Terminal

/// Times as people type them, read on the clock of a zone: an RFC 3339 instant, or whatever ``TimePhrase`` knows.
///
/// Everything that could mean two things is refused, with what to write instead.
struct TypedTime: Sendable {
    var zone: ZoneRules
    var language: Language
    var now: Instant

    var today: CivilDate { zone.localDate(at: now) }

    // MARK: Instants

    /// The instant `text` means.
    func instant(_ text: String) throws -> Instant {
        let instants = try instants(text)
        guard instants.count == 1 else { throw refused(.timeOnce, ["text": text]) }
        return instants[0]
    }

    /// The instant, or the instants of a repetition: `2026-12-01 19:00 x4w`, at the same time on the wall each.
    func instants(_ text: String) throws -> [Instant] {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if let instant = Instant(rfc3339: text) { return [instant] }
        let phrase = try phrase(text)
        if let minutes = phrase.minutesFromNow {
            guard phrase.day == nil, phrase.clock == nil, phrase.repetition == nil else {
                throw refusal(of: .notUnderstood, text)
            }
            // To the minute: nobody means seconds.
            return [Instant(seconds: now.seconds / 60 * 60).adding(minutes: minutes)]
        }
        guard let clock = phrase.clock else { throw refusal(of: phrase.day == nil ? .notUnderstood : .noTime, text) }
        let time = try exact(clock, text)
        guard let day = phrase.day else { throw refusal(of: .noDay, text) }
        let first = try date(day, at: time, text)
        return try Self.offsets(phrase.repetition).map { try instant(first.adding(days: $0), time) }
    }

    /// Whether `text` says when something begins, and not a day as a whole; also where it says that badly.
    static func isStart(_ text: String) -> Bool {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if Instant(rfc3339: text) != nil { return true }
        do throws(TimePhrase.Problem) {
            let phrase = try TimePhrase(text)
            return phrase.clock != nil || phrase.minutesFromNow != nil
        } catch {
            return error != .notUnderstood && error != .noSuchDate
        }
    }

    /// The only instant at which the zone's clock shows this.
    func instant(_ date: CivilDate, _ time: WallTime) throws -> Instant {
        // 24:00 is the next day's midnight, as everywhere in the service.
        if time == .endOfDay { return try instant(date.adding(days: 1), .midnight) }
        let first = zone.firstInstant(atOrAfter: date, time)
        let reading = zone.civilTime(at: first)
        guard reading.date == date, reading.minuteOfDay == time.minutes else {
            throw refused(
                .timeInGap,
                [
                    "text": "\(date.iso8601) \(time.string)", "zone": zone.name,
                    "instead": first.rfc3339(in: zone),
                ])
        }
        if let turn = zone.nextTransition(after: first) {
            let later = first.adding(seconds: reading.offsetSeconds - zone.offsetSeconds(at: turn))
            let again = zone.civilTime(at: later)
            if later > first, later >= turn, again.date == date, again.minuteOfDay == time.minutes {
                throw refused(
                    .timeTwice,
                    [
                        "text": "\(date.iso8601) \(time.string)", "zone": zone.name,
                        "first": first.rfc3339(in: zone), "second": later.rfc3339(in: zone),
                    ])
            }
        }
        return first
    }

    // MARK: Days

    /// The day `text` means: `2026-12-01`, `tomorrow`, `下周五`.
    func day(_ text: String) throws -> CivilDate {
        let days = try days(text)
        guard days.count == 1 else { throw refused(.timeOnce, ["text": text]) }
        return days[0]
    }

    /// The day, or the days of a repetition: `fri x4w`.
    func days(_ text: String) throws -> [CivilDate] {
        let phrase: TimePhrase
        do {
            phrase = try TimePhrase(text)
        } catch {
            throw error == .notUnderstood ? refused(.dateNotUnderstood, ["text": text]) : refusal(of: error, text)
        }
        guard let day = phrase.day, phrase.clock == nil, phrase.minutesFromNow == nil else {
            throw refused(.dateNotUnderstood, ["text": text])
        }
        let first = try date(day, at: nil, text)
        return Self.offsets(phrase.repetition).map { first.adding(days: $0) }
    }

    /// The ISO week `text` means: `2026-W48`, `this`, `next`, `last`, `下周`, or that of a day.
    func week(_ text: String) throws -> ISOWeek {
        let plain = text.trimmingCharacters(in: .whitespaces)
        if let week = ISOWeek(plain.uppercased()) { return week }
        let current = ISOWeek(containing: today)
        if let distance = ["this": 0, "next": 1, "last": -1, "本周": 0, "这周": 0, "下周": 1, "上周": -1][plain.lowercased()] {
            return current.adding(weeks: distance)
        }
        guard let phrase = try? TimePhrase(plain), let day = phrase.day, phrase.clock == nil, phrase.repetition == nil
        else { throw refused(.weekNotUnderstood, ["text": text]) }
        if case .week(let distance) = day { return current.adding(weeks: distance) }
        return ISOWeek(containing: try date(day, at: nil, plain))
    }

    // MARK: Spans

    /// A span: two times, a day and two times of it, whole days, or a whole week.
    func span(_ words: [String]) throws -> Range<Instant> {
        let spans = try spans(words)
        guard spans.count == 1 else { throw refused(.timeOnce, ["text": words.joined(separator: " ")]) }
        return spans[0]
    }

    /// The span, or the spans of a repetition, such as `tue 19:00-21:00 x4w`.
    func spans(_ words: [String]) throws -> [Range<Instant>] {
        let text = words.joined(separator: " ").trimmingCharacters(in: .whitespacesAndNewlines)
        let ends = TypedSpan.ends(of: words)
        if ends.count == 2, let start = Instant(rfc3339: ends[0]), let end = Instant(rfc3339: ends[1]) {
            return [try range(start, end, text)]
        }
        if ends.count == 1 { return try wholeDays(ends[0], text) }
        guard ends.count == 2 else { throw refused(.spanNotUnderstood, ["text": text]) }
        // One end may say the exact offset, and the other not.
        if Instant(rfc3339: ends[0]) != nil || Instant(rfc3339: ends[1]) != nil {
            return [try range(try instant(ends[0]), try instant(ends[1]), text)]
        }
        let (left, right) = try TypedSpan.phrases(ends) { refusal(of: $0, $1) }
        guard left.minutesFromNow == nil, right.minutesFromNow == nil, left.repetition == nil || right.repetition == nil
        else { throw refused(.spanNotUnderstood, ["text": text]) }
        guard let day = left.day else { throw refusal(of: .noDay, text) }
        let offsets = Self.offsets(left.repetition ?? right.repetition)
        switch (left.clock, right.clock) {
        case (nil, nil):
            guard let last = right.day else { throw refused(.spanNotUnderstood, ["text": text]) }
            let first = try date(day, at: nil, text)
            let final = try date(last, at: nil, text, from: first)
            guard first <= final else { throw refused(.spanBackwards, ["text": text]) }
            return offsets.map { offset in
                zone.firstInstant(
                    of: first.adding(days: offset))..<zone.firstInstant(of: final.adding(days: offset + 1))
            }
        case (let from?, let to?):
            let (start, end) = try TypedSpan.times(from, to) ?? (exact(from, text), exact(to, text))
            let first = try date(day, at: start, text)
            var final = first
            if let last = right.day {
                final = try date(last, at: nil, text, from: first)
            } else if end <= start {
                final = first.adding(days: 1)
            }
            return try offsets.map { offset in
                try range(
                    try instant(first.adding(days: offset), start), try instant(final.adding(days: offset), end), text)
            }
        default:
            throw refused(.spanNotUnderstood, ["text": text])
        }
    }

    private func wholeDays(_ phraseText: String, _ text: String) throws -> [Range<Instant>] {
        let phrase: TimePhrase
        do {
            phrase = try TimePhrase(phraseText)
        } catch .notUnderstood {
            throw refused(.spanNotUnderstood, ["text": text])
        } catch {
            throw refusal(of: error, text)
        }
        guard let day = phrase.day, phrase.clock == nil, phrase.minutesFromNow == nil else {
            throw refused(.spanNotUnderstood, ["text": text])
        }
        let (first, length): (CivilDate, Int)
        if case .week(let distance) = day {
            (first, length) = (ISOWeek(containing: today).adding(weeks: distance).firstDay, 7)
        } else {
            (first, length) = (try date(day, at: nil, text), 1)
        }
        return Self.offsets(phrase.repetition).map { offset in
            zone.firstInstant(
                of: first.adding(days: offset))..<zone.firstInstant(of: first.adding(days: offset + length))
        }
    }

    private func range(_ start: Instant, _ end: Instant, _ text: String) throws -> Range<Instant> {
        guard start < end else { throw refused(.spanBackwards, ["text": text]) }
        return start..<end
    }

    // MARK: Meaning

    private static func offsets(_ repetition: TimePhrase.Repetition?) -> [Int] {
        guard let repetition else { return [0] }
        return (0..<repetition.count).map { $0 * repetition.days }
    }

    /// - Parameters:
    ///   - time: with one, a weekday is the next on which that time is still to come.
    ///   - first: a weekday, or a day without a year, is the first from this one on.
    private func date(
        _ day: TimePhrase.Day, at time: WallTime?, _ text: String, from first: CivilDate? = nil
    ) throws -> CivilDate {
        let today = first ?? self.today
        switch day {
        case .date(let date):
            return date
        case .relative(let days):
            return self.today.adding(days: days)
        case .week:
            throw refusal(of: .noDay, text)
        case .weekday(let weekday, let week?):
            return ISOWeek(containing: self.today).adding(weeks: week).firstDay.adding(days: weekday.rawValue - 1)
        case .weekday(let weekday, nil):
            let date = today.adding(days: (weekday.rawValue - today.weekday.rawValue + 7) % 7)
            guard date == self.today, let time, zone.firstInstant(atOrAfter: date, time) <= now else { return date }
            return date.adding(days: 7)
        case .monthDay(let month, let day):
            // 29 February comes within eight years.
            for year in today.year...(today.year + 8) {
                if let date = CivilDate(year: year, month: month, day: day), date >= today { return date }
            }
            throw refusal(of: .noSuchDate, text)
        }
    }

    private func exact(_ clock: TimePhrase.Clock, _ text: String) throws -> WallTime {
        switch clock {
        case .exact(let time): return time
        case .ambiguous(let hour, let minute):
            throw refusal(of: .ambiguousHour(hour: hour, minute: minute), text)
        }
    }

    private func phrase(_ text: String) throws -> TimePhrase {
        do {
            return try TimePhrase(text)
        } catch {
            throw refusal(of: error, text)
        }
    }

    // MARK: Refusing

    private func refused(_ phrase: Phrase, _ values: [String: String]) -> CommandFailure {
        CommandFailure(status: .usage, message: phrase.text(language, values.mapValues(\.printableLine)))
    }

    /// Says what is wrong and what to write instead.
    private func refusal(of problem: TimePhrase.Problem, _ text: String) -> CommandFailure {
        switch problem {
        case .notUnderstood: return refused(.timeNotUnderstood, ["text": text])
        case .ambiguousDate(let first, let second, let year):
            return refused(
                .timeAmbiguousDate, ["text": text, "instead": either(dates(first, second, year).map(\.iso8601))])
        case .bareNumber(let number):
            let hours = (1...12).contains(number) ? [number % 12, number % 12 + 12] : [number]
            let times = hours.filter { $0 < 24 }.map { WallTime(minutes: $0 * 60)?.string ?? "" }
            let instead = times.isEmpty ? ["19:00"] : times
            return refused(.timeBareNumber, ["text": text, "number": String(number), "instead": either(instead)])
        case .ambiguousHour(let hour, let minute):
            let times = [hour % 12, hour % 12 + 12].map { WallTime(minutes: $0 * 60 + minute)?.string ?? "" }
            return refused(.timeAmbiguousHour, ["text": text, "instead": either(times)])
        case .midnight: return refused(.timeMidnight, ["text": text])
        case .noSuchDate: return refused(.timeNoSuchDate, ["text": text])
        case .noSuchTime: return refused(.timeNoSuchTime, ["text": text])
        case .contradiction: return refused(.timeContradiction, ["text": text])
        case .repetitionUnit: return refused(.timeRepetitionUnit, ["text": text])
        case .repetitionCount: return refused(.timeRepetitionCount, ["text": text])
        case .saidTwice: return refused(.timeSaidTwice, ["text": text])
        case .noDay: return refused(.timeNoDay, ["text": text, "today": today.iso8601])
        case .noTime: return refused(.timeNoTime, ["text": text])
        case .otherWeekday(let date):
            let clock = WallClock(directory: nil, language: language)
            return refused(.timeOtherWeekday, ["text": text, "day": clock.day(date)])
        }
    }

    /// Both readings of two numbers, those there are; the year is the next in which they come.
    private func dates(_ first: Int, _ second: Int, _ year: Int?) -> [CivilDate] {
        let both = [(first, second), (second, first)].compactMap { month, day -> CivilDate? in
            if let year { return CivilDate(year: year, month: month, day: day) }
            return (today.year...(today.year + 8)).lazy.compactMap { CivilDate(year: $0, month: month, day: day) }
                .first { $0 >= today }
        }
        return both.count == 2 && both[0] == both[1] ? [both[0]] : both
    }

    private func either(_ texts: [String]) -> String {
        texts.isEmpty ? "2026-12-01" : texts.joined(separator: language == .chinese ? " 或 " : " or ")
    }
}
