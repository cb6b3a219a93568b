import Foundation
import Postgres
import Scheduling

/// What a person wishes of how they are told.
public struct NotificationPreferences: Sendable, Hashable {
    /// Nil follows the locale of their account, and is Chinese without one.
    public var language: EmailLanguage?
    /// Nil is none.
    public var quietHours: QuietHours?
    /// How long before a session; nil is the service's, empty is never.
    public var reminderMinutes: [Int]?
    /// A mentor's week on Monday.
    public var wantsWeeklyAgenda: Bool
    /// The report of the week that is over, on Monday: a mentor's own, the operators' of everybody.
    public var wantsWeeklyReport: Bool

    public init(
        language: EmailLanguage? = nil, quietHours: QuietHours? = nil, reminderMinutes: [Int]? = nil,
        wantsWeeklyAgenda: Bool = true, wantsWeeklyReport: Bool = true
    ) {
        self.language = language
        self.quietHours = quietHours
        self.reminderMinutes = reminderMinutes
        self.wantsWeeklyAgenda = wantsWeeklyAgenda
        self.wantsWeeklyReport = wantsWeeklyReport
    }
}

extension Destinations {
    /// A person's wishes; the defaults where they never said any.
    public func preferences(of person: Recipient) async throws -> NotificationPreferences {
        try await preferences(of: person, with: desk.database)
    }

    /// Changes a person's wishes.
    ///
    /// - Parameter change: edits them as they stand.
    public func editPreferences(
        of person: Recipient, change: @escaping @Sendable (inout NotificationPreferences) throws -> Void
    ) async throws -> NotificationPreferences {
        let now = desk.clock.now
        return try await desk.database.transaction { transaction in
            // There may be no row to hold yet.
            transaction.enqueue("SELECT pg_advisory_xact_lock(hashtextextended(\(person.uuid.uuidString), 2))")
            var wishes = try await preferences(of: person, with: transaction)
            try change(&wishes)
            transaction.enqueue(
                """
                INSERT INTO notification_preferences (owner_role, owner_id, language, quiet_from, quiet_until,
                    reminder_minutes, weekly_agenda, weekly_report, updated_at)
                VALUES (\(person.role), \(person.uuid), \(wishes.language), \(wishes.quietHours?.from.minutes),
                    \(wishes.quietHours?.until.minutes), \(wishes.reminderMinutes), \(wishes.wantsWeeklyAgenda),
                    \(wishes.wantsWeeklyReport), \(now))
                ON CONFLICT ON CONSTRAINT notification_preferences_pkey DO UPDATE
                SET language = excluded.language, quiet_from = excluded.quiet_from,
                    quiet_until = excluded.quiet_until, reminder_minutes = excluded.reminder_minutes,
                    weekly_agenda = excluded.weekly_agenda, weekly_report = excluded.weekly_report,
                    updated_at = excluded.updated_at
                """)
            // What waits for the end of hours that are no longer quiet is looked at again.
            transaction.enqueue(
                """
                UPDATE destinations SET work_at = \(now)
                WHERE owner_role = \(person.role) AND owner_id = \(person.uuid) AND work_at > \(now) AND failures = 0
                """)
            return wishes
        }
    }

    private func preferences(
        of person: Recipient, with database: some PostgresQuerying
    ) async throws -> NotificationPreferences {
        let rows = try await database.query([
            """
            SELECT language, quiet_from, quiet_until, reminder_minutes, weekly_agenda, weekly_report
            FROM notification_preferences
            WHERE owner_role = \(person.role) AND owner_id = \(person.uuid)
            """
        ])[0]
        let found = try rows.first { row -> NotificationPreferences in
            let language: EmailLanguage? = try row.next()
            let from: Int? = try row.next()
            let until: Int? = try row.next()
            let quiet = from.flatMap { WallTime(minutes: $0) }.flatMap { from in
                until.flatMap { WallTime(minutes: $0) }.flatMap { QuietHours(from: from, until: $0) }
            }
            return NotificationPreferences(
                language: language, quietHours: quiet, reminderMinutes: try row.next(),
                wantsWeeklyAgenda: try row.next(), wantsWeeklyReport: try row.next())
        }
        return found ?? NotificationPreferences()
    }
}
