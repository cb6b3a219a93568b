/// A type of the server, by its object id.
public struct PostgresType: Sendable, Hashable {
    /// The object id in `pg_type`.
    public var oid: UInt32

    /// A type by its object id.
    public init(oid: UInt32) {
        self.oid = oid
    }

    /// Lets the server infer the type of a bind.
    public static let unspecified = PostgresType(oid: 0)
    /// `bool`
    public static let bool = PostgresType(oid: 16)
    /// `bytea`
    public static let bytea = PostgresType(oid: 17)
    /// `"char"`
    public static let char = PostgresType(oid: 18)
    /// `name`
    public static let name = PostgresType(oid: 19)
    /// `int8`
    public static let int8 = PostgresType(oid: 20)
    /// `int2`
    public static let int2 = PostgresType(oid: 21)
    /// `int4`
    public static let int4 = PostgresType(oid: 23)
    /// `text`
    public static let text = PostgresType(oid: 25)
    /// `oid`
    public static let oid = PostgresType(oid: 26)
    /// `json`
    public static let json = PostgresType(oid: 114)
    /// `xml`
    public static let xml = PostgresType(oid: 142)
    /// `float4`
    public static let float4 = PostgresType(oid: 700)
    /// `float8`
    public static let float8 = PostgresType(oid: 701)
    /// `unknown`
    public static let unknown = PostgresType(oid: 705)
    /// `bpchar`
    public static let bpchar = PostgresType(oid: 1042)
    /// `varchar`
    public static let varchar = PostgresType(oid: 1043)
    /// `date`
    public static let date = PostgresType(oid: 1082)
    /// `time`
    public static let time = PostgresType(oid: 1083)
    /// `timestamp`
    public static let timestamp = PostgresType(oid: 1114)
    /// `timestamptz`
    public static let timestamptz = PostgresType(oid: 1184)
    /// `numeric`
    public static let numeric = PostgresType(oid: 1700)
    /// `void`
    public static let void = PostgresType(oid: 2278)
    /// `uuid`
    public static let uuid = PostgresType(oid: 2950)
    /// `jsonb`
    public static let jsonb = PostgresType(oid: 3802)
    /// `int4range`
    public static let int4range = PostgresType(oid: 3904)
    /// `numrange`
    public static let numrange = PostgresType(oid: 3906)
    /// `tsrange`
    public static let tsrange = PostgresType(oid: 3908)
    /// `tstzrange`
    public static let tstzrange = PostgresType(oid: 3910)
    /// `daterange`
    public static let daterange = PostgresType(oid: 3912)
    /// `int8range`
    public static let int8range = PostgresType(oid: 3926)

    /// The array type over this one, for the built-in types this module knows.
    public var arrayOid: UInt32? {
        Self.arrays[oid]
    }

    /// Whether the server sends values of this type as plain text bytes even in binary format.
    ///
    /// Types made by the database (enums, citext) have ids from 16384 on and count as text; a value of theirs that is
    /// not UTF-8 is refused when it is decoded.
    var isTextual: Bool {
        switch oid {
        case 18, 19, 25, 114, 142, 705, 1042, 1043: true
        default: oid >= 16384
        }
    }

    /// The name people know, for messages.
    var displayName: String {
        Self.names[oid] ?? "type with oid \(oid)"
    }

    private static let arrays: [UInt32: UInt32] = [
        16: 1000, 17: 1001, 18: 1002, 19: 1003, 20: 1016, 21: 1005, 23: 1007, 25: 1009, 26: 1028, 114: 199, 142: 143,
        700: 1021, 701: 1022, 1042: 1014, 1043: 1015, 1082: 1182, 1083: 1183, 1114: 1115, 1184: 1185, 1700: 1231,
        2950: 2951, 3802: 3807, 3904: 3905, 3906: 3907, 3908: 3909, 3910: 3911, 3912: 3913, 3926: 3927,
    ]

    private static let names: [UInt32: String] = {
        let scalars: [UInt32: String] = [
            16: "bool", 17: "bytea", 18: "\"char\"", 19: "name", 20: "int8", 21: "int2", 23: "int4", 25: "text",
            26: "oid", 114: "json", 142: "xml", 700: "float4", 701: "float8", 705: "unknown", 1042: "char",
            1043: "varchar", 1082: "date", 1083: "time", 1114: "timestamp", 1184: "timestamptz", 1186: "interval",
            1700: "numeric", 2278: "void", 2950: "uuid", 3802: "jsonb", 3904: "int4range", 3906: "numrange",
            3908: "tsrange", 3910: "tstzrange", 3912: "daterange", 3926: "int8range",
        ]
        var names = scalars
        for (element, array) in arrays {
            names[array] = scalars[element].map { "\($0)[]" }
        }
        return names
    }()
}
