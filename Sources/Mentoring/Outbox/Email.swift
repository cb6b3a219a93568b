public import Scheduling

/// An e-mail to hand to a server.
public struct Email: Sendable, Hashable {
    /// Why it is sent.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A code that completes a registration.
        case registration
        /// Somebody registers an address that is registered: a code that signs in.
        case alreadyRegistered = "already_registered"
        /// A code that signs in.
        case signIn = "sign_in"
        /// Somebody signs in with an address that nobody has registered. It is never sent: the row is there so that
        /// the request costs what any other does.
        case unknownAddress = "unknown_address"
    }

    public let id: EmailID
    public let kind: Kind
    public let language: EmailLanguage
    public let address: String
    public let subject: String
    /// Plain text, lines ended by `\n`.
    public let text: String
    /// The code that stands in the text.
    public let code: String?
    public let createdAt: Instant
    /// 1 for the first try to send it.
    public let attempt: Int

    public init(
        id: EmailID, kind: Kind, language: EmailLanguage, address: String, subject: String, text: String,
        code: String?, createdAt: Instant, attempt: Int
    ) {
        self.id = id
        self.kind = kind
        self.language = language
        self.address = address
        self.subject = subject
        self.text = text
        self.code = code
        self.createdAt = createdAt
        self.attempt = attempt
    }
}

/// The part of an e-mail that is kept sealed.
struct EmailContent: Codable, Sendable {
    let address: String
    let subject: String
    let text: String
    let code: String?
}
