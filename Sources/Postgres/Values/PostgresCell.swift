internal import CLibPQ

/// How the bytes of a cell are written.
public enum PostgresFormat: Sendable, Hashable {
    /// As text, like `psql` shows it.
    case text
    /// In the server's binary format.
    case binary
}

/// One column of one row. It keeps the result it came from alive, so it may be kept as well.
public struct PostgresCell: Sendable {
    /// The column's type.
    public let type: PostgresType
    /// How the bytes are written: always binary for results of this client.
    public let format: PostgresFormat
    /// The number of bytes, 0 for NULL.
    public let count: Int
    /// Whether the cell is NULL.
    public let isNull: Bool

    let result: ResultStorage
    let columnIndex: Int
    // Points into `result`, which this value keeps alive and which is never written to.
    private let address: UInt

    init(
        result: ResultStorage, columnIndex: Int, type: PostgresType, format: PostgresFormat, start: UnsafeRawPointer?,
        count: Int
    ) {
        self.result = result
        self.columnIndex = columnIndex
        self.type = type
        self.format = format
        self.count = count
        isNull = start == nil
        address = UInt(bitPattern: start)
    }

    /// The column's name, for messages.
    public var column: String { result.columnName(columnIndex) }

    /// A copy of the bytes, `nil` for NULL.
    public var bytes: [UInt8]? {
        isNull ? nil : withUnsafeBytes { Array($0) }
    }

    /// Lends the bytes without a copy; the pointer must not outlive the call.
    public func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        try withExtendedLifetime(result) {
            try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: isNull ? 0 : count))
        }
    }

    /// The error to throw when this cell cannot be read as `wanted`.
    public func error<T>(reading wanted: T.Type, _ reason: String? = nil) -> PostgresError {
        let why = reason ?? (isNull ? "it is NULL" : "it is \(type.displayName)")
        return PostgresError(
            .decoding, "column \"\(column)\" (\(type.displayName)) cannot be read as \(wanted): \(why)",
            column: column, statement: result.statement)
    }

    /// Lends the bytes of a cell that must not be NULL and must have this type, or the other one.
    func read<T, Wanted>(
        _ wanted: Wanted.Type, _ type: PostgresType, or other: PostgresType? = nil,
        body: (UnsafeRawBufferPointer) throws -> T
    ) throws -> T {
        guard !isNull, format == .binary, self.type == type || self.type == other else {
            throw error(reading: wanted)
        }
        return try withUnsafeBytes(body)
    }

    /// A part of this cell (an element of an array, a bound of a range).
    func part(_ range: Range<Int>?, type: PostgresType) -> PostgresCell {
        guard let range else {
            return PostgresCell(
                result: result, columnIndex: columnIndex, type: type, format: format, start: nil, count: 0)
        }
        return PostgresCell(
            result: result, columnIndex: columnIndex, type: type, format: format,
            start: UnsafeRawPointer(bitPattern: address + UInt(range.lowerBound)), count: range.count)
    }
}

extension UnsafeRawBufferPointer {
    /// Reads a big-endian integer, or nothing when there are too few bytes.
    func integer<T: FixedWidthInteger>(at offset: Int, as type: T.Type = T.self) -> T? {
        guard offset >= 0, count - offset >= MemoryLayout<T>.size else { return nil }
        return T(bigEndian: loadUnaligned(fromByteOffset: offset, as: T.self))
    }
}
