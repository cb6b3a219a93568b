import Foundation
import Mentoring
import Postgres
import Scheduling
import ZoneData

/// Fills an empty database with the demonstration: the very use cases of the service, run at the instants at which
/// people would have called them.
final class DemoSeeder {
    private let content: DemoContent
    let now: Instant
    private let clock: SettableClock
    let desk: Desk
    private var mentors: [String: Caller] = [:]
    private var students: [String: Caller] = [:]
    /// What is still to happen, by time; the number keeps what shares an instant in order.
    private var agenda: [(at: Instant, number: Int, act: () async throws -> Void)] = []
    private var scheduled = 0
    /// The end of the last session of each pair of people.
    private var lastEnd: [String: Instant] = [:]

    init(database: PostgresClient, secret: Data, now: Instant) throws {
        content = try DemoContent()
        self.now = now
        clock = SettableClock(start: now.adding(days: -80), isFrozen: true)
        desk = try DeskFactory.make(database, clock: clock, secrets: [secret])
    }

    /// Runs everything in the order of time.
    func run() async throws {
        try await addPeople()
        for entry in DemoPlan(content, now: now).entries { at(entry.askedAt) { try await self.ask(entry) } }
        for script in content.plans { follow(script) }
        while let next = agenda.indices.min(by: { earlier(agenda[$0], agenda[$1]) }) {
            let item = agenda.remove(at: next)
            clock.set(item.at)
            try await item.act()
        }
        clock.set(now)
        try await desk.consultations.sweep()
        // It happened long ago: nobody waits to be told.
        try await desk.database.query(["DELETE FROM outbox"])
    }

    private func earlier(
        _ left: (at: Instant, number: Int, act: () async throws -> Void),
        _ right: (at: Instant, number: Int, act: () async throws -> Void)
    ) -> Bool {
        (left.at, left.number) < (right.at, right.number)
    }

    /// Puts an act on the agenda; what would lie ahead of now hasn't happened.
    func at(_ instant: Instant, _ act: @escaping () async throws -> Void) {
        guard instant <= now else { return }
        scheduled += 1
        agenda.append((instant, scheduled, act))
    }

    // MARK: People

    private func addPeople() async throws {
        for person in content.mentors { try await add(person) }
        for (index, person) in content.students.enumerated() {
            clock.set(now.adding(days: -78).adding(minutes: index * 251))
            let registered = try await desk.students.register(
                StudentProfile(
                    name: person.name, email: person.email, timezone: person.timezone, direction: person.direction,
                    graduationYear: person.graduationYear, locale: person.locale))
            guard let student = registered.value?.student else { continue }
            students[person.email] = caller(.student(student.id), name: person.name, timezone: person.timezone)
        }
    }

    private func add(_ person: DemoContent.Mentor) async throws {
        clock.advance(microseconds: 60_000_000)
        let added = try await desk.mentors.add(
            MentorProfile(
                handle: person.handle, name: person.name, timezone: person.timezone, directions: person.directions,
                headline: person.headline, school: person.school, employer: person.employer, region: person.region,
                bio: person.bio), by: nil)
        guard let mentor = added.value else { return }
        let name = MentorName.id(mentor.id)
        let caller = caller(
            .mentor(mentor.id, handle: person.handle), name: person.name, timezone: person.timezone)
        mentors[person.handle] = caller
        let schedule = person.schedule
        _ = try await desk.schedules.edit(of: name, version: .any, by: caller) { current in
            current = MentorSchedule(
                timezone: schedule.timezone,
                weekly: try Dictionary(
                    uniqueKeysWithValues: schedule.weekly.filter { !$0.value.isEmpty }.map { slug, windows in
                        (try Self.weekday(slug), try windows.map(Self.window))
                    }),
                holidays: schedule.holidays, maxPerDay: schedule.maxPerDay, maxPerWeek: schedule.maxPerWeek)
        }
        for offering in person.offerings {
            clock.advance(microseconds: 1_000_000)
            _ = try await desk.offerings.add(
                { id in
                    Offering(
                        id: id, slug: offering.slug, title: offering.title, direction: offering.direction,
                        durationMinutes: offering.durationMinutes, stepMinutes: offering.stepMinutes,
                        bufferBeforeMinutes: offering.bufferBeforeMinutes,
                        bufferAfterMinutes: offering.bufferAfterMinutes, noticeMinutes: offering.noticeMinutes,
                        horizonDays: offering.horizonDays, maxPerDay: offering.maxPerDay,
                        maxPerWeek: offering.maxPerWeek, approval: Approval(rawValue: offering.approval) ?? .mentor,
                        isActive: offering.active, priceFen: offering.priceFen,
                        meeting: offering.meeting.map { Meeting(kind: $0.kind, url: $0.url, note: $0.note) })
                }, to: name, by: caller)
        }
    }

    func mentor(_ handle: String) -> Caller? { mentors[handle] }
    func student(_ email: String) -> Caller? { students[email] }

    private func caller(_ subject: Caller.Subject, name: String, timezone: String) -> Caller {
        Caller(
            token: TokenID(uuid: UUID()), subject: subject, name: name, timezone: timezone, label: "demo",
            expiresAt: nil)
    }

    // MARK: Consultations

    private func ask(_ entry: DemoPlan.Entry) async throws {
        let script = entry.script
        guard let mentor = mentors[script.mentor], let student = students[script.student] else { return }
        var wish = NewConsultation(
            mentor: .handle(script.mentor), offering: script.offering, direction: script.direction,
            topic: script.topic, message: script.messages.first?.text)
        let isTimed = script.status != "open" && script.status != "closed"
        guard isTimed else {
            guard let consultation = try await desk.consultations.ask(wish, by: student).value else { return }
            converse(entry, consultation, mentor: mentor, student: student, until: entry.span.upperBound)
            if script.status == "closed" {
                at(entry.span.upperBound) { _ = try await self.desk.consultations.close(consultation.id, by: mentor) }
            }
            return
        }
        for start in try await starts(for: entry) {
            wish.start = start
            do {
                guard let consultation = try await desk.consultations.ask(wish, by: student).value,
                    let time = consultation.time
                else { return }
                lastEnd["\(script.mentor) \(script.student)"] = time.end
                follow(entry, consultation, time, mentor: mentor, student: student)
                return
            } catch Refusal.studentBusy {
                continue
            } catch is Refusal {
                // The mentor's or the student's limit for that week: the next start may lie in another one.
                continue
            }
        }
    }

    /// The starts an entry may take, best first: spread over the week, after the pair's last session; where a holiday
    /// leaves none, in the week after.
    private func starts(for entry: DemoPlan.Entry) async throws -> [Instant] {
        let script = entry.script
        let after = lastEnd["\(script.mentor) \(script.student)"] ?? entry.askedAt
        let earliest = max(entry.span.lowerBound, after, entry.askedAt)
        let latest = entry.span.upperBound.adding(days: 7)
        guard earliest < latest else { return [] }
        let listing = try await desk.slots.list(of: .handle(script.mentor), offering: script.offering) { _ in
            earliest..<latest
        }
        // A past session is over, with time to say so.
        let fitting = listing.starts.filter {
            !entry.isPast || $0.adding(minutes: listing.durationMinutes + 45) <= now
        }
        let inSpan = fitting.filter { $0 < entry.span.upperBound }
        let rest = fitting.filter { $0 >= entry.span.upperBound }
        guard !inSpan.isEmpty else { return rest }
        let first = (entry.number * 37) % inSpan.count
        return Array(inSpan[first...] + inSpan[..<first]) + rest
    }

    private func follow(
        _ entry: DemoPlan.Entry, _ consultation: Consultation, _ time: BookedTime, mentor: Caller, student: Caller
    ) {
        let script = entry.script
        let id = consultation.id
        let answeredAt = min(
            entry.askedAt.adding(minutes: 90 + entry.number * 53 % 900), time.start.adding(minutes: -30))
        let isAnswered = !["requested", "expired", "declined"].contains(script.status)
        if consultation.status == .requested, isAnswered {
            at(answeredAt) { _ = try await self.desk.consultations.accept(id, by: mentor) }
        }
        var ending = time.end
        switch script.status {
        case "completed":
            ending = time.end.adding(minutes: 12)
            let outcome = script.outcome.map {
                Consultation.Outcome(result: Consultation.Outcome.Result(rawValue: $0.result), note: $0.note)
            }
            at(ending) { _ = try await self.desk.consultations.complete(id, outcome: outcome, by: mentor) }
        case "declined":
            ending = answeredAt
            at(ending) {
                _ = try await self.desk.consultations.decline(
                    id, reason: script.declineReason ?? "时间排不开", by: mentor)
            }
        case "cancelled":
            let ahead = script.late == true ? 5 * 60 : 30 * 60
            ending = max(answeredAt.adding(minutes: 5), time.start.adding(minutes: -ahead))
            let side = script.cancelledBy == "mentor" ? mentor : student
            at(ending) { _ = try await self.desk.consultations.cancel(id, reason: script.cancelReason, by: side) }
        case "no_show":
            ending = time.start.adding(minutes: 20)
            let absent: Side = script.absent == "mentor" ? .mentor : .student
            at(ending) {
                _ = try await self.desk.consultations.reportAbsence(
                    id, of: absent, by: absent == .mentor ? student : mentor)
            }
            if let objection = script.objection {
                at(ending.adding(minutes: 300)) {
                    _ = try await self.desk.consultations.object(
                        id, reason: objection, by: absent == .mentor ? mentor : student)
                }
            }
        case "expired":
            ending = time.respondBy ?? time.start
            at(ending.adding(minutes: 1)) { _ = try await self.desk.consultations.sweep() }
        default: break
        }
        converse(entry, consultation, mentor: mentor, student: student, until: time.start, ending: ending)
    }

    /// Writes the other messages: what goes before between the asking and the session, the rest after its end. The
    /// other side reads each within the hour, but for what was written in the last half day.
    private func converse(
        _ entry: DemoPlan.Entry, _ consultation: Consultation, mentor: Caller, student: Caller, until: Instant,
        ending: Instant? = nil
    ) {
        let rest = entry.script.messages.dropFirst()
        let before = rest.filter { $0.after != true }
        let after = rest.filter { $0.after == true }
        // Within a day of the asking, or in the time there is; for what waits now, in the time there was.
        let room = min(until, now.adding(minutes: -10)).microseconds(since: entry.askedAt) / 60_000_000
        let step = max(1, min(Int(room) - 20, 1_440) / max(1, before.count + 1))
        for (index, message) in before.enumerated() {
            write(message, entry.askedAt.adding(minutes: 10 + step * (index + 1)), consultation.id, mentor, student)
        }
        for (index, message) in after.enumerated() {
            write(message, (ending ?? until).adding(minutes: 25 + 47 * index), consultation.id, mentor, student)
        }
        markRead(consultation.id, by: mentor, at: entry.askedAt.adding(minutes: 55))
    }

    private func write(
        _ message: DemoContent.Script.Message, _ instant: Instant, _ id: ConsultationID, _ mentor: Caller,
        _ student: Caller
    ) {
        let isMentors = message.from == "mentor"
        at(instant) {
            do {
                _ = try await self.desk.messages.post(message.text, to: id, by: isMentors ? mentor : student)
            } catch Refusal.invalidTransition {
                // The conversation was closed before.
            }
        }
        markRead(id, by: isMentors ? student : mentor, at: instant.adding(minutes: 40))
    }

    private func markRead(_ id: ConsultationID, by reader: Caller, at instant: Instant) {
        guard instant <= now.adding(minutes: -720) else { return }
        at(instant) {
            let (messages, _) = try await self.desk.messages.list(of: id, before: nil, limit: 1, for: reader)
            guard let last = messages.last else { return }
            try await self.desk.messages.markRead(id, upTo: last.id, by: reader)
        }
    }

    // MARK: Reading the files

    private static func weekday(_ slug: String) throws -> Weekday {
        guard let day = Weekday(slug: slug) else { throw HolidayFile.Malformed(["\(slug) is no weekday"]) }
        return day
    }

    private static func window(_ pair: [String]) throws -> Window {
        guard pair.count == 2, let window = Window(pair[0], pair[1]) else {
            throw HolidayFile.Malformed(["\(pair) is no window"])
        }
        return window
    }
}
