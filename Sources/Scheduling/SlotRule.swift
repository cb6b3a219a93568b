/// The rules a start must pass to be offered. Raw values are the API's reason codes and never change.
public enum SlotRule: String, CaseIterable, Hashable, Sendable {
    /// The offering cannot be booked at all.
    case offeringInactive = "offering_inactive"
    /// The start is not on the grid of any day.
    case offGrid = "off_grid"
    /// The session does not lie wholly in the union of all days' windows.
    case outsideWindows = "outside_windows"
    /// The session overlaps time off.
    case timeOff = "time_off"
    /// The start is earlier than now plus the offering's notice.
    case notice = "notice"
    /// The start's civil day is beyond the offering's horizon.
    case horizon = "horizon"
    /// The offering's cap for the start's civil day is reached.
    case offeringDayCap = "offering_day_cap"
    /// The offering's cap for the start's ISO week is reached.
    case offeringWeekCap = "offering_week_cap"
    /// The schedule's cap for the start's civil day is reached.
    case mentorDayCap = "mentor_day_cap"
    /// The schedule's cap for the start's ISO week is reached.
    case mentorWeekCap = "mentor_week_cap"
    /// The session with its buffers overlaps another consultation with its own.
    case mentorBusy = "mentor_busy"

    /// Whether the rule is one of the four caps, which the API reports as `quota_reached`.
    public var isCap: Bool {
        switch self {
        case .offeringDayCap, .offeringWeekCap, .mentorDayCap, .mentorWeekCap: true
        default: false
        }
    }
}
