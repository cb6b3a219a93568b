/// The bytes of the values of one statement, in the order they are bound.
///
/// An encoder appends what the server's binary format wants (big-endian), or says that the value is NULL.
public struct PostgresBytes: Sendable {
    var storage: [UInt8] = []
    private(set) var isNull = false

    init() {}

    /// Appends an integer, most significant byte first.
    @inlinable
    public mutating func append<T: FixedWidthInteger>(integer value: T) {
        withUnsafeBytes(of: value.bigEndian) { append(raw: $0) }
    }

    /// Appends bytes as they are.
    public mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        storage.append(contentsOf: bytes)
    }

    /// Appends the UTF-8 bytes of a string.
    public mutating func append(utf8 string: String) {
        storage.append(contentsOf: string.utf8)
    }

    /// Makes this value NULL. What was appended for it is dropped.
    public mutating func setNull() {
        isNull = true
    }

    @usableFromInline
    mutating func append(raw bytes: UnsafeRawBufferPointer) {
        storage.append(contentsOf: bytes)
    }

    /// Encodes one value behind what is there and gives its length, or -1 for NULL.
    mutating func appendValue(_ value: some PostgresEncodable) throws -> Int32 {
        let start = storage.count
        isNull = false
        try value.encode(into: &self)
        if isNull {
            isNull = false
            storage.removeLast(storage.count - start)
            return -1
        }
        guard let length = Int32(exactly: storage.count - start) else {
            throw PostgresError(.encoding, "a value is longer than PostgreSQL accepts")
        }
        return length
    }

    /// Encodes one value behind a length of its own, as arrays and ranges hold their parts.
    mutating func appendCounted(_ value: some PostgresEncodable) throws {
        let position = storage.count
        append(integer: Int32(0))
        let length = try appendValue(value)
        withUnsafeBytes(of: length.bigEndian) { storage.replaceSubrange(position..<position + 4, with: $0) }
    }
}
