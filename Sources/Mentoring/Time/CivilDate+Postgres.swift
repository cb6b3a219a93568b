public import Postgres
public import Scheduling

extension CivilDate: PostgresEncodable {
    public static var postgresType: PostgresType { .date }

    public func encode(into bytes: inout PostgresBytes) throws {
        try PostgresDate(days: Int32(clamping: daysSinceEpoch)).encode(into: &bytes)
    }
}

extension CivilDate: PostgresDecodable {
    public init(from cell: PostgresCell) throws {
        self.init(daysSinceEpoch: Int(try PostgresDate(from: cell).days))
    }
}
