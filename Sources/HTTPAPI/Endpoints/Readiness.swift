import APIModel

/// What besides an answering database a service needs before it may be sent requests.
public struct Readiness: Sendable {
    let drain: DrainFlag
    let isSchemaCurrent: @Sendable () async throws -> Bool

    /// - Parameters:
    ///   - drain: raised as soon as the service begins to stop.
    ///   - isSchemaCurrent: whether the database has the structure that this build was made for.
    public init(
        drain: DrainFlag = DrainFlag(), isSchemaCurrent: @escaping @Sendable () async throws -> Bool = { true }
    ) {
        self.drain = drain
        self.isSchemaCurrent = isSchemaCurrent
    }

    /// - Throws: `APIFailure` with `unavailable`, whatever it is that is not ready.
    func check(_ database: () async throws -> Void) async throws(APIFailure) {
        guard !drain.isRaised else { throw Self.refusal(zh: "服务正在停止。", en: "The service is stopping.") }
        do {
            try await database()
            guard try await !isSchemaCurrent() else { return }
        } catch {
            throw .unavailable(retryAfterSeconds: 2)
        }
        throw Self.refusal(zh: "数据库结构与本版本不符。", en: "The database's structure is not the one this version needs.")
    }

    private static func refusal(zh: String, en: String) -> APIFailure {
        APIFailure(.unavailable, detail: Words(zh: zh, en: en), retryAfterSeconds: 2)
    }
}
