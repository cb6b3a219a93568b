import Glibc

/// A lock that the kernel lets go of when this process ends, however it ends. The file holds the owner's process id for
/// the sentence that refuses a second owner.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// - Parameter account: who may take the lock besides root; it owns the file.
    init(path: String, directory: String, account: ServerAccount) throws {
        // O_CLOEXEC: a lock belongs to the open file, so a child that inherited it would hold it for us.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            throw PrivateClusterError.unusableDirectory(
                directory, reason: "its lock file cannot be opened (\(String(cString: strerror(errno)))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let owner = Self.owner(in: descriptor)
            close(descriptor)
            throw PrivateClusterError.alreadyRunning(directory: directory, ownerPID: owner)
        }
        if account.isAnother { fchown(descriptor, account.userID, account.groupID) }
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.count, 0)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Lets others have it before this value goes away.
    func unlock() { flock(descriptor, LOCK_UN) }

    private static func owner(in descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Int32(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).prefix { $0.isNumber })
    }
}
