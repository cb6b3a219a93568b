internal import Synchronization

/// A statement's text and bind types, made once and shared by every use of them.
final class Statement: Sendable {
    let text: String
    /// What it is counted under.
    let name: String
    let types: [UInt32]
    /// Names the statement on the server. Two statements may share one: the cache compares the text too.
    let hash: UInt64
    let cText: ContiguousArray<CChar>

    init(text: String, types: [UInt32]) {
        self.text = text
        name = StatementName.make(of: text)
        self.types = types
        cText = text.utf8CString
        // FNV-1a: the same name in every process, so that the server's logs can be compared.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ byte: UInt8) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        for byte in text.utf8 { mix(byte) }
        for type in types {
            for shift in stride(from: 0, to: 32, by: 8) { mix(UInt8(truncatingIfNeeded: type >> shift)) }
        }
        self.hash = hash
    }

    func isSame(as other: Statement) -> Bool {
        self === other || (text == other.text && types == other.types)
    }
}

/// A statement with the values of one execution.
struct BoundStatement: Sendable {
    let statement: Statement
    let binds: [SQL.Bind]
    let values: [UInt8]
}

/// Finds the shared `Statement` of a text, so that hashing and C strings are not made again for each execution.
final class StatementRegistry: Sendable {
    private let known = Mutex<[String: Statement]>([:])
    private static let limit = 4096

    func bind(_ sql: SQL) throws -> BoundStatement {
        if let error = sql.encodingError { throw error }
        return BoundStatement(statement: try find(sql), binds: sql.binds, values: sql.values.storage)
    }

    private func find(_ sql: SQL) throws -> Statement {
        let text = sql.text
        if let statement = known.withLock({ $0[text] }), Self.types(of: statement, match: sql.binds) {
            return statement
        }
        guard sql.binds.count <= Int(UInt16.max) else {
            throw PostgresError(.misuse, "a statement has \(sql.binds.count) binds; PostgreSQL allows 65535")
        }
        guard !text.utf8.contains(0) else { throw PostgresError(.misuse, "a statement's text holds U+0000") }
        let statement = Statement(text: text, types: sql.binds.map(\.type.oid))
        known.withLock { known in
            // Texts built at run time could fill the memory: forgetting all of them only costs finding them again.
            if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
            known[text] = statement
        }
        return statement
    }

    private static func types(of statement: Statement, match binds: [SQL.Bind]) -> Bool {
        guard statement.types.count == binds.count else { return false }
        for (index, bind) in binds.enumerated() where statement.types[index] != bind.type.oid { return false }
        return true
    }
}
