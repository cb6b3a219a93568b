/// What can be done to a consultation after it exists.
public enum ConsultationAction: String, Sendable, Hashable, CaseIterable {
    case schedule, reschedule, cancel, accept, decline, complete, noShow, object, uphold, close, message
    /// Done by time alone.
    case expire
}
