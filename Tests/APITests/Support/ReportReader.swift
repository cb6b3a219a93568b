import Foundation
import HTTPAPI
import OutsideTools

/// Reads reports back with Python's readers.
enum ReportReader {
    /// What the reader found.
    static func read(_ kind: String, _ files: Data...) throws -> JSONValue {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try files.enumerated().map { index, data in
            let file = folder.appending(path: "file-\(index).\(kind)")
            try data.write(to: file)
            return file.path
        }
        let outcome = try OutsideTools.python("Tests/APITests/read_report.py", [kind] + paths)
        return try JSONDecoder().decode(JSONValue.self, from: outcome.get())
    }
}
