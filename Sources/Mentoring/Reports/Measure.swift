/// What a week is measured by; the raw value is its name on the wire and in snapshots.
///
/// What each one counts, in which unit, which instant places a row in the week and what is left out stands with its
/// definition (`MeasureDefinition`), which the report's own notes are made of. A change of meaning is a new edition.
public enum Measure: String, Sendable, Hashable, CaseIterable {
    case offeredHours = "offered_hours"
    case bookedHours = "booked_hours"
    case bookingRate = "booking_rate"
    case sessions
    case completed
    case unresolved
    case studentNoShows = "student_no_shows"
    case mentorNoShows = "mentor_no_shows"
    case leadMedianHours = "lead_median_hours"
    case requests
    case accepted
    case declined
    case expired
    case bookedAtOnce = "booked_at_once"
    case proposed
    case moved
    case cancelled
    case cancelledLate = "cancelled_late"
    case cancelledByMentor = "cancelled_by_mentor"
    case answered
    case answerMedianHours = "answer_median_hours"
    case answerP90Hours = "answer_p90_hours"
    case overdue
    case newStudents = "new_students"
    case returningStudents = "returning_students"
    case begun
    case begunTimed = "begun_timed"
    case begunAgreed = "begun_agreed"
    case begunCompleted = "begun_completed"
    case messages
    case mentorMessages = "mentor_messages"
    case repliesOverdue = "replies_overdue"
    case plansPublished = "plans_published"
    case stepsDone = "steps_done"
    case plansAtRisk = "plans_at_risk"

    /// The edition of the definitions.
    public static let edition = 1

    /// Whether it says how things stand when the report is made, and not what the week held: nothing of it is a
    /// correction later.
    public var isStanding: Bool { self == .plansAtRisk }

    /// Whether no row means none, rather than nothing to say.
    public var isCount: Bool {
        switch self {
        case .offeredHours, .bookingRate, .leadMedianHours, .answerMedianHours, .answerP90Hours: false
        default: true
        }
    }
}
