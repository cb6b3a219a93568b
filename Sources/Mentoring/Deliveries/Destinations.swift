public import Foundation
import Postgres
public import Scheduling

/// Where people and integrators want to be told: adding, changing, trying out.
public struct Destinations: Sendable {
    let desk: Desk

    /// What a new one is made of.
    public struct Wish: Sendable, Hashable {
        public var kind: DestinationKind
        public var label: String?
        public var address: String?
        public var url: String?
        /// What 飞书 and 钉钉 sign with, where the robot asks for it.
        public var secret: String?
        public var eventTypes: [String]?

        public init(
            kind: DestinationKind, label: String? = nil, address: String? = nil, url: String? = nil,
            secret: String? = nil, eventTypes: [String]? = nil
        ) {
            self.kind = kind
            self.label = label
            self.address = address
            self.url = url
            self.secret = secret
            self.eventTypes = eventTypes
        }
    }

    /// What may be changed. Nil leaves a value as it is.
    public struct Change: Sendable, Hashable {
        public var label: String?
        public var url: String?
        /// The inner nil is every type.
        public var eventTypes: [String]??
        public var isActive: Bool?

        public init() {}
    }

    // MARK: Reading

    /// Everything that belongs to one owner, oldest first.
    public func list(of owner: Recipient) async throws -> [Destination] {
        try await desk.database.query(
            """
            SELECT \(Destination.columns) FROM \(Destination.tables)
            WHERE \(Self.belongs(to: owner)) ORDER BY d.created_at, d.id
            """
        ).map { try Destination(&$0, vault: desk.vault) }
    }

    /// The integrators' webhooks, newest first. Admins only.
    public func webhooks(after position: ListPosition?, limit: Int) async throws -> ListPage<Destination> {
        let rows = try await desk.database.query(
            """
            SELECT \(Destination.columns) FROM \(Destination.tables)
            WHERE \(Self.belongs(to: .integrators)) AND \(position.isAfter("d.created_at", "d.id"))
            ORDER BY d.created_at DESC, d.id DESC LIMIT \(limit + 1)
            """)
        return ListPage(try rows.map { try Destination(&$0, vault: desk.vault) }, limit: limit) {
            ListPosition(at: $0.createdAt, id: $0.id)
        }
    }

    static func belongs(to owner: Recipient) -> SQL {
        "d.owner_role = \(owner.role) AND d.owner_id = \(owner.uuid)"
    }

    // MARK: Writing

    /// Adds a destination. A webhook gets a secret, which is shown this once.
    ///
    /// A student's e-mail goes to the address of their account alone: anybody else's might be written to otherwise. A
    /// mentor's address is told nothing before a code that is sent there comes back (``confirm(_:of:code:keeping:)``).
    ///
    /// - Parameters:
    ///   - caller: audited where the owner is everybody.
    ///   - language: the code's, where the owner has said none.
    /// - Throws: ``Refusal/invalid(pointer:code:)`` for what doesn't belong to the kind and for one channel too many;
    ///   ``Refusal/alreadyExists(pointer:)`` for a second address.
    public func add(
        _ wish: Wish, to owner: Recipient, by caller: Caller, language: EmailLanguage = .zhHans,
        keeping: Keeping<Destination>? = nil
    ) async throws -> Answered<Destination> {
        let now = desk.clock.now
        var target = try check(wish, for: owner)
        if wish.kind == .webhook { target.secret = WebhookSecret.make() }
        let id = desk.newID(at: now, ChannelID.self).uuid
        let sealed = try desk.vault.seal(target: target, for: id)
        let robot = wish.kind.isRobot ? target.url.map { desk.vault.hash(robot: $0) } : nil
        let (shown, address) = (target.shown, target.address)
        let secret = wish.kind == .webhook ? target.secret : nil
        let label = wish.label ?? wish.kind.rawValue
        let isUnconfirmed = if case .mentor = owner { wish.kind == .email } else { false }
        do {
            return try await desk.write(keeping) { transaction in
                if owner != .integrators {
                    let count = try await transaction.query(
                        "SELECT count(*)::int FROM destinations d WHERE \(Self.belongs(to: owner))"
                    ).first(as: Int.self)
                    guard (count ?? 0) < desk.deliveryPolicy.channelsPerPerson else {
                        throw Refusal.invalid(pointer: "", code: .tooMany)
                    }
                }
                transaction.enqueue(
                    """
                    INSERT INTO destinations (id, owner_role, owner_id, kind, label, target_sealed, robot_hash,
                        event_types, active, unconfirmed, created_at, updated_at)
                    VALUES (\(id), \(owner.role), \(owner.uuid), \(wish.kind), \(label), \(sealed), \(robot),
                        \(wish.eventTypes), true, \(isUnconfirmed), \(now), \(now))
                    """)
                if isUnconfirmed, let address {
                    try await sendCode(to: address, for: id, of: owner, language, at: now, in: transaction)
                }
                audit("created", id, of: owner, by: caller, at: now, in: transaction)
                return Destination(
                    id: id, kind: wish.kind, label: label, shownTarget: shown, eventTypes: wish.eventTypes,
                    isActive: true, createdAt: now, secret: secret, isOfAccount: false, isUnconfirmed: isUnconfirmed)
            }
        } catch let error as PostgresError where error.constraint == "destinations_email_idx" {
            throw Refusal.alreadyExists(pointer: "/kind")
        }
    }

    private func check(_ wish: Wish, for owner: Recipient) throws -> DestinationTarget {
        if wish.kind == .email {
            switch owner {
            case .mentor, .operators: break
            case .student, .integrators: throw Refusal.invalid(pointer: "/kind", code: .invalidChoice)
            }
            guard let address = wish.address else { throw Refusal.invalid(pointer: "/address", code: .required) }
            return DestinationTarget(address: address)
        }
        guard let url = wish.url else { throw Refusal.invalid(pointer: "/url", code: .required) }
        try check(url: url)
        return DestinationTarget(url: url, secret: wish.kind == .webhook ? nil : wish.secret)
    }

    /// Where it leads is looked at each time something is sent there; here only that nothing goes unprotected.
    private func check(url: String) throws {
        guard url.lowercased().hasPrefix("https://") || desk.deliveryPolicy.allowsPlainHTTP else {
            throw Refusal.invalid(pointer: "/url", code: .invalidChoice)
        }
    }

    /// Changes a destination. Switching it on again forgets its failures.
    ///
    /// - Throws: ``Refusal/notFound(pointer:)`` for somebody else's.
    public func edit(
        _ id: UUID, of owner: Recipient, by caller: Caller, _ change: Change
    ) async throws -> Destination {
        let now = desk.clock.now
        return try await desk.database.transaction { transaction in
            var found = try await get(id, of: owner, in: transaction)
            if let label = change.label { found.label = label }
            if let types = change.eventTypes { found.eventTypes = types }
            if let url = change.url {
                guard found.kind != .email else { throw Refusal.invalid(pointer: "/url", code: .invalidChoice) }
                try check(url: url)
                let robot = found.kind.isRobot ? desk.vault.hash(robot: url) : nil
                found.shownTarget = try await retarget(id, robot: robot, in: transaction) { $0.url = url }.shown
            }
            transaction.enqueue(
                """
                UPDATE destinations SET label = \(found.label), event_types = \(found.eventTypes), updated_at = \(now)
                WHERE id = \(id)
                """)
            if let isActive = change.isActive {
                found.isActive = isActive
                if isActive {
                    found.disabledAt = nil
                    found.disabledReason = nil
                    found.failingSince = nil
                    transaction.enqueue(
                        """
                        UPDATE destinations SET active = true, disabled_at = NULL, disabled_reason = NULL,
                            failures = 0, failing_since = NULL,
                            work_at = CASE WHEN EXISTS (SELECT FROM deliveries w
                                WHERE w.destination_id = \(id) AND w.state = 'waiting') THEN \(now) END
                        WHERE id = \(id)
                        """)
                } else {
                    transaction.enqueue("UPDATE destinations SET active = false WHERE id = \(id)")
                }
            }
            audit("changed", id, of: owner, by: caller, at: now, in: transaction)
            return found
        }
    }

    /// Removes a destination, and what waits for it. The address of a student's account is switched off instead.
    public func remove(_ id: UUID, of owner: Recipient, by caller: Caller) async throws {
        let now = desk.clock.now
        try await desk.database.transaction { transaction in
            guard try await !get(id, of: owner, in: transaction).isOfAccount else { throw Refusal.forbidden }
            transaction.enqueue("DELETE FROM destinations WHERE id = \(id)")
            audit("removed", id, of: owner, by: caller, at: now, in: transaction)
        }
    }

    /// Gives a webhook a new secret. The old one signs too for a while, so that the receiver can change in its own time.
    ///
    /// - Returns: the webhook with its new secret, shown this once.
    public func rotate(
        _ id: UUID, of owner: Recipient, by caller: Caller, keeping: Keeping<Destination>? = nil
    ) async throws -> Answered<Destination> {
        let now = desk.clock.now
        let secret = WebhookSecret.make()
        let until = now.adding(minutes: desk.deliveryPolicy.rotationHours * 60)
        return try await desk.write(keeping) { transaction in
            var found = try await get(id, of: owner, in: transaction)
            guard found.kind == .webhook else { throw Refusal.notFound() }
            _ = try await retarget(id, robot: nil, in: transaction) { target in
                target.previousSecret = target.secret
                target.previousUntil = until.microseconds
                target.secret = secret
            }
            audit("rotated", id, of: owner, by: caller, at: now, in: transaction)
            found.secret = secret
            return found
        }
    }

    /// Sends a word that says nothing but that it arrives.
    ///
    /// - Returns: the delivery, to be looked up.
    public func test(
        _ id: UUID, of owner: Recipient, by caller: Caller, keeping: Keeping<DeliveryID>? = nil
    ) async throws -> Answered<DeliveryID> {
        let now = desk.clock.now
        let delivery: DeliveryID = desk.newID(at: now)
        return try await desk.write(keeping) { transaction in
            guard try await !get(id, of: owner, in: transaction).isUnconfirmed else { throw Refusal.unconfirmed }
            transaction.enqueue(
                """
                INSERT INTO deliveries (id, destination_id, notice, state, created_at)
                VALUES (\(delivery), \(id), \(PostgresJSONCoded(Notice(topic: .test))), 'waiting', \(now))
                """)
            transaction.enqueue(Deliveries.wake([id], at: now))
            audit("tested", id, of: owner, by: caller, at: now, in: transaction)
            return delivery
        }
    }

    /// How many events one replay takes.
    public static let replayLimit = 1_000

    /// Sends events once more, in their order and with their ids, behind what is waiting.
    ///
    /// - Returns: how many, up to ``replayLimit``.
    public func replay(
        _ id: UUID, from: Instant, to: Instant, by caller: Caller, keeping: Keeping<Int>? = nil
    ) async throws -> Answered<Int> {
        let now = desk.clock.now
        return try await desk.write(keeping) { transaction in
            let types = try await get(id, of: .integrators, in: transaction).eventTypes
            let events = try await transaction.query(
                """
                SELECT id FROM events WHERE occurred_at >= \(from) AND occurred_at < \(to)
                  AND (\(types)::text[] IS NULL OR type = ANY(\(types)) OR split_part(type, '.', 1) || '.*' = ANY(\(types)))
                ORDER BY position LIMIT \(Self.replayLimit)
                """
            ).decode(UUID.self)
            let ids = events.map { _ in desk.newID(at: now, DeliveryID.self).uuid }
            transaction.enqueue(
                """
                INSERT INTO deliveries (id, destination_id, event_id, state, created_at)
                SELECT new.id, \(id), new.event, 'waiting', \(now)
                FROM unnest(\(ids), \(events)) WITH ORDINALITY AS new (id, event, place) ORDER BY new.place
                """)
            if !ids.isEmpty { transaction.enqueue(Deliveries.wake([id], at: now)) }
            audit("replayed", id, of: .integrators, by: caller, at: now, in: transaction)
            return ids.count
        }
    }

    // MARK: Rows

    /// One destination of an owner, held until the transaction's end.
    func get(
        _ id: UUID, of owner: Recipient, in transaction: PostgresTransaction
    ) async throws -> Destination {
        let found = try await transaction.query(
            """
            SELECT \(Destination.columns) FROM \(Destination.tables)
            WHERE d.id = \(id) AND \(Self.belongs(to: owner)) FOR UPDATE OF d
            """)
        guard let destination = try found.first({ try Destination(&$0, vault: desk.vault) }) else {
            throw Refusal.notFound()
        }
        return destination
    }

    /// Writes a changed target of a row that is held.
    private func retarget(
        _ id: UUID, robot: [UInt8]?, in transaction: PostgresTransaction,
        _ change: (inout DestinationTarget) -> Void
    ) async throws -> DestinationTarget {
        let sealed = try await transaction.query("SELECT target_sealed FROM destinations WHERE id = \(id)")
            .first(as: [UInt8].self)
        guard let sealed else { throw Refusal.notFound() }
        var target = try desk.vault.openTarget(sealed, for: id)
        change(&target)
        transaction.enqueue(
            """
            UPDATE destinations SET target_sealed = \(try desk.vault.seal(target: target, for: id)),
                robot_hash = \(robot)
            WHERE id = \(id)
            """)
        return target
    }

    private func audit(
        _ action: String, _ id: UUID, of owner: Recipient, by caller: Caller, at now: Instant,
        in transaction: PostgresTransaction
    ) {
        switch owner {
        case .student, .mentor: return
        case .integrators:
            desk.audit.enqueue(
                "webhook.\(action)", subject: WebhookID(uuid: id).description, by: caller, at: now, in: transaction)
        case .operators:
            desk.audit.enqueue(
                "channel.\(action)", subject: ChannelID(uuid: id).description, by: caller, at: now, in: transaction)
        }
    }
}
