public import Mentoring

/// Hands e-mails to whoever delivers them.
public protocol EmailSender: Sendable {
    /// Returns when the e-mail is in other hands.
    ///
    /// - Throws: ``EmailRefusal`` where trying again would end the same way; anything else is tried again.
    func send(_ email: Email) async throws
}

/// An e-mail that will never be taken: a bad address, a refused text.
public struct EmailRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why; holds no address.
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
