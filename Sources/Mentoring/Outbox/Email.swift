public import Scheduling

/// An e-mail to hand to a server.
public struct Email: Sendable, Hashable {
    /// What it is sent for, where it carries a code.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A code that completes a registration.
        case registration
        /// Somebody registers an address that is registered: a code that signs in.
        case alreadyRegistered = "already_registered"
        /// A code that signs in.
        case signIn = "sign_in"
        /// A code that confirms an address for notices.
        case channel
        /// Somebody signs in with an address that nobody has registered. It is never sent: the row is there so that
        /// the request costs what any other does.
        case unknownAddress = "unknown_address"
    }

    /// A calendar (RFC 5545) as an invitation travels (RFC 6047).
    public struct Calendar: Sendable, Hashable {
        /// `REQUEST` or `CANCEL`.
        public let method: String
        /// Lines ended by `\r\n`.
        public let text: String

        public init(method: String, text: String) {
            self.method = method
            self.text = text
        }
    }

    /// A file that goes with it.
    public struct Attachment: Sendable, Hashable {
        /// In ASCII, with its ending.
        public let name: String
        public let mediaType: String
        public let bytes: [UInt8]

        public init(name: String, mediaType: String, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
        }
    }

    public let id: EmailID
    /// Nil for a notice, which is written as it is sent.
    public let kind: Kind?
    public let language: EmailLanguage
    public let address: String
    public let subject: String
    /// Plain text, lines ended by `\n`.
    public let text: String
    /// The same for readers of HTML; nil is plain text alone.
    public let html: String?
    /// An invitation or its end that goes with it.
    public let calendar: Calendar?
    public let attachments: [Attachment]
    /// The code that stands in the text.
    public let code: String?
    public let createdAt: Instant
    /// 1 for the first try to send it.
    public let attempt: Int

    public init(
        id: EmailID, kind: Kind?, language: EmailLanguage, address: String, subject: String, text: String,
        html: String? = nil, calendar: Calendar? = nil, attachments: [Attachment] = [], code: String?,
        createdAt: Instant, attempt: Int
    ) {
        self.id = id
        self.kind = kind
        self.language = language
        self.address = address
        self.subject = subject
        self.text = text
        self.html = html
        self.calendar = calendar
        self.attachments = attachments
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
