import Foundation
import Scheduling
import Testing
import ZoneData

@Suite struct ZoneDirectoryTests {
    @Test func `canonical names and links are there, compared exactly`() throws {
        let directory = try Zones.all()
        #expect(directory.names.count > 400)
        #expect(directory.names == directory.names.sorted())
        for name in ["Asia/Shanghai", "UTC", "Etc/UTC", "America/Argentina/Buenos_Aires", "Europe/Kyiv", "Etc/GMT+8"] {
            #expect(directory.zone(named: name)?.name == name)
        }
        for name in directory.names {
            #expect(directory.zone(named: name) != nil)
        }
    }

    @Test(arguments: [
        "", "asia/shanghai", "Asia/Shanghai ", "Asia", "posix/Asia/Shanghai", "right/UTC", "localtime", "posixrules",
        "Factory", "tzdata.zi", "zone.tab", "leapseconds", "../../etc/passwd", "/usr/share/zoneinfo/UTC", "./UTC",
        "Asia/../UTC", "Asia//Shanghai", "+08:00", "Asia/Shanghai\0", "Mars/Olympus_Mons",
    ])
    func `what is not a zone's name is not found`(name: String) throws {
        #expect(try Zones.all().zone(named: name) == nil)
    }

    @Test func `a link has its own name and the rules of its target`() throws {
        let shanghai = try Zones.named("Asia/Shanghai")
        let link = try Zones.named("PRC")
        #expect(link.name == "PRC")
        #expect(link != shanghai)
        #expect(link.named("Asia/Shanghai") == shanghai)
    }

    @Test func `files that are not zones are left out, and UTC is there all the same`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(at: root.appending(path: "Land"), withIntermediateDirectories: true)
        try Data(TZif.file(footer: "<+05>-5")).write(to: root.appending(path: "Land/Town"))
        try Data("TZif2 but damaged".utf8).write(to: root.appending(path: "Land/Ruin"))
        try Data("# text".utf8).write(to: root.appending(path: "zone.tab"))
        // A link to the folder itself must not be followed for ever.
        try FileManager.default.createSymbolicLink(
            at: root.appending(path: "Land/Loop"), withDestinationURL: root)
        let directory = try ZoneDirectory(path: root.path)
        #expect(directory.names.contains("Land/Town"))
        #expect(!directory.names.contains("Land/Ruin") && !directory.names.contains("zone.tab"))
        #expect(directory.zone(named: "Land/Town")?.offsetSeconds(at: Instant(seconds: 0)) == 18_000)
        #expect(directory.zone(named: "UTC") != nil && directory.zone(named: "Etc/UTC") != nil)
    }

    @Test func `a directory without zones is an error that says so`() {
        #expect(throws: ZoneDirectory.Failure.noZones(path: "/nonexistent")) { try ZoneDirectory(path: "/nonexistent") }
    }
}
