// A year of consultations and the report of one of its weeks: how long it takes, and how much memory.
// Usage: report-benchmark URL [CONSULTATIONS]    the database is filled and must be empty before.
import Foundation
import Logging
import Mentoring
import Postgres
import Reports
import Scheduling
import Schema
import ZoneData

/// The most memory this process has held, in MiB, as the kernel says.
func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first).flatMap { Int($0) }.map { $0 / 1_024 } ?? 0
}

func say(_ what: String, _ seconds: Double, _ more: String = "") {
    let name = what.padding(toLength: 56, withPad: " ", startingAt: 0)
    let line = name + String(format: "%10.1f ms  %5d MiB  ", seconds * 1_000, peakMemory()) + more + "\n"
    FileHandle.standardOutput.write(Data(line.utf8))
}

/// Runs a piece of work some times and says the median.
func measure(_ what: String, rounds: Int = 5, _ work: () async throws -> String) async throws {
    var times: [Double] = []
    var more = ""
    for _ in 0..<rounds {
        let start = ContinuousClock.now
        more = try await work()
        times.append((ContinuousClock.now - start) / .seconds(1))
    }
    say(what, times.sorted()[rounds / 2], more)
}

guard CommandLine.arguments.count > 1 else {
    FileHandle.standardError.write(Data("usage: report-benchmark URL [CONSULTATIONS]\n".utf8))
    exit(64)
}
let count = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 1_000_000 : 1_000_000
var configuration = PostgresConfiguration(url: CommandLine.arguments[1])
configuration.queryDeadline = .seconds(3_600)
configuration.transactionDeadline = .seconds(3_600)
let client = PostgresClient(configuration, logger: Logger(label: "report-benchmark"))
let running = Task { await client.run() }
try await Migrator(client).up(appliedAt: Year.now.rfc3339UTC, serviceRole: nil)
let filling = ContinuousClock.now
try await client.withSession { session in
    for statement in Year.statements(count) { try await session.script(statement) }
}
let events = try await client.query("SELECT count(*) FROM events").first { try $0.next(Int.self) } ?? 0
say("filled", (ContinuousClock.now - filling) / .seconds(1), "\(count) consultations, \(events) events")

let zones = try ZoneDirectory()
let desk = Desk(
    database: client, clock: SettableClock(start: Year.now, isFrozen: true), zones: zones, holidays: [:],
    policy: CourtesyPolicy(), vault: try Vault(secrets: [Data(repeating: 7, count: 32)]))
let admin = Caller(
    token: TokenID(uuid: UUID()), subject: .admin, name: "x", timezone: Year.zone, label: "x", expiresAt: nil)
guard let zone = zones.zone(named: Year.zone), let closed = ISOWeek("2026-W47"), let open = ISOWeek("2026-W48") else {
    exit(1)
}

func summary(_ record: WeekRecord) -> String {
    "\(Int(record.overall.figures[.sessions] ?? 0)) sessions, \(Int(record.overall.figures[.requests] ?? 0)) requests"
}

// Nothing is kept yet: the report of a closed week reckons five weeks and keeps them.
try await measure("a closed week, frozen: five weeks reckoned and kept", rounds: 1) {
    summary(try await desk.reports.week(closed, in: zone, mentor: nil, for: admin))
}
try await measure("the same week again, as it was kept") {
    summary(try await desk.reports.week(closed, in: zone, mentor: nil, for: admin))
}
try await measure("the open week: one week reckoned, four as kept") {
    summary(try await desk.reports.week(open, in: zone, mentor: nil, for: admin))
}
try await measure("the open week of one mentor") {
    summary(try await desk.reports.week(open, in: zone, mentor: .handle("mentor-7"), for: admin))
}
let record = try await desk.reports.week(closed, in: zone, mentor: nil, for: admin)
let report = WeekReport(record, directions: try await desk.mentors.directions())
try await measure("its page") { "\(report.html(in: .zhHans).utf8.count) bytes" }
try await measure("its rows as CSV, streamed by COPY") {
    var (document, rows, bytes) = (CSVDocument(), 0, 0)
    for try await chunk in desk.reports.rows(of: record) {
        report.append(chunk, to: &document)
        rows += chunk.count
        bytes += document.take().count
    }
    return "\(rows) rows, \(bytes) bytes"
}
try await measure("its workbook", rounds: 1) {
    "\(try await report.xlsx(in: .zhHans, rows: desk.reports.rows(of: record)).byteCount) bytes"
}
await client.shutdown()
await running.value
