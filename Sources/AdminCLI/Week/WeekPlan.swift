import APIModel
import Foundation
import Scheduling
import Terminal

/// A mentor's week as the grid and the list of days draw it: the agenda's instants on the wall clock of a zone. Pure.
struct WeekPlan {
    var week: ISOWeek
    var zone: ZoneRules
    var language: Language
    var days: [WeekGrid.Day] = []
    var blocks: [WeekGrid.Block] = []
    var now: (day: Int, minute: Int)?
    /// Minutes of free windows, of sessions, and how many requests begin in the week.
    var freeMinutes = 0
    var bookedMinutes = 0
    var bookedCount = 0
    var requestCount = 0

    /// - Parameter agenda: of the week, and of the day before it for what runs over midnight.
    init(_ agenda: Agenda, week: ISOWeek, zone: ZoneRules, now instant: Instant, language: Language) {
        self.week = week
        self.zone = zone
        self.language = language
        let states = Dictionary((agenda.holidays ?? []).map { ($0.date, $0.state) }, uniquingKeysWith: { $1 })
        let today = zone.localDate(at: instant)
        for day in 0..<7 {
            let date = week.firstDay.adding(days: day)
            days.append(
                WeekGrid.Day(
                    titles: titles(date, isToday: date == today), notes: notes(date, holiday: states[date.iso8601]),
                    isToday: date == today))
            if date == today { now = (day, zone.civilTime(at: instant).minuteOfDay) }
        }
        for slot in agenda.free { freeMinutes += add(.free, slot.start, slot.end) }
        for span in agenda.timeOff { _ = add(.off, span.start, span.end) }
        for consultation in agenda.bookings {
            let kind: WeekGrid.Kind =
                consultation.unresolved || consultation.disputed
                ? .unsettled : consultation.status == "confirmed" ? .booked : .done
            let minutes = add(kind, consultation.start, consultation.end, consultation)
            bookedMinutes += minutes
            if minutes > 0 { bookedCount += 1 }
        }
        for consultation in agenda.requests
        where add(.requested, consultation.start, consultation.end, consultation) > 0 {
            requestCount += 1
        }
    }

    /// Adds what of a span lies in the week, a block a day.
    ///
    /// - Returns: its minutes in the week, as they elapse.
    private mutating func add(
        _ kind: WeekGrid.Kind, _ start: String?, _ end: String?, _ consultation: Consultation? = nil
    ) -> Int {
        guard let from = start.flatMap({ Instant(rfc3339: $0) }), let to = end.flatMap({ Instant(rfc3339: $0) }),
            from < to
        else { return 0 }
        var elapsed: Int64 = 0
        for (day, part) in Self.parts(of: from..<to, week: week, zone: zone) {
            elapsed += part.instants.upperBound.microseconds(since: part.instants.lowerBound)
            blocks.append(
                WeekGrid.Block(
                    day: day, minutes: part.minutes, kind: kind, name: consultation?.student.name.printableLine ?? "",
                    topic: consultation?.topic.printableLine ?? "", isContinued: part.instants.lowerBound > from))
        }
        return Int(elapsed / 60_000_000)
    }

    /// The part of a span on one day.
    struct Part: Equatable {
        var instants: Range<Instant>
        /// On the wall clock. Where clocks change under it, from its earliest to its latest reading.
        var minutes: Range<Int>
    }

    /// The parts of a span on the days of a week, 0 on Monday.
    static func parts(of span: Range<Instant>, week: ISOWeek, zone: ZoneRules) -> [(day: Int, part: Part)] {
        (0..<7).compactMap { day in
            let instants = zone.instants(of: week.firstDay.adding(days: day)).clamped(to: span)
            guard !instants.isEmpty else { return nil }
            var (first, last) = (1440, 0)
            var start = instants.lowerBound
            while start < instants.upperBound {
                let end = min(zone.nextTransition(after: start) ?? instants.upperBound, instants.upperBound)
                let minute = zone.civilTime(at: start).minuteOfDay
                let length = (end.microseconds(since: start) + 59_999_999) / 60_000_000
                first = min(first, minute)
                last = max(last, min(1440, minute + Int(length)))
                start = end
            }
            return first < last ? (day, Part(instants: instants, minutes: first..<last)) : nil
        }
    }

    // MARK: Words

    /// The longest first. Today has a mark that needs no colour.
    private func titles(_ date: CivilDate, isToday: Bool) -> [String] {
        let titles = titles(date)
        guard isToday else { return titles }
        let (_, _, day) = date.fields
        let name = WeekdayNames.name(date.weekday, language)
        return titles.map { "\($0)*" } + [language == .chinese ? "\(name.suffix(1))\(day)*" : "\(name)\(day)*"]
    }

    private func titles(_ date: CivilDate) -> [String] {
        let name = WeekdayNames.name(date.weekday, language)
        let (_, month, day) = date.fields
        switch language {
        case .english: return ["\(name) \(date.iso8601)", "\(name) \(month)-\(day)", "\(name) \(day)"]
        case .chinese:
            return ["\(name) \(date.iso8601)", "\(name) \(month)月\(day)日", "\(name) \(day)", "\(name)\(day)"]
        }
    }

    private func notes(_ date: CivilDate, holiday: String?) -> [String] {
        let isEnglish = language == .english
        switch holiday {
        case "day_off"?: return isEnglish ? ["holiday", "hol."] : ["放假", "休"]
        case "working_weekend_day"?: return isEnglish ? ["workday", "work"] : ["调休上班", "班"]
        default: break
        }
        let day = zone.instants(of: date)
        guard !day.isEmpty else { return [] }
        let shift =
            (zone.offsetSeconds(at: day.upperBound) - zone.offsetSeconds(at: day.lowerBound)) / 60
        guard shift != 0 else { return [] }
        let sign = shift > 0 ? "+" : "−"
        let amount = abs(shift) % 60 == 0 ? "\(abs(shift) / 60) h" : "\(abs(shift)) min"
        return isEnglish
            ? ["clocks \(sign)\(amount)", "\(sign)\(amount)"] : ["时钟 \(sign)\(amount)", "\(sign)\(amount)"]
    }

    /// A day and what is on it, for the narrow list.
    func agenda(of day: Int) -> [WeekGrid.Block] {
        blocks.filter { $0.day == day }.sorted {
            ($0.minutes.lowerBound, $0.kind.rawValue) < ($1.minutes.lowerBound, $1.kind.rawValue)
        }
    }
}
