import Postgres
public import Scheduling

/// Which starts of an offering can be booked. Public.
public struct Slots: Sendable {
    let desk: Desk

    /// The slots of a range, and the first one after it.
    public struct Listing: Sendable {
        public let mentorHandle: String
        public let mentorTimezone: String
        public let offeringSlug: String
        public let durationMinutes: Int
        /// Ascending.
        public let starts: [Instant]
        /// The first at or after the range's end, to the end of the horizon.
        public let next: Instant?

        package init(
            mentorHandle: String, mentorTimezone: String, offeringSlug: String, durationMinutes: Int,
            starts: [Instant], next: Instant?
        ) {
            self.mentorHandle = mentorHandle
            self.mentorTimezone = mentorTimezone
            self.offeringSlug = offeringSlug
            self.durationMinutes = durationMinutes
            self.starts = starts
            self.next = next
        }
    }

    /// The slots of one offering that start in a range given by the mentor's zone or the reader's.
    ///
    /// One statement reads all it takes. What it answers is what a booking at this instant would be decided by.
    ///
    /// - Parameters:
    ///   - offering: a slug; nil where the mentor has one active offering.
    ///   - range: makes the range, given the mentor's zone.
    /// - Throws: ``Refusal/notFound(pointer:)``: bare for the mentor, with `?offering` for the offering;
    ///   ``Refusal/invalid(pointer:code:)`` with `?offering` where one must be named.
    public func list(
        of mentor: MentorName, offering slug: String?,
        range: @Sendable (_ mentorZone: ZoneRules) throws -> Range<Instant>
    ) async throws -> Listing {
        let now = desk.clock.now
        let (basis, _) = try await gatheredBasis(of: mentor)
        let offering = try Self.choose(slug, among: basis.offerings, pointer: "?offering")
        let wanted = try range(basis.schedule.zone)
        let finder = basis.finder(for: offering, at: now)
        return Self.listing(finder, basis: basis, offering: offering, range: wanted)
    }

    static func listing(
        _ finder: SlotFinder, basis: SlotBasis, offering: Offering, range: Range<Instant>
    ) -> Listing {
        Listing(
            mentorHandle: basis.mentor.handle, mentorTimezone: basis.timezone, offeringSlug: offering.slug,
            durationMinutes: offering.durationMinutes, starts: finder.starts(in: range),
            next: finder.nextStart(atOrAfter: range.upperBound))
    }

    /// What one mentor's slots are reckoned from now, and since when spans were read: one statement reads it for all
    /// who ask at once.
    func gatheredBasis(of mentor: MentorName) async throws -> (basis: SlotBasis, since: Instant) {
        guard let found = try await desk.slotRows.find(mentor) else { throw Refusal.notFound() }
        let basis = try await desk.reading(found.row, from: desk.database) { try SlotBasis(&$0, desk: desk) }
        return (basis, found.since)
    }

    /// The same as of another instant, in a statement of its own.
    func basis(of mentor: MentorName, at now: Instant) async throws -> SlotBasis {
        let rows = try await desk.database.read(
            SlotBasis.query("m.\(mentor.condition)", since: now.adding(days: -SlotBasis.lookBackDays)))
        let found = try await desk.reading(rows, from: desk.database) { try SlotBasis(&$0, desk: desk) }
        guard let basis = found.first else { throw Refusal.notFound() }
        return basis
    }

    /// The offering a request means: the one it names, or the mentor's only active one.
    static func choose(_ slug: String?, among offerings: [Offering], pointer: String) throws -> Offering {
        if let slug {
            guard let named = offerings.first(where: { $0.slug == slug }) else {
                throw Refusal.notFound(pointer: pointer)
            }
            return named
        }
        let active = offerings.filter(\.isActive)
        guard let only = active.first, active.count == 1 else {
            throw Refusal.invalid(pointer: pointer, code: .required)
        }
        return only
    }
}
