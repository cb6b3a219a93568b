import Foundation
import Postgres
import TestDatabase

/// A week's figures reckoned anew from plain rows: all of them read whole, gone through one by one, with Foundation's
/// calendars. Slow, simple, and of nothing that the service reckons with.
struct ReportOracle {
    struct Event {
        let position: Int
        let type: String
        let at: Int64
        let actor: String
        let consultation: String
        let status: String?
        let start: Int64?
        let isLate: Bool
    }

    struct Consultation {
        let mentor: String
        let student: String
        let direction: String
        let status: String
        let absent: String?
        let approval: String?
        let start: Int64?
        let end: Int64?
        let askedAt: Int64?
        let answeredAt: Int64?
        let createdAt: Int64
    }

    struct Message {
        let position: Int
        let isOfStudent: Bool
        let at: Int64
        let deletedAt: Int64?
    }

    struct Schedule: Decodable {
        struct TimeOff: Decodable {
            let start: String
            let end: String
        }
        let mentor: String
        let version: Int
        let changedAt: Int64
        let timezone: String
        let weekly: [String: [[String]]]
        let days: [String: [[String]]]
        let timeOff: [TimeOff]
    }

    let events: [Event]
    let consultations: [String: Consultation]
    /// By consultation, in order.
    let messages: [String: [Message]]
    let schedules: [Schedule]
    /// The mentors' ids by handle.
    let mentors: [String: String]
    let now: Int64

    /// Reads everything there is, as the database's owner.
    static func read(now: Int64) async throws -> ReportOracle {
        let client = TestDatabase.current.client
        let micro = { (column: String) in SQL(unescaped: "(extract(epoch FROM \(column)) * 1000000)::bigint") }
        let events = try await client.query(
            """
            SELECT position, type, \(micro("occurred_at")), actor_role, consultation_id::text, data ->> 'status',
                \(micro("(data ->> 'start')::timestamptz")), data ->> 'late' = 'true'
            FROM events WHERE consultation_id IS NOT NULL ORDER BY position
            """
        ).map { row in
            Event(
                position: try row.next(), type: try row.next(), at: try row.next(), actor: try row.next(),
                consultation: try row.next(), status: try row.next(), start: try row.next(),
                isLate: try row.next(Bool?.self) ?? false)
        }
        let consultations = try await client.query(
            """
            SELECT id::text, mentor_id::text, student_id::text, coalesce(direction, ''), status, absent, approval,
                \(micro("start_at")), \(micro("end_at")), \(micro("asked_at")), \(micro("answered_at")),
                \(micro("created_at"))
            FROM consultations
            """
        ).map { row in
            (
                try row.next(String.self),
                Consultation(
                    mentor: try row.next(), student: try row.next(), direction: try row.next(),
                    status: try row.next(), absent: try row.next(), approval: try row.next(), start: try row.next(),
                    end: try row.next(), askedAt: try row.next(), answeredAt: try row.next(),
                    createdAt: try row.next())
            )
        }
        let messages = try await client.query(
            """
            SELECT consultation_id::text, position, sender_role = 'student', \(micro("created_at")), \(micro("deleted_at"))
            FROM messages ORDER BY position
            """
        ).map { row in
            (
                try row.next(String.self),
                Message(
                    position: try row.next(), isOfStudent: try row.next(), at: try row.next(),
                    deletedAt: try row.next())
            )
        }
        let schedules = try await client.query(
            """
            SELECT jsonb_build_object('mentor', mentor_id, 'version', version, 'changedAt', \(micro("changed_at")),
                'timezone', timezone, 'weekly', weekly, 'days', days, 'timeOff', time_off)::text FROM schedules
            """
        ).map { try JSONDecoder().decode(Schedule.self, from: Data(try $0.next(String.self).utf8)) }
        let mentors = try await client.query("SELECT handle, id::text FROM mentors").decode((String, String).self)
        return ReportOracle(
            events: events, consultations: Dictionary(uniqueKeysWithValues: consultations),
            messages: Dictionary(grouping: messages) { $0.0 }.mapValues { $0.map(\.1) }, schedules: schedules,
            mentors: Dictionary(uniqueKeysWithValues: mentors), now: now)
    }

    // MARK: Weeks

    /// An ISO week of a zone by Foundation's calendar.
    struct Week {
        let calendar: Calendar
        let lower: Int64
        let upper: Int64
        /// The first microsecond of each day, and of the Monday after.
        let days: [Int64]

        init?(year: Int, week: Int, zone: String) {
            guard let timeZone = TimeZone(identifier: zone) else { return nil }
            var calendar = Calendar(identifier: .iso8601)
            calendar.timeZone = timeZone
            self.calendar = calendar
            guard
                let monday = calendar.date(
                    from: DateComponents(weekday: 2, weekOfYear: week, yearForWeekOfYear: year))
            else { return nil }
            days = (0...7).compactMap { calendar.date(byAdding: .day, value: $0, to: monday) }.map {
                Int64($0.timeIntervalSince1970) * 1_000_000
            }
            lower = days[0]
            upper = days[7]
        }

        func contains(_ instant: Int64?) -> Bool { instant.map { $0 >= lower && $0 < upper } ?? false }
    }

    // MARK: Figures

    /// - Parameters:
    ///   - mentor: an id; nil for all.
    ///   - direction: empty for none; nil for all.
    func figures(_ week: Week, mentor: String? = nil, direction: String? = nil) -> [String: Double] {
        let isWanted = { (id: String) in
            guard let one = consultations[id] else { return false }
            return (mentor == nil || one.mentor == mentor) && (direction == nil || one.direction == direction)
        }
        let happened = events.filter { week.contains($0.at) && isWanted($0.consultation) }
        var figures: [String: Double] = [:]
        let count = { (name: String, predicate: (Event) -> Bool) in
            figures[name] = Double(happened.filter(predicate).count)
        }
        count("requests") { asks($0) }
        count("accepted") { isConfirmed($0, by: "mentor") && before($0)?.status == "requested" }
        count("proposed") { isConfirmed($0, by: "mentor") && before($0)?.status != "requested" }
        count("booked_at_once") { isConfirmed($0, by: "student") }
        count("declined") { $0.type == "consultation.declined" }
        count("expired") { $0.type == "consultation.expired" }
        count("moved") { $0.type == "consultation.rescheduled" }
        count("cancelled") { $0.type == "consultation.cancelled" }
        count("cancelled_late") { $0.type == "consultation.cancelled" && $0.actor == "student" && $0.isLate }
        count("cancelled_by_mentor") { $0.type == "consultation.cancelled" && $0.actor == "mentor" }
        count("messages") { $0.type == "message.created" }
        count("mentor_messages") { $0.type == "message.created" && $0.actor == "mentor" }
        addAnswers(happened, to: &figures)
        figures["replies_overdue"] = Double(
            consultations.keys.filter(isWanted).map { lateReplies(in: $0, week) }.reduce(0, +))
        addBeginnings(happened, week, to: &figures)
        addSessions(week, isWanted, to: &figures)
        if direction == nil {
            let hours = mentors.values.filter { mentor == nil || $0 == mentor }.reduce(0) {
                $0 + offeredMinutes(of: $1, week)
            }
            figures["offered_hours"] = Double(hours) / 60
            if hours > 0 { figures["booking_rate"] = (figures["booked_hours"] ?? 0) * 60 / Double(hours) }
        }
        for name in ["plans_published", "steps_done", "plans_at_risk"] { figures[name] = 0 }
        return figures
    }

    private func asks(_ event: Event) -> Bool {
        event.type == "consultation.requested"
            || event.type == "consultation.rescheduled" && event.actor == "student" && event.status == "requested"
    }

    private func isConfirmed(_ event: Event, by actor: String) -> Bool {
        event.type == "consultation.confirmed" && event.actor == actor
    }

    /// What last happened to its consultation before, messages aside.
    private func before(_ event: Event) -> Event? {
        events.last {
            $0.consultation == event.consultation && $0.position < event.position
                && $0.type.hasPrefix("consultation.")
        }
    }

    private func addAnswers(_ happened: [Event], to figures: inout [String: Double]) {
        var waits: [Double] = []
        var overdue = 0
        for event in happened where asks(event) || event.type == "consultation.opened" {
            let isOpening = event.type == "consultation.opened"
            let next = events.first {
                $0.consultation == event.consultation && $0.position > event.position
                    && ($0.type.hasPrefix("consultation.") || isOpening && $0.actor == "mentor")
            }
            let deadline = min(event.at + 48 * 3_600_000_000, event.start ?? .max)
            if let next, next.actor == "mentor" {
                waits.append(Double(next.at - event.at) / 3_600_000_000)
                if deadline <= now, next.at >= deadline { overdue += 1 }
            } else if next == nil || next?.actor == "system", deadline <= now {
                overdue += 1
            }
        }
        figures["answered"] = Double(waits.count)
        figures["overdue"] = Double(overdue)
        figures["answer_median_hours"] = Self.quantile(0.5, waits)
        figures["answer_p90_hours"] = Self.quantile(0.9, waits)
    }

    /// Goes through a conversation as it went: what a student says first begins a wait, and what the mentor says or
    /// decides, or an end, ends it.
    private func lateReplies(in consultation: String, _ week: Week) -> Int {
        let ends = events.filter { event in
            guard event.consultation == consultation else { return false }
            switch event.type {
            case "consultation.declined", "consultation.cancelled", "consultation.closed": return true
            case "message.created", "consultation.confirmed", "consultation.rescheduled":
                return event.actor == "mentor"
            default: return false
            }
        }.map(\.at)
        var late = 0
        var waitsSince: Int64?
        let timeToReply: Int64 = 48 * 3_600_000_000
        for message in messages[consultation] ?? []
        where message.isOfStudent && message.deletedAt.map({ $0 >= message.at + timeToReply }) != false {
            if let since = waitsSince, !ends.contains(where: { $0 >= since && $0 < message.at }) { continue }
            waitsSince = message.at
            let deadline = message.at + timeToReply
            let isAnswered = ends.contains { $0 > message.at && $0 < deadline }
            if week.contains(message.at), deadline <= now, !isAnswered { late += 1 }
        }
        return late
    }

    private func addBeginnings(_ happened: [Event], _ week: Week, to figures: inout [String: Double]) {
        let begun = happened.filter { event in
            events.first { $0.consultation == event.consultation }?.position == event.position
        }.compactMap { consultations[$0.consultation] }
        var (new, returning): (Set<String>, Set<String>) = ([], [])
        for one in begun {
            let hasMet = consultations.values.contains {
                $0.mentor == one.mentor && $0.student == one.student && $0.createdAt < week.lower
            }
            if hasMet {
                returning.insert(one.mentor + one.student)
            } else {
                new.insert(one.mentor + one.student)
            }
        }
        figures["new_students"] = Double(new.count)
        figures["returning_students"] = Double(returning.count)
        figures["begun"] = Double(begun.count)
        figures["begun_timed"] = Double(begun.filter { $0.askedAt != nil }.count)
        let held = ["confirmed", "completed", "no_show"]
        figures["begun_agreed"] = Double(
            begun.filter {
                held.contains($0.status)
                    || $0.status == "cancelled" && ($0.answeredAt != nil || $0.approval == "instant")
            }.count)
        figures["begun_completed"] = Double(begun.filter { $0.status == "completed" }.count)
    }

    private func addSessions(
        _ week: Week, _ isWanted: (String) -> Bool, to figures: inout [String: Double]
    ) {
        let sessions = self.sessions(week, isWanted)
        figures["sessions"] = Double(sessions.count)
        figures["completed"] = Double(sessions.filter { $0.status == "completed" }.count)
        figures["unresolved"] = Double(
            sessions.filter { $0.status == "confirmed" && ($0.end ?? .max) <= now }.count)
        figures["student_no_shows"] = Double(sessions.filter { $0.absent == "student" }.count)
        figures["mentor_no_shows"] = Double(sessions.filter { $0.absent == "mentor" }.count)
        let hours = { (from: Int64?, to: Int64?) in Double((to ?? 0) - (from ?? 0)) / 3_600_000_000 }
        figures["booked_hours"] = sessions.reduce(0) { $0 + hours($1.start, $1.end) }
        figures["lead_median_hours"] = Self.quantile(0.5, sessions.map { hours($0.askedAt, $0.start) })
    }

    private func sessions(_ week: Week, _ isWanted: (String) -> Bool) -> [Consultation] {
        consultations.filter {
            isWanted($0.key) && week.contains($0.value.start)
                && ["confirmed", "completed", "no_show"].contains($0.value.status)
        }.map(\.value)
    }

    /// Sessions by weekday, Monday first, and hour of their start.
    func heat(_ week: Week, mentor: String? = nil) -> [[Int]] {
        var heat = Array(repeating: Array(repeating: 0, count: 24), count: 7)
        for session in sessions(week, { consultations[$0]?.mentor == mentor || mentor == nil }) {
            let parts = week.calendar.dateComponents([.weekday, .hour], from: Self.date(session.start ?? 0))
            heat[((parts.weekday ?? 2) + 5) % 7][parts.hour ?? 0] += 1
        }
        return heat
    }

    /// Linear interpolation between the two nearest.
    static func quantile(_ share: Double, _ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }

    // MARK: Offered hours

    /// Minute by minute: is it in a window of the schedule in force at the day's start, and in no time off? Right for
    /// windows that no change of the clocks touches.
    private func offeredMinutes(of mentor: String, _ week: Week) -> Int {
        var minutes = 0
        for (start, end) in zip(week.days, week.days.dropFirst()) {
            guard
                let schedule = schedules.filter({ $0.mentor == mentor && $0.changedAt <= start })
                    .max(by: { $0.version < $1.version }), let zone = TimeZone(identifier: schedule.timezone)
            else { continue }
            var calendar = Calendar(identifier: .iso8601)
            calendar.timeZone = zone
            let format = ISO8601DateFormatter()
            let off = schedule.timeOff.compactMap { entry -> Range<Date>? in
                guard let from = format.date(from: entry.start), let to = format.date(from: entry.end) else {
                    return nil
                }
                return from..<to
            }
            for at in stride(from: start, to: end, by: 60_000_000) {
                let date = Self.date(at)
                guard !off.contains(where: { $0.contains(date) }) else { continue }
                if isOpen(schedule, date, calendar) { minutes += 1 }
            }
        }
        return minutes
    }

    private func isOpen(_ schedule: Schedule, _ date: Date, _ calendar: Calendar) -> Bool {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute], from: date)
        let day = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        let reading = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        let windows = schedule.days[day] ?? schedule.weekly[names[((parts.weekday ?? 2) + 5) % 7]] ?? []
        return windows.contains { window in
            let (from, to) = (Self.minutes(window[0]), Self.minutes(window[1]))
            return reading >= from && reading < to
        }
    }

    private static func minutes(_ text: String) -> Int {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        return parts[0] * 60 + parts[1]
    }

    private static func date(_ microseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}
