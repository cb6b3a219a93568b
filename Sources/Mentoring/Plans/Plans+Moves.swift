import Postgres
import Scheduling

extension Plans {
    /// The asked mentor takes the plan: from now on it is theirs to read and correct.
    public func take(
        _ id: PlanID, by caller: Caller, version: VersionCondition = .any, keeping: Keeping<Plan>? = nil
    ) async throws -> Answered<Plan> {
        try await move(id, .take, by: caller, version: version, keeping: keeping) { plan, now in
            plan.takenAt = now
            return .planChanged
        }
    }

    /// The plan's mentor hands it to the student to follow.
    public func publish(
        _ id: PlanID, by caller: Caller, version: VersionCondition = .any, keeping: Keeping<Plan>? = nil
    ) async throws -> Answered<Plan> {
        try await move(id, .publish, by: caller, version: version, keeping: keeping) { plan, now in
            plan.status = .published
            plan.publishedAt = now
            return .planPublished
        }
    }

    /// The student puts the plan away, for good.
    public func archive(
        _ id: PlanID, by caller: Caller, version: VersionCondition = .any, keeping: Keeping<Plan>? = nil
    ) async throws -> Answered<Plan> {
        try await move(id, .archive, by: caller, version: version, keeping: keeping) { plan, _ in
            plan.status = .archived
            return .planChanged
        }
    }

    private func move(
        _ id: PlanID, _ action: PlanRules.Action, by caller: Caller, version: VersionCondition,
        keeping: Keeping<Plan>?, apply: @escaping @Sendable (inout Plan, Instant) -> DomainEvent.Kind
    ) async throws -> Answered<Plan> {
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let (_, rows) = try await transaction.query(Self.lock(id), Self.current(id, at: now))
            guard let found = try rows.first({ try Plan(&$0) }) else { throw Refusal.notFound() }
            try found.check(action, by: caller)
            try version.check(found.version)
            var changed = found
            let kind = apply(&changed, now)
            let saved = enqueueChange(of: changed, from: found, at: now, in: transaction)
            enqueueEvent(kind, of: saved, by: .caller(caller), at: now, in: transaction) { details in
                details.changes = action == .take ? ["mentor"] : ["status"]
            }
            return saved
        }
    }
}
