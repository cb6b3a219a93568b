import APIModel
import Foundation
import Mentoring
import Scheduling

extension Call where Caller == Bearer {
    /// Runs a use case that may be a repeat, and answers with what it gives or with what was kept.
    ///
    /// - Parameters:
    ///   - isSecret: the answer carries a token, and is kept sealed.
    ///   - render: makes the answer; called inside the transaction too, where there is a key.
    func answering<Value: Sendable>(
        _ bearer: Bearer?, isSecret: Bool = false, render: @escaping @Sendable (Value) throws -> APIAnswer,
        _ work: (Keeping<Value>?) async throws -> Answered<Value>
    ) async throws -> APIAnswer {
        let keeping = idempotencyKey.map { key in
            Keeping<Value>(
                key: IdempotencyKey(
                    caller: bearer?.caller.key ?? "anonymous", method: request.method,
                    path: "/" + request.path.joined(separator: "/"), key: key, body: Data(fingerprint)),
                render: { try KeptAnswer(try render($0), isSecret: isSecret) })
        }
        let answer: APIAnswer
        switch try await work(keeping) {
        case .fresh(let value): answer = try render(value)
        case .replayed(let kept): answer = APIAnswer(kept).with(header: "Idempotent-Replayed", "true")
        }
        return isSecret ? answer.carryingSecret : answer
    }

    /// What `If-Match` says of an object whose tags begin with its version.
    var versionCondition: VersionCondition {
        switch ifMatch {
        case nil, .any: .any
        case .oneOf(let tags): .oneOf(tags.compactMap(\.version))
        }
    }

    /// Where this page of a newest-first list begins.
    func listPosition() throws(APIFailure) -> ListPosition? {
        try findPosition(ListCursor.self)?.position
    }

    /// One page of a newest-first list.
    func page<Item: Sendable, Wire: Codable & Hashable & Sendable>(
        _ page: ListPage<Item>, _ wire: (Item) throws -> Wire
    ) throws -> APIAnswer {
        let next = try page.next.map { try nextCursor(after: ListCursor($0)) }
        return try .json(Page(data: try page.items.map(wire), nextCursor: next))
    }
}

/// A place in a newest-first list, as cursors carry it.
private struct ListCursor: Codable {
    let microseconds: Int64
    let id: UUID

    init(_ position: ListPosition) {
        microseconds = position.at.microseconds
        id = position.id
    }

    var position: ListPosition { ListPosition(at: Instant(microseconds: microseconds), id: id) }
}

extension EntityTag {
    /// The version that the strong tag of a versioned object begins with: `"v3"`, `"v3.4.0"`.
    fileprivate var version: Int? {
        guard !isWeak, opaque.hasPrefix("v") else { return nil }
        return Int(opaque.dropFirst().prefix { $0 != "." })
    }
}

extension KeptAnswer {
    fileprivate init(_ answer: APIAnswer, isSecret: Bool) throws {
        let body: [UInt8] =
            switch answer.body {
            case .bytes(let bytes): bytes
            case .data(let data): Array(data)
            case .none, .stream: []
            }
        self.init(
            status: answer.status, headers: Dictionary(answer.headers.map { ($0.name, $0.value) }) { $1 }, body: body,
            isSecret: isSecret)
    }
}

extension APIAnswer {
    fileprivate init(_ kept: KeptAnswer) {
        self.init(
            status: kept.status, headers: kept.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            body: kept.body.isEmpty ? .none : .bytes(kept.body))
    }
}
