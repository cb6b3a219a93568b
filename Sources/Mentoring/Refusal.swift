public import Scheduling

/// Why a use case did nothing. Each case has one code on the wire; none carries another person's data.
public enum Refusal: Error, Sendable, Hashable {
    /// Not there, or not the caller's to see. The pointer names the field of the request that named it.
    case notFound(pointer: String? = nil)
    /// The caller may see it, but not do this.
    case forbidden
    /// The consultation's status doesn't allow it.
    case invalidTransition(from: ConsultationStatus)
    /// The plan's status doesn't allow it.
    case invalidPlanTransition(from: PlanStatus)
    /// The time in which a message may be edited is over, or it was deleted.
    case editingOver
    /// The consultation's attachments are as many or as large as they may be together.
    case attachmentsFull
    /// The content is none of the kinds that are taken, or not the kind it was said to be.
    case unsupportedContent
    /// The schedule in force is the first there was.
    case nothingToUndo
    /// The delivery has arrived: there is nothing to try again or to drop.
    case alreadyDelivered
    /// Nobody has confirmed the channel's address.
    case unconfirmed
    /// The week isn't closed yet, or is from before there were mentors: its report isn't sent.
    case weekOpen
    /// Nobody has a channel that takes it.
    case noChannel
    /// One of the student's own sessions is at that time.
    case studentBusy
    /// Somebody has the time. The next free slots of the same offering, at most three.
    case slotTaken(alternatives: [Range<Instant>])
    /// The mentor's rules don't offer this start.
    case slotNotOffered([SlotReason])
    /// Only a limit on numbers refuses it.
    case quotaReached([SlotReason])
    case alreadyRegistered
    /// The name is in use: a handle or a slug.
    case alreadyExists(pointer: String)
    case versionMismatch
    case preconditionRequired
    /// A value that only the stored data can refuse.
    case invalid(pointer: String, code: FieldProblem)
    /// The person has as many streams open as they may.
    case tooManyStreams
    /// The service has as many streams open as it takes.
    case streamsExhausted
    case idempotencyInProgress
    case idempotencyKeyReused

    /// What is wrong with a field.
    public enum FieldProblem: String, Sendable, Hashable {
        case required
        case tooMany = "too_many"
        case invalidChoice = "invalid_choice"
        case outOfRange = "out_of_range"
        case duplicate
        case incorrect
        case invalidOrder = "invalid_order"
        case notAllowed = "not_allowed"
        /// A step that this one needs is neither done nor skipped.
        case prerequisiteOpen = "prerequisite_open"
    }
}

/// One rule that refuses: a rule of the slots, or a limit of the student's own.
public enum SlotReason: Sendable, Hashable {
    case rule(SlotRule)
    case studentQuota
    case planQuota

    /// The stable code on the wire.
    public var code: String {
        switch self {
        case .rule(let rule): rule.rawValue
        case .studentQuota: "student_quota"
        case .planQuota: "plan_quota"
        }
    }
}
