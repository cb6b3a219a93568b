import Foundation
import Scheduling
import ZoneData

/// The checks that need no database: the machine, the files and the secrets.
struct MachineExamination {
    let now: Instant
    let holidays: Holidays
    /// The service's secrets, or why there are none.
    let secrets: Result<[Data], any Error>
    /// How many files and sockets the service may need at once.
    let neededFiles: Int
    var zoneFolder = "/usr/share/zoneinfo"
    var fileLimit = FileLimit.highest

    var findings: [Finding] { [zoneData, holidayNotices, secretKey, files] }

    /// Zone rules change several times a year; old ones put sessions at the wrong hour.
    var zoneData: Finding {
        let name = "time zones"
        guard let directory = try? ZoneDirectory(path: zoneFolder), !directory.names.isEmpty else {
            return Finding(name, .bad, "there is no zone data in \(zoneFolder): install the package tzdata")
        }
        let text = (try? String(contentsOfFile: "\(zoneFolder)/tzdata.zi", encoding: .utf8)) ?? ""
        let version =
            text.split(separator: "\n").first.map { $0.replacing("# version ", with: "") } ?? "unknown version"
        let files = ["tzdata.zi", "zone1970.tab", "zone.tab"].map { "\(zoneFolder)/\($0)" }
        guard let changedAt = files.lazy.compactMap({ Self.modifiedAt($0) }).first else {
            return Finding(name, .attention, "\(directory.names.count) zones of unknown age")
        }
        let days = Int(now.microseconds(since: changedAt) / 86_400_000_000)
        let seen = "\(directory.names.count) zones, release \(version), \(days) days old"
        return days <= 365
            ? Finding(name, .good, seen)
            : Finding(name, .attention, "\(seen): upgrade the package tzdata, then restart the service")
    }

    private static func modifiedAt(_ path: String) -> Instant? {
        let date = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        return date.map { Instant(seconds: Int64($0.timeIntervalSince1970)) }
    }

    /// A day that no notice covers counts as ordinary. The State Council has published the next year's notice between
    /// 25 October and 8 December in every year since 2017: before mid-December there is nothing to do about a gap.
    var holidayNotices: Finding {
        let name = "holiday notices"
        let today = CivilDate(daysSinceEpoch: Int((now.seconds + 8 * 3_600) / 86_400))
        guard let unknown = holidays.firstUnknownDay(from: today, through: today.adding(days: 60)) else {
            return Finding(name, .good, "cover the coming 60 days")
        }
        let last = unknown.adding(days: -1)
        let (year, month, day) = today.fields
        let isNotOutYet = unknown.year == year + 1 && (month < 12 || day <= 15)
        if isNotOutYet {
            return Finding(
                name, .good, "cover all days until \(last); the notice for \(year + 1) is due by mid-December")
        }
        return Finding(
            name, .attention,
            "don't cover \(unknown) and later, which count as ordinary days: "
                + "import the notice with `mentord holiday import`, or upgrade mentord")
    }

    var secretKey: Finding {
        let name = "secret key"
        switch secrets {
        case .failure(let error): return Finding(name, .bad, "\(error)")
        case .success(let keys):
            guard let newest = keys.first else { return Finding(name, .bad, "there is none") }
            guard keys.allSatisfy({ $0.count >= 32 }) else { return Finding(name, .bad, "it is under 32 bytes") }
            // 32 random bytes hold 30 different ones on average, and hardly ever fewer than 22.
            guard keys.allSatisfy({ Set($0).count >= 20 }), !keys.contains(where: Self.isTyped) else {
                return Finding(name, .bad, "it is not random: make one with `openssl rand -base64 32`")
            }
            let more = keys.count > 1 ? ", and \(keys.count - 1) older" : ""
            return Finding(name, .good, "\(newest.count) random bytes\(more)")
        }
    }

    /// Only printable characters: somebody's phrase, in base64.
    private static func isTyped(_ key: Data) -> Bool {
        key.allSatisfy { (0x20...0x7E).contains($0) }
    }

    var files: Finding {
        let name = "open files"
        guard let fileLimit else { return Finding(name, .attention, "the limit is not known") }
        return fileLimit >= neededFiles
            ? Finding(name, .good, "\(fileLimit) allowed, \(neededFiles) needed at most")
            : Finding(
                name, .attention,
                "\(fileLimit) allowed and \(neededFiles) may be needed: raise LimitNOFILE or lower limits.connections")
    }
}
