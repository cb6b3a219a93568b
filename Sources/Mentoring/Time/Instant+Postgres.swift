public import Postgres
public import Scheduling

extension Instant: PostgresEncodable {
    public static var postgresType: PostgresType { .timestamptz }

    public func encode(into bytes: inout PostgresBytes) throws {
        try PostgresTimestamp(microseconds: microseconds).encode(into: &bytes)
    }
}

extension Instant: PostgresDecodable {
    public init(from cell: PostgresCell) throws {
        self.init(microseconds: try PostgresTimestamp(from: cell).microseconds)
    }

    public static func decodeArray(from cell: PostgresCell) throws -> [Instant] {
        try PostgresTimestamp.decodeArray(from: cell).map { Instant(microseconds: $0.microseconds) }
    }
}
