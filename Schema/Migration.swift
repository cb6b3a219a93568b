import Crypto
import Foundation

/// One step of the database's structure. Forward only: what has been applied anywhere is never edited.
public struct Migration: Sendable, Hashable {
    /// 1, 2, 3 … without gaps.
    public let version: Int
    /// The file's name without its number and ending, such as `consultations`.
    public let name: String
    /// The whole SQL text.
    public let text: String
    /// SHA-256 of the text, lower-case hexadecimal: tells an edited migration from the one applied.
    public let checksum: String

    /// - Parameter file: a name such as `M0002_consultations`.
    init(_ file: String, _ bytes: [UInt8]) {
        let parts = file.dropFirst().split(separator: "_", maxSplits: 1)
        version = parts.first.flatMap { Int($0) } ?? 0
        name = parts.count > 1 ? String(parts[1]) : ""
        text = String(decoding: bytes, as: UTF8.self)
        checksum = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    }

    /// Statements such as `CREATE INDEX CONCURRENTLY` can't run inside a transaction; a migration made of one says so
    /// in its first line.
    var runsOutsideTransaction: Bool {
        text.hasPrefix("-- outside a transaction")
    }

    /// Every migration this build carries, in order. A test compares it with the folder.
    public static let all: [Migration] = [
        Migration("M0001_people_and_offerings", PackageResources.M0001_people_and_offerings_sql),
        Migration("M0002_consultations", PackageResources.M0002_consultations_sql),
        Migration("M0003_idempotency_and_audit", PackageResources.M0003_idempotency_and_audit_sql),
        Migration("M0004_slot_notifications", PackageResources.M0004_slot_notifications_sql),
        Migration("M0005_accounts", PackageResources.M0005_accounts_sql),
        Migration("M0006_plans", PackageResources.M0006_plans_sql),
        Migration("M0007_curricula", PackageResources.M0007_curricula_sql),
        Migration("M0008_reports", PackageResources.M0008_reports_sql),
        Migration("M0009_deliveries", PackageResources.M0009_deliveries_sql),
        Migration("M0010_holiday_imports", PackageResources.M0010_holiday_imports_sql),
        Migration("M0011_event_feed", PackageResources.M0011_event_feed_sql),
        Migration("M0012_messages_and_attachments", PackageResources.M0012_messages_and_attachments_sql),
        Migration("M0013_calendar_feeds", PackageResources.M0013_calendar_feeds_sql),
        Migration("M0014_dispatcher_calls", PackageResources.M0014_dispatcher_calls_sql),
        Migration("M0015_confirmed_addresses", PackageResources.M0015_confirmed_addresses_sql),
        Migration("M0016_report_sending", PackageResources.M0016_report_sending_sql),
    ]
}
