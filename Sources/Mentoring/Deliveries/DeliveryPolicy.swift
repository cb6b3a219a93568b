/// How long deliveries are tried and kept, and when people are reminded. Each one is a setting.
public struct DeliveryPolicy: Sendable, Hashable {
    /// A delivery is tried this often before it is a dead letter.
    public var attempts = 20
    /// A destination that has failed for so long is switched off.
    public var disableAfterHours = 120
    /// Delivered and dropped ones are forgotten after so long.
    public var keptDays = 7
    /// Dead letters are forgotten after so long.
    public var deadKeptDays = 30
    /// A webhook's old secret signs too for so long after a rotation.
    public var rotationHours = 24
    /// A person may have so many channels.
    public var channelsPerPerson = 10
    /// Whether http:// is taken beside https://: where private networks may be written to.
    public var allowsPlainHTTP = false
    /// How long before a session people are reminded, unless they wish otherwise.
    public var reminderMinutes = [1_440, 60]
    /// How long before a request expires its mentor is reminded.
    public var requestReminderMinutes = 360
    /// When on Monday a mentor's week is sent, in minutes after midnight.
    public var agendaMinute = 480

    public init() {}
}
