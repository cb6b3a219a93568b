/// That a code is on its way to the address, if there is anybody for it: the same for every address.
public struct CodeSent: Codable, Hashable, Sendable {
    /// How long a code works.
    public var codeMinutes: Int
    /// Where to bring it: a path.
    public var verify: String

    public init(codeMinutes: Int, verify: String) {
        self.codeMinutes = codeMinutes
        self.verify = verify
    }
}

/// The answer of a right code: the token is shown this once.
public struct SignedIn: Codable, Hashable, Sendable {
    public var token: String

    public init(token: String) {
        self.token = token
    }
}
