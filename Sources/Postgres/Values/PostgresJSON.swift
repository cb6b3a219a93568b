internal import Foundation

/// A JSON document as the bytes it is written with; travels as `jsonb`.
public struct PostgresJSON: Sendable, Hashable {
    /// The JSON text in UTF-8.
    public var bytes: [UInt8]

    /// A document from its UTF-8 text. The server checks it.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A document from its text. The server checks it.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The document's text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension PostgresJSON: PostgresCodable {
    /// `jsonb`
    public static var postgresType: PostgresType { .jsonb }

    /// Sends the text behind the version byte of `jsonb`.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: UInt8(1))
        bytes.append(contentsOf: self.bytes)
    }

    /// Reads `jsonb` or `json`.
    public init(from cell: PostgresCell) throws {
        bytes = try cell.jsonText(reading: PostgresJSON.self) { Array($0) }
    }
}

/// A `Codable` value that is kept as `jsonb`.
public struct PostgresJSONCoded<Value: Codable & Sendable>: Sendable {
    /// The value.
    public var value: Value

    /// Wraps a value.
    public init(_ value: Value) {
        self.value = value
    }
}

extension PostgresJSONCoded: Equatable where Value: Equatable {}
extension PostgresJSONCoded: Hashable where Value: Hashable {}

extension PostgresJSONCoded: PostgresCodable {
    /// `jsonb`
    public static var postgresType: PostgresType { .jsonb }

    /// Sends what `JSONEncoder` makes of the value.
    public func encode(into bytes: inout PostgresBytes) throws {
        bytes.append(integer: UInt8(1))
        bytes.append(contentsOf: try JSONEncoder().encode(value))
    }

    /// Reads `jsonb` or `json` with `JSONDecoder`.
    public init(from cell: PostgresCell) throws {
        let data = try cell.jsonText(reading: PostgresJSONCoded<Value>.self) { Data($0) }
        do {
            value = try JSONDecoder().decode(Value.self, from: data)
        } catch {
            throw cell.error(reading: Value.self, "its JSON has another shape")
        }
    }
}

extension PostgresCell {
    /// Lends the JSON text of a `json` or `jsonb` cell.
    fileprivate func jsonText<T, Wanted>(
        reading wanted: Wanted.Type, _ body: (Slice<UnsafeRawBufferPointer>) throws -> T
    ) throws -> T {
        try read(wanted, .jsonb, or: .json) { bytes in
            guard type == .jsonb else { return try body(bytes[...]) }
            guard bytes.first == 1 else { throw error(reading: wanted, "its jsonb version is unknown") }
            return try body(bytes.dropFirst())
        }
    }
}
