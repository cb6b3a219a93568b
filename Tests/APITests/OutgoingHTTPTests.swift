import Foundation
import Networks
import Notifications
import Synchronization
import Testing

/// Connections to receivers: kept open, and only ever to an address that was checked.
struct OutgoingHTTPTests {
    private static func http(_ addresses: @escaping @Sendable () -> [String] = { ["127.0.0.1"] }) throws -> OutgoingHTTP
    {
        var http = OutgoingHTTP(
            rules: try AddressRules(allowing: ["127.0.0.0/8"]),
            resolver: NameResolver { _ in addresses().compactMap { NetworkAddress($0) } },
            // A busy machine takes its time, between two posts as well.
            idleSeconds: 600, connectSeconds: 600)
        http.timeoutSeconds = 600
        return http
    }

    private static func post(_ http: OutgoingHTTP, _ receiver: Receiver, _ name: String = "hooks.example.com")
        async throws
    {
        let answer = try await http.post("http://\(name):\(receiver.port)/hook", headers: [], body: Data("{}".utf8))
        #expect(answer.status == 204)
    }

    @Test func `posts one after another use one connection, and a receiver under two names has one for each`()
        async throws
    {
        try await Receiver.run { receiver in
            let http = try Self.http()
            for _ in 0..<5 { try await Self.post(http, receiver) }
            #expect(receiver.connectionCount == 1)
            try await Self.post(http, receiver, "others.example.com")
            #expect(receiver.connectionCount == 2)
            #expect(receiver.received.map { $0.header("Host") }.last == "others.example.com:\(receiver.port)")
        }
    }

    @Test func `a name that has moved is followed, and a connection to where it was is left`() async throws {
        try await Receiver.run { receiver in
            let address = Mutex("127.0.0.1")
            let http = try Self.http { [address.withLock(\.self)] }
            try await Self.post(http, receiver)
            // Nobody listens there, and nobody may go there.
            for (moved, words) in [
                ("127.0.0.2", "it can't be reached"), ("10.0.0.1", "it leads to an address that may not be reached"),
            ] {
                address.withLock { $0 = moved }
                let failure = await #expect(throws: DeliveryFailure.self) { try await Self.post(http, receiver) }
                #expect(failure?.description.hasPrefix(words) == true, "\(String(describing: failure))")
            }
            #expect(receiver.received.count == 1)
            address.withLock { $0 = "127.0.0.1" }
            try await Self.post(http, receiver)
        }
    }

    @Test func `a connection that its receiver closed meanwhile is made anew at once, and a new one is not`()
        async throws
    {
        try await Receiver.run { receiver in
            let http = try Self.http()
            try await Self.post(http, receiver)
            let isFirst = Mutex(true)
            receiver.answer { _ in
                isFirst.withLock { first in
                    defer { first = false }; return first
                } ? .cutOff : .status(204)
            }
            try await Self.post(http, receiver)
            #expect(receiver.received.count == 3 && receiver.connectionCount == 2)
            receiver.answer { _ in .cutOff }
            let fresh = try Self.http()
            await #expect(throws: DeliveryFailure.self) { try await Self.post(fresh, receiver) }
            #expect(receiver.received.count == 4)
        }
    }
}
