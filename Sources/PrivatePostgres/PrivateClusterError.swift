/// Why a private cluster could not be started. `description` is one sentence for a person, with the remedy in it;
/// where the server said something, its last lines follow.
public enum PrivateClusterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No server programs were found in any of these places.
    case serverNotFound(searched: [String])
    /// Only versions below 15 are installed.
    case serverTooOld(found: String)
    /// The data belong to another major version than any that is installed.
    case versionChanged(directory: String, dataMajor: Int, installedMajors: [Int])
    /// Another process of ours runs the cluster.
    case alreadyRunning(directory: String, ownerPID: Int32?)
    /// We are root and there is no other account the server could run as.
    case noAccount(reason: String)
    /// The data belong to another account than ours.
    case belongsToAnother(directory: String, account: String)
    /// A folder is missing or cannot be used; `reason` is a sentence.
    case unusableDirectory(String, reason: String)
    /// A program of PostgreSQL failed; `log` is the end of what it said.
    case failed(action: String, reason: String, log: String)
    /// The cluster was stopped.
    case stopped

    /// One sentence for a person.
    public var description: String {
        switch self {
        case .serverNotFound(let searched):
            "PostgreSQL 15 or newer is not installed (looked in \(searched.joined(separator: ", "))): "
                + "on Debian and Ubuntu run `apt-get install postgresql`, or run `make setup`."
        case .serverTooOld(let found):
            "PostgreSQL 15 or newer is needed and only \(found) was found: install a newer `postgresql`."
        case .versionChanged(let directory, let dataMajor, let installedMajors):
            "The data in \(directory) were made by PostgreSQL \(dataMajor) and only "
                + "\(installedMajors.map(String.init).joined(separator: ", ")) is installed: "
                + "install postgresql-\(dataMajor), or move the folder away to begin with an empty database."
        case .alreadyRunning(let directory, let ownerPID):
            "Another process\(ownerPID.map { " (\($0))" } ?? "") already runs the database in \(directory): "
                + "stop it first, or choose another data folder."
        case .noAccount(let reason):
            "PostgreSQL refuses to run as root and \(reason)"
        case .belongsToAnother(let directory, let account):
            "The database in \(directory) belongs to the account \(account): "
                + "start as that account or as root, or choose another data folder."
        case .unusableDirectory(let directory, let reason):
            "The folder \(directory) cannot be used: \(reason)"
        case .failed(let action, let reason, let log):
            "\(action) failed: \(reason)" + (log.isEmpty ? "" : "\nThe last lines of its log:\n\(log)")
        case .stopped:
            "The private PostgreSQL cluster was stopped."
        }
    }
}
