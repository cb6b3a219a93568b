import Postgres
public import Scheduling

extension Schedules {
    /// What another schedule would change. Nothing is written.
    public struct Preview: Sendable {
        /// A start of an offering.
        public struct Start: Sendable, Hashable {
            public let offering: String
            public let span: Range<Instant>
        }

        /// A list that may be long: its first elements, and how many there are in all.
        public struct Excerpt<Element: Sendable>: Sendable {
            public let items: [Element]
            public let count: Int

            init(_ all: [Element]) {
                items = Array(all.prefix(Schedules.previewLimit))
                count = all.count
            }
        }

        /// The zone of the schedule that would be.
        public let timezone: String
        /// From now to the furthest horizon of an active offering, under either schedule.
        public let range: Range<Instant>
        /// Starts that would be offered and are not now, by start.
        public let gained: Excerpt<Start>
        /// Starts that are offered now and would not be, by start.
        public let lost: Excerpt<Start>
        /// Coming consultations, asked for or confirmed, that would not lie in the windows or would meet time off;
        /// by start. They would stay as they are.
        public let outside: Excerpt<Consultation>
    }

    /// At most so many elements of each list of a preview.
    public static let previewLimit = 200

    /// Compares what is offered now with what another schedule would offer. The mentor, or an admin on their behalf.
    public func preview(_ schedule: MentorSchedule, of mentor: MentorName) async throws -> Preview {
        let now = desk.clock.now
        let (found, coming) = try await desk.database.query(
            SlotBasis.query(
                "m.\(mentor.condition)", since: now.adding(days: -SlotBasis.lookBackDays)),
            """
            SELECT \(Consultation.columns(for: .mentor, at: now)) FROM \(Consultation.tables)
            WHERE c.mentor_id = \(mentor.idQuery) AND c.end_at > \(now)
              AND (c.status = 'confirmed' OR c.status = 'requested' AND c.respond_by > \(now))
            ORDER BY c.start_at, c.id
            """)
        let bases = try await desk.reading(found, from: desk.database) { try SlotBasis(&$0, desk: desk) }
        guard let current = bases.first else { throw Refusal.notFound() }
        let rules = try await desk.currentRules(of: schedule, from: desk.database)
        let changed = SlotBasis(current, schedule: rules)
        var gained: [Preview.Start] = []
        var lost: [Preview.Start] = []
        var until = now
        for offering in current.offerings where offering.isActive {
            let finders = (current.finder(for: offering, at: now), changed.finder(for: offering, at: now))
            let end = max(finders.0.horizonEnd, finders.1.horizonEnd)
            until = max(until, end)
            let before = finders.0.starts(in: now..<end)
            let after = finders.1.starts(in: now..<end)
            let starts = { (all: [Instant], others: [Instant]) in
                let others = Set(others)
                return all.filter { !others.contains($0) }.map {
                    Preview.Start(offering: offering.slug, span: $0..<$0.adding(minutes: offering.durationMinutes))
                }
            }
            gained += starts(after, before)
            lost += starts(before, after)
        }
        let outside = try coming.map { try Consultation(&$0) }.filter { consultation in
            consultation.time.map { !rules.isOpen(throughout: $0.start..<$0.end) } ?? false
        }
        return Preview(
            timezone: schedule.timezone, range: now..<until, gained: Preview.Excerpt(Self.sorted(gained)),
            lost: Preview.Excerpt(Self.sorted(lost)), outside: Preview.Excerpt(outside))
    }

    /// What ``undo(of:version:by:keeping:)`` would bring back, and what that would change. Nothing is written.
    ///
    /// - Throws: ``Refusal/nothingToUndo``, ``Refusal/notFound(pointer:)``.
    public func undoPreview(of mentor: MentorName) async throws -> (restored: Versioned, preview: Preview) {
        let (current, before) = try await desk.database.query(Self.query(of: mentor), Self.undoQuery(of: mentor))
        guard !current.isEmpty else { throw Refusal.notFound() }
        guard let restored = try before.first(Self.versioned) else { throw Refusal.nothingToUndo }
        return (restored, try await preview(restored.schedule, of: mentor))
    }

    private static func sorted(_ starts: [Preview.Start]) -> [Preview.Start] {
        starts.sorted { ($0.span.lowerBound, $0.offering) < ($1.span.lowerBound, $1.offering) }
    }
}
