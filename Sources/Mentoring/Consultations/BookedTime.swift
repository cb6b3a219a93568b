public import Scheduling

/// A consultation's time, and what it was booked with: neither changes when the offering does.
public struct BookedTime: Sendable, Hashable {
    public let offering: OfferingID
    public let offeringSlug: String
    public let title: String
    public let start: Instant
    public let durationMinutes: Int
    public let bufferBeforeMinutes: Int
    public let bufferAfterMinutes: Int
    public let approval: Approval
    public let priceFen: Int?
    public let meeting: Meeting?
    /// When this time was asked for.
    public let askedAt: Instant
    /// When the mentor answered; nil before, and for a booking that needed no answer.
    public var answeredAt: Instant?
    /// A request's own end: from then on it is expired.
    public var respondBy: Instant?
    /// Until then the student cancels or moves it free of a mark.
    public let freeCancellationUntil: Instant

    public var end: Instant { start.adding(minutes: durationMinutes) }
    var occupiedFrom: Instant { start.adding(minutes: -bufferBeforeMinutes) }
    var occupiedUntil: Instant { end.adding(minutes: bufferAfterMinutes) }

    /// A time of an offering as it is today.
    init(
        _ offering: Offering, start: Instant, status: ConsultationStatus, askedAt: Instant, answeredAt: Instant?,
        freeCancellationUntil: Instant, policy: CourtesyPolicy
    ) {
        self.init(
            offering: offering.id, offeringSlug: offering.slug, title: offering.title, start: start,
            durationMinutes: offering.durationMinutes, bufferBeforeMinutes: offering.bufferBeforeMinutes,
            bufferAfterMinutes: offering.bufferAfterMinutes, approval: offering.approval,
            priceFen: offering.priceFen, meeting: offering.meeting, askedAt: askedAt, answeredAt: answeredAt,
            respondBy: status == .requested ? Self.respondBy(askedAt, start, policy) : nil,
            freeCancellationUntil: freeCancellationUntil)
    }

    /// The same booking at another start.
    func moved(
        to start: Instant, status: ConsultationStatus, askedAt: Instant, answeredAt: Instant?, policy: CourtesyPolicy
    ) -> BookedTime {
        BookedTime(
            offering: offering, offeringSlug: offeringSlug, title: title, start: start,
            durationMinutes: durationMinutes, bufferBeforeMinutes: bufferBeforeMinutes,
            bufferAfterMinutes: bufferAfterMinutes, approval: approval, priceFen: priceFen, meeting: meeting,
            askedAt: askedAt, answeredAt: answeredAt,
            respondBy: status == .requested ? Self.respondBy(askedAt, start, policy) : nil,
            freeCancellationUntil: Self.freeUntil(start, policy))
    }

    init(
        offering: OfferingID, offeringSlug: String, title: String, start: Instant, durationMinutes: Int,
        bufferBeforeMinutes: Int, bufferAfterMinutes: Int, approval: Approval, priceFen: Int?, meeting: Meeting?,
        askedAt: Instant, answeredAt: Instant?, respondBy: Instant?, freeCancellationUntil: Instant
    ) {
        self.offering = offering
        self.offeringSlug = offeringSlug
        self.title = title
        self.start = start
        self.durationMinutes = durationMinutes
        self.bufferBeforeMinutes = bufferBeforeMinutes
        self.bufferAfterMinutes = bufferAfterMinutes
        self.approval = approval
        self.priceFen = priceFen
        self.meeting = meeting
        self.askedAt = askedAt
        self.answeredAt = answeredAt
        self.respondBy = respondBy
        self.freeCancellationUntil = freeCancellationUntil
    }

    /// The contract's `respond_by = min(asked + 48 h, start)`.
    static func respondBy(_ askedAt: Instant, _ start: Instant, _ policy: CourtesyPolicy) -> Instant {
        min(askedAt.adding(minutes: policy.responseHours * 60), start)
    }

    /// Until when a student's cancel or move of this start is free.
    static func freeUntil(_ start: Instant, _ policy: CourtesyPolicy) -> Instant {
        start.adding(minutes: -policy.freeCancellationHours * 60)
    }
}
