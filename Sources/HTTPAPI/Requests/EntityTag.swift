/// The version of a representation (RFC 9110): `"v3"`, or `W/"v3"` for a weak one.
public struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// What stands between the quotes.
    public let opaque: String
    /// Weak tags only say that nothing important changed; they never allow a write.
    public let isWeak: Bool

    /// A strong tag.
    /// - Parameter opaque: visible ASCII without a quotation mark; anything else is left out.
    public init(_ opaque: String) {
        self.init(opaque: String(opaque.unicodeScalars.filter(Self.isTagCharacter)), isWeak: false)
    }

    /// The strong tag of a version number.
    public init(version: Int) {
        self.init(opaque: "v\(version)", isWeak: false)
    }

    init(opaque: String, isWeak: Bool) {
        self.opaque = opaque
        self.isWeak = isWeak
    }

    static func isTagCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "!" || (0x23...0x7E).contains(scalar.value) || (0x80...0xFF).contains(scalar.value)
    }

    /// As it stands in an `ETag` header.
    public var description: String { isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\"" }
}
