public import Foundation

extension String: PostgresCodable {
    /// `text`
    public static var postgresType: PostgresType { .text }

    /// Sends the UTF-8 bytes. PostgreSQL cannot store the character U+0000 in text: a string with one is refused here.
    public func encode(into bytes: inout PostgresBytes) throws {
        guard !utf8.contains(0) else {
            throw PostgresError(.encoding, "a text bind holds the character U+0000, which PostgreSQL cannot store")
        }
        bytes.append(utf8: self)
    }

    /// Reads text, varchar, char, name, json, xml, enums, citext and domains over them; and jsonb as its JSON text.
    public init(from cell: PostgresCell) throws {
        guard !cell.isNull, cell.type.isTextual || cell.type == .jsonb || cell.format == .text else {
            throw cell.error(reading: String.self)
        }
        let skipped = cell.type == .jsonb && cell.format == .binary ? 1 : 0
        let text = cell.withUnsafeBytes { String(validating: $0.dropFirst(skipped), as: UTF8.self) }
        guard let text else { throw cell.error(reading: String.self, "its bytes are not UTF-8 text") }
        self = text
    }
}

extension UInt8: PostgresCodable {
    /// `int2` for one number; an array of them is a `bytea`.
    public static var postgresType: PostgresType { .int2 }
    /// `bytea`
    public static var postgresArrayType: PostgresType { .bytea }

    /// Sends the number as `int2`.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: Int16(self))
    }

    /// Reads any integer column whose value fits.
    public init(from cell: PostgresCell) throws {
        self = try cell.integer(UInt8.self)
    }

    /// Sends the bytes as a `bytea`.
    public static func encodeArray(_ values: [UInt8], into bytes: inout PostgresBytes) {
        bytes.append(contentsOf: values)
    }

    /// Reads a `bytea`.
    public static func decodeArray(from cell: PostgresCell) throws -> [UInt8] {
        try cell.read([UInt8].self, .bytea) { Array($0) }
    }
}

extension Data: PostgresCodable {
    /// `bytea`
    public static var postgresType: PostgresType { .bytea }

    /// Sends the bytes.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(contentsOf: self)
    }

    /// Reads a `bytea`.
    public init(from cell: PostgresCell) throws {
        self = try cell.read(Data.self, .bytea) { Data($0) }
    }
}

extension UUID: PostgresCodable {
    /// `uuid`
    public static var postgresType: PostgresType { .uuid }

    /// Sends sixteen bytes.
    public func encode(into bytes: inout PostgresBytes) {
        Swift.withUnsafeBytes(of: uuid) { bytes.append(raw: $0) }
    }

    /// Reads a `uuid`.
    public init(from cell: PostgresCell) throws {
        self = try cell.read(UUID.self, .uuid) { bytes in
            guard bytes.count == 16 else { throw cell.error(reading: UUID.self) }
            return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
        }
    }

    /// Reads an array of `uuid`.
    public static func decodeArray(from cell: PostgresCell) throws -> [UUID] {
        try cell.fixedElements(of: .uuid, width: 16) { bytes, offset in
            UUID(uuid: bytes.loadUnaligned(fromByteOffset: offset, as: uuid_t.self))
        }
    }
}
