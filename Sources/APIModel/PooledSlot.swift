/// A slot of `GET /v1/slots`: a start that one of a direction's mentors offers.
public struct PooledSlot: Codable, Hashable, Sendable {
    public var start: String
    public var end: String
    public var mentor: String
    public var offering: String

    public init(start: String, end: String, mentor: String, offering: String) {
        self.start = start
        self.end = end
        self.mentor = mentor
        self.offering = offering
    }
}
