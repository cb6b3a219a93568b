import Foundation
import Postgres
public import Scheduling

extension Slots {
    /// A start that some mentor of a direction offers.
    public struct PooledSlot: Sendable, Hashable {
        public let start: Instant
        public let durationMinutes: Int
        public let mentorHandle: String
        public let offeringSlug: String

        public var end: Instant { start.adding(minutes: durationMinutes) }
    }

    /// A place in a pooled list. Bookings made between two pages may move a mentor's starts within their instant.
    public struct PoolPosition: Sendable, Hashable, Codable {
        let startMicroseconds: Int64
        let bookings: Int
        let mentor: UUID
        let offering: UUID
    }

    /// What all mentors of a direction offer, by start; of the same start, the mentor with the fewest live bookings in
    /// that week first. Public. An unknown direction offers nothing.
    ///
    /// - Parameters:
    ///   - durationMinutes: only offerings of this duration; nil takes all that are the direction's or no direction's.
    ///   - range: of starts.
    /// - Returns: a page, and where the next one begins.
    public func pool(
        direction: String, durationMinutes: Int?, range: Range<Instant>, after position: PoolPosition?, limit: Int
    ) async throws -> (slots: [PooledSlot], next: PoolPosition?) {
        let now = desk.clock.now
        let bases = try await desk.database.read(
            SlotBasis.query(SlotPool.condition(direction), since: now.adding(days: -SlotBasis.lookBackDays))
        ).map { try SlotBasis(&$0, desk: desk) }
        let pool = SlotPool(
            bases, direction: direction, offering: nil, durationMinutes: durationMinutes, at: now)
        let place = position.map { position in
            SlotPool.Rank(
                start: Instant(microseconds: position.startMicroseconds), bookings: position.bookings,
                mentor: MentorID(uuid: position.mentor).description,
                // An offering that is gone leaves the place behind all of its mentor's.
                position: pool.candidates.firstIndex { $0.offering.id.uuid == position.offering } ?? Int.max)
        }
        let found = pool.starts(in: range, after: place, limit: limit + 1)
        let slots = found.prefix(limit).map { item in
            let candidate = pool.candidates[item.candidate]
            return PooledSlot(
                start: item.rank.start, durationMinutes: candidate.offering.durationMinutes,
                mentorHandle: candidate.basis.mentor.handle, offeringSlug: candidate.offering.slug)
        }
        guard found.count > limit else { return (slots, nil) }
        let last = found[limit - 1]
        let candidate = pool.candidates[last.candidate]
        return (
            slots,
            PoolPosition(
                startMicroseconds: last.rank.start.microseconds, bookings: last.rank.bookings,
                mentor: candidate.basis.mentor.id.uuid, offering: candidate.offering.id.uuid)
        )
    }
}
