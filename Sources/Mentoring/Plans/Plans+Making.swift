import Curriculum
import Postgres
import Scheduling

extension Plans {
    /// A student asks for a plan: laid at once from the newest version of the direction's curriculum.
    ///
    /// With a mentor it is a draft which that mentor is asked to take; without one it is the student's own, and
    /// followed at once.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` with `/mentor` or `/known_steps/…`,
    ///   ``Refusal/invalid(pointer:code:)`` with `/direction`, ``Refusal/quotaReached(_:)``.
    public func make(
        _ wish: NewPlan, by caller: Caller, keeping: Keeping<Plan>? = nil
    ) async throws -> Answered<Plan> {
        guard case .student(let student) = caller.subject else { throw Refusal.forbidden }
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let (asking, live, mentors, published) = try await transaction.query(
                Students.lock(student),
                "SELECT count(*) FROM plans WHERE student_id = \(student) AND status <> 'archived'",
                Self.mentor(wish.mentor),
                Curricula.latest(of: wish.direction))
            guard !asking.isEmpty else { throw Refusal.notFound() }
            guard let curriculum = try published.first({ try Curricula.curriculum(&$0) }) else {
                throw Refusal.invalid(pointer: "/direction", code: .invalidChoice)
            }
            let mentor = try mentors.first({ try Plan.Mentor(&$0) })
            if wish.mentor != nil, mentor == nil { throw Refusal.notFound(pointer: "/mentor") }
            try Self.check(known: wish.knownSteps, in: curriculum)
            guard try live.first({ try $0.next(Int.self) }) ?? 0 < Self.liveLimit else {
                throw Refusal.quotaReached([.planQuota])
            }
            let plan = Plan(
                wish, id: desk.newID(at: now), student: .init(id: student, name: caller.name),
                timezone: caller.timezone, mentor: mentor, version: curriculum.version, at: now)
            let laid = PlanReckoning(curriculum: curriculum, holidays: holidays(of: wish.holidays))
                .plan(plan, from: wish.startsOn)
            enqueueNew(laid, in: transaction)
            enqueueEvent(.planCreated, of: laid, to: .some(mentor?.id), by: .caller(caller), at: now, in: transaction)
            return laid
        }
    }

    static func mentor(_ name: MentorName?) -> SQL {
        "SELECT id, handle, name FROM mentors WHERE \(name?.condition ?? "false")"
    }

    static func check(known: [String], in curriculum: DirectionCurriculum) throws {
        for (index, slug) in known.enumerated() where curriculum.find(slug) == nil {
            throw Refusal.notFound(pointer: "/known_steps/\(index)")
        }
    }
}

extension Plan.Mentor {
    init(_ row: inout PostgresRowReader) throws {
        id = try row.next()
        handle = try row.next()
        name = try row.next()
    }
}

extension Plan {
    /// A plan before its steps are laid.
    fileprivate init(
        _ wish: NewPlan, id: PlanID, student: Consultation.Person<StudentID>, timezone: String, mentor: Mentor?,
        version: String, at now: Instant
    ) {
        self.id = id
        self.student = student
        self.timezone = timezone
        self.mentor = mentor
        direction = wish.direction
        curriculumVersion = version
        status = mentor == nil ? .published : .draft
        startsOn = wish.startsOn
        targetOn = wish.targetOn
        hoursPerWeek = wish.hoursPerWeek
        knownSteps = wish.knownSteps
        daysOff = wish.daysOff.sorted()
        holidays = wish.holidays
        wantedOrder = []
        isFeasible = true
        missingHours = .zero
        leftOut = []
        criticalPath = []
        weeklyLoad = []
        steps = []
        self.version = 1
        createdAt = now
        updatedAt = now
        publishedAt = mentor == nil ? now : nil
        askedAt = mentor == nil ? nil : now
        latestVersion = version
        stepsWithConsultation = []
    }
}
