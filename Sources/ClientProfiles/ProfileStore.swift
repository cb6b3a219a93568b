public import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The profiles file: who a client speaks to, and with which token.
///
/// `$XDG_CONFIG_HOME/mentorctl/profiles.json`, or `~/.config/mentorctl/profiles.json`; mode 0600 in a folder of mode
/// 0700. It is replaced in one step, so a reader sees the old file or the new one and never half of it.
public struct ProfileStore: Sendable {
    /// Absolute path of the file.
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The store of the user this process runs as.
    ///
    /// Under sudo that is root, whatever `HOME` still says: a file of root's in somebody else's home would lock them
    /// out of their own profiles.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.init(path: Self.configurationFolder(environment: environment) + "/mentorctl/profiles.json")
    }

    /// What the file holds; empty when there is no file.
    ///
    /// - Throws: ``ProfileStoreError`` when the file can't be read or isn't what it should be.
    public func load() throws -> Profiles {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            if !FileManager.default.fileExists(atPath: path) { return Profiles() }
            throw ProfileStoreError.unreadable(path: path, reason: error.localizedDescription)
        }
        do {
            return try JSONDecoder().decode(Profiles.self, from: data)
        } catch {
            throw ProfileStoreError.malformed(path: path)
        }
    }

    /// Adds or replaces one profile and leaves the others as they are.
    ///
    /// - Parameter makeCurrent: whether it is the one used from now on when none is named; it always is when there
    ///   was no current one.
    public func save(profile: Profile, named name: String, makeCurrent: Bool) throws {
        var profiles = try load()
        profiles.profiles[name] = profile
        if makeCurrent || profiles.current == nil { profiles.current = name }
        try save(profiles)
    }

    /// Takes one profile away; the current one is none afterwards if it was this.
    ///
    /// - Returns: whether there was one of that name.
    @discardableResult
    public func remove(named name: String) throws -> Bool {
        var profiles = try load()
        guard profiles.profiles.removeValue(forKey: name) != nil else { return false }
        if profiles.current == name { profiles.current = nil }
        try save(profiles)
        return true
    }

    /// Replaces the whole file.
    public func save(_ profiles: Profiles) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(profiles) + Data("\n".utf8)
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
        } catch {
            throw ProfileStoreError.unwritable(path: folder, reason: error.localizedDescription)
        }
        try replaceFile(with: data, in: folder)
    }

    private func replaceFile(with data: Data, in folder: String) throws {
        let temporary = "\(folder)/.profiles-\(UUID().uuidString).json"
        // Created with its final mode: there is no moment at which others could open it.
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable() }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        do {
            try file.write(contentsOf: data)
            guard fsync(descriptor) == 0 else { throw unwritable() }
            try file.close()
            guard rename(temporary, path) == 0 else { throw unwritable() }
        } catch {
            try? file.close()
            unlink(temporary)
            throw error
        }
    }

    private func unwritable() -> ProfileStoreError {
        .unwritable(path: path, reason: String(cString: strerror(errno)))
    }

    private static func configurationFolder(environment: [String: String]) -> String {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/"), isOwn(folder) { return folder }
        if let home = environment["HOME"], home.hasPrefix("/"), isOwn(home) { return home + "/.config" }
        return NSHomeDirectoryForUser(NSUserName()).map { $0 + "/.config" } ?? "/root/.config"
    }

    /// Whether root may keep files of its own there. Everybody else is stopped by the file system anyway.
    private static func isOwn(_ folder: String) -> Bool {
        guard geteuid() == 0 else { return true }
        var status = stat()
        return stat(folder, &status) != 0 || status.st_uid == 0
    }
}

/// Why the profiles file could not be used. The text of none of them holds a token.
public enum ProfileStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case malformed(path: String)
    case unwritable(path: String, reason: String)

    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "can't read \(path): \(reason)"
        case .malformed(let path): "\(path) is not a profiles file: mend it, or remove it and log in again"
        case .unwritable(let path, let reason): "can't write \(path): \(reason)"
        }
    }
}
