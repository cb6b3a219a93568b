public import Crypto
public import Foundation

/// Seals what a dump of the database must not show: addresses, and what is written to them.
///
/// AES-256-GCM under keys derived (HKDF-SHA256) from the service's secret; the first byte of a sealed text says which
/// secret, so that an old one can stay readable while new rows use the new one.
public struct Vault: Sendable {
    /// The service's secrets, newest first; each 32 bytes or more.
    private let secrets: [SymmetricKey]

    /// - Throws: ``VaultError/weakSecret`` for a secret under 32 bytes or none at all.
    public init(secrets: [Data]) throws {
        guard !secrets.isEmpty, secrets.allSatisfy({ $0.count >= 32 }) else { throw VaultError.weakSecret }
        self.secrets = secrets.map { SymmetricKey(data: $0) }
    }

    /// The keyed hash by which an address is found without opening any: of the trimmed, case-folded text.
    ///
    /// Always under the oldest secret, so that uniqueness survives a rotation.
    public func hash(address: String) -> [UInt8] {
        hash(Self.normalized(address), purpose: "address hash")
    }

    /// A keyed hash under the oldest secret, so that it outlives a rotation.
    func hash(_ text: String, purpose: String) -> [UInt8] {
        let key = derive(secrets[secrets.count - 1], purpose)
        return Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    /// Seals an address for one person; it opens for that person's row only.
    public func seal(address: String, for student: StudentID) throws -> [UInt8] {
        try seal(Data(address.utf8), purpose: "address", context: student.description)
    }

    /// Opens what ``seal(address:for:)`` sealed.
    public func openAddress(_ sealed: [UInt8], for student: StudentID) throws -> String {
        String(decoding: try open(sealed, purpose: "address", context: student.description), as: UTF8.self)
    }

    /// A key for another use of the service's secret, such as signing cursors.
    public func key(for purpose: String) -> SymmetricKey {
        derive(secrets[0], purpose)
    }

    /// The keyed hash of a sign-in code. Under the oldest secret, so that a code outlives a rotation.
    func hash(code: String, for id: SignInCodeID) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data("\(id) \(code)".utf8), using: codeKey))
    }

    /// Whether a hash is that of a code; takes the same time whatever differs.
    func isCode(_ code: String, for id: SignInCodeID, hash: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(hash, authenticating: Data("\(id) \(code)".utf8), using: codeKey)
    }

    private var codeKey: SymmetricKey { derive(secrets[secrets.count - 1], "sign-in code") }

    /// How addresses are compared: trimmed, NFC, case-folded.
    public static func normalized(_ address: String) -> String {
        address.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping.lowercased()
    }

    func seal(_ text: Data, purpose: String, context: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(text, using: derive(secrets[0], purpose), authenticating: Data(context.utf8))
        guard let combined = box.combined else { throw VaultError.unreadable }
        return [generation(secrets[0])] + combined
    }

    func open(_ sealed: [UInt8], purpose: String, context: String) throws -> Data {
        guard let mark = sealed.first else { throw VaultError.unreadable }
        for secret in secrets where generation(secret) == mark {
            let box = try AES.GCM.SealedBox(combined: Data(sealed.dropFirst()))
            let key = derive(secret, purpose)
            if let text = try? AES.GCM.open(box, using: key, authenticating: Data(context.utf8)) { return text }
        }
        throw VaultError.unreadable
    }

    /// A mark that tells secrets apart without telling anything of them.
    private func generation(_ secret: SymmetricKey) -> UInt8 {
        derive(secret, "generation").withUnsafeBytes { $0[0] }
    }

    private func derive(_ secret: SymmetricKey, _ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret, info: Data("mentordesk \(purpose)".utf8), outputByteCount: 32)
    }
}

extension Vault {
    /// Seals a registration that waits for its code.
    func seal(registration: StudentProfile, for id: SignInCodeID) throws -> [UInt8] {
        try seal(JSONEncoder().encode(registration), purpose: "registration", context: id.description)
    }

    /// Opens what ``seal(registration:for:)`` sealed.
    func openRegistration(_ sealed: [UInt8], for id: SignInCodeID) throws -> StudentProfile {
        let data = try open(sealed, purpose: "registration", context: id.description)
        return try JSONDecoder().decode(StudentProfile.self, from: data)
    }

    /// Seals what an e-mail says, and to whom.
    func seal(email content: EmailContent, for id: EmailID) throws -> [UInt8] {
        try seal(JSONEncoder().encode(content), purpose: "e-mail", context: id.description)
    }

    /// Opens what ``seal(email:for:)`` sealed.
    func openEmail(_ sealed: [UInt8], for id: EmailID) throws -> EmailContent {
        try JSONDecoder().decode(
            EmailContent.self, from: try open(sealed, purpose: "e-mail", context: id.description))
    }
}

/// Why the vault did not open.
public enum VaultError: Error, Sendable, CustomStringConvertible {
    case weakSecret
    case unreadable

    public var description: String {
        switch self {
        case .weakSecret: "The service's secret key must be at least 32 bytes, base64."
        case .unreadable: "A sealed value can't be opened with the configured secret keys."
        }
    }
}
