/// The rules of accounts: how one comes to be, and what a code by e-mail may do. Each one is a setting.
public struct AccountPolicy: Sendable, Hashable {
    /// How students register.
    public enum Registration: String, Sendable, Hashable, CaseIterable {
        /// At once, whoever the address belongs to: for development and closed networks.
        case open
        /// By a code that only the address's owner reads.
        case verified
    }

    public var registration: Registration
    /// A code works for this many minutes.
    public var codeMinutes = 10
    /// A code may be tried this often, the right try included.
    public var codeTries = 5
    /// An address gets this many codes an hour; asking for more changes nothing and is not told apart.
    public var codesPerHour = 5

    public init(registration: Registration = .open) {
        self.registration = registration
    }
}
