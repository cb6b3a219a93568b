public import Scheduling

extension Slots {
    /// What every rule says about one start of an offering.
    public struct Explanation: Sendable {
        public let mentorHandle: String
        public let offeringSlug: String
        /// The mentor's zone, in which days and wall times are meant.
        public let zone: ZoneRules
        public let at: Instant
        /// One for each rule, in the rules' order.
        public let verdicts: [SlotVerdict]

        /// Whether the start is listed, and a student without sessions of their own can book it.
        public var isOffered: Bool { verdicts.allSatisfy(\.passes) }
    }

    /// Explains one start by the engine and the rows that list it. The mentor, or an admin on their behalf.
    ///
    /// - Parameter slug: nil where the mentor has one active offering.
    /// - Throws: as ``list(of:offering:range:)``.
    public func explain(of mentor: MentorName, offering slug: String?, at start: Instant) async throws -> Explanation {
        let now = desk.clock.now
        let basis = try await basis(of: mentor, at: min(now, start))
        let offering = try Self.choose(slug, among: basis.offerings, pointer: "?offering")
        return Explanation(
            mentorHandle: basis.mentor.handle, offeringSlug: offering.slug, zone: basis.schedule.zone, at: start,
            verdicts: basis.finder(for: offering, at: now).verdicts(at: start))
    }
}
