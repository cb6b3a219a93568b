/// Where a session takes place. Shown to the owner, and to both sides once confirmed; never public.
public struct Meeting: Sendable, Hashable, Codable {
    public var kind: String
    public var url: String?
    public var note: String?

    public init(kind: String, url: String? = nil, note: String? = nil) {
        self.kind = kind
        self.url = url
        self.note = note
    }
}
