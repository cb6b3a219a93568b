import Foundation
import Postgres
import TestDatabase

/// Every value of every row of every table, as whoever finds a backup sees them.
struct DatabaseDump: Sendable {
    private struct Value {
        let place: String
        /// Text as it is; binary columns as their octets.
        let bytes: Data
    }

    private let values: [Value]

    var count: Int { values.count }

    init() async throws {
        var values: [Value] = []
        for table in try await Stored.tables {
            let rows = try await Stored.texts("SELECT to_jsonb(t)::text FROM \(identifier: table) t")
            for row in rows {
                guard let members = try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any] else {
                    continue
                }
                for (column, value) in members {
                    Self.collect(value, at: "\(table).\(column)", into: &values)
                }
            }
        }
        self.values = values
    }

    /// The columns that hold a text: as it is, in hexadecimal, or in base64 at any of its three alignments.
    func places(of text: String) -> Set<String> {
        let needles = Self.needles(for: text)
        return Set(
            values.filter { value in needles.contains { value.bytes.range(of: $0) != nil } }.map(\.place))
    }

    private static func collect(_ value: Any, at place: String, into values: inout [Value]) {
        switch value {
        case let text as String:
            values.append(Value(place: place, bytes: octets(text) ?? Data(text.utf8)))
        case let object as [String: Any]:
            for (key, member) in object { collect(member, at: "\(place).\(key)", into: &values) }
        case let array as [Any]:
            for element in array { collect(element, at: place, into: &values) }
        case let number as NSNumber:
            values.append(Value(place: place, bytes: Data(number.stringValue.utf8)))
        default: break
        }
    }

    /// The octets of a `bytea` as JSON shows it, `\x…`, or of a `uuid`, in whose digits a code could stand by chance.
    private static func octets(_ text: String) -> Data? {
        if let uuid = UUID(uuidString: text) { return withUnsafeBytes(of: uuid.uuid) { Data($0) } }
        guard text.hasPrefix("\\x"), text.utf8.count.isMultiple(of: 2) else { return nil }
        var bytes = Data()
        var rest = text.utf8.dropFirst(2)
        while let high = rest.popFirst(), let low = rest.popFirst() {
            guard let byte = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    static func needles(for text: String) -> [Data] {
        let plain = Data(text.utf8)
        let hexadecimal = plain.map { String(format: "%02x", $0) }.joined()
        var needles = [plain, Data(hexadecimal.utf8), Data(hexadecimal.uppercased().utf8)]
        // In base64 a text looks different after 0, 1 or 2 other octets; its first and last characters there may
        // belong to neighbours.
        for offset in 0..<3 {
            let encoded = (Data(repeating: 0, count: offset) + plain).base64EncodedString()
            let start = [0, 2, 3][offset]
            let end = (offset + plain.count) * 8 / 6
            guard end - start >= 6 else { continue }
            let middle = encoded.prefix(end).dropFirst(start)
            needles.append(Data(middle.utf8))
            needles.append(Data(middle.replacing("+", with: "-").replacing("/", with: "_").utf8))
        }
        return needles
    }
}
