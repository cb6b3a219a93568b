import Mentoring
import Scheduling
import Testing

/// The contract's state machine, written out a second time: who may do what from where, and where it leads.
struct ConsultationRulesTests {
    typealias Actor = ConsultationRules.Actor

    private static let start = Instant(seconds: 1_800_000_000)
    private static let end = start.adding(minutes: 60)
    /// Late enough for everything that waits for the session, early enough for an objection.
    private static let afterwards = start.adding(minutes: 75)
    private static let policy = CourtesyPolicy()

    /// `actor action from to`, each allowed move of an offering whose mentor answers. `no_show` is called by the
    /// actor of the other side; `object` by the student, who was called absent; `uphold` is of a disputed one.
    private static let allowed = Set(
        """
        student schedule open requested
        mentor schedule open confirmed
        student reschedule requested requested
        student reschedule confirmed requested
        mentor reschedule requested requested
        mentor reschedule confirmed confirmed
        student cancel requested cancelled
        student cancel confirmed cancelled
        mentor cancel requested cancelled
        mentor cancel confirmed cancelled
        mentor accept requested confirmed
        mentor decline requested declined
        mentor complete confirmed completed
        mentor complete no_show completed
        system complete confirmed completed
        system complete no_show completed
        mentor noShow confirmed no_show
        student object no_show no_show
        admin uphold no_show no_show
        student close open closed
        mentor close open closed
        system expire requested expired
        student message open open
        student message requested requested
        student message confirmed confirmed
        student message completed completed
        student message no_show no_show
        student message declined declined
        student message cancelled cancelled
        student message expired expired
        mentor message open open
        mentor message requested requested
        mentor message confirmed confirmed
        mentor message completed completed
        mentor message no_show no_show
        mentor message declined declined
        mentor message cancelled cancelled
        mentor message expired expired
        """.split(separator: "\n").map(String.init))

    /// Who does an action at all; everybody else is forbidden, whatever the status.
    private static let doers: [ConsultationAction: Set<Actor>] = [
        .schedule: [.student, .mentor], .reschedule: [.student, .mentor], .cancel: [.student, .mentor],
        .accept: [.mentor], .decline: [.mentor], .complete: [.mentor, .system], .noShow: [.mentor],
        .object: [.student], .uphold: [.admin], .close: [.student, .mentor], .message: [.student, .mentor],
        .expire: [.system],
    ]

    private static func facts(_ status: ConsultationStatus, action: ConsultationAction) -> ConsultationRules.Facts {
        let hasTime = status != .open && status != .closed
        return ConsultationRules.Facts(
            status: status, start: hasTime ? start : nil, end: hasTime ? end : nil, approval: .mentor,
            absent: status == .noShow || action == .object ? .student : nil,
            absenceReportedAt: status == .noShow ? start.adding(minutes: 15) : nil,
            isDisputed: action == .uphold)
    }

    @Test(arguments: ConsultationStatus.allCases, ConsultationAction.allCases)
    func `every actor gets what the table says`(status: ConsultationStatus, action: ConsultationAction) throws {
        for actor in Actor.allCases {
            let rows = Self.allowed.filter { $0.hasPrefix("\(actor) \(action) \(status.rawValue) ") }
            let decide = { () throws(Refusal) -> ConsultationStatus in
                try ConsultationRules.next(
                    action, by: actor, on: Self.facts(status, action: action), at: Self.afterwards,
                    absent: action == .noShow ? .student : nil, policy: Self.policy)
            }
            if let row = rows.first {
                let expected = try #require(row.split(separator: " ").last)
                #expect(try decide().rawValue == expected, "\(row)")
            } else if Self.doers[action]?.contains(actor) == true {
                #expect(throws: Refusal.invalidTransition(from: status), "\(actor) \(action) \(status)") {
                    try decide()
                }
            } else {
                #expect(throws: Refusal.forbidden, "\(actor) \(action) \(status)") { try decide() }
            }
        }
    }

    @Test func `the table has no move that is tested by no status or action`() {
        let words = Self.allowed.map { $0.split(separator: " ").map(String.init) }
        #expect(
            words.allSatisfy { row in
                row.count == 4 && Actor.allCases.contains { "\($0)" == row[0] }
                    && ConsultationAction.allCases.contains { "\($0)" == row[1] }
                    && ConsultationStatus(rawValue: row[2]) != nil && ConsultationStatus(rawValue: row[3]) != nil
            })
    }

    @Test(arguments: Actor.allCases)
    func `an absence is reported by the other side alone`(actor: Actor) throws {
        for absent in Side.allCases {
            let decide = { () throws(Refusal) -> ConsultationStatus in
                try ConsultationRules.next(
                    .noShow, by: actor, on: Self.facts(.confirmed, action: .noShow), at: Self.afterwards,
                    absent: absent, policy: Self.policy)
            }
            if (actor, absent) == (.student, .mentor) || (actor, absent) == (.mentor, .student) {
                #expect(try decide() == .noShow)
            } else {
                #expect(throws: Refusal.forbidden) { try decide() }
            }
        }
    }

    @Test func `an instant offering is confirmed by the student and stays so when they move it`() throws {
        var open = ConsultationRules.Facts(status: .open, approval: .instant)
        let schedule = { (facts: ConsultationRules.Facts) in
            try ConsultationRules.next(.schedule, by: .student, on: facts, at: Self.start, policy: Self.policy)
        }
        #expect(try schedule(open) == .confirmed)
        open.approval = .mentor
        #expect(try schedule(open) == .requested)
        var booked = Self.facts(.confirmed, action: .reschedule)
        booked.approval = .instant
        #expect(
            try ConsultationRules.next(
                .reschedule, by: .student, on: booked, at: Self.start, policy: Self.policy) == .confirmed)
    }

    @Test(arguments: [-3_600_000_000, -1, 0, 1, 86_400_000_000] as [Int64])
    func `completing waits for the start, to the microsecond`(offset: Int64) {
        let decision = Result { () throws(Refusal) in
            try ConsultationRules.next(
                .complete, by: .mentor, on: Self.facts(.confirmed, action: .complete),
                at: Self.start.adding(microseconds: offset), policy: Self.policy)
        }
        #expect(decision == (offset >= 0 ? .success(.completed) : .failure(.invalidTransition(from: .confirmed))))
    }

    @Test(arguments: Side.allCases, [-1, 0, 1] as [Int64])
    func `an absence is reported from minute ten on, to the microsecond`(absent: Side, offset: Int64) {
        let decision = Result { () throws(Refusal) in
            try ConsultationRules.next(
                .noShow, by: absent == .student ? .mentor : .student,
                on: Self.facts(.confirmed, action: .noShow),
                at: Self.start.adding(minutes: 10).adding(microseconds: offset), absent: absent, policy: Self.policy)
        }
        #expect(decision == (offset >= 0 ? .success(.noShow) : .failure(.invalidTransition(from: .confirmed))))
    }

    @Test(arguments: [-1, 0] as [Int64])
    func `an objection is open for 72 hours from the report, and only once`(offset: Int64) {
        var facts = Self.facts(.noShow, action: .object)
        let reported = Self.start.adding(minutes: 15)
        let now = reported.adding(minutes: 72 * 60).adding(microseconds: offset)
        let decide = { (facts: ConsultationRules.Facts) in
            Result { () throws(Refusal) in
                try ConsultationRules.next(.object, by: .student, on: facts, at: now, policy: Self.policy)
            }
        }
        let refused = Result<ConsultationStatus, Refusal>.failure(.invalidTransition(from: .noShow))
        #expect(decide(facts) == (offset < 0 ? .success(.noShow) : refused))
        facts.isDisputed = true
        #expect(decide(facts) == refused)
        facts.isDisputed = false
        facts.isUpheld = true
        #expect(decide(facts) == refused)
    }

    @Test func `what an administrator upheld is settled`() {
        var facts = Self.facts(.noShow, action: .complete)
        facts.isUpheld = true
        #expect(throws: Refusal.invalidTransition(from: .noShow)) {
            try ConsultationRules.next(
                .complete, by: .mentor, on: facts, at: Self.afterwards, policy: Self.policy)
        }
        #expect(throws: Refusal.invalidTransition(from: .noShow)) {
            try ConsultationRules.next(.uphold, by: .admin, on: facts, at: Self.afterwards, policy: Self.policy)
        }
    }

    @Test func `the side called absent objects, not the one that reported it`() throws {
        for absent in Side.allCases {
            var facts = Self.facts(.noShow, action: .object)
            facts.absent = absent
            for actor in [Actor.student, .mentor] {
                let isAccused = (actor == .student) == (absent == .student)
                let decision = Result { () throws(Refusal) in
                    try ConsultationRules.next(
                        .object, by: actor, on: facts, at: Self.afterwards, policy: Self.policy)
                }
                #expect(decision == (isAccused ? .success(.noShow) : .failure(.forbidden)))
            }
        }
    }
}
