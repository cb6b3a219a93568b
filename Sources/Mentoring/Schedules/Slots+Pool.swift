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
        let bases = try await bases(of: direction, at: now)
        let pool = SlotPool(
            bases, direction: direction, offering: nil, durationMinutes: durationMinutes, at: now)
        let place = position.map { position in
            pool.rank(
                of: MentorID(uuid: position.mentor), OfferingID(uuid: position.offering), bookings: position.bookings,
                at: Instant(microseconds: position.startMicroseconds))
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

    /// What the slots of a direction's mentors are reckoned from. Who they are is always asked; what is cached of them
    /// is not read again.
    private func bases(of direction: String, at now: Instant) async throws -> [SlotBasis] {
        let since = now.adding(days: -SlotBasis.lookBackDays)
        guard let cache = desk.slotCache else { return try await read(SlotPool.condition(direction), since: since) }
        let mentors = try await desk.database.read(
            "SELECT d.mentor_id FROM mentor_directions d WHERE d.direction = \(direction)"
        ).map { try $0.next(MentorID.self) }
        var bases: [SlotBasis] = []
        var missing: [UUID] = []
        for mentor in mentors {
            if let found = cache.basis(of: .id(mentor), at: now) {
                bases.append(found.basis)
            } else {
                missing.append(mentor.uuid)
            }
        }
        guard !missing.isEmpty else { return bases }
        let load = cache.begin()
        do {
            let found = try await read("m.id = ANY(\(missing))", since: since)
            cache.finish(load, found, since: since)
            return bases + found
        } catch {
            cache.abandon(load)
            throw error
        }
    }

    private func read(_ condition: SQL, since: Instant) async throws -> [SlotBasis] {
        let rows = try await desk.database.read(SlotBasis.query(condition, since: since))
        return try await desk.reading(rows, from: desk.database) { try SlotBasis(&$0, desk: desk) }
    }
}
