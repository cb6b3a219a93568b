import Foundation
import HTTPAPI

/// Calendar parsers that nobody here wrote: PyPI's `icalendar`, and libical with its check of restrictions.
enum OutsideParser {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Parsers")
        .standardizedFileURL.path

    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// What `icalendar` makes of it; nil where Python or the package isn't installed.
    static func read(_ calendar: Data) throws -> JSONValue? {
        let (status, output) = try run("exec python3 \(folder)/check_calendar.py", input: calendar)
        guard ![2, 127].contains(status) else { return nil }
        guard status == 0 else { throw Refusal(description: output) }
        return try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
    }

    /// How many entries libical counts, all rules kept; nil where libical or a C compiler isn't installed.
    static func check(_ calendar: Data) throws -> Int? {
        let (status, output) = try run(
            """
            pkg-config --exists libical && command -v cc >/dev/null || exit 2
            program=$(mktemp) && trap 'rm -f "$program"' EXIT
            cc -o "$program" \(folder)/check_calendar.c $(pkg-config --cflags --libs libical) || exit 2
            "$program"
            """, input: calendar)
        guard status != 2 else { return nil }
        guard status == 0, let count = Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Refusal(description: output)
        }
        return count
    }

    private static func run(_ script: String, input: Data) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "calendar-\(UUID().uuidString)")
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}
