import Foundation
import Postgres
import Scheduling

/// The mentors of a direction with the offerings that serve it, and whose turn it is.
///
/// One rule for listing and for booking: of those offered at a start, the mentor with the fewest live bookings in that
/// week goes first; among equals the one who has been there longest, and their offerings in their order.
struct SlotPool: Sendable {
    /// One offering of one mentor.
    struct Candidate: Sendable {
        let basis: SlotBasis
        let offering: Offering
        let finder: SlotFinder
        /// How many live bookings the mentor has, by week of their own zone.
        let bookings: [ISOWeek: Int]

        func bookings(inWeekOf start: Instant) -> Int {
            bookings[ISOWeek(containing: basis.schedule.zone.localDate(at: start))] ?? 0
        }
    }

    /// A place in the order of a pool's starts.
    struct Rank: Comparable {
        let start: Instant
        let bookings: Int
        /// Odd for a candidate, twice its index and one; even between two of them.
        let position: Int

        static func < (left: Rank, right: Rank) -> Bool {
            (left.start, left.bookings, left.position) < (right.start, right.bookings, right.position)
        }
    }

    /// Mentors in the order of their ids, the offerings of each in theirs.
    let candidates: [Candidate]

    /// - Parameters:
    ///   - bases: the mentors of the direction.
    ///   - slug: only offerings of this slug; nil takes all.
    ///   - durationMinutes: only those of this duration; nil takes all.
    init(_ bases: [SlotBasis], direction: String, offering slug: String?, durationMinutes: Int?, at now: Instant) {
        // The text of an id is as old as the mentor: its order is theirs.
        let ordered = bases.map { (key: $0.mentor.id.description, basis: $0) }.sorted { $0.key < $1.key }
        candidates = ordered.map(\.basis).flatMap { basis in
            let offerings = basis.offerings.filter { offering in
                offering.isActive && (offering.direction == nil || offering.direction == direction)
                    && (slug == nil || offering.slug == slug)
                    && (durationMinutes == nil || offering.durationMinutes == durationMinutes)
            }
            guard !offerings.isEmpty else { return [Candidate]() }
            let zone = basis.schedule.zone
            let bookings = Dictionary(
                grouping: basis.spans(at: now), by: { ISOWeek(containing: zone.localDate(at: $0.start)) }
            ).mapValues(\.count)
            return offerings.map {
                Candidate(basis: basis, offering: $0, finder: basis.finder(for: $0, at: now), bookings: bookings)
            }
        }
    }

    func rank(_ index: Int, at start: Instant) -> Rank {
        let candidate = candidates[index]
        return Rank(start: start, bookings: candidate.bookings(inWeekOf: start), position: 2 * index + 1)
    }

    /// The place of an offering that may be gone: then behind what its mentor has left, or where the mentor was.
    func rank(of mentor: MentorID, _ offering: OfferingID, bookings: Int, at start: Instant) -> Rank {
        var position = 2 * candidates.count
        if let same = candidates.firstIndex(where: { $0.basis.mentor.id == mentor && $0.offering.id == offering }) {
            position = 2 * same + 1
        } else if let last = candidates.lastIndex(where: { $0.basis.mentor.id == mentor }) {
            position = 2 * last + 2
        } else if let next = candidates.firstIndex(where: {
            $0.basis.mentor.id.description > mentor.description
        }) {
            position = 2 * next
        }
        return Rank(start: start, bookings: bookings, position: position)
    }

    /// The first starts in a range, in order, each with the index of its candidate.
    ///
    /// - Parameter place: only those behind this place.
    func starts(in range: Range<Instant>, after place: Rank?, limit: Int) -> [(rank: Rank, candidate: Int)] {
        let lower = max(range.lowerBound, place?.start ?? range.lowerBound)
        guard lower < range.upperBound else { return [] }
        // A candidate has one start at an instant, and only the first may lie before the place.
        let found = candidates.indices.flatMap { index in
            candidates[index].finder.starts(in: lower..<range.upperBound, limit: limit + 1).map { start in
                (rank: rank(index, at: start), candidate: index)
            }
        }
        let behind = place.map { place in found.filter { place < $0.rank } } ?? found
        return Array(behind.sorted { $0.rank < $1.rank }.prefix(limit))
    }

    /// Up to so many next sessions at different starts, from an instant on.
    func nextSessions(from start: Instant, count: Int) -> [Range<Instant>] {
        var sessions: [Instant: Range<Instant>] = [:]
        for candidate in candidates {
            var from = start
            for _ in 0..<count {
                guard let next = candidate.finder.nextStart(atOrAfter: from) else { break }
                let session = next..<next.adding(minutes: candidate.offering.durationMinutes)
                sessions[next] = sessions[next] ?? session
                from = next.adding(microseconds: 1)
            }
        }
        return Array(sessions.values.sorted { $0.lowerBound < $1.lowerBound }.prefix(count))
    }

    /// A condition on `mentors m`: those of a direction.
    static func condition(_ direction: String) -> SQL {
        "m.id IN (SELECT d.mentor_id FROM mentor_directions d WHERE d.direction = \(direction))"
    }
}
