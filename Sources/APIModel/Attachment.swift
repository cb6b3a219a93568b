/// A file that goes with a conversation.
public struct Attachment: Codable, Hashable, Sendable {
    /// The most octets of one.
    public static let sizeLimit = 10_485_760

    public var id: String
    public var consultation: String
    /// The message it came with; null until it is sent with one.
    @Nullable public var message: String?
    /// `student` or `mentor`.
    public var sender: String
    public var filename: String
    /// As its content says.
    public var mediaType: String
    /// In octets.
    public var size: Int
    /// In lower-case hexadecimal.
    public var sha256: String
    public var createdAt: String
    /// Where to read it, with a token.
    public var url: String

    public init(
        id: String, consultation: String, message: String?, sender: String, filename: String, mediaType: String,
        size: Int, sha256: String, createdAt: String, url: String
    ) {
        self.id = id
        self.consultation = consultation
        self._message = Nullable(wrappedValue: message)
        self.sender = sender
        self.filename = filename
        self.mediaType = mediaType
        self.size = size
        self.sha256 = sha256
        self.createdAt = createdAt
        self.url = url
    }
}
