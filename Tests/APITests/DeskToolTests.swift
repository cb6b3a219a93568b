import Foundation
import HTTPAPI
import Mentoring
import Scheduling
import TestDatabase
import Testing

/// `mentorctl` and the service together: what one writes the other reads.
@Suite(.database(Service.template))
struct DeskToolTests {
    private func withFolder(_ body: @Sendable (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func `files go to the service and come back as they were, under names that lead nowhere`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            try await withFolder { folder in
                var large = Files.pdf
                large.append(Data(repeating: 0x41, count: 3_000_000))
                try large.write(to: URL(fileURLWithPath: folder + "/简历 v2.pdf"))
                let added = await service.mentorctl(
                    "attachment", "add", talk.id, folder + "/简历 v2.pdf", "--message", "请看第二页",
                    token: talk.mentor.token)
                #expect(added.status == 0, "\(added.errors)")
                #expect(added.errors.contains("简历 v2.pdf, application/pdf, 3.0 MB"))
                let message = try await talk.list().json["data"]?.array?.last
                #expect(message?["body"] == "请看第二页")
                #expect(message?["attachments"]?.array?.first?["filename"] == "简历 v2.pdf")
                _ = try await service.attach(
                    Files.png, type: "image/png", named: "../../.profile.png", to: talk.id, by: talk.student.token)
                let listed = await service.mentorctl("attachment", "list", talk.id, token: talk.mentor.token)
                #expect(listed.text.contains("简历 v2.pdf") && listed.text.contains("image/png"), "\(listed.text)")
                let saved = await service.mentorctl(
                    "attachment", "get", talk.id, "简历 V2.PDF", "-o", folder + "/back.pdf", token: talk.mentor.token)
                #expect(saved.status == 0, "\(saved.errors)")
                #expect(FileManager.default.contents(atPath: folder + "/back.pdf") == large)
                let picture = await service.mentorctl(
                    "attachment", "get", talk.id, ".._.._.profile.png", "-o", folder + "/", token: talk.mentor.token)
                #expect(picture.status == 0, "\(picture.errors)")
                #expect(FileManager.default.contents(atPath: folder + "/_.._.profile.png") == Files.png)
                let piped = await service.mentorctl(
                    "attachment", "get", talk.id, ".._.._.profile.png", "-o", "-", token: talk.mentor.token)
                #expect(piped.output == Files.png)
            }
        }
    }

    @Test func `what a file only pretends to be is refused in one sentence, and another's talk is not found`()
        async throws
    {
        try await Service.run { service in
            let talk = try await Talk(service)
            let other = try await service.addMentor("zhou")
            try await withFolder { folder in
                try Data("<html></html>".utf8).write(to: URL(fileURLWithPath: folder + "/page.pdf"))
                try Data([0x7F, 0x45, 0x4C, 0x46, 0, 1]).write(to: URL(fileURLWithPath: folder + "/tool"))
                for name in ["page.pdf", "tool"] {
                    let refused = await service.mentorctl(
                        "attachment", "add", talk.id, folder + "/" + name, token: talk.mentor.token)
                    #expect(refused.status == 6, "\(refused.errors)")
                    let sentence = refused.errors.split(separator: "\n").last.map(String.init) ?? ""
                    #expect(sentence.hasPrefix("mentorctl: ") && sentence.lowercased().contains("pdf, "), "\(sentence)")
                }
                let stranger = await service.mentorctl("attachment", "list", talk.id, token: other.token)
                #expect(stranger.status == 3)
            }
            let removed = try await service.attach("mine", to: talk.id, by: talk.student.token)
            let refused = await service.mentorctl(
                "attachment", "remove", talk.id, removed.id, token: talk.mentor.token)
            #expect(refused.status == 4, "\(refused.errors)")
        }
    }

    @Test func `an answer that is overdue comes first in the inbox`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            try await talk.say("在吗？", talk.student.token)
            let early = await service.mentorctl("inbox", token: talk.mentor.token)
            #expect(early.text.hasPrefix("Unread messages"), "\(early.text)\(early.errors)")
            service.clock.set(Service.start.adding(days: 3))
            let late = await service.mentorctl("inbox", token: talk.mentor.token)
            #expect(late.text.hasPrefix("Overdue: ") && late.text.contains("陈同学"), "\(late.text)")
            let chinese = await service.mentorctl("inbox", "--lang", "zh-Hans-CN", token: talk.mentor.token)
            #expect(chinese.text.hasPrefix("已超时"))
            let rows = await service.mentorctl(
                "inbox", "-o", "csv", "--fields", "list,overdue", token: talk.mentor.token)
            #expect(rows.text.hasPrefix("list,overdue\r\noverdue,true\r\n"))
            _ = await service.mentorctl("reply", talk.id, "在的", token: talk.mentor.token)
            let answered = await service.mentorctl("inbox", token: talk.mentor.token)
            #expect(!answered.text.contains("Overdue"))
        }
    }

    @Test func `hours opened four weeks running are offered, and an undo says what goes before it does`() async throws {
        try await Service.run { service in
            let mentor = try await service.addMentor(weekly: [:], offerings: [["slug": "mock", "horizon_days": 60]])
            let opened = await service.mentorctl(
                "schedule", "open", "2026-12-01 19:00 x4w", token: mentor.token)
            #expect(opened.status == 0, "\(opened.errors)")
            #expect(opened.errors.contains("4 gained, 0 lost"), "\(opened.errors)")
            let slots = try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-30&to=2026-12-31")
            #expect(
                slots.json["slots"]?.array?.compactMap { $0["start"]?.string } == [
                    "2026-12-01T19:00:00+08:00", "2026-12-08T19:00:00+08:00", "2026-12-15T19:00:00+08:00",
                    "2026-12-22T19:00:00+08:00",
                ])
            let student = try await service.addStudent()
            #expect(try await service.ask(student, mentor, start: "2026-12-08T19:00:00+08:00").status == 201)
            let dry = await service.mentorctl("schedule", "undo", "--dry-run", token: mentor.token)
            #expect(dry.status == 0 && dry.text.contains("Slots lost: 3"), "\(dry.text)\(dry.errors)")
            #expect(dry.text.contains("outside your hours (they stay): 1"))
            let undone = await service.mentorctl("schedule", "undo", "--yes", token: mentor.token)
            #expect(undone.status == 0 && undone.errors.contains("0 gained, 3 lost"), "\(undone.errors)")
            let after = try await service.call(.GET, "/v1/mentors/lin/slots?from=2026-11-30&to=2026-12-31")
            #expect(after.json["slots"]?.array?.isEmpty == true)
        }
    }

    @Test func `a message is corrected and taken back, and a calendar's address changed`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let said = try await talk.say("周四见", talk.mentor.token)
            let edited = await service.mentorctl(
                "message", "edit", talk.id, String(said.id.suffix(6)), "周二见", token: talk.mentor.token)
            #expect(edited.status == 0 && edited.errors.contains("- 周四见\n  + 周二见"), "\(edited.errors)")
            #expect(try await talk.list().json["data"]?.array?.last?["body"] == "周二见")
            let removed = await service.mentorctl("message", "remove", talk.id, said.id, token: talk.mentor.token)
            #expect(removed.status == 0, "\(removed.errors)")
            let left = await service.mentorctl("message", "list", talk.id, token: talk.mentor.token)
            #expect(left.text.contains("(deleted)"))
            let address = await service.mentorctl("calendar", "show", token: talk.mentor.token).text
            let other = await service.mentorctl("calendar", "rotate", "--yes", token: talk.mentor.token).text
            #expect(address.hasPrefix("http") && other.hasPrefix("http") && address != other)
        }
    }

    @Test func `events, directions and a direction's slots are read from the terminal`() async throws {
        try await Service.run { service in
            let talk = try await Talk(service)
            let events = await service.mentorctl(
                "event", "list", "-o", "csv", "--fields", "type", token: talk.mentor.token)
            #expect(events.text.contains("consultation.opened"), "\(events.text)\(events.errors)")
            let directions = await service.mentorctl("direction", "list", token: talk.mentor.token)
            #expect(directions.text.contains("llm"))
            let steps = await service.mentorctl("direction", "show", "llm", token: talk.mentor.token)
            #expect(steps.status == 0 && steps.text.contains("grpo"), "\(steps.errors)")
            let pool = await service.mentorctl(
                "slots", "--direction", "llm", "--from", "2026-11-24", "--to", "2026-11-26", token: talk.mentor.token)
            #expect(pool.text.contains("Tue 2026-11-24 19:00–20:00") && pool.text.contains("lin"), "\(pool.text)")
            let mentors = await service.mentorctl("mentor", "list", token: talk.mentor.token)
            #expect(mentors.status == 0 && mentors.text.contains("林老师"), "\(mentors.errors)")
            let mine = await service.mentorctl("export", token: talk.mentor.token)
            #expect(mine.status == 0 && mine.text.hasPrefix("{\""), "\(mine.text)")
        }
    }
}
