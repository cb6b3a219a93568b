import Foundation
import Postgres
import Scheduling
import ZoneData

/// The way from the outbox to people and integrators.
///
/// The outbox is emptied into deliveries, one for each destination of its recipient, by one instance at a time (an
/// advisory lock): what happened first is written first. A dispatcher then leases *destinations*, not deliveries, so that
/// a destination's deliveries go out one after another whoever sends them, and a failing one holds back those behind it
/// and nobody else's. Should the dispatcher die, the lease ends and another goes on where it stopped: a delivery may go
/// out twice, with one id, and never not at all.
public struct Deliveries: Sendable {
    let desk: Desk

    // MARK: From the outbox to destinations

    /// Gives each destination of each recipient its delivery. Nothing while another instance is at it.
    ///
    /// - Returns: how many rows of the outbox it emptied.
    @discardableResult
    public func spread(limit: Int = 500) async throws -> Int {
        let now = desk.clock.now
        return try await desk.database.transaction { transaction in
            let (lock, rows) = try await transaction.query(
                "SELECT pg_try_advisory_xact_lock(\(Self.spreadLock))",
                // A statement of its own after the lock: what the lock's last holder deleted is gone for it.
                """
                SELECT o.id, o.event_id, o.notice, ARRAY(
                    SELECT d.id FROM destinations d LEFT JOIN events e ON e.id = o.event_id
                    WHERE d.owner_role = o.recipient_role AND d.owner_id = o.recipient_id AND d.active AND NOT d.unconfirmed
                      AND (d.event_types IS NULL
                        OR coalesce(e.type, o.notice ->> 'topic') = ANY(d.event_types)
                        OR split_part(coalesce(e.type, o.notice ->> 'topic'), '.', 1) || '.*' = ANY(d.event_types)))
                FROM outbox o ORDER BY o.id LIMIT \(limit)
                """)
            guard try lock.first(as: Bool.self) == true else { return 0 }
            var outbox: [Int64] = []
            var ids: [UUID] = []
            var destinations: [UUID] = []
            var events: [UUID?] = []
            var notices: [PostgresJSON?] = []
            for var row in rows {
                outbox.append(try row.next())
                let event: UUID? = try row.next()
                let notice: PostgresJSON? = try row.next()
                for destination in try row.next([UUID].self) {
                    let id: DeliveryID = desk.newID(at: now)
                    ids.append(id.uuid)
                    destinations.append(destination)
                    events.append(event)
                    notices.append(notice)
                }
            }
            guard !outbox.isEmpty else { return 0 }
            if !ids.isEmpty {
                // Whoever gives a lease back at this moment decides under the same lock whether more is waiting.
                transaction.enqueue(Self.lock(destinations))
                transaction.enqueue(
                    """
                    INSERT INTO deliveries (id, destination_id, event_id, notice, state, created_at)
                    SELECT new.id, d.id, new.event_id, new.notice, 'waiting', \(now)
                    FROM unnest(\(ids), \(destinations), \(events), \(notices))
                        WITH ORDINALITY AS new (id, destination_id, event_id, notice, place)
                    JOIN destinations d ON d.id = new.destination_id
                    ORDER BY new.place
                    """)
                transaction.enqueue(Self.wake(destinations, at: now))
            }
            transaction.enqueue("DELETE FROM outbox WHERE id = ANY(\(outbox))")
            return outbox.count
        }
    }

    /// One instance at a time empties the outbox.
    private static let spreadLock: Int64 = 0x6d64_6f75_7462_6f78

    static func lock(_ destinations: [UUID]) -> SQL {
        "SELECT 1 FROM destinations WHERE id = ANY(\(destinations)) ORDER BY id FOR UPDATE"
    }

    /// Says that something waits at a destination. One that fails keeps its time; one that waits for another reason,
    /// such as quiet hours, is looked at again: what has come may not be able to wait.
    static func wake(_ destinations: [UUID], at now: Instant) -> SQL {
        """
        UPDATE destinations SET work_at = \(now)
        WHERE id = ANY(\(destinations)) AND (work_at IS NULL OR failures = 0 AND work_at > \(now))
        """
    }

    // MARK: Leasing

    /// Leases destinations at which something is to be done, the longest waiting first. Never one that is switched off,
    /// or an address that isn't confirmed, whatever waits there.
    ///
    /// - Parameters:
    ///   - kinds: those that somebody can send to.
    ///   - leaseSeconds: for how long they are nobody else's.
    ///   - perDestination: how many of what waits come with each.
    public func lease(
        kinds: [DestinationKind], limit: Int, leaseSeconds: Int, perDestination: Int
    ) async throws -> [DueDestination] {
        let now = desk.clock.now
        let until = now.adding(seconds: leaseSeconds)
        let rows = try await desk.database.query(
            """
            WITH due AS (
                SELECT id FROM destinations
                WHERE work_at <= \(now) AND active AND NOT unconfirmed AND kind = ANY(\(kinds))
                  AND (leased_until IS NULL OR leased_until <= \(now))
                ORDER BY work_at LIMIT \(limit) FOR UPDATE SKIP LOCKED),
            leased AS (
                UPDATE destinations d SET leased_until = \(until), lease = d.lease + 1
                FROM due WHERE d.id = due.id RETURNING d.*)
            SELECT d.id, d.kind, d.owner_role, d.owner_id, d.target_sealed, d.robot_hash, d.failures, d.failing_since,
                d.lease, k.email_sealed, coalesce(m.name, s.name), coalesce(m.timezone, s.timezone),
                coalesce(p.language, s.locale), p.quiet_from, p.quiet_until
            FROM leased d
            LEFT JOIN students s ON d.owner_role = 'student' AND s.id = d.owner_id
            LEFT JOIN contacts k ON k.student_id = s.id
            LEFT JOIN mentors m ON d.owner_role = 'mentor' AND m.id = d.owner_id
            LEFT JOIN notification_preferences p ON p.owner_role = d.owner_role AND p.owner_id = d.owner_id
            ORDER BY d.work_at
            """)
        guard rows.count > 0 else { return [] }
        let heads = try rows.map { try Head(&$0, desk: desk) }
        let waiting = try await waiting(at: heads.map(\.id), perDestination: perDestination, now: now)
        var due: [DueDestination] = []
        for head in heads {
            var deliveries = waiting[head.id] ?? []
            for index in deliveries.indices {
                guard case .notice(let notice) = deliveries[index].content, notice.topic == .agenda,
                    case .mentor(let mentor) = head.owner, let monday = notice.moment.flatMap({ Instant(rfc3339: $0) })
                else { continue }
                deliveries[index].week = try await week(of: mentor, from: monday, in: head.reader.zone, at: now)
            }
            due.append(head.due(deliveries))
        }
        return due
    }

    /// The sessions and requests of a mentor's week, in the order of their starts.
    private func week(
        of mentor: MentorID, from monday: Instant, in zone: ZoneRules, at now: Instant
    ) async throws -> [Consultation] {
        let end = zone.firstInstant(of: zone.localDate(at: monday).adding(days: 7))
        let rows = try await desk.database.query(
            """
            SELECT \(Consultation.columns(for: nil, at: now)) FROM \(Consultation.tables)
            WHERE c.mentor_id = \(mentor) AND c.start_at >= \(monday) AND c.start_at < \(end)
              AND c.status IN ('requested', 'confirmed')
            ORDER BY c.start_at, c.id
            """)
        return try rows.map { try Consultation(&$0) }.filter { $0.status != .expired }
    }

    /// What waits at destinations, in order, with what it is about.
    private func waiting(
        at destinations: [UUID], perDestination: Int, now: Instant
    ) async throws -> [UUID: [Delivery]] {
        let rows = try await desk.database.query(
            """
            SELECT x.destination_id, x.id, x.attempts, x.created_at, x.notice, x.event_id IS NOT NULL,
                \(RecordedEvent.columns)
            FROM unnest(\(destinations)) AS d (id)
            CROSS JOIN LATERAL (
                SELECT * FROM deliveries w WHERE w.destination_id = d.id AND w.state = 'waiting'
                ORDER BY w.position LIMIT \(perDestination)) x
            LEFT JOIN events e ON e.id = x.event_id
            ORDER BY x.position
            """)
        let found = try rows.map { row -> (UUID, Delivery) in
            let destination: UUID = try row.next()
            let id: DeliveryID = try row.next()
            let attempts: Int = try row.next()
            let createdAt: Instant = try row.next()
            let notice: PostgresJSONCoded<Notice>? = try row.next()
            let isEvent: Bool = try row.next()
            let content: Delivery.Content
            if isEvent {
                content = .event(try RecordedEvent(&row))
            } else if let notice {
                content = .notice(notice.value)
            } else {
                throw StoredValueError(column: "deliveries.notice")
            }
            return (destination, Delivery(id: id, content: content, attempt: attempts + 1, createdAt: createdAt))
        }
        let subjects = Set(found.compactMap(\.1.subject))
        var consultations: [ConsultationID: Consultation] = [:]
        if !subjects.isEmpty {
            let rows = try await desk.database.query(
                """
                SELECT \(Consultation.columns(for: nil, at: now)) FROM \(Consultation.tables)
                WHERE c.id = ANY(\(subjects.map(\.uuid)))
                """)
            for consultation in try rows.map({ try Consultation(&$0) }) {
                consultations[consultation.id] = consultation
            }
        }
        var waiting: [UUID: [Delivery]] = [:]
        for (destination, delivery) in found {
            var delivery = delivery
            delivery.consultation = delivery.subject.flatMap { consultations[$0] }
            waiting[destination, default: []].append(delivery)
        }
        return waiting
    }

    /// A leased row before what waits for it is known.
    private struct Head {
        let id: UUID
        let kind: DestinationKind
        let owner: Recipient
        let target: DestinationTarget?
        let robotHash: [UInt8]?
        let failures: Int
        let failingSince: Instant?
        let lease: Int64
        let reader: Reader

        init(_ row: inout PostgresRowReader, desk: Desk) throws {
            id = try row.next()
            kind = try row.next()
            owner = try Recipient(role: try row.next(), uuid: try row.next())
            let sealed: [UInt8]? = try row.next()
            robotHash = try row.next()
            failures = try row.next()
            failingSince = try row.next()
            lease = try row.next()
            let email: [UInt8]? = try row.next()
            let name: String? = try row.next()
            let timezone: String? = try row.next()
            let locale: String? = try row.next()
            let quietFrom: Int? = try row.next()
            let quietUntil: Int? = try row.next()
            if let sealed {
                target = try? desk.vault.openTarget(sealed, for: id)
            } else if let email, case .student(let student) = owner {
                target = (try? desk.vault.openAddress(email, for: student)).map { DestinationTarget(address: $0) }
            } else {
                target = nil
            }
            let quiet = quietFrom.flatMap { WallTime(minutes: $0) }.flatMap { from in
                quietUntil.flatMap { WallTime(minutes: $0) }.flatMap { QuietHours(from: from, until: $0) }
            }
            // The operators read times as their reports do.
            let zone = timezone ?? (owner == .operators ? desk.reportPolicy.timezone : nil)
            reader = Reader(
                name: name ?? "", language: EmailLanguage(locale: locale) ?? .zhHans,
                zone: zone.flatMap { desk.zones.zone(named: $0) } ?? .utc, quietHours: quiet)
        }

        func due(_ deliveries: [Delivery]) -> DueDestination {
            DueDestination(
                id: id, kind: kind, owner: owner, target: target, robotHash: robotHash, reader: reader,
                failures: failures, failingSince: failingSince, deliveries: deliveries, lease: lease)
        }
    }
}

extension Delivery {
    /// The consultation it is about.
    var subject: ConsultationID? {
        switch content {
        case .event(let event): event.consultation
        case .notice(let notice): notice.consultation.flatMap { ConsultationID($0) }
        }
    }
}
