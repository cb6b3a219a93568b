/// Who may do what with a plan, as a pure function.
public enum PlanRules {
    /// What a caller is to a plan.
    public enum Standing: Sendable, Hashable, CaseIterable {
        /// Its student.
        case owner
        /// The mentor who has taken it.
        case mentor
        /// The mentor who was asked and has not taken it: knows of the question and of nothing else.
        case asked
        case admin
        case stranger
    }

    public enum Action: Sendable, Hashable, CaseIterable {
        case read
        /// Start, target, hours, days off, what is known.
        case changeTerms
        case nameMentor
        /// Order and steps of one's own.
        case arrange
        /// The status of a step.
        case mark
        /// Notes and due dates.
        case annotate
        case replan
        case take, publish, archive
    }

    /// Decides.
    ///
    /// - Parameter isTaken: whether a mentor has taken the plan. Until then it is the student's to arrange.
    /// - Throws: ``Refusal/notFound(pointer:)`` to whom the plan doesn't exist; ``Refusal/forbidden`` where this
    ///   caller never may; ``Refusal/invalidPlanTransition(from:)`` where the status doesn't allow it.
    public static func check(
        _ action: Action, by standing: Standing, status: PlanStatus, isTaken: Bool
    ) throws(Refusal) {
        switch standing {
        case .stranger: throw .notFound()
        case .asked: guard action == .take, status != .archived else { throw .notFound() }
        case .admin: guard action == .read else { throw .forbidden }
        case .owner:
            switch action {
            case .take, .publish: throw .forbidden
            // A mentor's arrangement is changed by the mentor.
            case .arrange, .annotate: if isTaken { throw .forbidden }
            default: break
            }
        case .mentor: if action == .nameMentor || action == .archive { throw .forbidden }
        }
        guard action != .read else { return }
        let isTwice = action == .take && standing == .mentor
        guard status != .archived, !isTwice, action != .publish || status == .draft else {
            throw .invalidPlanTransition(from: status)
        }
    }
}

extension Plan {
    func standing(of caller: Caller) -> PlanRules.Standing {
        switch caller.subject {
        case .student(let id): student.id == id ? .owner : .stranger
        case .mentor(let id, _): mentor?.id != id ? .stranger : takenAt == nil ? .asked : .mentor
        case .admin: .admin
        }
    }

    func check(_ action: PlanRules.Action, by caller: Caller) throws(Refusal) {
        try PlanRules.check(action, by: standing(of: caller), status: status, isTaken: takenAt != nil)
    }
}
