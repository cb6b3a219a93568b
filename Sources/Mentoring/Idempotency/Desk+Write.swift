import Crypto
import Foundation
import Postgres
import Scheduling

/// Ends the transaction of a repeat: the answer is there already.
private struct Replay: Error {
    let answer: KeptAnswer
}

/// What a use case has come to; either way, what it wrote is kept.
enum Decision<Value: Sendable>: Sendable {
    case done(Value)
    case refused(Refusal)
}

extension Desk {
    /// Runs a use case in a transaction; with a key, at most once.
    ///
    /// The key's lock and its look-up travel in front of the use case's own first statements and its row with the
    /// last ones, so that a key costs no round trip. The lock is a try: a second request with a key that is at work is
    /// told so instead of waiting. The look-up is a statement of its own after the lock, whose snapshot therefore
    /// has whatever the lock's last holder committed.
    func write<Value: Sendable>(
        _ keeping: Keeping<Value>?, _ body: @escaping @Sendable (PostgresTransaction) async throws -> Value
    ) async throws -> Answered<Value> {
        try await decide(keeping) { .done(try await body($0)) }
    }

    /// The same for a use case whose refusal has to leave something behind, such as a try that is spent.
    func decide<Value: Sendable>(
        _ keeping: Keeping<Value>?, _ body: @escaping @Sendable (PostgresTransaction) async throws -> Decision<Value>
    ) async throws -> Answered<Value> {
        let slot = keeping.map { IdempotencySlot($0.key) }
        let now = clock.now
        let decision: Decision<Value>
        do {
            decision = try await database.transaction { transaction in
                slot?.claim(in: transaction, at: now)
                let decision = try await body(transaction)
                if let slot, let keeping, case .done(let value) = decision {
                    let until = Instant(
                        microseconds: now.microseconds + Int64(policy.keptAnswerHours) * 3_600_000_000)
                    try slot.keep(keeping.render(value), until: until, now: now, in: transaction)
                }
                return decision
            }
        } catch let replay as Replay {
            return .replayed(replay.answer)
        } catch let error as PostgresError where error.constraint == "students_erased_check" {
            // The request was let in just before its student was erased.
            throw Refusal.notFound()
        } catch let error as PostgresError where error.constraint != nil {
            // Where the look-up went with the writes, what the first request wrote may have spoken against the
            // second before the look-up was heard.
            if let slot, let answer = try await findAnswer(slot, at: now) { return .replayed(answer) }
            throw error
        }
        switch decision {
        case .done(let value): return .fresh(value)
        case .refused(let refusal): throw refusal
        }
    }
}

extension Desk {
    fileprivate func findAnswer(_ slot: IdempotencySlot, at now: Instant) async throws -> KeptAnswer? {
        do {
            try await database.transaction { slot.claim(in: $0, at: now) }
            return nil
        } catch let replay as Replay {
            return replay.answer
        }
    }
}

/// The row of one idempotency key.
private struct IdempotencySlot: Sendable {
    let key: IdempotencyKey
    let keyHash: [UInt8]
    let bodyHash: [UInt8]

    init(_ key: IdempotencyKey) {
        self.key = key
        keyHash = Array(SHA256.hash(data: Data("mentordesk key \(key.key)".utf8)))
        // With the key in it: nobody tries out from a dump which address a body may have held.
        bodyHash = Array(SHA256.hash(data: Data("mentordesk body \(key.key)\n".utf8) + key.body))
    }

    /// The advisory lock's number: of everything the key belongs to.
    private var lock: Int64 {
        let text = "\(key.caller)\n\(key.method)\n\(key.path)\n\(key.key)"
        let hash = Array(SHA256.hash(data: Data(text.utf8)))
        return hash.prefix(8).reduce(into: Int64(0)) { number, byte in number = number << 8 | Int64(byte) }
    }

    func claim(in transaction: PostgresTransaction, at now: Instant) {
        transaction.prelude("SELECT pg_try_advisory_xact_lock(\(lock))") { rows in
            guard try rows.first({ try $0.next(Bool.self) }) == true else { throw Refusal.idempotencyInProgress }
        }
        transaction.prelude(
            """
            SELECT body_hash, status, headers, body, sealed FROM idempotency_keys
            WHERE key_hash = \(keyHash) AND caller = \(key.caller) AND method = \(key.method) AND path = \(key.path)
              AND kept_until > \(now)
            """
        ) { rows in
            let kept = try rows.first { row -> ([UInt8], KeptAnswer) in
                let bodyHash: [UInt8] = try row.next()
                let status: Int = try row.next()
                let headers: PostgresJSONCoded<[String: String]> = try row.next()
                let body: [UInt8] = try row.next()
                let isSealed: Bool = try row.next()
                let opened = isSealed ? try open(body) : body
                return (
                    bodyHash,
                    KeptAnswer(status: status, headers: headers.value, body: opened, isSecret: isSealed)
                )
            }
            guard let (hash, answer) = kept else { return }
            throw hash == bodyHash ? Replay(answer: answer) : Refusal.idempotencyKeyReused
        }
    }

    func keep(_ answer: KeptAnswer, until: Instant, now: Instant, in transaction: PostgresTransaction) throws {
        let body = answer.isSecret ? try seal(answer.body) : answer.body
        // A row whose day is over is as good as none.
        transaction.enqueue(
            """
            INSERT INTO idempotency_keys AS k
                (caller, method, path, key_hash, body_hash, status, headers, body, sealed, kept_until)
            VALUES (\(key.caller), \(key.method), \(key.path), \(keyHash), \(bodyHash), \(answer.status),
                \(PostgresJSONCoded(answer.headers)), \(body), \(answer.isSecret), \(until))
            ON CONFLICT ON CONSTRAINT idempotency_keys_pkey DO UPDATE
            SET body_hash = excluded.body_hash, status = excluded.status, headers = excluded.headers,
                body = excluded.body, sealed = excluded.sealed, kept_until = excluded.kept_until
            WHERE k.kept_until <= \(now)
            """)
    }

    /// Under a key made of the idempotency key itself: without the request's header nobody opens it.
    private var sealingKey: SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(key.key.utf8)), salt: Data(key.caller.utf8),
            info: Data("mentordesk kept answer \(key.method) \(key.path)".utf8), outputByteCount: 32)
    }

    private func seal(_ body: [UInt8]) throws -> [UInt8] {
        guard let combined = try AES.GCM.seal(body, using: sealingKey).combined else { throw VaultError.unreadable }
        return Array(combined)
    }

    private func open(_ body: [UInt8]) throws -> [UInt8] {
        Array(try AES.GCM.open(AES.GCM.SealedBox(combined: Data(body)), using: sealingKey))
    }
}
