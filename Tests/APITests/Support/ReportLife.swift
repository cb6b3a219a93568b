import Foundation
import HTTPAPI
import Mentoring
import Scheduling

/// Weeks in which people do at random what the service lets them, at the instants a settable clock shows.
struct ReportLife {
    /// SplitMix64: the same seed is the same life on every machine.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    }

    let service: Service
    let mentors: [Caller]
    let students: [Caller]

    /// Three mentors, of whom one is in another zone, with an offering that asks and one that doesn't; nine students.
    init(_ service: Service) async throws {
        self.service = service
        var mentors: [Caller] = []
        for (handle, zone) in [("lin", "Asia/Shanghai"), ("wang", "Asia/Shanghai"), ("vogel", "Europe/Berlin")] {
            let mentor = try await service.addMentor(
                handle, schedule: ["timezone": .string(zone)],
                offerings: [
                    ["slug": "mock", "direction": "llm", "horizon_days": 90],
                    ["slug": "chat", "direction": "recsys", "approval": "instant", "duration_minutes": 30],
                ])
            if let caller = try await service.desk.accounts.find(bearing: mentor.token) { mentors.append(caller) }
        }
        var students: [Caller] = []
        for student in try await service.addStudents(9) {
            if let caller = try await service.desk.accounts.find(bearing: student.token) { students.append(caller) }
        }
        self.mentors = mentors
        self.students = students
    }

    /// Lives until an instant.
    /// - Parameter steps: about how many things are tried.
    func live(until end: Instant, steps: Int, dice: inout Dice) async throws {
        let average = (end.microseconds - service.clock.now.microseconds) / Int64(steps)
        while service.clock.now < end {
            service.clock.advance(microseconds: Int64(dice.int(1...Int(average * 2))))
            do {
                try await act(&dice)
            } catch is Refusal {
                // Not everything that is tried is allowed.
            }
            if dice.int(1...4) == 1 { try await service.desk.consultations.sweep() }
        }
        service.clock.set(end)
        try await service.desk.consultations.sweep()
    }

    private func act(_ dice: inout Dice) async throws {
        let desk = service.desk
        let student = students[dice.int(0...students.count - 1)]
        let mentor = mentors[dice.int(0...mentors.count - 1)]
        guard case .mentor(_, let handle) = mentor.subject else { return }
        let name = MentorName.handle(handle)
        let offering = dice.int(1...3) == 1 ? "chat" : "mock"
        switch dice.int(1...22) {
        case 1...6:
            let start = try await start(of: offering, name, &dice)
            let wish = NewConsultation(
                mentor: name, offering: offering, start: dice.int(1...4) == 1 ? nil : start,
                direction: dice.int(1...6) == 1 ? "aigc" : nil, topic: "项目怎么讲",
                message: dice.int(1...2) == 1 ? "老师好" : nil)
            _ = try await desk.consultations.ask(wish, by: student)
        case 7...9:
            guard let one = try await pick(mentor, [.requested], &dice) else { return }
            _ = try await desk.consultations.accept(one.id, by: mentor)
        case 10:
            guard let one = try await pick(mentor, [.requested], &dice) else { return }
            _ = try await desk.consultations.decline(one.id, reason: "排满了", by: mentor)
        case 11:
            let who = dice.int(1...3) == 1 ? mentor : student
            guard let one = try await pick(who, [.requested, .confirmed], &dice) else { return }
            _ = try await desk.consultations.cancel(one.id, reason: nil, by: who)
        case 12, 13:
            let who = dice.int(1...3) == 1 ? mentor : student
            guard let one = try await pick(who, [.requested, .confirmed], &dice),
                let slug = one.time?.offeringSlug,
                let start = try await start(of: slug, .handle(one.mentorHandle), &dice)
            else { return }
            _ = try await desk.consultations.reschedule(one.id, start: start, reason: nil, by: who)
        case 14:
            let who = dice.int(1...2) == 1 ? mentor : student
            guard let one = try await pick(who, [.open], &dice),
                let start = try await start(of: offering, .handle(one.mentorHandle), &dice)
            else { return }
            _ = try await desk.consultations.schedule(one.id, start: start, offering: offering, by: who)
        case 15, 16:
            guard let one = try await pick(mentor, [.confirmed], &dice) else { return }
            if dice.int(1...4) == 1 {
                _ = try await desk.consultations.reportAbsence(one.id, of: .student, by: mentor)
            } else {
                _ = try await desk.consultations.complete(one.id, outcome: nil, by: mentor)
            }
        case 17:
            if dice.int(1...2) == 1 {
                guard let one = try await pick(student, [.confirmed], &dice) else { return }
                _ = try await desk.consultations.reportAbsence(one.id, of: .mentor, by: student)
            } else {
                guard let one = try await pick(student, [.open], &dice) else { return }
                _ = try await desk.consultations.close(one.id, by: student)
            }
        case 18, 19:
            let who = dice.int(1...2) == 1 ? mentor : student
            guard let one = try await pick(who, [], &dice) else { return }
            _ = try await desk.messages.post("好的", to: one.id, by: who)
        case 20, 21:
            // Soon, or long after it should have been answered.
            guard let one = try await pick(student, [], &dice) else { return }
            let said = try await desk.messages.list(of: one.id, before: nil, limit: 50, for: student).messages
                .filter { $0.sender == .student }
            guard !said.isEmpty else { return }
            try await desk.messages.delete(said[dice.int(0...said.count - 1)].id, of: one.id, by: student)
        default:
            try await changeSchedule(of: name, by: mentor, &dice)
        }
    }

    private func pick(
        _ caller: Caller, _ statuses: [ConsultationStatus], _ dice: inout Dice
    ) async throws -> Consultation? {
        var filter = Consultations.Filter()
        filter.statuses = statuses
        let items = try await service.desk.consultations.list(filter, for: caller, after: nil, limit: 20).items
        return items.isEmpty ? nil : items[dice.int(0...items.count - 1)]
    }

    private func start(of offering: String, _ mentor: MentorName, _ dice: inout Dice) async throws -> Instant? {
        let now = service.clock.now
        let starts = try await service.desk.slots.list(of: mentor, offering: offering) { _ in
            now..<now.adding(days: 21)
        }.starts
        return starts.isEmpty ? nil : starts[dice.int(0...starts.count - 1)]
    }

    /// Other hours, a dated day, or time off: all of it away from the hours in which clocks change.
    private func changeSchedule(of mentor: MentorName, by caller: Caller, _ dice: inout Dice) async throws {
        let now = service.clock.now
        let day = CivilDate(daysSinceEpoch: Int(now.seconds / 86_400) + dice.int(0...9))
        let weekday = Weekday.allCases[dice.int(0...6)]
        let from = dice.int(9...15)
        let hours = Window("\(from < 10 ? "0" : "")\(from):\(dice.int(1...2) == 1 ? "00" : "30")", "\(from + 4):00")
        let offset = dice.int(0...200) * 60
        let span = now.adding(minutes: offset - Int(now.seconds / 60 % 60))
        let whole = Instant(seconds: span.seconds / 60 * 60)
        let kind = dice.int(1...3)
        let id = service.desk.schedules.newTimeOffID()
        _ = try await service.desk.schedules.edit(of: mentor, version: .any, by: caller) { schedule in
            switch kind {
            case 1: schedule.weekly[weekday] = [hours].compactMap(\.self)
            case 2: schedule.days[day] = [hours].compactMap(\.self)
            default: schedule.timeOff.append(TimeOff(id: id, span: whole..<whole.adding(minutes: 300), note: nil))
            }
        }
    }
}
