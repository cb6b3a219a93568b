extension PostgresEncodable {
    /// The array type over `postgresType`, left to the server to infer where this module knows none.
    public static var postgresArrayType: PostgresType {
        PostgresType(oid: postgresType.arrayOid ?? 0)
    }

    /// Writes a one-dimensional array; `nil` elements become NULL.
    public static func encodeArray(_ values: [Self], into bytes: inout PostgresBytes) throws {
        bytes.append(integer: Int32(values.isEmpty ? 0 : 1))
        // The "has NULLs" flag is advisory: the server looks at the lengths.
        bytes.append(integer: Int32(0))
        bytes.append(integer: postgresType.oid)
        guard !values.isEmpty else { return }
        guard let count = Int32(exactly: values.count) else {
            throw PostgresError(.encoding, "an array has more elements than PostgreSQL accepts")
        }
        bytes.append(integer: count)
        bytes.append(integer: Int32(1))
        for value in values {
            try bytes.appendCounted(value)
        }
    }
}

extension PostgresDecodable {
    /// Reads a one-dimensional array.
    public static func decodeArray(from cell: PostgresCell) throws -> [Self] {
        try cell.arrayElements(reading: [Self].self).map { try Self(from: $0) }
    }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
    /// The array type of the element.
    public static var postgresType: PostgresType { Element.postgresArrayType }

    /// Sends the elements.
    public func encode(into bytes: inout PostgresBytes) throws {
        try Element.encodeArray(self, into: &bytes)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// Reads the elements; use `[T?]` where an element may be NULL.
    public init(from cell: PostgresCell) throws {
        self = try Element.decodeArray(from: cell)
    }
}

extension PostgresCell {
    /// The elements of a one-dimensional array as cells.
    func arrayElements<Wanted>(reading wanted: Wanted.Type) throws -> [PostgresCell] {
        try readArray(reading: wanted) { bytes, header in
            var offset = ArrayHeader.size
            var cells: [PostgresCell] = []
            cells.reserveCapacity(header.count)
            for _ in 0..<header.count {
                guard let length: Int32 = bytes.integer(at: offset) else { throw error(reading: wanted) }
                offset += 4
                if length < 0 {
                    cells.append(part(nil, type: header.element))
                } else {
                    guard bytes.count - offset >= Int(length) else { throw error(reading: wanted) }
                    cells.append(part(offset..<offset + Int(length), type: header.element))
                    offset += Int(length)
                }
            }
            return cells
        }
    }

    /// The elements of a one-dimensional array of a type of fixed width, none of them NULL, in one pass: what long
    /// arrays are read by.
    /// - Parameter make: makes a value of the octets at an offset, as many as the width.
    func fixedElements<Value>(
        of element: PostgresType, or other: PostgresType? = nil, width: Int,
        _ make: (UnsafeRawBufferPointer, _ offset: Int) throws -> Value
    ) throws -> [Value] {
        try readArray(reading: [Value].self) { bytes, header in
            guard header.count > 0 else { return [] }
            guard header.element == element || header.element == other,
                bytes.count == ArrayHeader.size + header.count * (4 + width)
            else { throw error(reading: [Value].self) }
            var values: [Value] = []
            values.reserveCapacity(header.count)
            var offset = ArrayHeader.size
            for _ in 0..<header.count {
                // All together are as long as they should be, so one of another length shows here.
                guard bytes.integer(at: offset) == Int32(width) else { throw error(reading: [Value].self) }
                values.append(try make(bytes, offset + 4))
                offset += 4 + width
            }
            return values
        }
    }

    /// What stands before the elements of an array with one dimension.
    private struct ArrayHeader {
        static let size = 20
        let element: PostgresType
        let count: Int
    }

    private func readArray<Wanted, Result>(
        reading wanted: Wanted.Type, _ body: (UnsafeRawBufferPointer, ArrayHeader) throws -> [Result]
    ) throws -> [Result] {
        guard !isNull, format == .binary else { throw error(reading: wanted) }
        return try withUnsafeBytes { bytes in
            guard let dimensions: Int32 = bytes.integer(at: 0), let oid: UInt32 = bytes.integer(at: 8),
                (0...6).contains(dimensions)
            else { throw error(reading: wanted) }
            let element = PostgresType(oid: oid)
            guard dimensions > 0 else { return [] }
            guard dimensions == 1 else { throw error(reading: wanted, "it has \(dimensions) dimensions") }
            guard let count: Int32 = bytes.integer(at: 12), count >= 0, Int(count) <= bytes.count / 4 else {
                throw error(reading: wanted)
            }
            // A scalar whose first bytes happen to look like an array header must not pass for an array.
            guard element.arrayOid == nil || element.arrayOid == type.oid else { throw error(reading: wanted) }
            return try body(bytes, ArrayHeader(element: element, count: Int(count)))
        }
    }
}
