import Foundation
import Glibc
import Testing

@testable import PrivatePostgres

// Serialized: each test starts servers of its own, and a machine full of starting servers only makes each slower.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RestartTests {
    @Test(arguments: [SIGKILL, SIGQUIT, SIGINT])
    func `a server that ends although nobody asked it to is started again with its data`(signal: Int32) async throws {
        let recorder = EventRecorder()
        var options = PrivateCluster.Options.temporary(logger: .silent)
        options.onEvent = recorder.record
        try await withCluster(options) { cluster in
            try await cluster.ask("CREATE TABLE kept ()")
            let before = try #require(await cluster.postmasterPID)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await cluster.run() }
                await cluster.kill(signal: signal)
                var seen: [PrivateCluster.Event] = []
                for await event in recorder.events {
                    seen.append(event)
                    if case .ready(let pid) = event, pid != before { break }
                }
                #expect(seen.first == .ready(postmasterPID: before))
                #expect(seen.contains { if case .endedUnexpectedly = $0 { true } else { false } })
                #expect(seen.contains { if case .restarting(attempt: 1, _) = $0 { true } else { false } })
                try await cluster.ask("TABLE kept")
                group.cancelAll()
                try await group.waitForAll()
            }
            try await cluster.ask("TABLE kept")
        }
    }

    @Test func `the watch also repairs what ended before it began`() async throws {
        let recorder = EventRecorder()
        var options = PrivateCluster.Options.temporary(logger: .silent)
        options.onEvent = recorder.record
        try await withCluster(options) { cluster in
            await cluster.kill(signal: SIGKILL)
            for await event in recorder.events {
                if case .endedUnexpectedly = event { break }
            }
            #expect(await cluster.postmasterPID == nil)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await cluster.run() }
                for await event in recorder.events {
                    if case .ready = event { break }
                }
                try await cluster.ask("SELECT 1")
                group.cancelAll()
            }
        }
    }

    @Test func `a stop ends the watch`() async throws {
        let cluster = try await PrivateCluster.start(.temporary(logger: .silent))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await cluster.run() }
            await cluster.stop()
            try await group.waitForAll()
        }
        await #expect(throws: PrivateClusterError.stopped) { try await cluster.restart() }
    }

    @Test(arguments: [PrivateCluster.StopMode.fast, .immediate])
    func `a restart asked for is no accident and keeps the data`(mode: PrivateCluster.StopMode) async throws {
        let recorder = EventRecorder()
        var options = PrivateCluster.Options.temporary(logger: .silent)
        options.onEvent = recorder.record
        try await withCluster(options) { cluster in
            try await cluster.ask("CREATE TABLE kept ()")
            let before = await cluster.postmasterPID
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await cluster.run() }
                try await cluster.restart(mode)
                group.cancelAll()
            }
            #expect(await cluster.postmasterPID != before)
            try await cluster.ask("TABLE kept")
        }
        var events: [PrivateCluster.Event] = []
        for await event in recorder.events {
            events.append(event)
            if event == .stopped { break }
        }
        #expect(events.count == 3, "\(events)")
    }

    @Test func `the watch gives up when the data were removed`() async throws {
        let cluster = try await PrivateCluster.start(.temporary(logger: .silent))
        try FileManager.default.removeItem(atPath: cluster.dataDirectory)
        await cluster.kill(signal: SIGKILL)
        await #expect(throws: PrivateClusterError.self) { try await cluster.run() }
        await cluster.stop()
    }
}
