/// What the service's role is given, read from `Grants.sql`: one source for granting and for checking.
public enum ServiceGrants {
    /// A privilege on a whole table.
    public struct Privilege: Hashable, Sendable {
        public let table: String
        /// `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
        public let name: String
    }

    /// Every table privilege of the file; those on columns, functions and the schema are not among them.
    public static var onTables: [Privilege] {
        parse(String(decoding: PackageResources.Grants_sql, as: UTF8.self))
    }

    static func parse(_ text: String) -> [Privilege] {
        let code = text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: " ")
        var privileges: [Privilege] = []
        for statement in code.split(separator: ";") {
            let words = statement.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
            guard words.first == "GRANT", let on = words.firstIndex(of: "ON"), let to = words.firstIndex(of: "TO"),
                on < to, words.count > on + 1
            else { continue }
            let names = words[1..<on]
            let tables = words[(on + 1)..<to]
            guard names.allSatisfy(tableWide.contains), !["SCHEMA", "FUNCTION"].contains(tables.first) else { continue }
            for table in tables { for name in names { privileges.append(Privilege(table: table, name: name)) } }
        }
        return privileges
    }

    private static let tableWide: Set<String> = ["SELECT", "INSERT", "UPDATE", "DELETE"]
}
