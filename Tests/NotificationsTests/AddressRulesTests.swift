import Foundation
import Networks
import Synchronization
import Testing

@testable import Notifications

struct AddressRulesTests {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "100::1", "fec0::1",
    ])
    func `what is no public address is not reached`(text: String) throws {
        let address = try #require(NetworkAddress(text))
        let rules = try AddressRules()
        #expect(!rules.allows(address))
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1",
        "2606:4700::1111", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
    ])
    func `public addresses are`(text: String) throws {
        let address = try #require(NetworkAddress(text))
        let rules = try AddressRules()
        #expect(rules.allows(address))
    }

    @Test func `what the operator names is reached, and nothing beside it`() throws {
        let rules = try AddressRules(allowing: ["10.1.0.0/16", "::1"])
        for (text, isAllowed) in [("10.1.2.3", true), ("10.2.0.1", false), ("::1", true), ("127.0.0.1", false)] {
            let address = try #require(NetworkAddress(text))
            #expect(rules.allows(address) == isAllowed, "\(text)")
        }
        #expect(throws: Network.Invalid(text: "10.0.0.0/33")) { try AddressRules(allowing: ["10.0.0.0/33"]) }
    }

    private func failure(
        _ url: String, allowing: [String] = [], resolver: NameResolver = .system
    ) async throws -> DeliveryFailure? {
        let http = OutgoingHTTP(rules: try AddressRules(allowing: allowing), resolver: resolver)
        do {
            _ = try await http.post(url, headers: [], body: Data())
            return nil
        } catch {
            return error as? DeliveryFailure
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:1/", "https://127.0.0.1:1/", "https://localhost:1/", "https://[::1]:1/", "https://127.1:1/",
        "https://2130706433:1/", "https://0x7f000001:1/", "https://0177.0.0.1:1/", "https://[::ffff:127.0.0.1]:1/",
        "https://169.254.169.254/latest/meta-data/", "https://0.0.0.0:1/",
    ])
    func `however an address is written, it is the address that counts`(url: String) async throws {
        let failure = try await failure(url)
        let words = ["it leads to an address that may not be reached", "the name has no address"]
        #expect(failure.map { words.contains($0.description) } == true, "\(url): \(String(describing: failure))")
    }

    @Test func `one closed address among a name's spoils it`() async throws {
        let resolver = NameResolver { _ in ["8.8.8.8", "10.0.0.1"].compactMap { NetworkAddress($0) } }
        let failure = try await failure("https://mixed.example.com/", resolver: resolver)
        #expect(failure?.description == "it leads to an address that may not be reached")
    }

    @Test func `a name is asked once, and the connection goes to the very address that was checked`() async throws {
        // Public the first time, private the second: the trick of DNS rebinding. The answer that was checked is used,
        // so nobody asks again.
        let asked = Mutex(0)
        let resolver = NameResolver { _ in
            asked.withLock { $0 += 1 }
            return [NetworkAddress("127.0.0.1")].compactMap(\.self)
        }
        let failure = try await failure("http://rebinding.example.com:1/", allowing: ["127.0.0.1"], resolver: resolver)
        // Port 1 refuses: that it was tried shows that the name, which has no address, was not asked for again.
        #expect(failure?.description.hasPrefix("it can't be reached") == true, "\(String(describing: failure))")
        #expect(asked.withLock(\.self) == 1)
    }

    @Test func `without TLS nothing leaves for the internet`() async throws {
        let resolver = NameResolver { _ in [NetworkAddress("8.8.8.8")].compactMap(\.self) }
        let failure = try await failure("http://plain.example.com/", resolver: resolver)
        #expect(failure?.verdict == .refused)
        #expect(failure?.description == "nothing is sent there without TLS")
    }
}
