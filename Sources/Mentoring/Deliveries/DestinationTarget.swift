public import Foundation
public import Scheduling

/// Where a destination really is, and what proves who writes there. Kept sealed.
public struct DestinationTarget: Codable, Sendable, Hashable {
    /// An e-mail address.
    public var address: String?
    public var url: String?
    /// A webhook's `whsec_…`, or the secret that 飞书 and 钉钉 sign with.
    public var secret: String?
    /// The secret before the last rotation, which signs too until ``previousUntil``.
    public var previousSecret: String?
    /// In microseconds since 1970.
    public var previousUntil: Int64?

    public init(address: String? = nil, url: String? = nil, secret: String? = nil) {
        self.address = address
        self.url = url
        self.secret = secret
    }

    /// The secrets that sign at an instant, the newest first.
    public func secrets(at now: Instant) -> [String] {
        var secrets = [secret].compactMap(\.self)
        if let previousSecret, let previousUntil, now.microseconds < previousUntil { secrets.append(previousSecret) }
        return secrets
    }

    /// What may be shown of it: a robot's key stands in its URL, so the host alone.
    public var shown: String? {
        if let address { return Self.masked(address) }
        guard let url, let parts = URLComponents(string: url), let host = parts.host else { return nil }
        return "\(parts.scheme ?? "")://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    private static func masked(_ address: String) -> String {
        let parts = address.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return "…" }
        return "\(parts[0].prefix(1))…@\(parts[1])"
    }
}

/// The secrets of webhooks (Standard Webhooks): 24 to 64 random octets in base64, behind `whsec_`.
public enum WebhookSecret {
    public static let prefix = "whsec_"

    /// A new one of 32 octets.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return prefix + Data(bytes).base64EncodedString()
    }

    /// The key it stands for; nil for a text that is no such secret.
    public static func key(_ secret: String) -> Data? {
        guard secret.hasPrefix(prefix) else { return nil }
        return Data(base64Encoded: String(secret.dropFirst(prefix.count)))
    }
}

extension Vault {
    /// Seals where a destination is; it opens for that destination's row only.
    func seal(target: DestinationTarget, for id: UUID) throws -> [UInt8] {
        try seal(JSONEncoder().encode(target), purpose: "destination", context: id.uuidString)
    }

    /// Opens what ``seal(target:for:)`` sealed.
    func openTarget(_ sealed: [UInt8], for id: UUID) throws -> DestinationTarget {
        try JSONDecoder().decode(
            DestinationTarget.self, from: try open(sealed, purpose: "destination", context: id.uuidString))
    }

    /// The keyed hash that tells robots apart by their URL.
    func hash(robot url: String) -> [UInt8] { hash(url, purpose: "robot hash") }
}
