import Postgres
import Scheduling

extension Consultations {
    /// A student asks a direction for a session: decided for every mentor of it by the rules of one, under the locks
    /// of all of them, which are taken in the order of their ids by everybody who takes more than one.
    func bookPooled(
        _ wish: NewConsultation, at start: Instant, student: StudentID, by caller: Caller, now: Instant,
        in transaction: PostgresTransaction
    ) async throws -> Consultation {
        guard let direction = wish.direction else { throw Refusal.invalid(pointer: "/mentor", code: .required) }
        let rows = try await transaction.query([
            Self.lockMentors(of: direction), Students.lock(student), Self.knows(direction),
            SlotBasis.query(
                SlotPool.condition(direction), since: min(start, now).adding(days: -SlotBasis.lookBackDays)),
            StartDecision.Reading.holding(
                of: "\(student)", others: "true", since: min(start, now), at: now),
            """
            SELECT c.id, c.mentor_id, c.student_id FROM consultations c
            WHERE c.status = 'requested' AND c.respond_by <= \(now) AND (c.student_id = \(student)
                OR c.mentor_id IN (SELECT d.mentor_id FROM mentor_directions d WHERE d.direction = \(direction)))
            """,
        ])
        guard !rows[1].isEmpty else { throw Refusal.notFound() }
        guard !rows[2].isEmpty else { throw Refusal.invalid(pointer: "/direction", code: .invalidChoice) }
        // Who joined the direction after the locks were taken is not held, and has no turn yet.
        let locked = Set(try rows[0].map { try $0.next(MentorID.self) })
        let bases = try await desk.reading(rows[3], from: transaction) { try SlotBasis(&$0, desk: desk) }
            .filter { locked.contains($0.mentor.id) }
        let pool = SlotPool(bases, direction: direction, offering: wish.offering, durationMinutes: nil, at: now)
        if let slug = wish.offering, !bases.contains(where: { $0.offerings.contains { $0.slug == slug } }) {
            throw Refusal.notFound(pointer: "/offering")
        }
        let holding = try StartDecision.StudentHolding(rows[4])
        var refusals: [Refusal] = []
        var free: [Int] = []
        for index in pool.candidates.indices {
            let candidate = pool.candidates[index]
            let decision = StartDecision(
                schedule: candidate.basis.schedule, offerings: candidate.basis.offerings,
                spans: candidate.basis.spans(at: now), student: holding, now: now)
            let refusal = decision.refusal(
                of: StartDecision.Wish(candidate.offering, start: start),
                studentLimit: desk.policy.consultationsPerStudent)
            if let refusal { refusals.append(refusal) } else { free.append(index) }
        }
        guard let chosen = free.min(by: { pool.rank($0, at: start) < pool.rank($1, at: start) }) else {
            throw Refusal.combining(refusals) { pool.nextSessions(from: start, count: 3) }
        }
        let candidate = pool.candidates[chosen]
        let overdue = try rows[5].map { row in
            (
                id: try row.next(ConsultationID.self), mentor: try row.next(MentorID.self),
                student: try row.next(StudentID.self)
            )
        }
        for request in overdue where request.mentor == candidate.basis.mentor.id || request.student == student {
            enqueueExpiry(of: request.id, at: now, in: transaction)
        }
        return enqueueBooking(
            wish, of: candidate.offering, at: start, direction: direction, mentor: candidate.basis.mentor,
            student: student, by: caller, now: now, in: transaction)
    }

    /// A student writes to a direction: the mentor with the fewest live consultations gets it.
    func openPooled(
        _ wish: NewConsultation, student: StudentID, by caller: Caller, now: Instant,
        in transaction: PostgresTransaction
    ) async throws -> Consultation {
        guard let direction = wish.direction else { throw Refusal.invalid(pointer: "/mentor", code: .required) }
        let serves: SQL =
            wish.offering.map { slug in
                "EXISTS (SELECT FROM offerings o WHERE o.mentor_id = m.id AND o.active AND o.slug = \(slug))"
            } ?? "true"
        let (_, asking, known, heads, holding) = try await transaction.query(
            // The locks make the count true: of many who write at once, each sees the ones before.
            Self.lockMentors(of: direction),
            Students.lock(student),
            Self.knows(direction),
            """
            SELECT m.id, m.handle, m.name FROM mentors m
            WHERE \(SlotPool.condition(direction)) AND \(serves)
            ORDER BY (SELECT count(*) FROM consultations c
                      WHERE c.mentor_id = m.id AND (c.status = 'open'
                          OR c.status = 'requested' AND c.respond_by > \(now)
                          OR c.status = 'confirmed' AND c.end_at > \(now))), m.id
            LIMIT 1
            """,
            StartDecision.Reading.holding(of: "\(student)", others: "true", since: now, at: now))
        guard !asking.isEmpty else { throw Refusal.notFound() }
        guard !known.isEmpty else { throw Refusal.invalid(pointer: "/direction", code: .invalidChoice) }
        guard let mentor = try heads.first({ try MentorHead(&$0) }) else {
            if wish.offering != nil { throw Refusal.notFound(pointer: "/offering") }
            throw Refusal.combining([]) { [] }
        }
        guard try StartDecision.StudentHolding(holding).held < desk.policy.consultationsPerStudent else {
            throw Refusal.quotaReached([.studentQuota])
        }
        return enqueueNew(
            wish, status: .open, time: nil, direction: direction, mentor: mentor, student: student, by: caller,
            now: now, in: transaction)
    }

    /// The locks of all mentors of a direction, in the order of their ids; answers whose they are.
    private static func lockMentors(of direction: String) -> SQL {
        """
        SELECT pooled.id, pg_advisory_xact_lock(pooled.lock_key) IS NULL
        FROM (SELECT m.id, m.lock_key FROM mentors m WHERE \(SlotPool.condition(direction)) ORDER BY m.id) pooled
        """
    }

    private static func knows(_ direction: String) -> SQL {
        "SELECT 1 FROM directions WHERE slug = \(direction)"
    }
}

extension Refusal {
    /// What a pool answers when each of its mentors refuses: the refusal that comes last in the contract's order, as
    /// somebody at least got that far, with all the reasons given for it.
    static func combining(_ refusals: [Refusal], alternatives: () -> [Range<Instant>]) -> Refusal {
        var notOffered: [SlotReason] = []
        var quota: [SlotReason] = []
        var isOverQuota = false
        var isBusy = false
        for refusal in refusals {
            switch refusal {
            case .slotTaken: return .slotTaken(alternatives: alternatives())
            case .studentBusy: isBusy = true
            case .quotaReached(let reasons):
                isOverQuota = true
                quota += reasons
            case .slotNotOffered(let reasons): notOffered += reasons
            default: return refusal
            }
        }
        if isBusy { return .studentBusy }
        if isOverQuota { return .quotaReached(SlotReason.union(quota)) }
        // A direction in which nobody takes bookings.
        return .slotNotOffered(notOffered.isEmpty ? [.rule(.offeringInactive)] : SlotReason.union(notOffered))
    }
}

extension SlotReason {
    /// Each once, in the rules' order, the student's own limit last.
    static func union(_ reasons: [SlotReason]) -> [SlotReason] {
        let all = SlotRule.allCases.map(SlotReason.rule) + [.studentQuota]
        return all.filter(reasons.contains)
    }
}
