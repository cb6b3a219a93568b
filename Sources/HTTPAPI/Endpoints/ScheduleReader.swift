import Mentoring
import Scheduling

/// Reads schedules from bodies that the schema has checked, down to what only two values together show.
struct ScheduleReader {
    /// Makes an id for a span that has none.
    let newTimeOffID: () -> TimeOffID

    /// The whole of `PUT /v1/mentor/schedule`. What is left out is empty or null.
    func schedule(_ body: Fields) throws -> MentorSchedule {
        var schedule = MentorSchedule(timezone: try body.getString("timezone"))
        for (slug, windows) in body.findFields("weekly")?.members ?? [:] {
            guard let day = Weekday(slug: slug) else { throw APIFailure.invalid("/weekly/\(slug)", .unknownField) }
            schedule.weekly[day] = try Self.windows(windows)
        }
        // A weekday without hours is one left out: one schedule has one form, so a repeat of it is no change.
        schedule.weekly = schedule.weekly.filter { !$0.value.isEmpty }
        schedule.holidays = body.findString("holidays")
        for (text, windows) in body.findFields("days")?.members ?? [:] {
            guard let day = CivilDate(iso8601: text) else { throw APIFailure.invalid("/days/\(text)", .invalidFormat) }
            schedule.days[day] = try Self.windows(windows)
        }
        for (index, entry) in (body["time_off"]?.array ?? []).enumerated() {
            let pointer = "/time_off/\(index)"
            let timeOff = try timeOff(Fields(entry.object ?? [:]), at: pointer)
            guard !schedule.timeOff.contains(where: { $0.id == timeOff.id }) else {
                throw APIFailure.invalid("\(pointer)/id", .duplicate)
            }
            schedule.timeOff.append(timeOff)
        }
        schedule.maxPerDay = body.findInteger("max_per_day")
        schedule.maxPerWeek = body.findInteger("max_per_week")
        return schedule
    }

    /// One span of time off, at a pointer of the body.
    func timeOff(_ fields: Fields, at pointer: String) throws -> TimeOff {
        guard let start = fields.findInstant("start"), let end = fields.findInstant("end") else {
            throw APIFailure.invalid("\(pointer)/start", .required)
        }
        guard start < end else { throw APIFailure.invalid("\(pointer)/end", .invalidOrder) }
        let id = fields.findString("id").flatMap { TimeOffID($0) } ?? newTimeOffID()
        return TimeOff(id: id, span: start..<end, note: fields.findString("note"))
    }

    /// A list of windows. An end at or before its start is on the next day.
    static func windows(_ value: JSONValue?) throws -> [Window] {
        try (value?.array ?? []).map { pair in
            guard let texts = pair.array, texts.count == 2, let start = texts[0].string, let end = texts[1].string,
                let window = Window(start, end)
            else { throw APIFailure.invalid("/windows", .invalidFormat) }
            return window
        }
    }
}
