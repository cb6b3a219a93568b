import Foundation
import Glibc

/// A private cluster that another process keeps running, found by its folder.
public struct RunningCluster: Sendable {
    /// The server's process.
    public let processID: Int32
    private let socketDirectory: String
    private let port: String

    /// Looks for the cluster of a folder that was given to ``PrivateCluster/Options``.
    /// - Returns: nil where there is none, or it isn't up, or its files can't be read.
    public static func find(dataDirectory: String) -> RunningCluster? {
        var base = dataDirectory
        let pointer = "\(dataDirectory)/\(ClusterLocation.pointerName)"
        if let text = try? String(contentsOfFile: pointer, encoding: .utf8),
            let first = text.split(separator: "\n").first
        {
            base = String(first)
        }
        let path = PostmasterFile.path(in: "\(base)/postgres/data")
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let file = PostmasterFile(text: text), file.isReady, kill(file.processID, 0) == 0 || errno == EPERM
        else { return nil }
        // PostgreSQL's own order: process, data, start, port, socket folder.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return RunningCluster(processID: file.processID, socketDirectory: String(lines[4]), port: String(lines[3]))
    }

    /// A libpq URL of a database of this cluster as some role.
    public func url(database: String, user: String) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~/"))
        func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: plain) ?? text }
        return "postgres:///\(escaped(database))?host=\(escaped(socketDirectory))&port=\(port)&user=\(escaped(user))"
    }
}
