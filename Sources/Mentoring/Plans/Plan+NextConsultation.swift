import Curriculum
public import Scheduling

extension Plan {
    /// A step worth talking over, and the days around it in which to look for a slot.
    public struct NextConsultation: Sendable, Hashable {
        public let step: String
        public let from: CivilDate
        public let to: CivilDate
    }

    /// The first step, in the order of the work, that can be shown to somebody (a project or an interview), is not
    /// done or skipped, and has no consultation yet.
    ///
    /// Nil for a plan nobody follows, and where its mentor can't be booked.
    ///
    /// - Parameter today: the student's.
    public func nextConsultation(on today: CivilDate) -> NextConsultation? {
        guard status == .published, ownMentor == nil || offering != nil else { return nil }
        let booked = Set(stepsWithConsultation)
        let next = steps.first { step in
            step.status.isOpen && (step.kind == .project || step.kind == .interview) && !booked.contains(step.slug)
        }
        guard let next else { return nil }
        let from = max(today, next.dueOn.adding(days: -7))
        return NextConsultation(step: next.slug, from: from, to: from.adding(days: 14))
    }
}
