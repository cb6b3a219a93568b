import APIModel
import Mentoring
import Scheduling

extension NotificationChannel {
    /// - Parameter isWebhook: an integrator's, whose id says so.
    init(_ destination: Destination, isWebhook: Bool, in zone: ZoneRules = .utc) {
        self.init(
            id: isWebhook
                ? WebhookID(uuid: destination.id).description : ChannelID(uuid: destination.id).description,
            kind: destination.kind.rawValue, label: destination.label, target: destination.shownTarget,
            eventTypes: destination.eventTypes, active: destination.isActive,
            disabledAt: destination.disabledAt?.rfc3339(in: zone), disabledReason: destination.disabledReason,
            failingSince: destination.failingSince?.rfc3339(in: zone),
            createdAt: destination.createdAt.rfc3339(in: zone), secret: destination.secret,
            confirmed: destination.kind == .email ? !destination.isUnconfirmed : nil)
    }
}

extension NotificationSettings {
    init(_ preferences: NotificationPreferences, timezone: String) {
        self.init(
            language: preferences.language?.rawValue, timezone: timezone,
            quietHours: preferences.quietHours.map { QuietHours(from: $0.from.string, until: $0.until.string) },
            reminderMinutes: preferences.reminderMinutes, weeklyAgenda: preferences.wantsWeeklyAgenda,
            weeklyReport: preferences.wantsWeeklyReport)
    }
}

extension OutboxDelivery {
    init(_ record: DeliveryRecord) {
        let (destination, owner): (String, String?) =
            switch record.owner {
            case .integrators: (WebhookID(uuid: record.destination).description, nil)
            case .operators: (ChannelID(uuid: record.destination).description, nil)
            case .student(let id): (ChannelID(uuid: record.destination).description, id.description)
            case .mentor(let id): (ChannelID(uuid: record.destination).description, id.description)
            }
        self.init(
            id: record.id.description, state: record.state.rawValue, topic: record.topic,
            event: record.event?.description,
            destination: .init(id: destination, kind: record.kind.rawValue, label: record.label, owner: owner),
            attempts: record.attempts, createdAt: record.createdAt.rfc3339UTC, triedAt: record.triedAt?.rfc3339UTC,
            nextTryAt: record.nextTryAt?.rfc3339UTC, lastError: record.lastError,
            finishedAt: record.finishedAt?.rfc3339UTC)
    }
}
