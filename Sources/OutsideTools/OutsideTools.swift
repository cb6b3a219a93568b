public import Foundation

/// Programs that others wrote, which tests ask whether what this project writes is right: Python packages of pinned
/// versions in an environment of their own (`Tests/requirements.txt`), and libical with a C compiler.
///
/// `deploy/setup.sh tests` installs them. Where one is missing, the test that needs it fails and says so.
public enum OutsideTools {
    /// A program that isn't here.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String

        init(_ what: String) {
            description = "\(what): run `make setup-tests`"
        }
    }

    /// How a program ended.
    public struct Outcome: Sendable {
        public let status: Int32
        public let output: Data
        public let complaints: String

        public var text: String { String(decoding: output, as: UTF8.self) }

        /// What it printed. - Throws: ``Refusal`` unless it ended well.
        public func get() throws(Refusal) -> Data {
            guard status == 0 else { throw Refusal(description: complaints.isEmpty ? text : complaints) }
            return output
        }
    }

    /// What a program had to say against its input.
    public struct Refusal: Error, CustomStringConvertible {
        public let description: String
    }

    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
    private static let environment = root.appending(path: ".build/test-python")

    /// Where the environment's own programs are, for a PATH.
    ///
    /// - Throws: ``Missing``.
    public static func pythonPrograms() throws -> URL {
        let wanted = try Data(contentsOf: root.appending(path: "Tests/requirements.txt"))
        guard (try? Data(contentsOf: environment.appending(path: "requirements.txt"))) == wanted else {
            throw Missing("the Python packages of Tests/requirements.txt are not in .build/test-python")
        }
        return environment.appending(path: "bin")
    }

    /// Runs a Python script with the pinned packages.
    ///
    /// - Parameter script: where it is, from the repository's root.
    /// - Throws: ``Missing``.
    public static func python(_ script: String, _ arguments: [String] = [], input: Data = Data()) throws -> Outcome {
        try run(
            pythonPrograms().appending(path: "python"), [root.appending(path: script).path] + arguments, input: input)
    }

    /// Compiles a program of one C file with a library that pkg-config knows, and runs it.
    ///
    /// - Parameter source: where it is, from the repository's root.
    /// - Throws: ``Missing``.
    public static func program(_ source: String, library: String, input: Data) throws -> Outcome {
        let outcome = try run(
            URL(filePath: "/bin/sh"),
            [
                "-c",
                """
                pkg-config --exists "$2" && command -v cc >/dev/null || exit 127
                program=$(mktemp) && trap 'rm -f "$program"' EXIT
                cc -o "$program" "$1" $(pkg-config --cflags --libs "$2") && "$program"
                """, "sh", root.appending(path: source).path, library,
            ], input: input)
        guard outcome.status != 127 else { throw Missing("\(library) or a C compiler is not here") }
        return outcome
    }

    /// Files in place of pipes: nobody waits for anybody.
    private static func run(_ program: URL, _ arguments: [String], input: Data) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outside-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["input", "output", "complaints"].map { folder.appending(path: $0) }
        for (file, data) in zip(files, [input, Data(), Data()]) { try data.write(to: file) }
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try Data(contentsOf: files[1]),
            complaints: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}
