public import Foundation
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// Makes a PDF of a report's page with `weasyprint`, where that is on the PATH.
public struct PDFPrinter: Sendable {
    /// Why there is no PDF.
    public enum Failure: Error, Sendable {
        /// `weasyprint` isn't on the PATH.
        case notInstalled
        /// It took longer than the limit.
        case tooSlow
        /// As many pages as this process prints at a time are at it.
        case busy
        /// It ended with an error.
        case failed(complaint: String)
    }

    let searchPath: String
    let limit: Duration

    public init(
        searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
        limit: Duration = .seconds(120)
    ) {
        self.searchPath = searchPath
        self.limit = limit
    }

    /// Printing takes a processor for seconds, so few may at a time.
    private static let places = 2
    private static let atWork = Mutex(0)

    /// The program, if it is there.
    private var program: String? {
        searchPath.split(separator: ":").map { "\($0)/weasyprint" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Prints a page that fetches nothing.
    ///
    /// The program gets the page on its standard input and a proxy that answers nobody, so that even a page that did
    /// name something could not reach the network.
    ///
    /// - Throws: ``Failure``.
    public func print(_ page: String) async throws -> [UInt8] {
        guard let program else { throw Failure.notInstalled }
        let isFree = Self.atWork.withLock { count in
            guard count < Self.places else { return false }
            count += 1
            return true
        }
        guard isFree else { throw Failure.busy }
        defer { Self.atWork.withLock { $0 -= 1 } }
        let environment: [Subprocess.Environment.Key: String] = [
            "PATH": searchPath, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "0",
            "http_proxy": Self.nobody, "https_proxy": Self.nobody, "ftp_proxy": Self.nobody, "all_proxy": Self.nobody,
        ]
        let limit = limit
        return try await withThrowingTaskGroup(of: [UInt8].self) { tasks in
            tasks.addTask {
                try await Self.run(program, environment, page)
            }
            tasks.addTask {
                try await Task.sleep(for: limit)
                throw Failure.tooSlow
            }
            defer { tasks.cancelAll() }
            guard let bytes = try await tasks.next() else { throw CancellationError() }
            return bytes
        }
    }

    private static func run(
        _ program: String, _ environment: [Subprocess.Environment.Key: String], _ page: String
    ) async throws -> [UInt8] {
        do {
            // From a file that has no name any more: a program that is ended while a pipe feeds it would end this
            // process as well, as swift-subprocess then finds the pipe's end left open.
            let source = try unnamedFile(holding: page)
            defer { try? source.close() }
            let result = try await Subprocess.run(
                .path(FilePath(program)), arguments: ["--quiet", "--encoding", "utf-8", "-", "-"],
                environment: .custom(environment), workingDirectory: "/",
                input: .fileDescriptor(source, closeAfterSpawningProcess: false),
                output: .bytes(limit: 32 << 20), error: .string(limit: 64 << 10))
            guard result.terminationStatus.isSuccess, !result.standardOutput.isEmpty else {
                throw Failure.failed(complaint: String(result.standardError.suffix(500)))
            }
            return result.standardOutput
        } catch let error as SubprocessError {
            throw Failure.failed(complaint: "\(error)")
        } catch let error as Errno {
            throw Failure.failed(complaint: "the page can't be kept in a file: \(error)")
        }
    }

    private static func unnamedFile(holding page: String) throws -> FileDescriptor {
        let path = FilePath(FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)").path)
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
        do {
            try FileManager.default.removeItem(atPath: path.string)
            try file.writeAll(page.utf8)
            try file.seek(offset: 0, from: .start)
        } catch {
            try? file.close()
            throw error
        }
        return file
    }

    /// The discard port of this machine.
    private static let nobody = "http://127.0.0.1:9"
}
