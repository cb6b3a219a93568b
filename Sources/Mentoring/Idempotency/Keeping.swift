public import Foundation

/// A request that may be repeated: its key, and how the answer of its first success is kept.
public struct Keeping<Value: Sendable>: Sendable {
    public let key: IdempotencyKey
    /// Makes the answer to keep; called inside the transaction, before it commits.
    public let render: @Sendable (Value) throws -> KeptAnswer

    public init(key: IdempotencyKey, render: @escaping @Sendable (Value) throws -> KeptAnswer) {
        self.key = key
        self.render = render
    }
}

/// What a key belongs to, and which body came with it.
public struct IdempotencyKey: Sendable {
    /// ``Caller/key``, or `anonymous`.
    public let caller: String
    public let method: String
    public let path: String
    public let key: String
    /// The body as received; only its hash is kept.
    public let body: Data

    public init(caller: String, method: String, path: String, key: String, body: Data) {
        self.caller = caller
        self.method = method
        self.path = path
        self.key = key
        self.body = body
    }
}

/// An answer as it goes out again.
public struct KeptAnswer: Sendable, Hashable {
    public let status: Int
    public let headers: [String: String]
    public let body: [UInt8]
    /// Whether the body carries a secret: it is then stored sealed under the key, which is stored nowhere.
    public let isSecret: Bool

    public init(status: Int, headers: [String: String], body: [UInt8], isSecret: Bool) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isSecret = isSecret
    }
}

/// What came of a request that may be a repeat.
public enum Answered<Value: Sendable>: Sendable {
    case fresh(Value)
    case replayed(KeptAnswer)

    /// The value of a fresh answer; nil for a replay. For callers that sent no key.
    public var value: Value? {
        if case .fresh(let value) = self { value } else { nil }
    }
}
