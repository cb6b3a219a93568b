import Glibc

/// The operating-system account the server runs as. PostgreSQL refuses to run as root.
struct ServerAccount: Sendable, Hashable {
    let name: String
    let userID: uid_t
    let groupID: gid_t
    /// Whether we have to change to it; an ordinary user's server runs as that user.
    let isAnother: Bool

    /// The account of this process.
    static var current: ServerAccount {
        let userID = geteuid()
        return ServerAccount(
            name: find(userID: userID)?.name ?? String(userID), userID: userID, groupID: getegid(), isAnother: false)
    }

    static func find(named name: String) -> ServerAccount? {
        lookUp { getpwnam_r(name, $0, $1, $2, $3) }
    }

    static func find(userID: uid_t) -> ServerAccount? {
        lookUp { getpwuid_r(userID, $0, $1, $2, $3) }
    }

    private typealias Entry = UnsafeMutablePointer<passwd>
    private static func lookUp(
        _ call: (Entry, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<Entry?>) -> Int32
    ) -> ServerAccount? {
        var entry = passwd()
        var found: Entry?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { text in
            guard let base = text.baseAddress, call(&entry, base, text.count, &found) == 0, let found else {
                return nil
            }
            let userID = found.pointee.pw_uid
            return ServerAccount(
                name: String(cString: found.pointee.pw_name), userID: userID, groupID: found.pointee.pw_gid,
                isAnother: userID != geteuid())
        }
    }

    /// The account for a cluster when we are root.
    ///
    /// What exists decides first, so that `make run` and `sudo make run` on one folder do not lock each other out:
    /// the owner of the data, else the owner of the folder. Then the account the packages made.
    /// - Parameter owners: the owners of the data and of the folder, where these exist.
    static func chooseAsRoot(owners: [uid_t], environment: [String: String]) throws -> ServerAccount {
        if let name = environment["MENTORDESK_OS_USER"], !name.isEmpty {
            guard let account = find(named: name), account.userID != 0 else {
                throw PrivateClusterError.noAccount(
                    reason: "MENTORDESK_OS_USER names \(name), which is not an ordinary account here.")
            }
            return account
        }
        let candidates = owners.lazy.filter { $0 != 0 }.compactMap(find(userID:))
        if let account = candidates.first ?? find(named: "postgres") ?? find(named: "nobody") {
            return account
        }
        throw PrivateClusterError.noAccount(
            reason: "there is no account `postgres`: create one, or name another in MENTORDESK_OS_USER.")
    }

    /// The command in the form that runs it as this account.
    ///
    /// The change is made by `setpriv` after the exec. Made between fork and exec of a process with threads (as
    /// swift-subprocess 1.0 does for `userID`), it hung now and then: glibc's `setuid` takes a lock and signals every
    /// thread it knows of, and the child has a copy of the lock and of the list, but not the threads.
    func commandLine(_ path: String, _ arguments: [String]) throws -> (path: String, arguments: [String]) {
        guard isAnother else { return (path, arguments) }
        let folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"]
        guard let setpriv = folders.map({ $0 + "/setpriv" }).first(where: { (path: String) in access(path, X_OK) == 0 })
        else {
            throw PrivateClusterError.noAccount(
                reason: "`setpriv`, which changes to the account \(name), is missing: install util-linux.")
        }
        let change = ["--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--"]
        return (setpriv, change + [path] + arguments)
    }
}
