import Foundation
import Scheduling

/// The C library's own reading of the system's zone files, by its program `zdump`.
enum Zdump {
    /// What a clock shows at an instant: the last second before a transition, or the first one after it.
    struct Line {
        let zone: String
        let at: Instant
        let offsetSeconds: Int
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Two lines for each transition of each zone in a range of years.
    static func lines(of zones: [String], years: ClosedRange<Int>) throws -> [Line] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["zdump", "-v", "-c", "\(years.lowerBound),\(years.upperBound)"] + zones
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return text.split(separator: UInt8(ascii: "\n")).compactMap(line)
    }

    /// `Europe/Berlin  Sun Mar 31 01:00:00 2024 UT = Sun Mar 31 03:00:00 2024 CEST isdst=1 gmtoff=7200`; nil for the lines
    /// about the ends of time.
    private static func line(_ text: Data) -> Line? {
        let words = text.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard words.count > 8, words[6] == "UT", let month = months.firstIndex(of: words[2]), let day = Int(words[3]),
            let year = Int(words[5]), let offset = words.last.flatMap({ Int($0.dropFirst("gmtoff=".count)) }),
            let date = CivilDate(iso8601: "\(year)-\(twoDigits(month + 1))-\(twoDigits(day))")
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3 else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
        return Line(zone: words[0], at: Instant(seconds: seconds), offsetSeconds: offset)
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
