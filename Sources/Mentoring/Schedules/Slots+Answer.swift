import Crypto
public import Scheduling

/// A slots answer as octets, and a tag that is the same exactly for the same octets.
public struct SlotsAnswer: Sendable, Hashable {
    public let bytes: [UInt8]
    /// For an `ETag`; every instance makes the same one.
    public let tag: String

    init(bytes: [UInt8]) {
        self.bytes = bytes
        tag = SHA256.hash(data: bytes).prefix(12).map { byte in
            let hex = String(byte, radix: 16)
            return byte < 16 ? "0" + hex : hex
        }.joined()
    }
}

extension Slots {
    /// The answer about one offering's slots, from the cache where it holds.
    ///
    /// - Parameters:
    ///   - from: the range's ends and the zone as the reader wrote them: with the mentor and the offering they are
    ///     what an answer is kept under.
    ///   - range: makes the range of them, given the mentor's zone.
    ///   - write: makes the octets.
    /// - Throws: as ``list(of:offering:range:)``.
    public func answer(
        of mentor: MentorName, offering slug: String?, from: String, to: String, tz: String?,
        range: @Sendable (_ mentorZone: ZoneRules) throws -> Range<Instant>, write: (Listing) -> [UInt8]
    ) async throws -> SlotsAnswer {
        let now = desk.clock.now
        let request = SlotCache.Request(mentor: mentor, offering: slug, from: from, to: to, tz: tz)
        if let known = desk.slotCache?.answer(to: request, at: now) { return known }
        let (basis, version) = try await keptBasis(of: mentor, at: now)
        let offering = try Self.choose(slug, among: basis.offerings, pointer: "?offering")
        let wanted = try range(basis.schedule.zone)
        let finder = basis.finder(for: offering, at: now)
        let answer = SlotsAnswer(bytes: write(Self.listing(finder, basis: basis, offering: offering, range: wanted)))
        if let cache = desk.slotCache, let version {
            let ends = [
                finder.nextChange(for: wanted, includingNext: true), basis.nextExpiry(after: now),
            ].compactMap { $0 }
            cache.keep(
                SlotCache.Kept(answer: answer, from: now, until: ends.min()), for: request, of: basis.mentor.id,
                version: version)
        }
        return answer
    }

    /// From the cache, else from the database and then into it.
    private func keptBasis(
        of mentor: MentorName, at now: Instant
    ) async throws -> (basis: SlotBasis, version: UInt64?) {
        guard let cache = desk.slotCache else { return (try await gatheredBasis(of: mentor).basis, nil) }
        if let found = cache.basis(of: mentor, at: now) { return (found.basis, found.version) }
        let load = cache.begin()
        do {
            let (basis, since) = try await gatheredBasis(of: mentor)
            return (basis, cache.finish(load, basis, named: mentor, since: since))
        } catch {
            cache.abandon(load)
            throw error
        }
    }
}

extension Desk {
    /// Drops what this instance's cache holds of a mentor, after a commit: whoever wrote reads what they wrote. Other
    /// instances hear of it from the database.
    func forgetSlots(of mentor: MentorID?) {
        if let mentor { slotCache?.forget(mentor) }
    }

    /// Runs a write that may change what a mentor offers, and drops then what the cache holds of them.
    func forgettingSlots<Result>(of mentor: MentorName, _ work: () async throws -> Result) async throws -> Result {
        let result = try await work()
        slotCache?.forget(named: mentor)
        return result
    }
}
