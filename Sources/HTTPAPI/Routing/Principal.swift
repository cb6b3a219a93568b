/// Who a token speaks for. The application's own type says so to the frame.
public protocol Principal: Sendable {
    var role: Role { get }
    /// Stable for the person or account, the same for all their tokens: cursors are bound to it.
    var principalID: String { get }
    /// Stable for one token: rate limits count by it. Never the token itself.
    var tokenID: String { get }
    /// The mentor's handle where the token speaks for a mentor.
    var mentorHandle: String? { get }
}
