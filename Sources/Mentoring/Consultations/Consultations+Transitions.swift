import Postgres
import Scheduling

extension Consultations {
    /// The mentor says yes. Asks only for status and time: not whether the slot is still offered.
    public func accept(
        _ id: ConsultationID, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .accept, by: caller, version: version, keeping: keeping) { consultation, now in
            consultation.time?.answeredAt = now
            consultation.time?.respondBy = nil
            return .consultationConfirmed
        }
    }

    /// The mentor says no, and why.
    public func decline(
        _ id: ConsultationID, reason: String, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .decline, by: caller, version: version, keeping: keeping) { consultation, now in
            consultation.time?.answeredAt = now
            consultation.time?.respondBy = nil
            consultation.reason = reason
            return .consultationDeclined
        }
    }

    /// Either side calls it off. A student's cancel after the free time is recorded as late, for good.
    public func cancel(
        _ id: ConsultationID, reason: String?, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .cancel, by: caller, version: version, keeping: keeping) { consultation, now in
            if caller.side == .student, let time = consultation.time, now > time.freeCancellationUntil {
                consultation.isLate = true
            }
            consultation.time?.respondBy = nil
            consultation.reason = reason
            return .consultationCancelled
        }
    }

    /// The mentor says it took place, and what came of it. Settles a no-show too.
    public func complete(
        _ id: ConsultationID, outcome: Consultation.Outcome?, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .complete, by: caller, version: version, keeping: keeping) { consultation, _ in
            // An outcome that says nothing is none.
            consultation.outcome = outcome.flatMap { $0.result == nil && $0.note == nil ? nil : $0 }
            consultation.absent = nil
            consultation.absenceReportedAt = nil
            consultation.isDisputed = false
            return .consultationCompleted
        }
    }

    /// The other side didn't come.
    public func reportAbsence(
        _ id: ConsultationID, of absent: Side, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .noShow, absent: absent, by: caller, version: version, keeping: keeping) {
            consultation, now in
            consultation.absent = absent
            consultation.absenceReportedAt = now
            return .consultationNoShow
        }
    }

    /// The side called absent says otherwise.
    public func object(
        _ id: ConsultationID, reason: String, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .object, by: caller, version: version, keeping: keeping) { consultation, _ in
            consultation.isDisputed = true
            consultation.reason = reason
            return .consultationObjected
        }
    }

    /// An administrator settles an objection: the absence stands.
    public func uphold(
        _ id: ConsultationID, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .uphold, by: caller, version: version, keeping: keeping) { consultation, _ in
            consultation.isDisputed = false
            consultation.isUpheld = true
            return .consultationNoShow
        }
    }

    /// Either side ends a conversation without a time.
    public func close(
        _ id: ConsultationID, by caller: Caller, version: VersionCondition = .any,
        keeping: Keeping<Consultation>? = nil
    ) async throws -> Answered<Consultation> {
        try await move(id, .close, by: caller, version: version, keeping: keeping) { _, _ in .consultationClosed }
    }

    /// What the moves that keep the time share.
    ///
    /// - Parameter apply: what else changes, on the consultation with its new status.
    private func move(
        _ id: ConsultationID, _ action: ConsultationAction, absent: Side? = nil, by caller: Caller,
        version: VersionCondition, keeping: Keeping<Consultation>?,
        apply: @escaping @Sendable (inout Consultation, Instant) -> DomainEvent.Kind
    ) async throws -> Answered<Consultation> {
        let now = desk.clock.now
        return try await forgettingSlots {
            try await desk.write(keeping) { transaction in
                let (_, rows) = try await transaction.query(lockMentor(of: id), current(id, for: caller, at: now))
                guard let found = try rows.first({ try Consultation(&$0) }) else { throw Refusal.notFound() }
                var changed = found
                changed.status = try ConsultationRules.next(
                    action, by: caller.actor, on: found.facts, at: now, absent: absent, policy: desk.policy)
                try version.check(found.version)
                let kind = apply(&changed, now)
                if action == .uphold {
                    desk.audit.enqueue(
                        "no_show.upheld", onBehalfOf: nil, subject: id.description, by: caller, at: now,
                        in: transaction)
                }
                if action == .complete {
                    try await desk.plans.settle(changed, by: caller, at: now, in: transaction)
                }
                return enqueueChange(kind, of: changed, from: found, by: .caller(caller), at: now, in: transaction)
            }
        }
    }
}
