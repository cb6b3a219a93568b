import Postgres
public import Scheduling

extension Consultations {
    /// A student asks: with a start for a session, without one for a conversation.
    ///
    /// Decides with the slot engine inside the transaction, under the mentor's lock: what is offered is bookable and
    /// nothing else is. Two round trips: locks and reads; the writes with COMMIT.
    ///
    /// Without a mentor the direction's take turns: of those who can be booked at the start, the one with the fewest
    /// bookings in that week; without a start, the one with the fewest live consultations.
    ///
    /// - Throws: ``Refusal`` in the contract's order: not offered, quota, the student's own time, taken.
    public func ask(
        _ wish: NewConsultation, by caller: Caller, keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        guard case .student(let studentID) = caller.subject else { throw Refusal.forbidden }
        let now = desk.clock.now
        return try await forgettingSlots {
            try await desk.write(keeping) { transaction in
                var wish = wish
                if let place = try await desk.plans.place(of: wish, student: studentID, in: transaction) {
                    wish.plan = place.plan
                    wish.direction = wish.direction ?? place.direction
                }
                return switch (wish.mentor, wish.start) {
                case (let mentor?, let start?):
                    try await book(
                        wish, with: mentor, at: start, student: studentID, by: caller, now: now, in: transaction)
                case (let mentor?, nil):
                    try await open(wish, with: mentor, student: studentID, by: caller, now: now, in: transaction)
                case (nil, let start?):
                    try await bookPooled(
                        wish, at: start, student: studentID, by: caller, now: now, in: transaction)
                case (nil, nil):
                    try await openPooled(wish, student: studentID, by: caller, now: now, in: transaction)
                }
            }
        }
    }

    private func book(
        _ wish: NewConsultation, with name: MentorName, at start: Instant, student: StudentID, by caller: Caller,
        now: Instant, in transaction: PostgresTransaction
    ) async throws -> Consultation {
        let reading = StartDecision.Reading(
            mentor: name.idQuery, student: "\(student)", moving: nil, start: start, at: now)
        let rows = try await transaction.query(
            [Mentors.lock(name), Students.lock(student)] + reading.statements)
        guard let mentor = try rows[0].first({ try MentorHead(&$0) }) else {
            throw Refusal.notFound(pointer: "/mentor")
        }
        guard let asking = try rows[1].first({ try Students.Head(&$0) }) else { throw Refusal.notFound() }
        let (decision, overdue) = try await StartDecision.make(
            rows.dropFirst(2), desk: desk, at: now, in: transaction)
        let offering = try Slots.choose(wish.offering, among: decision.offerings, pointer: "/offering")
        let session = StartDecision.Wish(offering, start: start)
        try await check(
            session, decision, studentLimit: desk.policy.consultationsPerStudent, moving: nil, mentor: mentor.id,
            in: transaction)

        for id in overdue { enqueueExpiry(of: id, at: now, in: transaction) }
        return enqueueBooking(
            wish, of: offering, at: start, direction: wish.direction ?? offering.direction ?? asking.direction,
            mentor: mentor, student: student, by: caller, now: now, in: transaction)
    }

    /// Writes a session that has been decided.
    func enqueueBooking(
        _ wish: NewConsultation, of offering: Offering, at start: Instant, direction: String?, mentor: MentorHead,
        student: StudentID, by caller: Caller, now: Instant, in transaction: PostgresTransaction
    ) -> Consultation {
        let status: ConsultationStatus = offering.approval == .instant ? .confirmed : .requested
        let time = BookedTime(
            offering, start: start, status: status, askedAt: now, answeredAt: nil,
            freeCancellationUntil: BookedTime.freeUntil(start, desk.policy), policy: desk.policy)
        return enqueueNew(
            wish, status: status, time: time, direction: direction, mentor: mentor, student: student, by: caller,
            now: now, in: transaction)
    }

    private func open(
        _ wish: NewConsultation, with name: MentorName, student: StudentID, by caller: Caller, now: Instant,
        in transaction: PostgresTransaction
    ) async throws -> Consultation {
        let (heads, asking, offerings, holding) = try await transaction.query(
            "SELECT id, handle, name, timezone FROM mentors WHERE \(name.condition)",
            Students.lock(student),
            Offerings.query(of: name),
            StartDecision.Reading.holding(of: "\(student)", others: "true", since: now, at: now))
        guard let mentor = try heads.first({ try MentorHead(&$0) }) else {
            throw Refusal.notFound(pointer: "/mentor")
        }
        guard let head = try asking.first({ try Students.Head(&$0) }) else { throw Refusal.notFound() }
        var direction = wish.direction ?? head.direction
        if let slug = wish.offering {
            let offering = try Slots.choose(slug, among: offerings.map(Offerings.offering), pointer: "/offering")
            direction = wish.direction ?? offering.direction ?? head.direction
        }
        guard try StartDecision.StudentHolding(holding).held < desk.policy.consultationsPerStudent else {
            throw Refusal.quotaReached([.studentQuota])
        }
        return enqueueNew(
            wish, status: .open, time: nil, direction: direction, mentor: mentor, student: student, by: caller,
            now: now, in: transaction)
    }

    /// An `open` consultation gets a time: by the student as when asking, by the mentor confirmed at once.
    ///
    /// - Parameter slug: nil where the mentor has one active offering.
    public func schedule(
        _ id: ConsultationID, start: Instant, offering slug: String?, by caller: Caller,
        version: VersionCondition = .any, keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await place(id, .schedule, at: start, by: caller, version: version, keeping: keeping) { current, decision in
            let offering = try Slots.choose(slug, among: decision.offerings, pointer: "/offering")
            return StartDecision.Wish(offering, start: start)
        } apply: { consultation, wish, now in
            let isMentors = caller.side == .mentor
            consultation.facts.approval = wish.offering.approval
            let status = try ConsultationRules.next(
                .schedule, by: caller.actor, on: consultation.facts, at: now, policy: desk.policy)
            consultation.value.status = status
            consultation.value.direction = consultation.value.direction ?? wish.offering.direction
            consultation.value.time = BookedTime(
                wish.offering, start: start, status: status, askedAt: now, answeredAt: isMentors ? now : nil,
                // A time the mentor chose may be given back free until it begins.
                freeCancellationUntil: isMentors ? start : BookedTime.freeUntil(start, desk.policy),
                policy: desk.policy)
            return status == .confirmed ? .consultationConfirmed : .consultationRequested
        }
    }

    /// Moves a booked consultation; it keeps its id, and may overlap its own old time.
    public func reschedule(
        _ id: ConsultationID, start: Instant, reason: String?, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await place(id, .reschedule, at: start, by: caller, version: version, keeping: keeping) {
            current, decision in
            guard let time = current.time, let offering = decision.offerings.first(where: { $0.id == time.offering })
            else { throw Refusal.invalidTransition(from: current.status) }
            return StartDecision.Wish(moving: time, by: offering, to: start)
        } apply: { consultation, wish, now in
            guard let time = consultation.value.time else {
                throw Refusal.invalidTransition(from: consultation.value.status)
            }
            let status = try ConsultationRules.next(
                .reschedule, by: caller.actor, on: consultation.facts, at: now, policy: desk.policy)
            if caller.side == .student, now > time.freeCancellationUntil { consultation.value.isLate = true }
            // A student's move asks anew; a mentor's leaves the question as old as it is.
            let asksAnew = caller.side == .student
            consultation.value.time = time.moved(
                to: start, status: status, askedAt: asksAnew ? now : time.askedAt,
                answeredAt: status == .requested ? nil : time.answeredAt, policy: desk.policy)
            consultation.value.status = status
            consultation.value.reason = reason
            return .consultationRescheduled
        }
    }

    /// A consultation on its way to a new time.
    struct Placement {
        var value: Consultation
        var facts: ConsultationRules.Facts
    }

    /// What scheduling and moving share: locks, reads, the rules of status, the engine, the writes.
    private func place(
        _ id: ConsultationID, _ action: ConsultationAction, at start: Instant, by caller: Caller,
        version: VersionCondition, keeping: Keeping<Consultation>?,
        wish: @escaping @Sendable (Consultation, StartDecision) throws -> StartDecision.Wish,
        apply: @escaping @Sendable (inout Placement, StartDecision.Wish, Instant) throws -> DomainEvent.Kind
    ) async throws -> Answered<Consultation> {
        let now = desk.clock.now
        return try await forgettingSlots {
            try await desk.write(keeping) { transaction in
                let reading = StartDecision.Reading(
                    mentor: "(SELECT x.mentor_id FROM consultations x WHERE x.id = \(id))",
                    student: "(SELECT x.student_id FROM consultations x WHERE x.id = \(id))", moving: id,
                    start: start, at: now)
                let rows = try await transaction.query(
                    [lockMentor(of: id), lockStudent(of: id), current(id, for: caller, at: now)]
                        + reading.statements)
                guard let found = try rows[2].first({ try Consultation(&$0) }) else { throw Refusal.notFound() }
                // The status speaks first: a start is only looked at where it could matter.
                _ = try ConsultationRules.next(
                    action, by: caller.actor, on: found.facts, at: now, policy: desk.policy)
                try version.check(found.version)
                let (decision, overdue) = try await StartDecision.make(
                    rows.dropFirst(3), desk: desk, at: now, in: transaction)
                let chosen = try wish(found, decision)
                try await check(
                    chosen, decision, studentLimit: nil, moving: id, mentor: found.mentor.id, in: transaction)
                for id in overdue { enqueueExpiry(of: id, at: now, in: transaction) }
                var placement = Placement(value: found, facts: found.facts)
                let kind = try apply(&placement, chosen, now)
                return enqueueChange(
                    kind, of: placement.value, from: found, by: .caller(caller), at: now, in: transaction)
            }
        }
    }

    /// Runs a write whose consultation may change what its mentor offers.
    func forgettingSlots(
        _ work: () async throws -> Answered<Consultation>
    ) async throws -> Answered<Consultation> {
        let answered = try await Self.explaining(work)
        desk.forgetSlots(of: answered.value?.mentor.id)
        return answered
    }

    /// Refuses a start that can't be booked; for a taken one, looks up the next free slots.
    private func check(
        _ wish: StartDecision.Wish, _ decision: StartDecision, studentLimit: Int?, moving: ConsultationID?,
        mentor: MentorID, in transaction: PostgresTransaction
    ) async throws {
        guard let refusal = decision.refusal(of: wish, studentLimit: studentLimit) else { return }
        guard case .slotTaken = refusal else { throw refusal }
        let others: SQL = moving.map { "c.id <> \($0)" } ?? "true"
        let spans = try await transaction.query(
            """
            SELECT \(BusySpan.columns) FROM consultations c
            WHERE c.mentor_id = \(mentor) AND \(others) AND \(BusySpan.holds("c", at: decision.now))
              AND c.start_at >= \(decision.now.adding(days: -9))
            """
        ).map { try BusySpan(&$0) }
        let all = StartDecision(
            schedule: decision.schedule, offerings: decision.offerings, spans: spans, student: decision.student,
            now: decision.now)
        let finder = all.finder(wish)
        var alternatives: [Range<Instant>] = []
        var from = wish.start
        while alternatives.count < 3, let next = finder.nextStart(atOrAfter: from) {
            alternatives.append(next..<next.adding(minutes: wish.rules.durationMinutes))
            from = next.adding(microseconds: 1)
        }
        throw Refusal.slotTaken(alternatives: alternatives)
    }
}

/// What a booking needs of its mentor's row.
struct MentorHead: Sendable {
    let id: MentorID
    let handle: String
    let name: String

    init(_ row: inout PostgresRowReader) throws {
        id = try row.next()
        handle = try row.next()
        name = try row.next()
    }
}
