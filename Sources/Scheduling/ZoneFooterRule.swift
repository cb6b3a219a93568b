/// What a zone does after its last listed transition: the POSIX TZ string at the end of TZif data.
enum ZoneFooterRule {
    /// One offset for ever.
    case constant(offset: Int32)
    /// Two changes a year.
    case yearly(Yearly)

    struct Yearly {
        let standardOffset: Int32
        let daylightOffset: Int32
        /// When daylight time begins, on the clock of standard time.
        let start: ChangeDay
        /// When daylight time ends, on the clock of daylight time.
        let end: ChangeDay

        /// The changes of these years in order of time.
        ///
        /// Where an end and a start coincide (daylight time all year round), the start comes last and decides.
        func changes(from first: Int, through last: Int) -> [(at: Int64, offset: Int32)] {
            var changes: [(at: Int64, offset: Int32)] = []
            changes.reserveCapacity(2 * (last - first + 1))
            for year in first...last {
                changes.append((start.wall(in: year) - Int64(standardOffset), daylightOffset))
                changes.append((end.wall(in: year) - Int64(daylightOffset), standardOffset))
            }
            let daylightOffset = daylightOffset
            changes.sort {
                $0.at != $1.at ? $0.at < $1.at : ($0.offset != daylightOffset && $1.offset == daylightOffset)
            }
            return changes
        }
    }

    /// A day of the year and a time on it, as the three forms of POSIX say it.
    struct ChangeDay {
        enum Day {
            /// `Jn`: 1…365, 29 February never counted.
            case julian(Int)
            /// `n`: 0…365, 29 February counted.
            case ordinal(Int)
            /// `Mm.w.d`: weekday d (0 = Sunday) of week w (5 = last) of month m.
            case weekday(month: Int, week: Int, weekday: Int)
        }

        let day: Day
        /// Seconds after midnight, negative and beyond a day allowed.
        let time: Int64

        /// The wall reading, as seconds since the epoch, in this year.
        func wall(in year: Int) -> Int64 {
            Int64(daysSinceEpoch(in: year)) * 86_400 + time
        }

        private func daysSinceEpoch(in year: Int) -> Int {
            switch day {
            case .julian(let number):
                let january = CivilDate.days(year: year, month: 1, day: 1)
                return january + number - 1 + (number >= 60 && CivilDate.isLeap(year) ? 1 : 0)
            case .ordinal(let number):
                return CivilDate.days(year: year, month: 1, day: 1) + number
            case .weekday(let month, let week, let weekday):
                let first = CivilDate.days(year: year, month: month, day: 1)
                // 1970-01-01 was a Thursday, 4 when Sunday is 0.
                let firstWeekday = (first + 4).flooredRemainder(by: 7)
                var day = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
                if day > CivilDate.length(ofMonth: month, year: year) { day -= 7 }
                return first + day - 1
            }
        }
    }
}

extension ZoneFooterRule {
    /// Parses the string, with the extensions of TZif version 3 (hours −167…167).
    init(posix text: ArraySlice<UInt8>) throws(ZoneDataError) {
        var scanner = Scanner(rest: text)
        try scanner.skipName()
        let standard = try scanner.offset()
        guard !scanner.isAtEnd else {
            self = .constant(offset: -standard)
            return
        }
        try scanner.skipName()
        let daylight = scanner.next == UInt8(ascii: ",") ? standard - 3_600 : try scanner.offset()
        let start = try scanner.changeDay()
        let end = try scanner.changeDay()
        guard scanner.isAtEnd else { throw .malformed("text after the rule") }
        self = .yearly(Yearly(standardOffset: -standard, daylightOffset: -daylight, start: start, end: end))
    }

    private struct Scanner {
        var rest: ArraySlice<UInt8>

        var isAtEnd: Bool { rest.isEmpty }
        var next: UInt8? { rest.first }

        mutating func take(_ byte: Character) -> Bool {
            guard let first = rest.first, first == byte.asciiValue else { return false }
            rest.removeFirst()
            return true
        }

        mutating func skipName() throws(ZoneDataError) {
            if take("<") {
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { throw .malformed("name without >") }
                rest = rest[(end + 1)...]
            } else {
                let letters = rest.prefix { 65...90 ~= $0 || 97...122 ~= $0 }
                guard letters.count >= 3 else { throw .malformed("a name of fewer than three letters") }
                rest = rest.dropFirst(letters.count)
            }
        }

        mutating func number(_ range: ClosedRange<Int>) throws(ZoneDataError) -> Int {
            let digits = rest.prefix { 48...57 ~= $0 }.prefix(4)
            guard !digits.isEmpty else { throw .malformed("a number is missing") }
            rest = rest.dropFirst(digits.count)
            let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            guard range.contains(value) else { throw .malformed("\(value) is out of range") }
            return value
        }

        /// `[+-]h[:mm[:ss]]` in seconds.
        mutating func time(hours: ClosedRange<Int>) throws(ZoneDataError) -> Int {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            var seconds = try number(hours) * 3_600
            if take(":") {
                seconds += try number(0...59) * 60
                if take(":") { seconds += try number(0...59) }
            }
            return isNegative ? -seconds : seconds
        }

        /// Seconds west of Greenwich, as POSIX counts them.
        mutating func offset() throws(ZoneDataError) -> Int32 {
            Int32(try time(hours: 0...24))
        }

        mutating func changeDay() throws(ZoneDataError) -> ChangeDay {
            guard take(",") else { throw .malformed("a rule without its days") }
            let day: ChangeDay.Day
            if take("M") {
                let month = try number(1...12)
                guard take(".") else { throw .malformed("a month without its week") }
                let week = try number(1...5)
                guard take(".") else { throw .malformed("a week without its day") }
                day = .weekday(month: month, week: week, weekday: try number(0...6))
            } else if take("J") {
                day = .julian(try number(1...365))
            } else {
                day = .ordinal(try number(0...365))
            }
            return ChangeDay(day: day, time: take("/") ? Int64(try time(hours: 0...167)) : 7_200)
        }
    }
}
