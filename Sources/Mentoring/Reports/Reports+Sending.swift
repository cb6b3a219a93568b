public import Foundation
import Postgres
public import Scheduling
import ZoneData

/// Where a week's report can go: the channels of the mentor it is about, or of the operators for the whole one.
public struct ReportRoute: Sendable {
    /// One channel.
    public struct Stop: Sendable, Hashable {
        public let destination: Destination
        /// Whether a report goes there when no channel is named: it is switched on and confirmed, and reports are among
        /// its types.
        public let isUsual: Bool
    }

    public let week: ISOWeek
    /// The handle of the mentor it is about; nil for the whole report.
    public let mentor: String?
    /// Whether the week is closed: no other is sent.
    public let isClosed: Bool
    public let language: EmailLanguage
    /// Until when quiet hours hold back what people read, should they now.
    public let quietUntil: Instant?
    public let stops: [Stop]
}

/// A report on its way to one channel.
public struct QueuedReport: Sendable, Hashable {
    public let delivery: DeliveryID
    public let channel: UUID
}

extension Reports {
    // MARK: By hand

    /// Where the report of a week would go.
    ///
    /// - Throws: as ``week(_:in:mentor:for:)``.
    public func route(of week: ISOWeek, mentor: MentorName?, for caller: Caller) async throws -> ReportRoute {
        let scope = try await scope(mentor, for: caller)
        let frame = try keptFrame(week)
        let now = desk.clock.now
        let owner = scope.owner
        let wishes = try await desk.destinations.preferences(of: owner)
        var zone = frame.zone
        if case .mentor(let mentor) = scope, let found = try await desk.mentors.find(.id(mentor.id)) {
            zone = desk.zones.zone(named: found.timezone) ?? .utc
        }
        let isClosed = try await isSent(frame, at: now)
        return ReportRoute(
            week: week, mentor: scope.handle, isClosed: isClosed, language: wishes.language ?? .zhHans,
            quietUntil: wishes.quietHours?.end(at: now, in: zone),
            stops: try await desk.destinations.list(of: owner).map {
                ReportRoute.Stop(destination: $0, isUsual: $0.isUsualForReports)
            })
    }

    /// Sends the report of a closed week: to the channels that take reports, or to those that are named.
    ///
    /// It is what the week was frozen as, so that what arrives is what an export says later.
    ///
    /// - Throws: ``Refusal/weekOpen``; ``Refusal/noChannel``; ``Refusal/notFound(pointer:)`` for a channel that isn't the
    ///   owner's, ``Refusal/invalid(pointer:code:)`` for one that is switched off;
    ///   ``Refusal/unconfirmed`` for an address that isn't confirmed; else as ``week(_:in:mentor:for:)``.
    public func send(
        _ week: ISOWeek, mentor: MentorName?, to channels: [UUID]?, by caller: Caller,
        keeping: Keeping<[QueuedReport]>? = nil
    ) async throws -> Answered<[QueuedReport]> {
        let scope = try await scope(mentor, for: caller)
        let frame = try keptFrame(week)
        let now = desk.clock.now
        guard try await isSent(frame, at: now) else { throw Refusal.weekOpen }
        // Frozen before anything is promised.
        _ = try await record(of: frame, scope)
        let owner = scope.owner
        let notice = Notice(topic: .report, report: .init(week: week.string, timezone: frame.zone.name))
        return try await desk.write(keeping) { transaction in
            let owned = try await transaction.query(
                """
                SELECT \(Destination.columns) FROM \(Destination.tables)
                WHERE \(Destinations.belongs(to: owner)) ORDER BY d.created_at, d.id
                """
            ).map { try Destination(&$0, vault: desk.vault) }
            let chosen = try Self.choose(channels, among: owned)
            let queued = chosen.map { QueuedReport(delivery: desk.newID(at: now), channel: $0) }
            transaction.enqueue(Deliveries.lock(chosen))
            transaction.enqueue(
                """
                INSERT INTO deliveries (id, destination_id, notice, state, created_at)
                SELECT new.id, new.destination, \(PostgresJSONCoded(notice)), 'waiting', \(now)
                FROM unnest(\(queued.map(\.delivery.uuid)), \(chosen)) AS new (id, destination)
                """)
            transaction.enqueue(Deliveries.wake(chosen, at: now))
            desk.audit.enqueue(
                "report.sent", onBehalfOf: scope.handle, subject: week.string, by: caller, at: now, in: transaction)
            return queued
        }
    }

    private static func choose(_ channels: [UUID]?, among owned: [Destination]) throws -> [UUID] {
        guard let channels else {
            let usual = owned.filter(\.isUsualForReports)
            guard !usual.isEmpty else { throw Refusal.noChannel }
            return usual.map(\.id)
        }
        return try channels.enumerated().map { index, id in
            guard let found = owned.first(where: { $0.id == id }) else {
                throw Refusal.notFound(pointer: "/channels/\(index)")
            }
            guard found.isActive else { throw Refusal.invalid(pointer: "/channels/\(index)", code: .notAllowed) }
            guard !found.isUnconfirmed else { throw Refusal.unconfirmed }
            return id
        }
    }

    /// The report that a notice tells somebody of: the operators the whole one, a mentor their own; nil for anybody
    /// else, and for a week that isn't closed.
    public func record(_ report: Notice.Report, for owner: Recipient) async throws -> WeekRecord? {
        guard let week = ISOWeek(report.week), let zone = desk.zones.zone(named: report.timezone) else { return nil }
        let frame = WeekFrame(week, in: zone)
        guard try await isSent(frame, at: desk.clock.now) else { return nil }
        switch owner {
        case .operators: return try await record(of: frame, .all)
        case .mentor(let id):
            guard let found = try await desk.mentors.find(.id(id)) else { return nil }
            let mentor = ReportedMentor(id: found.id, handle: found.handle, name: found.name)
            return try await record(of: frame, .mentor(mentor))
        case .student, .integrators: return nil
        }
    }

    // MARK: By the calendar

    /// Writes down for everybody who wishes it that the last closed week's report is to be sent: to the operators, and
    /// to each mentor in it to whom anything happened in that week or the one before.
    ///
    /// Once a week, whatever the number of instances: the snapshot remembers. After a pause it is caught up with, for
    /// the last closed week alone.
    ///
    /// - Returns: how many are told.
    @discardableResult
    public func announceLastWeek() async throws -> Int {
        let now = desk.clock.now
        guard let zone = desk.zones.zone(named: desk.reportPolicy.timezone) else { return 0 }
        let frame = lastClosed(in: zone, at: now)
        let monday = frame.week.lastDay.adding(days: 1)
        let minute = WallTime(minutes: desk.reportPolicy.sentMinute) ?? .midnight
        guard now >= zone.firstInstant(atOrAfter: monday, minute) else { return 0 }
        let notice = PostgresJSONCoded(
            Notice(topic: .report, report: .init(week: frame.week.string, timezone: zone.name)))
        let compared = [frame.week.string, frame.week.adding(weeks: -1).string]
        let (role, operators) = (Recipient.operators.role, Recipient.operators.uuid)
        return try await desk.database.query(
            """
            WITH announced AS (
                UPDATE report_snapshots SET announced_at = \(now)
                WHERE week = \(frame.week.string) AND timezone = \(zone.name) AND announced_at IS NULL
                RETURNING id),
            told AS (
                SELECT \(role) AS role, \(operators) AS id FROM announced
                UNION ALL
                SELECT 'mentor', x.mentor_id FROM announced a
                JOIN report_cells x ON x.snapshot_id = a.id AND x.week = \(frame.week.string)
                    AND x.mentor_id IS NOT NULL AND x.direction IS NULL
                WHERE EXISTS (
                    SELECT FROM report_cells y CROSS JOIN LATERAL jsonb_each_text(y.figures) v
                    WHERE y.snapshot_id = a.id AND y.week = ANY(\(compared)) AND y.mentor_id = x.mentor_id
                      AND y.direction IS NULL AND v.key <> \(Measure.offeredHours.rawValue) AND v.value::float8 <> 0))
            INSERT INTO outbox (recipient_role, recipient_id, notice, due_at)
            SELECT t.role, t.id, \(notice), \(now)
            FROM told t
            LEFT JOIN notification_preferences p ON p.owner_role = t.role AND p.owner_id = t.id
            WHERE coalesce(p.weekly_report, true)
            """
        ).affected
    }

    /// A week of the zone that is kept.
    private func keptFrame(_ week: ISOWeek) throws -> WeekFrame {
        guard let zone = desk.zones.zone(named: desk.reportPolicy.timezone) else {
            throw StoredValueError(column: "report.timezone")
        }
        return WeekFrame(week, in: zone)
    }

    /// Whether a week answers the same from now on.
    private func isSent(_ frame: WeekFrame, at now: Instant) async throws -> Bool {
        guard isClosed(frame, at: now) else { return false }
        return try await hasMentors(before: frame.span.upperBound)
    }
}

extension ReportScope {
    /// Whose channels it goes to.
    fileprivate var owner: Recipient {
        switch self {
        case .all: .operators
        case .mentor(let mentor): .mentor(mentor.id)
        }
    }

    fileprivate var handle: String? {
        switch self {
        case .all: nil
        case .mentor(let mentor): mentor.handle
        }
    }
}

extension Destination {
    /// Whether a report that names no channel goes there.
    fileprivate var isUsualForReports: Bool { isActive && !isUnconfirmed && takes(.report) }

    /// Whether a topic is among its types.
    private func takes(_ topic: Notice.Topic) -> Bool {
        guard let eventTypes else { return true }
        let family = "\(topic.rawValue.prefix { $0 != "." }).*"
        return eventTypes.contains(topic.rawValue) || eventTypes.contains(family)
    }
}
