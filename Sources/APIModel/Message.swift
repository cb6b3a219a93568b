/// One message of a consultation.
public struct Message: Codable, Hashable, Sendable {
    public var id: String
    public var consultation: String
    public var sender: Sender
    /// Markdown as its author wrote it: whoever shows it renders it safely. Null once the message is deleted.
    @Nullable public var body: String?
    public var createdAt: String
    @Nullable public var editedAt: String?
    @Nullable public var deletedAt: String?
    /// The files that came with it and are still there.
    public var attachments: [Attachment]?

    public init(
        id: String, consultation: String, sender: Sender, body: String?, createdAt: String, editedAt: String?,
        deletedAt: String?, attachments: [Attachment]
    ) {
        self.id = id
        self.consultation = consultation
        self.sender = sender
        self._body = Nullable(wrappedValue: body)
        self.createdAt = createdAt
        self._editedAt = Nullable(wrappedValue: editedAt)
        self._deletedAt = Nullable(wrappedValue: deletedAt)
        self.attachments = attachments
    }

    /// Which side wrote it.
    public struct Sender: Codable, Hashable, Sendable {
        /// `student` or `mentor`.
        public var role: String
        public var name: String

        public init(role: String, name: String) {
            self.role = role
            self.name = name
        }
    }
}
