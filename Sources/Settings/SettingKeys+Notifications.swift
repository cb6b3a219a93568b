extension SettingKeys {
    // MARK: How things are told

    public static let deliveryPlaces = SettingKey.integer(
        "notifications.simultaneously", 1...256, "destinations", default: 16,
        "How many destinations one instance works at at once.")
    public static let deliveryAttempts = SettingKey.integer(
        "notifications.attempts", 1...1_000, "tries", default: 20,
        "How often a delivery is tried before it is a dead letter.")
    public static let disableAfterHours = SettingKey.integer(
        "notifications.disable_after_hours", 1...8_760, "hours", default: 120,
        "A destination that has failed for so long is switched off.")
    public static let deliveriesKeptDays = SettingKey.integer(
        "notifications.kept_days", 0...365, "days", default: 7,
        "What has been delivered or dropped is forgotten after so long.")
    public static let deadKeptDays = SettingKey.integer(
        "notifications.dead_kept_days", 1...365, "days", default: 30, "Dead letters are forgotten after so long.")
    public static let rotationHours = SettingKey.integer(
        "notifications.rotation_hours", 0...720, "hours", default: 24,
        "A webhook's old secret signs too for so long after it has been replaced.")
    public static let channelsPerPerson = SettingKey.integer(
        "notifications.channels_per_person", 1...100, "channels", default: 10, "How many channels a person may have.")
    public static let allowedNetworks = SettingKey.list(
        "notifications.allowed_networks", of: "addresses and networks such as 10.0.0.0/8",
        "Private networks that webhooks and robots may lead to, by http:// too. Everything else private is refused.")
    public static let firstReminderMinutes = SettingKey.integer(
        "reminders.first_minutes", 0...20_160, "minutes", default: 1_440,
        "How long before a session people are reminded, unless they wish otherwise; 0 for not at all.")
    public static let secondReminderMinutes = SettingKey.integer(
        "reminders.second_minutes", 0...20_160, "minutes", default: 60, "And once more; 0 for not at all.")
    public static let requestReminderMinutes = SettingKey.integer(
        "reminders.request_minutes", 1...20_160, "minutes", default: 360,
        "How long before a request expires its mentor is reminded.")
    public static let agendaHour = SettingKey.integer(
        "reminders.agenda_hour", 0...23, "o'clock", default: 8,
        "When on Monday mentors are told of their week, in their zone.")

    static let notifications: [Setting] = [
        deliveryPlaces.setting, deliveryAttempts.setting, disableAfterHours.setting, deliveriesKeptDays.setting,
        deadKeptDays.setting, rotationHours.setting, channelsPerPerson.setting, allowedNetworks.setting,
        firstReminderMinutes.setting, secondReminderMinutes.setting, requestReminderMinutes.setting,
        agendaHour.setting,
    ]
}
