import ClientProfiles
import Foundation
import Testing

@Suite struct ProfileStoreTests {
    @Test func `A profile survives, the others stay, and the first is current`() async throws {
        try await withTemporaryFolder { folder in
            let store = ProfileStore(environment: ["XDG_CONFIG_HOME": folder])
            #expect(store.path == folder + "/mentorctl/profiles.json")
            #expect(try store.load() == Profiles())
            try store.save(profile: Profile(url: "http://a", token: "1"), named: "a", makeCurrent: false)
            try store.save(profile: Profile(url: "http://b", token: "2", mentor: "m"), named: "b", makeCurrent: false)
            #expect(try store.load().current == "a")
            try store.save(profile: Profile(url: "http://b", token: "3"), named: "b", makeCurrent: true)
            let loaded = try store.load()
            #expect(loaded.current == "b" && loaded.profiles.count == 2 && loaded.profiles["b"]?.token == "3")
            #expect(try store.remove(named: "b"))
            #expect(try !store.remove(named: "b"))
            #expect(try store.load().current == nil)
        }
    }

    @Test func `The file is one's own even where it was open to others before`() async throws {
        try await withTemporaryFolder { folder in
            let store = ProfileStore(path: folder + "/mentorctl/profiles.json")
            try FileManager.default.createDirectory(atPath: folder + "/mentorctl", withIntermediateDirectories: true)
            #expect(
                FileManager.default.createFile(
                    atPath: store.path, contents: Data(#"{"profiles":{}}"#.utf8),
                    attributes: [.posixPermissions: 0o644]))
            try store.save(profile: Profile(url: "http://a", token: "1"), named: "a", makeCurrent: true)
            let attributes = try FileManager.default.attributesOfItem(atPath: store.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/mentorctl") == ["profiles.json"])
        }
    }

    @Test func `A file that is broken is said to be, and left alone`() async throws {
        try await withTemporaryFolder { folder in
            let store = ProfileStore(path: folder + "/profiles.json")
            try Data("{ secret-token".utf8).write(to: URL(fileURLWithPath: store.path))
            let failure = #expect(throws: ProfileStoreError.self) {
                try store.save(profile: Profile(url: "http://a", token: "1"), named: "a", makeCurrent: true)
            }
            #expect(failure == .malformed(path: store.path))
            #expect(failure?.description.contains("secret") == false)
            #expect(try String(contentsOfFile: store.path, encoding: .utf8) == "{ secret-token")
        }
    }

    @Test func `A token is never part of a description`() {
        let profile = Profile(url: "http://a", token: "hidden")
        var dumped = ""
        dump(Profiles(current: "a", profiles: ["a": profile]), to: &dumped)
        #expect(!"\(profile) \(String(reflecting: profile)) \(dumped)".contains("hidden"))
    }

    @Test func `A relative XDG_CONFIG_HOME is ignored, as its specification says`() {
        let home = NSHomeDirectory()
        #expect(
            ProfileStore(environment: ["XDG_CONFIG_HOME": "here", "HOME": home]).path
                == home + "/.config/mentorctl/profiles.json")
    }
}
