public import Scheduling

extension Delivery {
    /// Whether it tells anybody anything at this instant: a reminder of a session that was moved, cancelled or has begun
    /// doesn't, nor does the agenda of an empty week.
    public func isUseful(at now: Instant) -> Bool {
        guard case .notice(let notice) = content else { return true }
        let moment = notice.moment.flatMap { Instant(rfc3339: $0) }
        switch notice.topic {
        case .test, .report: return true
        case .session:
            guard let consultation, consultation.status == .confirmed, let start = consultation.time?.start else {
                return false
            }
            return start == moment && now < start
        case .request:
            guard let consultation, consultation.status == .requested, let end = consultation.time?.respondBy else {
                return false
            }
            return end == moment && now < end
        case .agenda:
            return !week.isEmpty && moment.map { now < $0.adding(days: 1) } ?? false
        }
    }

    /// Whether it can't wait for the end of quiet hours: it is about a session that begins before they end, or within
    /// the hour after.
    public func isUrgent(quietUntil end: Instant, at now: Instant) -> Bool {
        guard let start = consultation?.time?.start, start > now, start <= end.adding(minutes: 60) else { return false }
        switch topic {
        case Notice.Topic.session.rawValue, "consultation.confirmed", "consultation.cancelled",
            "consultation.rescheduled":
            return true
        default: return false
        }
    }
}
