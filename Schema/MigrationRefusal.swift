/// Why a database was left as it is. The description is one plain sentence, then what differs side by side.
public enum MigrationRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case newerDatabase(String)
    case differentText(String)
    case notCurrent(String)
    case noSuchRole(String)

    public var description: String {
        switch self {
        case .newerDatabase(let table):
            "The database was migrated by a newer version of mentord than this one; install that version.\n\(table)"
        case .differentText(let table):
            "The database has a migration whose text differs from this build's; it was left as it is.\n\(table)"
        case .notCurrent(let table):
            "The database is not up to date; run `mentord migrate up` with the owner's connection.\n\(table)"
        case .noSuchRole(let role):
            "There is no database role \(role) to grant to; create it first: CREATE ROLE \(role) LOGIN."
        }
    }
}
