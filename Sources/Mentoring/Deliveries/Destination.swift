public import Foundation
import Postgres
public import Scheduling

/// A place that takes deliveries, as its owner sees it.
public struct Destination: Sendable, Hashable {
    public let id: UUID
    public let kind: DestinationKind
    public var label: String
    /// The address or the host; never a key.
    public var shownTarget: String?
    /// Nil is every type.
    public var eventTypes: [String]?
    public var isActive: Bool
    /// Why and when the service switched it off, should it have.
    public var disabledAt: Instant?
    public var disabledReason: String?
    /// Since when nothing gets through.
    public var failingSince: Instant?
    public let createdAt: Instant
    /// A webhook's secret; known only to the call that made it.
    public var secret: String?

    /// Whether it is the address of a student's account, which comes and goes with the account.
    public let isOfAccount: Bool
    /// Whether it is an address that nobody has sent a code back from: it is told nothing.
    public var isUnconfirmed: Bool
}

extension Destination {
    /// The columns that ``init(_:vault:)`` reads, from `destinations d` and ``tables``.
    static let columns: SQL =
        """
        d.id, d.kind, d.label, d.target_sealed, d.owner_id, k.email_sealed, d.event_types, d.active, d.disabled_at,
        d.disabled_reason, d.failing_since, d.created_at, d.unconfirmed
        """

    static let tables: SQL =
        "destinations d LEFT JOIN contacts k ON d.target_sealed IS NULL AND k.student_id = d.owner_id"

    init(_ row: inout PostgresRowReader, vault: Vault) throws {
        let id: UUID = try row.next()
        self.id = id
        kind = try row.next()
        label = try row.next()
        let sealed: [UInt8]? = try row.next()
        let owner: UUID = try row.next()
        let email: [UInt8]? = try row.next()
        if let sealed {
            shownTarget = try vault.openTarget(sealed, for: id).shown
        } else if let email {
            shownTarget =
                DestinationTarget(
                    address: try vault.openAddress(email, for: StudentID(uuid: owner))
                ).shown
        } else {
            shownTarget = nil
        }
        isOfAccount = sealed == nil
        eventTypes = try row.next()
        isActive = try row.next()
        disabledAt = try row.next()
        disabledReason = try row.next()
        failingSince = try row.next()
        createdAt = try row.next()
        isUnconfirmed = try row.next()
        secret = nil
    }
}
