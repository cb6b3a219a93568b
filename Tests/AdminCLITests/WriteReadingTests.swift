import ArgumentParser
import Foundation
import Testing

@testable import AdminCLI

/// Every verb that changes something says what it will do before it asks.
@Suite struct WriteReadingTests {
    private static let con = Samples.requestedID
    private static let student = "李雷"

    /// Verbs as they are typed, and what each one's reading says: dates with their zone, and whom it touches.
    private static let writes: [(arguments: [String], reading: [String])] = [
        (["accept", con], ["Thu 2026-11-26 19:00–20:00 (Asia/Shanghai)", "李雷 is told"]),
        (["decline", con, "忙"], ["Thu 2026-11-26 19:00–20:00", "reason: 忙", "李雷 is told"]),
        (["complete", con, "--result", "again"], ["outcome: again", "李雷 is told"]),
        (["noshow", con, "--absent", "student"], ["No-show of the student", "李雷 is told"]),
        (["objection", con, "was there"], ["was there", "李雷 is told"]), (["uphold", con], ["Uphold", "李雷 is told"]),
        (["cancel", con, "--reason", "ill"], ["Cancel", "reason: ill", "李雷 is told"]),
        (["close", con], ["Close", "李雷 is told"]),
        (["book", con, "2026-12-01 19:00"], ["→ Tue 2026-12-01 19:00 (Asia/Shanghai)", "李雷 is told"]),
        (
            ["reschedule", con, "2026-12-01 19:00"],
            ["Thu 2026-11-26 19:00–20:00", "→ Tue 2026-12-01 19:00 (Asia/Shanghai)", "李雷 is told"]
        ),
        (["reply", con, "你好"], ["Reply to 李雷", "你好"]),
        (["message", "edit", con, "mmm17", "再见"], ["Tue 2026-11-24 10:00 (Asia/Shanghai)", "- 你好", "+ 再见"]),
        (["message", "remove", con, "mmm17"], ["Tue 2026-11-24 10:00 (Asia/Shanghai)", "你好", "李雷"]),
        (
            ["attachment", "add", con, #filePath, "--message", "看"],
            ["WriteReadingTests.swift, text/plain", "李雷 is told"]
        ),
        (["attachment", "remove", con, "cv.pdf"], ["cv.pdf (8 B)", "李雷"]),
        (["schedule", "set", "mon 19:00-20:00"], ["Asia/Shanghai", "Mon  19:00–20:00", "1 gained, 0 lost"]),
        (
            ["schedule", "day", "2026-12-02", "19:00-20:00"],
            ["Wed 2026-12-02: 19:00–20:00 (Asia/Shanghai)", "1 gained"]
        ),
        (["schedule", "open", "2026-12-02 19:00"], ["Wed 2026-12-02: 19:00–20:00 (Asia/Shanghai)", "1 gained"]),
        (["schedule", "off", "2026-12-02"], ["Wed 2026-12-02 00:00–24:00 (Asia/Shanghai)", "1 gained"]),
        (["schedule", "back", "ttt17"], ["Thu 2026-12-24 00:00 – Sun 2026-12-27 00:00 (Asia/Shanghai)", "1 gained"]),
        (["schedule", "copy", "mon", "tue"], ["Tue  19:00–22:00 (Asia/Shanghai)", "1 gained"]),
        (["schedule", "undo"], ["Asia/Shanghai", "Mon  19:00–22:00", "1 gained, 0 lost"]),
        (["offering", "add", "x", "--title", "T", "--minutes", "60"], ["New offering x: T, 60 min"]),
        (["offering", "edit", "planning", "--price", "none"], ["price_fen = null", "booked with: 1", "李雷"]),
        (["plan", "take", "qqq27"], ["韩梅 · aigc · 2026-11-23", "韩梅 is told"]),
        (["plan", "publish", "ppp17"], ["2026-11-24 to 2027-01-10, 12 h a week; 7.5 h fall behind", "李雷 is told"]),
        (["plan", "step", "ppp17", "ml", "done"], ["ml → done", "2026-11-24 to 2027-01-10", "李雷 is told"]),
        (["plan", "note", "ppp17", "ml", "x"], ["note: x", "李雷 is told"]),
        (["plan", "add", "ppp17", "读论文", "--hours", "6"], ["读论文, 6 h", "李雷 is told"]),
        (["plan", "drop", "ppp17", "extra"], ["extra", "李雷 is told"]),
        (["plan", "edit", "ppp17", "--hours", "10"], ["hours_per_week = 10", "李雷 is told"]),
        (["plan", "replan", "ppp17"], ["2026-11-28…2026-12-09 → 2026-12-01…2026-12-12", "李雷 is told"]),
        (["notify", "set", "--agenda", "no"], ["weekly_agenda = false"]),
        (["notify", "add", "email", "--address", "a@b.example"], ["email → a@b.example"]),
        (["notify", "edit", "ccc17", "--label", "x"], ["CRM (webhook → https://hooks.example.com)", "label = \"x\""]),
        (["notify", "enable", "ccc17"], ["Switch CRM"]), (["notify", "test", "ccc17"], ["Send a trial to CRM"]),
        (["notify", "confirm", "ccc17", "042137"], ["Confirm CRM"]),
        (["notify", "code", "ccc17"], ["another code to CRM"]),
        (["notify", "remove", "ccc17"], ["Remove CRM"]), (["calendar", "rotate"], ["stops working at once"]),
        (["webhook", "add", "https://h.example.com"], ["https://h.example.com"]),
        (["webhook", "edit", "www17", "--label", "x"], ["CRM (webhook → https://hooks.example.com)"]),
        (["webhook", "enable", "www17", "--off"], ["Switch CRM"]), (["webhook", "rotate", "www17"], ["secret of CRM"]),
        (["webhook", "test", "www17"], ["Send a trial to CRM"]),
        (
            ["webhook", "replay", "www17", "--from", "2026-11-23"],
            ["from 2026-11-23 00:00Z to 2026-11-24 04:00Z", "CRM"]
        ),
        (["webhook", "remove", "www17"], ["Remove CRM"]),
        (["outbox", "retry", "ddd17"], ["message.created of 2026-11-24 01:02Z to CRM", "dead after 1 tries"]),
        (["outbox", "drop", "ddd17"], ["message.created of 2026-11-24 01:02Z to CRM"]),
        (["mentor", "add", "x", "--name", "新", "--directions", "llm"], ["x: 新 (Asia/Shanghai); llm"]),
        (["mentor", "edit", "lin-wei", "--region", "none"], ["lin-wei", "region = null"]),
        (
            ["token", "add", "mentor", "--mentor", "lin-wei", "--label", "l", "--expires", "2027-01-01"],
            ["mentor lin-wei", "until: 2027-01-01 00:00Z"]
        ),
        (["token", "revoke", "ttt17"], ["laptop of mentor lin-wei", "last used: never"]),
    ]

    @Test(arguments: writes.indices)
    func `A write shows its reading, asks, and takes no for an answer`(index: Int) async throws {
        let (arguments, reading) = Self.writes[index]
        try await StubServer.run(Samples.everything) { server in
            let console = FakeConsole(isTerminal: true, width: 120, lines: ["n"])
            let run = await run(arguments + ["--lang", "en"] + server.access, console: console)
            #expect(run.status == 1 && run.errors.hasSuffix("mentorctl: Nothing was changed.\n"), "\(run.errors)")
            let parts = run.errors.components(separatedBy: "Go ahead? [y/N]")
            #expect(parts.count == 2)
            for words in reading { #expect(parts[0].contains(words), "\(words) in \(parts[0])") }
            #expect(server.writes.filter { $0.query["preview"] == nil }.isEmpty)
            let dry = await AdminCLITests.run(
                arguments + ["--dry-run"] + server.access, console: FakeConsole(isTerminal: true, width: 120))
            #expect(dry.status == 0 && !dry.errors.contains("Go ahead?"), "\(dry.errors)")
            #expect(server.writes.filter { $0.query["preview"] == nil }.isEmpty)
        }
    }

    @Test func `No verb that writes is missing here`() {
        // Sending a report has its reading tested where it is sent.
        var known = Set(["report send"])
        for write in Self.writes { known.formUnion((1...2).map { write.arguments.prefix($0).joined(separator: " ") }) }
        func verbs(_ command: any ParsableCommand.Type, _ path: [String]) -> [String] {
            let children = VerbCheck.children(of: command)
            guard children.isEmpty else { return children.flatMap { verbs($0.type, path + [$0.name]) } }
            return command.helpMessage().contains("--dry-run") ? [path.joined(separator: " ")] : []
        }
        let all = verbs(MentorControl.self, [])
        #expect(all.count > 40)
        #expect(all.filter { !known.contains($0) } == [])
    }
}
