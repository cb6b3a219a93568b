/// A value that can be bound to a statement.
public protocol PostgresEncodable: Sendable {
    /// The type the bind is declared with.
    static var postgresType: PostgresType { get }
    /// Appends the value in the server's binary format, or calls `bytes.setNull()`.
    func encode(into bytes: inout PostgresBytes) throws
    /// The type of an array of such values. There is a default for every type this module knows an array of.
    static var postgresArrayType: PostgresType { get }
    /// Appends a whole array. The default writes a one-dimensional PostgreSQL array; `UInt8` writes a `bytea`.
    static func encodeArray(_ values: [Self], into bytes: inout PostgresBytes) throws
}

/// A value that can be read from a column.
public protocol PostgresDecodable: Sendable {
    /// Reads the cell; throws a `PostgresError` of kind `.decoding` when it holds something else.
    init(from cell: PostgresCell) throws
    /// Reads a whole array. The default reads a one-dimensional PostgreSQL array; `UInt8` reads a `bytea`.
    static func decodeArray(from cell: PostgresCell) throws -> [Self]
}

/// A value that goes both ways.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The type of the raw value.
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// Sends the raw value.
    public func encode(into bytes: inout PostgresBytes) throws {
        try rawValue.encode(into: &bytes)
    }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// Reads the raw value; one that has no case is a decoding error.
    public init(from cell: PostgresCell) throws {
        let raw = try RawValue(from: cell)
        guard let value = Self(rawValue: raw) else {
            throw cell.error(reading: Self.self, "it holds a value that \(Self.self) does not know")
        }
        self = value
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The type of the wrapped value.
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Sends the value, or NULL for `nil`.
    public func encode(into bytes: inout PostgresBytes) throws {
        switch self {
        case .some(let value): try value.encode(into: &bytes)
        case .none: bytes.setNull()
        }
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads the value, NULL as `nil`.
    public init(from cell: PostgresCell) throws {
        self = cell.isNull ? nil : try Wrapped(from: cell)
    }
}
