import Foundation

/// A finished file that has no name any more: it is gone with its last reader, whatever happens.
public struct TemporaryFile: Sendable {
    private let handle: FileHandle
    public let byteCount: Int

    /// Makes a file in a folder of its own, which is gone when this returns.
    ///
    /// - Parameter write: gets the path of the file to make and the folder, where others may lie.
    init(name: String, _ write: (_ path: String, _ folder: String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mentordesk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try await write(file.path, folder.path)
        handle = try FileHandle(forReadingFrom: file)
        byteCount = Int(try handle.seekToEnd())
        try handle.seek(toOffset: 0)
    }

    /// The next piece, from the beginning on; nil after the last.
    public func next() throws -> [UInt8]? {
        guard let data = try handle.read(upToCount: 64 * 1024), !data.isEmpty else { return nil }
        return Array(data)
    }
}
