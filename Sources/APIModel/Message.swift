/// One message of a consultation.
public struct Message: Codable, Hashable, Sendable {
    public var id: String
    public var consultation: String
    public var sender: Sender
    public var body: String
    public var createdAt: String

    public init(id: String, consultation: String, sender: Sender, body: String, createdAt: String) {
        self.id = id
        self.consultation = consultation
        self.sender = sender
        self.body = body
        self.createdAt = createdAt
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
