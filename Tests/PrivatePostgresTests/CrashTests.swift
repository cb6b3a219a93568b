import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

// Serialized: each test starts servers of its own, and a machine full of starting servers only makes each slower.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CrashTests {
    @Test func `SIGKILL of our process leaves no server behind, and the next start finds the data`() async throws {
        try await withClusterFolder { folder in
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                let cluster = try await PrivateCluster.start(.quick(folder))
                try await cluster.ask("CREATE TABLE kept ()")
                let ids = cluster.processes().map { String($0.processID) }
                try ids.joined(separator: "\n").write(toFile: "\(folder)/ids", atomically: true, encoding: .utf8)
                Glibc.kill(getpid(), SIGKILL)
            }
            let ids = try String(contentsOfFile: "\(folder)/ids", encoding: .utf8).split(separator: "\n")
                .compactMap { Int32($0) }
            #expect(ids.count >= 3)
            try await waitForEnd(of: ids)
            try await withCluster(.quick(folder)) { try await $0.ask("TABLE kept") }
        }
    }

    @Test func `SIGKILL of the supervisor as well leaves nothing that blocks the next start`()
        async throws
    {
        try await withClusterFolder { folder in
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                let cluster = try await PrivateCluster.start(.quick(folder))
                try await cluster.ask("CREATE TABLE kept ()")
                // The supervisors first: only the kernel and the next start are left to end the server.
                for found in cluster.processes() where found.kind == .supervisor {
                    Glibc.kill(found.processID, SIGKILL)
                }
                Glibc.kill(getpid(), SIGKILL)
            }
            try await withCluster(.quick(folder)) { try await $0.ask("TABLE kept") }
        }
    }

    @Test func `a temporary cluster is gone when its process has exited without stopping it`() async throws {
        try await withClusterFolder { folder in
            await #expect(processExitsWith: .success) { [folder = folder as String] in
                let cluster = try await PrivateCluster.start(.temporary(logger: .silent))
                try cluster.socketDirectory.write(toFile: "\(folder)/where", atomically: true, encoding: .utf8)
                cluster.stopAtExit()
                exit(0)
            }
            let home = try String(contentsOfFile: "\(folder)/where", encoding: .utf8)
            #expect(!FileManager.default.fileExists(atPath: home))
        }
    }

    @Test func `a server of these data that lost its owner is ended and replaced`() async throws {
        try await withClusterFolder { folder in
            var orphan = ""
            try await withCluster(.quick(folder)) { cluster in
                orphan = cluster.dataDirectory
                try await cluster.ask("CREATE TABLE kept ()")
            }
            let owner = try #require(Folder.owner(of: orphan).flatMap(ServerAccount.find(userID:)))
            let installed = try #require(try await ServerInstallation.findAll(environment: [:]).found.first)
            let answer = try await Program(
                path: installed.path(of: "pg_ctl"),
                arguments: [
                    "start", "-w", "-D", orphan, "-l", "\(folder)/postgres/orphan.log", "-o",
                    "-c listen_addresses= -c unix_socket_directories=\(folder)/postgres",
                ], account: owner
            ).run()
            #expect(answer.isSuccess, "\(answer.complaint)")
            let ids = runningProcesses(ofDataIn: orphan).map(\.processID)
            #expect(ids.count == 1)
            try await withCluster(.quick(folder)) { try await $0.ask("TABLE kept") }
            try await waitForEnd(of: ids)
        }
    }

    @Test func `a stale postmaster.pid that names somebody else's process does not block the start`() async throws {
        try await withClusterFolder { folder in
            var dataDirectory = ""
            try await withCluster(.quick(folder)) { dataDirectory = $0.dataDirectory }
            // A live process of the server's own account, which the server itself would take for a rival.
            let stranger = try await PrivateCluster.start(.temporary(logger: .silent))
            let pid = try #require(await stranger.postmasterPID)
            let text = "\(pid)\n\(dataDirectory)\n1700000000\n5432\n/tmp\n\n  5432001         0\nready   \n"
            try text.write(toFile: PostmasterFile.path(in: dataDirectory), atomically: true, encoding: .utf8)
            try await withCluster(.quick(folder)) { try await $0.ask("SELECT 1") }
            try await stranger.ask("SELECT 1")
            #expect(await stranger.postmasterPID == pid, "the stranger is none of our business")
            await stranger.stop()
        }
    }

    @Test func `an initdb that was interrupted is done again`() async throws {
        try await withClusterFolder { folder in
            try await withCluster(.quick(folder)) { _ in }
            let home = "\(folder)/postgres"
            try FileManager.default.moveItem(atPath: "\(home)/data", toPath: "\(home)/data.unfinished")
            try await withCluster(.quick(folder)) { try await $0.ask("SELECT 1") }
            #expect(!FileManager.default.fileExists(atPath: "\(home)/data.unfinished"))
        }
    }

    @Test func `data of another major version are refused in one sentence`() async throws {
        try await withClusterFolder { folder in
            try await withCluster(.quick(folder)) { _ in }
            let file = "\(folder)/postgres/data/PG_VERSION"
            try "9.6\n".write(toFile: file, atomically: false, encoding: .utf8)
            let error = await #expect(throws: PrivateClusterError.self) {
                try await PrivateCluster.start(.quick(folder))
            }
            guard case .versionChanged(_, 9, let installed) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(installed.allSatisfy { $0 >= 15 })
            #expect(error?.description.contains("install postgresql-9") == true)
        }
    }
}
