public import Scheduling

/// Who may move a consultation from where to where: the contract's table as a pure function.
public enum ConsultationRules {
    /// Who acts.
    public enum Actor: Sendable, Hashable, CaseIterable {
        case student, mentor, admin, system
    }

    /// What the decision looks at besides the status.
    public struct Facts: Sendable, Hashable {
        public var status: ConsultationStatus
        public var start: Instant?
        public var end: Instant?
        public var approval: Approval?
        /// The side called absent, and when it was.
        public var absent: Side?
        public var absenceReportedAt: Instant?
        public var isDisputed: Bool
        public var isUpheld: Bool

        public init(
            status: ConsultationStatus, start: Instant? = nil, end: Instant? = nil, approval: Approval? = nil,
            absent: Side? = nil, absenceReportedAt: Instant? = nil, isDisputed: Bool = false, isUpheld: Bool = false
        ) {
            self.status = status
            self.start = start
            self.end = end
            self.approval = approval
            self.absent = absent
            self.absenceReportedAt = absenceReportedAt
            self.isDisputed = isDisputed
            self.isUpheld = isUpheld
        }
    }

    /// Decides a move.
    ///
    /// - Parameters:
    ///   - facts: the consultation as it stands at `now`; an unanswered request whose time is up is `expired`.
    ///   - absent: for `noShow`, the side the actor calls absent.
    /// - Returns: the status afterwards; `message`, `object` and `uphold` leave it as it is.
    /// - Throws: ``Refusal/forbidden`` where this actor never may, whatever the status;
    ///   ``Refusal/invalidTransition(from:)`` where the status or the time doesn't allow it.
    public static func next(
        _ action: ConsultationAction, by actor: Actor, on facts: Facts, at now: Instant, absent: Side? = nil,
        policy: CourtesyPolicy
    ) throws(Refusal) -> ConsultationStatus {
        guard mayEver(action, actor, calling: absent, on: facts) else { throw .forbidden }
        let refused = Refusal.invalidTransition(from: facts.status)
        switch (action, facts.status) {
        case (.schedule, .open):
            // A mentor's own proposal needs no answer of theirs.
            return actor == .mentor || facts.approval == .instant ? .confirmed : .requested
        case (.reschedule, .requested), (.reschedule, .confirmed):
            return actor == .student && facts.approval == .mentor ? .requested : facts.status
        case (.cancel, .requested), (.cancel, .confirmed):
            return .cancelled
        case (.accept, .requested):
            return .confirmed
        case (.decline, .requested):
            return .declined
        case (.complete, .confirmed):
            guard let start = facts.start, now >= start else { throw refused }
            return .completed
        case (.complete, .noShow):
            // What an administrator has upheld stays.
            guard !facts.isUpheld else { throw refused }
            return .completed
        case (.noShow, .confirmed):
            guard let start = facts.start, now >= start.adding(minutes: policy.absenceAfterMinutes) else {
                throw refused
            }
            return .noShow
        case (.object, .noShow):
            guard !facts.isDisputed, !facts.isUpheld, let reported = facts.absenceReportedAt,
                now < reported.adding(minutes: policy.objectionHours * 60)
            else { throw refused }
            return .noShow
        case (.uphold, .noShow):
            guard facts.isDisputed else { throw refused }
            return .noShow
        case (.close, .open):
            return .closed
        case (.expire, .requested):
            return .expired
        case (.message, let status) where status != .closed:
            return status
        default:
            throw refused
        }
    }

    /// Whether the actor is one who does this at all.
    private static func mayEver(
        _ action: ConsultationAction, _ actor: Actor, calling absent: Side?, on facts: Facts
    ) -> Bool {
        switch action {
        case .schedule, .reschedule, .cancel, .close, .message:
            actor == .student || actor == .mentor
        case .accept, .decline:
            actor == .mentor
        case .complete:
            // The system's is what follows fourteen days of silence.
            actor == .mentor || actor == .system
        case .noShow:
            // By the other side only.
            absent.map { actor == ($0 == .student ? .mentor : .student) } ?? false
        case .object:
            // By the side called absent; while nobody is, by either, and the status then refuses it.
            facts.absent.map { actor == ($0 == .student ? .student : .mentor) }
                ?? (actor == .student || actor == .mentor)
        case .uphold:
            actor == .admin
        case .expire:
            actor == .system
        }
    }
}

extension Caller {
    /// The caller as the rules know them.
    var actor: ConsultationRules.Actor {
        switch role {
        case .student: .student
        case .mentor: .mentor
        case .admin: .admin
        }
    }
}
