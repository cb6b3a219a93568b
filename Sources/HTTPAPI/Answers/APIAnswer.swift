import APIModel
public import Foundation

/// What a handler answers.
public struct APIAnswer: Sendable {
    /// The body's octets.
    public enum Body: Sendable {
        case none
        case bytes([UInt8])
        case data(Data)
        /// Written bit by bit. An error thrown on the way closes the connection, as the status is out already.
        case stream(@Sendable (inout AnswerWriter) async throws -> Void)

        /// Octets; nil while a stream doesn't know.
        var count: Int? {
            switch self {
            case .none: 0
            case .bytes(let bytes): bytes.count
            case .data(let data): data.count
            case .stream: nil
            }
        }
    }

    public var status: Int
    /// In the order sent. The frame adds those of every answer; `Content-Length` is never among them.
    public var headers: [(name: String, value: String)]
    public var body: Body
    var closesConnection = false
    /// A token or the like is in the body: it is sent as it is, see `CompressionPolicy`.
    private(set) var carriesSecret = false
    /// Told when the client of a streamed body leaves; nil where nobody asks.
    var presence: ClientPresence?

    public init(status: Int, headers: [(name: String, value: String)] = [], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A value as JSON in the wire's spelling.
    public static func json(
        _ value: some Encodable, status: Int = 200, headers: [(name: String, value: String)] = []
    ) throws -> APIAnswer {
        APIAnswer(
            status: status, headers: headers + [("Content-Type", "application/json")],
            body: .data(try WireCoding.encoder().encode(value)))
    }

    /// JSON that is written already: the path of hot answers, nothing is encoded again.
    public static func json(
        bytes: [UInt8], status: Int = 200, headers: [(name: String, value: String)] = []
    ) -> APIAnswer {
        APIAnswer(status: status, headers: headers + [("Content-Type", "application/json")], body: .bytes(bytes))
    }

    /// 204.
    public static let noContent = APIAnswer(status: 204)

    /// Plain text in UTF-8.
    public static func text(_ text: String, status: Int = 200) -> APIAnswer {
        document(Array(text.utf8), mediaType: "text/plain; charset=utf-8", status: status)
    }

    /// Octets of any media type.
    public static func document(_ bytes: [UInt8], mediaType: String, status: Int = 200) -> APIAnswer {
        APIAnswer(status: status, headers: [("Content-Type", mediaType)], body: .bytes(bytes))
    }

    /// The same with an `ETag`; a reader that has this version gets 304 by itself.
    public func tagged(_ tag: EntityTag) -> APIAnswer { with(header: "ETag", tag.description) }

    /// The same, known to carry a token or another secret.
    public var carryingSecret: APIAnswer {
        var copy = self
        copy.carriesSecret = true
        return copy
    }

    /// The same with one more header.
    public func with(header name: String, _ value: String) -> APIAnswer {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }

    /// The first value of a header.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.isEqualIgnoringASCIICase(to: name) }?.value
    }
}
