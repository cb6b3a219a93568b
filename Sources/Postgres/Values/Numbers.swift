extension Bool: PostgresCodable {
    /// `bool`
    public static var postgresType: PostgresType { .bool }

    /// Sends one byte.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: self ? UInt8(1) : 0)
    }

    /// Reads a `bool`.
    public init(from cell: PostgresCell) throws {
        guard !cell.isNull, cell.type == .bool, cell.count == 1 else { throw cell.error(reading: Bool.self) }
        self = cell.withUnsafeBytes { $0[0] != 0 }
    }
}

extension PostgresCell {
    /// Reads `int2`, `int4`, `int8` or `oid` as any integer it fits in.
    func integer<T: FixedWidthInteger>(_ wanted: T.Type) throws -> T {
        guard !isNull, format == .binary else { throw error(reading: wanted) }
        let wide: Int64? = withUnsafeBytes { bytes in
            switch type {
            case .int8: bytes.integer(at: 0, as: Int64.self)
            case .int4: bytes.integer(at: 0, as: Int32.self).map(Int64.init)
            case .int2: bytes.integer(at: 0, as: Int16.self).map(Int64.init)
            case .oid: bytes.integer(at: 0, as: UInt32.self).map(Int64.init)
            default: nil
            }
        }
        guard let wide else { throw error(reading: wanted) }
        guard let value = T(exactly: wide) else { throw error(reading: wanted, "the number does not fit") }
        return value
    }
}

extension Int: PostgresCodable {
    /// `int8`
    public static var postgresType: PostgresType { .int8 }

    /// Sends eight bytes.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: Int64(self))
    }

    /// Reads any integer column.
    public init(from cell: PostgresCell) throws {
        self = try cell.integer(Int.self)
    }
}

extension Int64: PostgresCodable {
    /// `int8`
    public static var postgresType: PostgresType { .int8 }

    /// Sends eight bytes.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: self)
    }

    /// Reads any integer column.
    public init(from cell: PostgresCell) throws {
        self = try cell.integer(Int64.self)
    }
}

extension Int32: PostgresCodable {
    /// `int4`
    public static var postgresType: PostgresType { .int4 }

    /// Sends four bytes.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: self)
    }

    /// Reads any integer column whose value fits.
    public init(from cell: PostgresCell) throws {
        self = try cell.integer(Int32.self)
    }
}

extension Int16: PostgresCodable {
    /// `int2`
    public static var postgresType: PostgresType { .int2 }

    /// Sends two bytes.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: self)
    }

    /// Reads any integer column whose value fits.
    public init(from cell: PostgresCell) throws {
        self = try cell.integer(Int16.self)
    }
}

extension UInt32: PostgresDecodable {
    /// Reads any integer column whose value fits, among them `oid`.
    public init(from cell: PostgresCell) throws {
        self = try cell.integer(UInt32.self)
    }
}

extension Double: PostgresCodable {
    /// `float8`
    public static var postgresType: PostgresType { .float8 }

    /// Sends eight bytes.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: bitPattern)
    }

    /// Reads `float8` or `float4`.
    public init(from cell: PostgresCell) throws {
        let value: Double? = cell.withUnsafeBytes { bytes in
            switch cell.type {
            case .float8: bytes.integer(at: 0, as: UInt64.self).map(Double.init(bitPattern:))
            case .float4: bytes.integer(at: 0, as: UInt32.self).map { Double(Float(bitPattern: $0)) }
            default: nil
            }
        }
        guard let value else { throw cell.error(reading: Double.self) }
        self = value
    }
}

extension Float: PostgresCodable {
    /// `float4`
    public static var postgresType: PostgresType { .float4 }

    /// Sends four bytes.
    public func encode(into bytes: inout PostgresBytes) {
        bytes.append(integer: bitPattern)
    }

    /// Reads `float4`.
    public init(from cell: PostgresCell) throws {
        self = try cell.read(Float.self, .float4) { bytes in
            guard let bits = bytes.integer(at: 0, as: UInt32.self) else { throw cell.error(reading: Float.self) }
            return Float(bitPattern: bits)
        }
    }
}
