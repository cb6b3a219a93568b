import Foundation
import Glibc

/// Making and judging the folders of a cluster.
enum Folder {
    static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }

    /// Makes the folder where missing and answers with its canonical path.
    @discardableResult
    static func make(_ path: String, mode: Int = 0o755) throws -> String {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
        } catch {
            throw PrivateClusterError.unusableDirectory(path, reason: "it cannot be made (\(error)).")
        }
        guard let canonical = realpath(path, nil) else { throw unusable(path) }
        defer { free(canonical) }
        return String(cString: canonical)
    }

    /// Makes a folder only this account can enter, or checks that the existing one is so: somebody else may have made
    /// it before us, in `/tmp` above all.
    static func makePrivate(_ path: String, for account: ServerAccount) throws {
        if mkdir(path, 0o700) == 0 {
            if account.isAnother { try give(path, to: account) }
            return
        }
        guard errno == EEXIST else { throw unusable(path) }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw unusable(path) }
        guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == account.userID, status.st_mode & 0o077 == 0 else {
            throw PrivateClusterError.unusableDirectory(
                path, reason: "it must belong to \(account.name) alone (mode 0700): move it out of the way.")
        }
    }

    static func give(_ path: String, to account: ServerAccount) throws {
        guard lchown(path, account.userID, account.groupID) == 0 else { throw unusable(path) }
    }

    /// The owner, or nil when there is nothing of that name.
    static func owner(of path: String) -> uid_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_uid : nil
    }

    /// The owner of the folder, or of the nearest one above it that exists.
    static func nearestOwner(of path: String) -> uid_t? {
        var url = URL(filePath: path).standardized
        while true {
            if let owner = owner(of: url.path(percentEncoded: false)) { return owner }
            let parent = url.deletingLastPathComponent()
            if parent.path == url.path { return nil }
            url = parent
        }
    }

    /// Whether the account gets through every folder of the path; asked of the kernel, which knows about ACLs.
    static func canEnter(_ path: String, as account: ServerAccount) async throws -> Bool {
        try await Program(path: "/bin/sh", arguments: ["-c", "cd \"$1\"", "sh", path], account: account).run().isSuccess
    }

    private static func unusable(_ path: String) -> PrivateClusterError {
        .unusableDirectory(path, reason: "\(String(cString: strerror(errno))).")
    }
}
