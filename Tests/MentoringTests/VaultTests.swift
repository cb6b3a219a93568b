import Foundation
import Mentoring
import Scheduling
import Testing

struct VaultTests {
    private static let old = Data(repeating: 1, count: 32)
    private static let new = Data((0..<48).map { UInt8($0) })
    private let identifiers = IdentifierSource()

    private func student() -> StudentID {
        identifiers.next(at: Instant(seconds: 1_795_428_000))
    }

    @Test func `an address opens again, for its own person only`() throws {
        let vault = try Vault(secrets: [Self.old])
        let (chen, wang) = (student(), student())
        let sealed = try vault.seal(address: "Chen.同学@example.com", for: chen)
        #expect(try vault.openAddress(sealed, for: chen) == "Chen.同学@example.com")
        #expect(throws: VaultError.unreadable) { try vault.openAddress(sealed, for: wang) }
    }

    @Test func `the same address is sealed differently each time, and never readable`() throws {
        let vault = try Vault(secrets: [Self.old])
        let chen = student()
        let sealed = try (0..<20).map { _ in try vault.seal(address: "chen@example.com", for: chen) }
        #expect(Set(sealed).count == 20)
        #expect(sealed.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("chen") })
    }

    @Test func `every octet changed, added or taken away is noticed`() throws {
        let vault = try Vault(secrets: [Self.old])
        let chen = student()
        let sealed = try vault.seal(address: "chen@example.com", for: chen)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: (any Error).self) { try vault.openAddress(changed, for: chen) }
        }
        #expect(throws: (any Error).self) { try vault.openAddress(sealed + [0], for: chen) }
        for length in 0..<sealed.count {
            #expect(throws: (any Error).self) { try vault.openAddress(Array(sealed.prefix(length)), for: chen) }
        }
    }

    @Test func `after a rotation the old ones still open, and new ones need the new secret`() throws {
        let before = try Vault(secrets: [Self.old])
        let after = try Vault(secrets: [Self.new, Self.old])
        let onlyNew = try Vault(secrets: [Self.new])
        let chen = student()
        let oldRow = try before.seal(address: "chen@example.com", for: chen)
        let newRow = try after.seal(address: "chen@example.com", for: chen)
        #expect(try after.openAddress(oldRow, for: chen) == "chen@example.com")
        #expect(try after.openAddress(newRow, for: chen) == "chen@example.com")
        #expect(try onlyNew.openAddress(newRow, for: chen) == "chen@example.com")
        #expect(throws: VaultError.unreadable) { try before.openAddress(newRow, for: chen) }
        #expect(throws: VaultError.unreadable) { try onlyNew.openAddress(oldRow, for: chen) }
        // An address registered before the rotation is still known after it.
        #expect(before.hash(address: "chen@example.com") == after.hash(address: "chen@example.com"))
    }

    @Test func `addresses are compared trimmed, composed and case-folded, under a key`() throws {
        let vault = try Vault(secrets: [Self.old])
        let hash = vault.hash(address: "josé@example.com")
        #expect(hash.count == 32)
        for same in [" josé@example.com\n", "JOSÉ@Example.COM", "jose\u{301}@example.com"] {
            #expect(vault.hash(address: same) == hash)
        }
        #expect(vault.hash(address: "jose@example.com") != hash)
        #expect(try Vault(secrets: [Self.new]).hash(address: "josé@example.com") != hash)
    }

    @Test func `a short secret, or none, is refused`() {
        #expect(throws: VaultError.weakSecret) { try Vault(secrets: []) }
        #expect(throws: VaultError.weakSecret) { try Vault(secrets: [Data(repeating: 1, count: 31)]) }
        #expect(throws: VaultError.weakSecret) { try Vault(secrets: [Self.new, Data(repeating: 1, count: 31)]) }
    }

    @Test func `keys for different purposes differ`() throws {
        let vault = try Vault(secrets: [Self.old])
        #expect(vault.key(for: "cursors") != vault.key(for: "calendars"))
        #expect(vault.key(for: "cursors") == vault.key(for: "cursors"))
    }
}
