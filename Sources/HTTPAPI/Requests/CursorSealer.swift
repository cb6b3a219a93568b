import Crypto
import Foundation

/// Makes cursors that a client can hand back and not change, each good for one list with its filters and one caller.
public struct CursorSealer: Sendable {
    private let key: SymmetricKey
    private static let signatureLength = 16

    /// - Parameter key: secret, the same on all instances; a cursor of another key is refused.
    public init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// URL-safe text of a position.
    /// - Parameter scope: what the cursor is bound to.
    func seal(_ position: some Encodable, scope: [UInt8]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A bare text or number is no JSON document for every reader, so it travels in an array.
        let payload = try encoder.encode([position])
        return Self.base64URL(signature(of: payload, scope: scope) + payload)
    }

    /// The position; nil for text that this sealer didn't make for this scope.
    func open<Position: Decodable>(_ text: String, as type: Position.Type, scope: [UInt8]) -> Position? {
        guard let data = Self.decodeBase64URL(text), data.count > Self.signatureLength else { return nil }
        let payload = Data(data.dropFirst(Self.signatureLength))
        let expected = signature(of: payload, scope: scope)
        // All octets are compared, so that the time taken says nothing about the first wrong one.
        let difference = zip(expected, data).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { return nil }
        return try? JSONDecoder().decode([Position].self, from: payload).first
    }

    private func signature(of payload: Data, scope: [UInt8]) -> Data {
        var code = HMAC<SHA256>(key: key)
        withUnsafeBytes(of: UInt64(scope.count).littleEndian) { code.update(data: $0) }
        code.update(data: scope)
        code.update(data: payload)
        return Data(code.finalize().prefix(Self.signatureLength))
    }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func decodeBase64URL(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)),
            base64URL(data) == text
        else { return nil }
        return data
    }
}
