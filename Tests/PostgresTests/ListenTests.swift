import Postgres
import TestDatabase
import Testing

@Suite(.database, .timeLimit(.minutes(10))) struct ListenTests {
    @Test func `notifications arrive, and after the backend is killed the listener is there again`() async throws {
        try await Server.withClient { observer in
            let name = Server.uniqueName("listen")
            try await Server.withClient {
                $0.applicationName = name
                $0.minConnections = 0
                $0.backoff = .init(first: .milliseconds(5), longest: .milliseconds(50))
            } _: { client in
                let channel = Server.uniqueName("News \"quoted\"")
                var events = client.listen([channel, "other"]).makeAsyncIterator()
                #expect(await events.next() == .connected)
                try await observer.query("SELECT pg_notify(\(channel), \("first 大"))")
                guard case .notification(let first)? = await events.next() else {
                    Issue.record("no notification")
                    return
                }
                #expect(first.channel == channel)
                #expect(first.payload == "first 大")
                try await observer.terminate(applicationName: name)
                #expect(await events.next() == .lost)
                #expect(await events.next() == .connected)
                try await observer.query("SELECT pg_notify('other', '')")
                guard case .notification(let second)? = await events.next() else {
                    Issue.record("no notification after the reconnect")
                    return
                }
                #expect(second.channel == "other")
                #expect(second.payload == "")
            }
        }
    }

    @Test func `a listener ends with its task, with its client, and lets its connection go`() async throws {
        try await Server.withClient { observer in
            let name = Server.uniqueName("listen")
            try await Server.withClient {
                $0.applicationName = name
                $0.minConnections = 0
            } _: { client in
                let listening = Meeting(of: 2)
                let task = Task {
                    var events = client.listen(["a"]).makeAsyncIterator()
                    _ = await events.next()
                    await listening.arrive()
                    return await events.next()
                }
                await listening.arrive()
                task.cancel()
                #expect(await task.value == nil)
                try await observer.until(
                    "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = \(name))")
                let last = Task { () -> Int in
                    var count = 0
                    for await _ in client.listen(["a"]) {
                        count += 1
                        await listening.arrive()
                    }
                    return count
                }
                try await observer.until(
                    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = \(name) AND query LIKE 'LISTEN%' AND state = 'idle')"
                )
                await client.shutdown()
                #expect(await last.value <= 1)
            }
        }
    }

    @Test func `a reader that falls behind is told that it missed something`() async throws {
        try await Server.withClient { client in
            let channel = Server.uniqueName("flood")
            var events = client.listen([channel]).makeAsyncIterator()
            #expect(await events.next() == .connected)
            try await client.query("SELECT pg_notify(\(channel), g::text) FROM generate_series(1, 6000) g")
            try await client.query("SELECT pg_notify(\(channel), 'last')")
            var wasLost = false
            var count = 0
            while let event = await events.next() {
                switch event {
                case .lost: wasLost = true
                case .connected: break
                case .notification(let notification):
                    count += 1
                    if notification.payload == "last" {
                        // Either the reader kept up, or it was told.
                        #expect(wasLost || count == 6001)
                        return
                    }
                }
            }
        }
    }
}
