import Curriculum
import Postgres
import Scheduling

extension Plans {
    /// Changes a plan: its terms, its mentor, its order, steps of one's own. What changes the work lays it anew, from
    /// the plan's start or, once that is past, from today.
    ///
    /// - Parameter version: the version the caller read.
    /// - Returns: the plan as it is then. Nothing changed is no new version.
    public func edit(
        _ id: PlanID, _ edit: PlanEdit, by caller: Caller, version: VersionCondition
    ) async throws -> Plan {
        let now = desk.clock.now
        return try await desk.database.transaction { transaction in
            let name: MentorName? = edit.mentor ?? nil
            let (_, rows, mentors, published) = try await transaction.query(
                Self.lock(id), Self.current(id, at: now), Self.mentor(name), Curricula.ofPlan(id))
            guard let found = try rows.first({ try Plan(&$0) }) else { throw Refusal.notFound() }
            for action in edit.actions { try found.check(action, by: caller) }
            try version.check(found.version)
            guard let curriculum = try published.first({ try Curricula.curriculum(&$0) }) else {
                throw StoredValueError(column: "plans.curriculum_version")
            }
            var changed = found
            try changed.apply(edit, in: curriculum)
            if edit.mentor != nil {
                let asked = try mentors.first({ try Plan.Mentor(&$0) })
                if name != nil, asked == nil { throw Refusal.notFound(pointer: "/mentor") }
                changed.ask(asked, at: now)
            }
            if changed.isLaidOtherwise(than: found) {
                changed = PlanReckoning(curriculum: curriculum, holidays: holidays(of: changed.holidays))
                    .plan(changed, from: max(changed.startsOn, day(at: now, in: changed.timezone)))
            }
            let changes = changed.changes(from: found)
            guard !changes.isEmpty else { return found }
            let saved = enqueueChange(of: changed, from: found, at: now, in: transaction)
            enqueueEdit(saved, from: found, changes: changes, by: caller, at: now, in: transaction)
            return saved
        }
    }

    /// The events of an edit: for the mentor there is, and for the one who is asked or is no more.
    private func enqueueEdit(
        _ plan: Plan, from previous: Plan, changes: [String], by caller: Caller, at now: Instant,
        in transaction: PostgresTransaction
    ) {
        let actor = DomainEvent.Actor.caller(caller)
        guard plan.mentor?.id != previous.mentor?.id else {
            return enqueueEvent(.planChanged, of: plan, by: actor, at: now, in: transaction) { $0.changes = changes }
        }
        enqueueEvent(.planChanged, of: plan, to: .some(plan.mentor?.id), by: actor, at: now, in: transaction) {
            $0.changes = changes
        }
        guard let former = previous.mentor else { return }
        // To them alone: the student knows.
        var details = DomainEvent.Details()
        details.direction = plan.direction
        details.changes = ["mentor"]
        desk.enqueue(
            DomainEvent(
                kind: .planChanged, actor: actor, mentor: former.id, student: nil, consultation: nil, plan: plan.id,
                details: details), at: now, in: transaction)
    }

    /// Changes one step: where the student stands with it, what is noted, by when it is wanted.
    ///
    /// A student marks a step as done once everything it needs is done or skipped; the plan's mentor may mark any.
    public func editStep(
        _ slug: String, of id: PlanID, _ edit: PlanStepEdit, by caller: Caller, version: VersionCondition
    ) async throws -> Plan {
        let now = desk.clock.now
        return try await desk.database.transaction { transaction in
            let (_, rows) = try await transaction.query(Self.lock(id), Self.current(id, at: now))
            guard let found = try rows.first({ try Plan(&$0) }) else { throw Refusal.notFound() }
            try found.check(.mark, by: caller)
            if edit.note != nil || edit.dueOn != nil { try found.check(.annotate, by: caller) }
            guard let index = found.steps.firstIndex(where: { $0.slug == slug }) else { throw Refusal.notFound() }
            try version.check(found.version)
            if edit.status == .done, found.standing(of: caller) == .owner, !found.isReady(found.steps[index]) {
                throw Refusal.invalid(pointer: "/status", code: .prerequisiteOpen)
            }
            var step = found.steps[index]
            if let status = edit.status, status != step.status { step.mark(status, at: now) }
            step.note = edit.note ?? step.note
            step.setDueOn = edit.dueOn ?? step.setDueOn
            if let day = step.setDueOn, edit.dueOn != nil, day < step.startsOn {
                throw Refusal.invalid(pointer: "/due_on", code: .invalidOrder)
            }
            return save(step, at: index, of: found, by: caller, at: now, in: transaction)
        }
    }

    /// Writes a changed step with its event. Nothing changed is no new version.
    func save(
        _ step: Plan.Step, at index: Int, of plan: Plan, by caller: Caller, consultation: ConsultationID? = nil,
        at now: Instant, in transaction: PostgresTransaction
    ) -> Plan {
        let before = plan.steps[index]
        guard step != before else { return plan }
        var changed = plan
        changed.steps[index] = step
        let saved = enqueueChange(of: changed, from: plan, at: now, in: transaction)
        enqueueEvent(
            .planChanged, of: saved, by: .caller(caller), consultation: consultation, at: now, in: transaction
        ) { details in
            details.step = step.slug
            if step.status != before.status { details.stepStatus = step.status.rawValue }
            details.changes = [
                step.status != before.status ? "status" : nil, step.note != before.note ? "note" : nil,
                step.setDueOn != before.setDueOn ? "due_on" : nil,
            ].compactMap { $0 }
        }
        return saved
    }
}

extension Plan.Step {
    mutating func mark(_ status: StepStatus, at now: Instant) {
        self.status = status
        statusChangedAt = now
        guard !status.isOpen else { return }
        latestStartOn = nil
        latestEndOn = nil
    }
}

extension Plan {
    /// Whether everything a step needs is done or skipped.
    func isReady(_ step: Step) -> Bool {
        step.prerequisites.allSatisfy { find($0)?.status.isOpen != true }
    }

    /// Another mentor is asked, or none. A draft that nobody is to correct any more is followed at once.
    mutating func ask(_ asked: Mentor?, at now: Instant) {
        guard asked?.id != mentor?.id else { return }
        mentor = asked
        askedAt = asked == nil ? nil : now
        takenAt = nil
        if asked == nil, status == .draft {
            status = .published
            publishedAt = now
        }
    }

    /// Sets the terms and the arrangement that an edit names.
    ///
    /// - Throws: ``Refusal`` with the field's pointer.
    mutating func apply(_ edit: PlanEdit, in curriculum: DirectionCurriculum) throws {
        startsOn = edit.startsOn ?? startsOn
        targetOn = edit.targetOn ?? targetOn
        guard startsOn <= targetOn else {
            throw Refusal.invalid(pointer: edit.targetOn == nil ? "/starts_on" : "/target_on", code: .invalidOrder)
        }
        guard targetOn.daysSinceEpoch - startsOn.daysSinceEpoch <= Plans.longestSpan else {
            throw Refusal.invalid(pointer: edit.targetOn == nil ? "/starts_on" : "/target_on", code: .outOfRange)
        }
        hoursPerWeek = edit.hoursPerWeek ?? hoursPerWeek
        if let known = edit.knownSteps {
            try Plans.check(known: known, in: curriculum)
            knownSteps = known
        }
        daysOff = edit.daysOff?.sorted() ?? daysOff
        holidays = edit.holidays ?? holidays
        try remove(edit.removedSteps)
        try add(edit.addedSteps, in: curriculum)
        if let order = edit.order { try arrange(order) }
    }

    private mutating func remove(_ slugs: [String]) throws {
        for (index, slug) in slugs.enumerated() {
            guard let place = steps.firstIndex(where: { $0.slug == slug }) else {
                throw Refusal.notFound(pointer: "/remove_steps/\(index)")
            }
            // What the curriculum asks for is skipped, not taken away.
            guard steps[place].isOwn else {
                throw Refusal.invalid(pointer: "/remove_steps/\(index)", code: .notAllowed)
            }
            steps.remove(at: place)
        }
        let gone = Set(slugs)
        for index in steps.indices { steps[index].prerequisites.removeAll(where: gone.contains) }
        wantedOrder.removeAll(where: gone.contains)
    }

    private mutating func add(_ added: [OwnStep], in curriculum: DirectionCurriculum) throws {
        guard added.count + steps.count(where: \.isOwn) <= Plans.ownStepLimit else {
            throw Refusal.invalid(pointer: "/add_steps", code: .tooMany)
        }
        for (index, step) in added.enumerated() {
            let slug = step.slug ?? freeSlug(in: curriculum)
            guard find(slug) == nil, curriculum.find(slug) == nil else {
                throw Refusal.alreadyExists(pointer: "/add_steps/\(index)/slug")
            }
            for (place, needed) in step.prerequisites.enumerated() where find(needed) == nil {
                throw Refusal.notFound(pointer: "/add_steps/\(index)/prerequisites/\(place)")
            }
            steps.append(
                Step(
                    slug: slug, title: step.title, titleEN: step.titleEN ?? step.title, kind: step.kind,
                    hours: step.hours, prerequisites: step.prerequisites, isOptional: false, isOwn: true,
                    status: .todo, startsOn: startsOn, endsOn: startsOn, setDueOn: step.dueOn, note: step.note))
        }
    }

    private func freeSlug(in curriculum: DirectionCurriculum) -> String {
        var number = 1
        while find("own-\(number)") != nil || curriculum.find("own-\(number)") != nil { number += 1 }
        return "own-\(number)"
    }

    /// Takes an order over: every step once, each behind what it needs.
    private mutating func arrange(_ order: [String]) throws {
        var placed: Set<String> = []
        for (index, slug) in order.enumerated() {
            guard let step = find(slug) else { throw Refusal.notFound(pointer: "/order/\(index)") }
            guard step.prerequisites.allSatisfy(placed.contains) else {
                throw Refusal.invalid(pointer: "/order/\(index)", code: .invalidOrder)
            }
            guard placed.insert(slug).inserted else {
                throw Refusal.invalid(pointer: "/order/\(index)", code: .duplicate)
            }
        }
        guard placed.count == steps.count else { throw Refusal.invalid(pointer: "/order", code: .required) }
        wantedOrder = order
    }

    /// Whether the work has to be laid anew.
    func isLaidOtherwise(than other: Plan) -> Bool {
        startsOn != other.startsOn || targetOn != other.targetOn || hoursPerWeek != other.hoursPerWeek
            || knownSteps != other.knownSteps || daysOff != other.daysOff || holidays != other.holidays
            || wantedOrder != other.wantedOrder || steps.map(\.slug) != other.steps.map(\.slug)
            || curriculumVersion != other.curriculumVersion
    }

    /// The names of the fields that are another than before.
    func changes(from other: Plan) -> [String] {
        [
            ("starts_on", startsOn != other.startsOn), ("target_on", targetOn != other.targetOn),
            ("hours_per_week", hoursPerWeek != other.hoursPerWeek), ("known_steps", knownSteps != other.knownSteps),
            ("days_off", daysOff != other.daysOff), ("holidays", holidays != other.holidays),
            ("mentor", mentor != other.mentor), ("status", status != other.status),
            ("curriculum_version", curriculumVersion != other.curriculumVersion), ("steps", steps != other.steps),
        ].filter(\.1).map(\.0)
    }
}
