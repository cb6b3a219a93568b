import Foundation
import Postgres

/// Where the contents of attachments are: sealed, in PostgreSQL, in parts.
///
/// Nothing else knows of it. A store of objects elsewhere would put the content there before the transaction commits
/// and sweep away what no row of `attachments` names.
struct AttachmentStore: Sendable {
    /// The octets of a part; the last one may have fewer.
    static let partBytes = 262_144

    let desk: Desk

    /// Writes a content with the transaction's last segment. It goes with its attachment's row, whatever deletes that.
    func enqueue(_ content: Data, of id: AttachmentID, in transaction: PostgresTransaction) throws {
        var rest = content[...]
        var number = 0
        while !rest.isEmpty {
            let sealed = try desk.vault.seal(
                Data(rest.prefix(Self.partBytes)), purpose: "attachment", context: Self.context(id, number))
            transaction.enqueue(
                """
                INSERT INTO attachment_parts (attachment_id, number, content_sealed)
                VALUES (\(id), \(number), \(sealed))
                """)
            rest = rest.dropFirst(Self.partBytes)
            number += 1
        }
    }

    /// How many parts a content has.
    static func partCount(_ size: Int) -> Int {
        (size + partBytes - 1) / partBytes
    }

    /// One part; nil where the content is gone.
    func part(_ number: Int, of id: AttachmentID) async throws -> Data? {
        let rows = try await desk.database.query(
            "SELECT content_sealed FROM attachment_parts WHERE attachment_id = \(id) AND number = \(number)")
        guard let sealed = try rows.first({ try $0.next([UInt8].self) }) else { return nil }
        return try desk.vault.open(sealed, purpose: "attachment", context: Self.context(id, number))
    }

    /// A part opens only in its own place.
    private static func context(_ id: AttachmentID, _ number: Int) -> String { "\(id) \(number)" }
}
