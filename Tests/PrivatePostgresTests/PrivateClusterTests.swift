import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

// Serialized: each test starts servers of its own, and a machine full of starting servers only makes each slower.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PrivateClusterTests {
    @Test func `a new cluster speaks UTF-8 in UTC, sorts by code point and listens nowhere but on its socket`()
        async throws
    {
        try await withCluster(.temporary(logger: .silent)) { cluster in
            try await cluster.expect("SHOW server_encoding", answers: "UTF8")
            try await cluster.expect("SHOW timezone", answers: "UTC")
            try await cluster.expect("SHOW listen_addresses", answers: "")
            try await cluster.expect("SELECT upper('é') || ('Z' < 'a')", answers: "Étrue")
            var status = stat()
            #expect(stat(cluster.socketDirectory, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
        }
    }

    @Test func `a durable cluster has checksums and waits for the disk`() async throws {
        try await withClusterFolder { folder in
            try await withCluster(.init(dataDirectory: folder, logger: .silent)) { cluster in
                try await cluster.expect("SHOW data_checksums", answers: "on")
                try await cluster.expect("SHOW fsync", answers: "on")
                try await cluster.expect("SHOW synchronous_commit", answers: "on")
            }
        }
    }

    @Test(arguments: [PrivateCluster.StopMode.fast, .immediate])
    func `data survive a stop and a start`(mode: PrivateCluster.StopMode) async throws {
        try await withClusterFolder { folder in
            let first = try await PrivateCluster.start(.quick(folder))
            try await first.ask("CREATE TABLE kept AS SELECT '大模型' AS word")
            let ids = first.processes().map(\.processID)
            #expect(ids.count >= 3)
            await first.stop(mode)
            try await waitForEnd(of: ids)
            #expect(Folder.owner(of: first.socketDirectory) == nil)
            try await withCluster(.quick(folder)) { second in
                try await second.expect("SELECT word FROM kept", answers: "大模型")
                #expect(second.url == first.url)
            }
        }
    }

    @Test func `a second start on the same folder is refused in one sentence that names the owner`() async throws {
        try await withClusterFolder { folder in
            try await withCluster(.quick(folder)) { cluster in
                let error = await #expect(throws: PrivateClusterError.self) {
                    try await PrivateCluster.start(.quick("\(folder)/../\(Folder.name(of: folder))"))
                }
                #expect(error == .alreadyRunning(directory: folder, ownerPID: getpid()))
                try await cluster.expect("SELECT 1", answers: "1")
            }
        }
    }

    @Test func `a temporary cluster leaves no file and no process`() async throws {
        let cluster = try await PrivateCluster.start(.temporary(logger: .silent))
        let ids = cluster.processes().map(\.processID)
        #expect(FileManager.default.fileExists(atPath: cluster.dataDirectory))
        await cluster.stop()
        try await waitForEnd(of: ids)
        #expect(!FileManager.default.fileExists(atPath: cluster.socketDirectory))
    }

    @Test func `a cluster nobody holds any more ends by itself`() async throws {
        var cluster: PrivateCluster? = try await PrivateCluster.start(.temporary(logger: .silent))
        let ids = cluster?.processes().map(\.processID) ?? []
        #expect(!ids.isEmpty)
        cluster = nil
        try await waitForEnd(of: ids)
    }

    @Test func `a long path still gets a short socket`() async throws {
        try await withClusterFolder { folder in
            let long = "\(folder)/\(String(repeating: "a", count: 100))/\(String(repeating: "b", count: 100))"
            try await withCluster(.quick(long)) { cluster in
                #expect(cluster.socketDirectory.utf8.count < 60)
                try await cluster.expect("SELECT 1", answers: "1")
            }
        }
    }

    @Test func `any name of a database works in the URL`() async throws {
        let name = "it's a \"案例\" & 100%/?#"
        try await withCluster(.temporary(databaseName: name, logger: .silent)) { cluster in
            try await cluster.expect("SELECT current_database()", answers: name)
        }
    }

    @Test func `settings of the caller reach the server`() async throws {
        var options = PrivateCluster.Options.temporary(logger: .silent)
        options.maxConnections = 17
        options.settings = ["work_mem": "9MB", "listen_addresses": "*"]
        try await withCluster(options) { cluster in
            try await cluster.expect("SHOW max_connections", answers: "17")
            try await cluster.expect("SHOW work_mem", answers: "9MB")
            try await cluster.expect("SHOW listen_addresses", answers: "")
        }
    }

    @Test func `a start that fails tells what the server said and leaves nothing running`() async throws {
        try await withClusterFolder { folder in
            var options = PrivateCluster.Options.quick(folder)
            options.settings = ["shared_buffers": "plenty"]
            let error = await #expect(throws: PrivateClusterError.self) { try await PrivateCluster.start(options) }
            #expect(error?.description.contains("invalid value for parameter \"shared_buffers\": \"plenty\"") == true)
            #expect(runningProcesses(ofDataIn: "\(folder)/postgres/data") == [])
            try await withCluster(.quick(folder)) { try await $0.ask("SELECT 1") }
        }
    }

    @Test func `a cancelled start leaves nothing running`() async throws {
        try await withClusterFolder { folder in
            try await withCluster(.quick(folder)) { _ in }
            var options = PrivateCluster.Options.quick(folder)
            // A server that never gets ready: recovery waits for a log that does not come.
            options.settings = ["recovery_target_timeline": "latest", "restore_command": "sleep 600"]
            try Data().write(to: URL(filePath: "\(folder)/postgres/data/recovery.signal"))
            let (started, continuation) = AsyncStream.makeStream(of: Void.self)
            let start = Task { [options] in
                continuation.yield()
                return try await PrivateCluster.start(options)
            }
            for await _ in started { break }
            start.cancel()
            await #expect(throws: (any Error).self) { try await start.value }
            #expect(runningProcesses(ofDataIn: "\(folder)/postgres/data") == [])
        }
    }

    @Test func `root's data go to a folder of their own when the server's account cannot enter the one asked for`()
        async throws
    {
        guard geteuid() == 0 else { return }
        try await withClusterFolder { folder in
            let closed = "\(folder)/closed"
            #expect(mkdir(closed, 0o700) == 0)
            var options = PrivateCluster.Options.quick("\(closed)/data")
            options.stateDirectory = "\(folder)/state"
            try await withCluster(options) { cluster in
                #expect(cluster.dataDirectory.hasPrefix("\(folder)/state/"))
                try await cluster.ask("CREATE TABLE kept ()")
                await #expect(throws: PrivateClusterError.self) { try await PrivateCluster.start(options) }
            }
            try await withCluster(options) { try await $0.ask("TABLE kept") }
            // Removing the folder means to begin anew, as it does where the data are inside.
            try FileManager.default.removeItem(atPath: "\(closed)/data")
            try await withCluster(options) { cluster in
                let count = try await cluster.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'kept'")
                #expect(count == "0")
            }
        }
    }
}
