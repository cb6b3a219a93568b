import FoundationEssentials
public import Scheduling

/// The time zones of this system's tz database, all read when it is made.
///
/// Immutable: a look-up is a dictionary access, and no path is ever made from a name that is asked for. Names are
/// compared exactly. `UTC` and `Etc/UTC` are always there.
public struct ZoneDirectory: Sendable {
    /// Why a directory gives no zones.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The directory is not there, or holds no zone but UTC.
        case noZones(path: String)

        public var description: String {
            switch self {
            case .noZones(let path): "no time zones under \(path): is the package tzdata installed?"
            }
        }
    }

    /// All names, canonical ones and links, in order.
    public let names: [String]
    private let zones: [String: ZoneRules]

    /// Reads every zone under a directory of TZif files, which takes some 20 milliseconds.
    ///
    /// Files that are not zones, or are damaged, are left out.
    /// - Throws: `Failure` when no zone can be read.
    public init(path: String = "/usr/share/zoneinfo") throws {
        var collector = Collector(root: path)
        collector.collect(folder: "", depth: 0)
        guard !collector.zones.isEmpty else { throw Failure.noZones(path: path) }
        for name in ["UTC", "Etc/UTC"] where collector.zones[name] == nil {
            collector.zones[name] = ZoneRules.utc.named(name)
        }
        zones = collector.zones
        names = zones.keys.sorted()
    }

    /// The zone of exactly this name, or nil.
    public func zone(named name: String) -> ZoneRules? {
        zones[name]
    }
}

/// Walks the directory and reads each distinct file once.
private struct Collector {
    let root: String
    var zones: [String: ZoneRules] = [:]
    /// Links and copies of one zone share its table.
    private var rulesByContents: [Data: ZoneRules] = [:]

    /// Copies of the whole database and names of the machine's own zone, none of which is a zone's name.
    private static let skipped: Set<String> = ["posix", "right", "localtime", "posixrules", "Factory"]

    init(root: String) {
        self.root = root
    }

    mutating func collect(folder: String, depth: Int) {
        let path = folder.isEmpty ? root : "\(root)/\(folder)"
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else { return }
        for entry in entries where !Self.skipped.contains(entry) && !entry.hasPrefix(".") {
            let name = folder.isEmpty ? entry : "\(folder)/\(entry)"
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: "\(root)/\(name)", isDirectory: &isDirectory) else { continue }
            if isDirectory {
                // Names have at most three parts; the limit keeps a link to a parent from going on for ever.
                if depth < 3 { collect(folder: name, depth: depth + 1) }
            } else {
                add(name)
            }
        }
    }

    private mutating func add(_ name: String) {
        guard let contents = FileManager.default.contents(atPath: "\(root)/\(name)"),
            contents.starts(with: "TZif".utf8)
        else { return }
        if let known = rulesByContents[contents] {
            zones[name] = known.named(name)
        } else if let rules = try? ZoneRules(name: name, tzif: Array(contents)) {
            rulesByContents[contents] = rules
            zones[name] = rules
        }
    }
}
