import Foundation
import Glibc

/// Where one cluster lives and as whom.
///
/// Two folders, with two owners when we are root. The folder asked for (or its stand-in) stays ours and holds the lock.
/// Its child `postgres`, closed to everybody else, belongs to the server's account and holds data and log: root writes
/// nothing in there, so that whoever holds that account cannot make root follow a link.
struct ClusterLocation: Sendable {
    let account: ServerAccount
    /// The server's own folder.
    let home: String
    /// A short path of its own (a socket's path has at most 107 bytes), mode 0700.
    let socketDirectory: String
    /// What the server calls itself in its processes' titles.
    let clusterName: String
    /// Held as long as this value lives; a temporary folder has no name anyone else could ask for.
    let lock: DirectoryLock?
    let isTemporary: Bool
    /// Set when the data are elsewhere than asked.
    let notice: String?

    var dataDirectory: String { "\(home)/data" }
    /// Where a cluster is made before it gets its name, so that an interrupted `initdb` is never taken for data.
    var unfinishedDataDirectory: String { "\(home)/data.unfinished" }
    var log: String { "\(home)/server.log" }
    /// What the supervisor removes once we are gone.
    var transientDirectory: String { isTemporary ? home : socketDirectory }

    static func resolve(_ options: PrivateCluster.Options, environment: [String: String]) async throws -> Self {
        guard let asked = options.dataDirectory else { return try temporary(environment: environment) }
        return try await persistent(asked, options: options, environment: environment)
    }

    private static func temporary(environment: [String: String]) throws -> Self {
        let isRoot = geteuid() == 0
        let account = isRoot ? try ServerAccount.chooseAsRoot(owners: [], environment: environment) : .current
        let parent = temporaryParent
        var template = Array("\(parent)/mentord-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PrivateClusterError.unusableDirectory(parent, reason: "\(String(cString: strerror(errno))).")
        }
        let home = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        if isRoot { try Folder.give(home, to: account) }
        return ClusterLocation(
            account: account, home: home, socketDirectory: home, clusterName: Folder.name(of: home), lock: nil,
            isTemporary: true, notice: nil)
    }

    /// Memory where there is plenty. A database is 300 files, and ext4 spends most of its time on making files where
    /// many were removed in the last five seconds: a test's database took 200 ms there and takes 60 in memory.
    static var temporaryParent: String {
        let memory = "/dev/shm"
        var status = statvfs()
        let isRoomy = statvfs(memory, &status) == 0 && UInt64(status.f_bavail) * UInt64(status.f_frsize) > 4 << 30
        return isRoomy && access(memory, W_OK) == 0 ? memory : "/tmp"
    }

    private static func persistent(
        _ asked: String, options: PrivateCluster.Options, environment: [String: String]
    ) async throws -> Self {
        let isRoot = geteuid() == 0
        let folderOwner = Folder.nearestOwner(of: asked)
        let wasMissing = Folder.owner(of: asked) == nil
        let folder = try Folder.make(asked)
        let pointer = "\(folder)/\(pointerName)"
        let hash = stableHash(folder)
        var base = folder
        var notice: String?

        let account: ServerAccount
        if isRoot {
            let pointed = try? String(contentsOfFile: pointer, encoding: .utf8).split(separator: "\n").first
            let isPointed = pointed.map { $0.hasPrefix("\(options.stateDirectory)/") } ?? false
            if let pointed, isPointed, Folder.owner(of: "\(folder)/postgres") == nil { base = String(pointed) }
            let owners = [Folder.owner(of: "\(base)/postgres"), folderOwner].compactMap(\.self)
            account = try ServerAccount.chooseAsRoot(owners: owners, environment: environment)
            if wasMissing, account.userID == folderOwner { try Folder.give(folder, to: account) }
            if base == folder, try await !Folder.canEnter(folder, as: account) {
                base = "\(options.stateDirectory)/\(hash)"
            }
            if base != folder {
                notice =
                    "The account \(account.name), which PostgreSQL runs as for root, cannot enter \(folder): "
                    + "its data are in \(base)"
                try Folder.make(options.stateDirectory, mode: 0o711)
                try Folder.make(base, mode: 0o711)
            }
        } else {
            account = .current
            if Folder.owner(of: "\(folder)/postgres") == nil, access(pointer, F_OK) == 0 {
                throw PrivateClusterError.belongsToAnother(directory: folder, account: "root")
            }
        }

        let home = "\(base)/postgres"
        if let owner = Folder.owner(of: home), owner != account.userID {
            throw PrivateClusterError.belongsToAnother(
                directory: folder, account: ServerAccount.find(userID: owner)?.name ?? String(owner))
        }
        let lock = try DirectoryLock(path: "\(base)/postgres.lock", directory: folder, account: account)
        if base != folder, access(pointer, F_OK) != 0 {
            try setAside(home)
            try writePointer(pointer, to: base)
        }
        try Folder.makePrivate(home, for: account)
        return ClusterLocation(
            account: account, home: home, socketDirectory: "/tmp/mentord-\(hash)", clusterName: "mentord-\(hash)",
            lock: lock, isTemporary: false, notice: notice)
    }

    // MARK: - Data elsewhere

    static let pointerName = "postgres-is-elsewhere.txt"

    private static func writePointer(_ pointer: String, to base: String) throws {
        let text = """
            \(base)
            The account PostgreSQL runs as cannot enter this folder, so its data are in the folder above.
            Without this file the next start begins with an empty database.

            """
        try text.write(toFile: pointer, atomically: true, encoding: .utf8)
    }

    /// The folder asked for was removed and made again, which says "begin anew" as it does where the data are inside.
    /// One generation is kept, because the person may not have known where the data were.
    private static func setAside(_ home: String) throws {
        guard Folder.owner(of: home) != nil else { return }
        let aside = "\(home).removed"
        if Folder.owner(of: aside) != nil { try FileManager.default.removeItem(atPath: aside) }
        try FileManager.default.moveItem(atPath: home, toPath: aside)
    }

    /// FNV-1a: the same name for the same path in every run, which `Hasher` does not give.
    static func stableHash(_ path: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
