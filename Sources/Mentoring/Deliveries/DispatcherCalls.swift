import Postgres

/// What calls dispatchers to their work as soon as a transaction has left some, on any instance.
public enum DispatcherCalls: Sendable, Hashable {
    /// The work is at one place.
    case work(Place)
    /// From now on every call is heard; whatever was before may have been missed.
    case listening
    /// The connection is gone: until there is one again nobody calls.
    case deaf

    /// Where there is work, by the names of the tables.
    public enum Place: String, Sendable, Hashable, CaseIterable {
        case outbox, destinations, emails
    }

    /// The channel of the database's triggers.
    private static let channel = "mentordesk_dispatch"

    /// Hears calls until the task is cancelled or the database's client is shut down.
    public static func listen(_ desk: Desk, _ hear: @Sendable (DispatcherCalls) -> Void) async {
        for await event in desk.database.listen([channel]) {
            switch event {
            case .connected: hear(.listening)
            case .lost: hear(.deaf)
            case .notification(let notification):
                if let place = Place(rawValue: notification.payload) { hear(.work(place)) }
            }
        }
        hear(.deaf)
    }
}
