public import Curriculum
import Postgres
import Scheduling

extension Plans {
    /// What planning again comes to.
    public struct Replanned: Sendable, Hashable {
        public let plan: Plan
        public let changes: PlanChanges
    }

    /// Lays what is still to do anew from today: after slipping, or for a new target, new hours, a newer curriculum.
    /// Steps that are done or skipped stay as they are.
    ///
    /// - Parameters:
    ///   - edit: new terms, if any.
    ///   - curriculum: a version of the direction's curriculum; nil keeps the plan's.
    ///   - isPreview: answers what would come of it, and writes nothing.
    /// - Throws: ``Refusal/notFound(pointer:)`` with `/curriculum_version`, and as
    ///   ``edit(_:_:by:version:)``.
    public func replan(
        _ id: PlanID, _ edit: PlanEdit = PlanEdit(), curriculum wanted: CurriculumChoice = .same,
        isPreview: Bool = false, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Replanned>? = nil
    ) async throws -> Answered<Replanned> {
        let now = desk.clock.now
        // What writes nothing is not kept either: the next preview may say something else.
        return try await desk.write(isPreview ? nil : keeping) { transaction in
            let (_, rows, published) = try await transaction.query(
                Self.lock(id), Self.current(id, at: now), wanted.query(ofPlan: id))
            guard let found = try rows.first({ try Plan(&$0) }) else { throw Refusal.notFound() }
            try found.check(.replan, by: caller)
            try version.check(found.version)
            guard let curriculum = try published.first({ try Curricula.curriculum(&$0) }) else {
                throw Refusal.notFound(pointer: "/curriculum_version")
            }
            var changed = found
            // What a newer version no longer has needn't be known any more.
            if edit.knownSteps == nil { changed.knownSteps.removeAll { curriculum.find($0) == nil } }
            try changed.apply(edit, in: curriculum)
            let today = day(at: now, in: found.timezone)
            changed = PlanReckoning(curriculum: curriculum, holidays: holidays(of: changed.holidays))
                .plan(changed, from: max(changed.startsOn, today))
            let changes = PlanChanges(from: found.dates, to: changed.path)
            guard !isPreview, !changed.changes(from: found).isEmpty else {
                return Replanned(plan: changed, changes: changes)
            }
            let saved = enqueueChange(of: changed, from: found, at: now, in: transaction)
            enqueueEvent(.planReplanned, of: saved, by: .caller(caller), at: now, in: transaction) { details in
                details.changes = saved.changes(from: found)
                details.moved = changes.moved.count
                details.added = changes.added.count
                details.dropped = changes.dropped.count
            }
            return Replanned(plan: saved, changes: changes)
        }
    }
}

/// Which version of its direction's curriculum a plan is laid from.
public enum CurriculumChoice: Sendable, Hashable {
    /// The one it has.
    case same
    /// The newest.
    case latest
    case version(String)

    fileprivate func query(ofPlan id: PlanID) -> SQL {
        switch self {
        case .same: Curricula.ofPlan(id)
        case .latest: Curricula.latest(ofPlan: id)
        case .version(let version): Curricula.version(version, ofPlan: id)
        }
    }
}

extension Plan {
    /// The days each step has.
    var dates: [String: StepDates] {
        Dictionary(steps.map { ($0.slug, StepDates(startsOn: $0.startsOn, dueOn: $0.dueOn)) }) { first, _ in first }
    }
}
