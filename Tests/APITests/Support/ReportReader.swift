import Foundation
import HTTPAPI

/// Reads reports back with Python's readers.
enum ReportReader {
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// What the reader found; nil where its packages can't be had.
    static func read(_ kind: String, _ files: Data...) throws -> JSONValue? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try files.enumerated().map { index, data in
            let file = folder.appending(path: "file-\(index).\(kind)")
            try data.write(to: file)
            return file.path
        }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../read_report.py")
        let output = folder.appending(path: "output")
        try Data().write(to: output)
        let complaints = folder.appending(path: "complaints")
        try Data().write(to: complaints)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.standardizedFileURL.path, kind] + paths
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaints)
        try process.run()
        process.waitUntilExit()
        switch process.terminationStatus {
        case 0: return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: output))
        case 2, 127: return nil
        default: throw Refused(description: String(decoding: try Data(contentsOf: complaints), as: UTF8.self))
        }
    }
}
