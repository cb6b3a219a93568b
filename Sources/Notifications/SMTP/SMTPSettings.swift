public import NIOSSL

/// How to reach the server that takes e-mails.
public struct SMTPSettings: Sendable {
    /// How the connection is protected.
    public enum Security: String, Sendable, Hashable, CaseIterable {
        /// TLS from the first octet (usually port 465).
        case tls
        /// TLS after `STARTTLS` (usually port 587); a server that doesn't offer it is not used.
        case startTLS = "starttls"
        /// None: for a relay on the same machine. Never with a password.
        case none
    }

    /// A name and password for `AUTH`. Neither ever stands in a log.
    public struct Credentials: Sendable, CustomStringConvertible {
        let username: String
        let password: String
        public var description: String { "SMTP credentials" }

        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }
    }

    /// What can't be right.
    public enum Invalid: Error, Sendable, Hashable, CustomStringConvertible {
        case port
        case sender
        case passwordWithoutTLS

        public var description: String {
            switch self {
            case .port: "The SMTP port must be 1 to 65535."
            case .sender: "The sender must be one e-mail address in ASCII."
            case .passwordWithoutTLS: "An SMTP password needs TLS or STARTTLS."
            }
        }
    }

    public let host: String
    public let port: Int
    public let security: Security
    public let credentials: Credentials?
    /// The address e-mails come from, and its name.
    public let senderAddress: String
    public let senderName: String
    /// The limit for one e-mail, from connecting to the server's last word.
    public var timeoutSeconds = 30
    /// What the service calls itself in `EHLO`; the sender's domain.
    public var greetingName: String
    /// Whom to trust; the system's authorities unless set.
    public var trustRoots = NIOSSLTrustRoots.default

    /// - Parameter port: nil takes the usual one of the protection: 465, 587 or 25.
    /// - Throws: ``Invalid``.
    public init(
        host: String, port: Int? = nil, security: Security, credentials: Credentials? = nil, senderAddress: String,
        senderName: String = "MentorDesk"
    ) throws(Invalid) {
        let port = port ?? [.tls: 465, .startTLS: 587, .none: 25][security, default: 25]
        guard (1...65_535).contains(port) else { throw .port }
        guard SMTPAddress.isPlain(senderAddress), senderAddress.allSatisfy(\.isASCII) else { throw .sender }
        guard credentials == nil || security != .none else { throw .passwordWithoutTLS }
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
        self.senderAddress = senderAddress
        self.senderName = senderName
        greetingName = senderAddress.split(separator: "@").last.map(String.init) ?? "localhost"
    }
}

/// Addresses as they may stand between angle brackets.
enum SMTPAddress {
    /// Whether an address can be put into a command without ending it or beginning another.
    static func isPlain(_ address: String) -> Bool {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && address.unicodeScalars.allSatisfy { scalar in
                !scalar.properties.isWhitespace && scalar.value > 0x1F && !(0x7F...0x9F).contains(scalar.value)
                    && scalar != "<" && scalar != ">"
            }
    }
}
