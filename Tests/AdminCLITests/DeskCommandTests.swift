import Foundation
import Testing

@testable import AdminCLI

@Suite struct DeskCommandTests {
    @Test func `A report in CSV is written byte for byte`() async throws {
        let csv = "\u{feff}id,status\r\ncon_1,completed\r\n"
        try await withTemporaryFolder { folder in
            try await StubServer.run { request in
                #expect(request.path.hasPrefix("/v1/reports/weekly/"))
                return StubServer.Answer(body: csv)
            } _: { server in
                let file = folder + "/week.csv"
                let saved = await run(["report", "week", "last", "--format", "csv", "-o", file] + server.access)
                #expect(saved.status == 0, "\(saved.errors)")
                #expect(saved.output.isEmpty)
                let written = try Data(contentsOf: URL(fileURLWithPath: file))
                #expect(written == Data(csv.utf8))
                let request = try #require(server.seen.last)
                #expect(request.path == "/v1/reports/weekly/2026-W47")
                #expect(request.query == ["format": "csv"])
                #expect(request.header("Accept")?.hasPrefix("text/csv") == true)
                let printed = await run(
                    ["report", "week", "2026-W01", "--format", "csv", "--summary", "--tz", "UTC"] + server.access)
                #expect(printed.output == csv)
                #expect(server.seen.last?.query == ["format": "csv", "summary": "true", "tz": "UTC"])
            }
        }
    }

    @Test func `A week is a week`() async throws {
        try await StubServer.run { _ in
            .json(Samples.me)
        } _: { server in
            for week in ["2026-W54", "47", "next"] {
                #expect(await run(["report", "week", week] + server.access).status == 64)
            }
        }
    }

    @Test func `A report in a table has a row a consultation and the counts`() async throws {
        let report = """
            {"week":"2026-W47","timezone":"Asia/Shanghai","from":"2026-11-16T00:00:00+08:00",\
            "to":"2026-11-23T00:00:00+08:00","mentor":"lin-wei","generated_at":"2026-11-24T00:00:00Z",\
            "frozen":false,"version":null,"edition":1,"measures":[],"overall":{"values":{},"week_before":{},\
            "mean_of_four":{}},"mentors":[],"directions":[],"heat":[],"holidays":[],"corrections":[],"rows":[\
            {"id":"con_01JDA0000000000000000AAA17","status":"no_show","mentor":"lin-wei","student":"李雷",\
            "direction":null,"offering":null,"topic":"简历","start":"2026-11-20T19:00:00+08:00",\
            "end":"2026-11-20T20:00:00+08:00","asked_at":"x","answered_at":null,"late":true,"outcome":null,\
            "messages":12}],"summary":{"total":1,"by_status":{"no_show":1,"completed":0},"late":1,"messages":12}}
            """
        try await StubServer.run { _ in
            .json(report)
        } _: { server in
            let run = await run(["report", "week", "2026-W47", "--lang", "zh"] + server.access)
            #expect(
                run.output == """
                    2026-W47 周（Asia/Shanghai）：2026-11-16 周一 00:00 – 2026-11-23 周一 00:00
                    编号    时间                         状态  导师     学生  主题  临时变更  结果  消息
                    0AAA17  2026-11-20 周五 19:00–20:00  缺席  lin-wei  李雷  简历  是                12

                      已完成     0
                      缺席       1
                      合计       1
                      临时变更   1
                      消息      12

                    """)
        }
    }

    @Test func `Offerings are added and changed with only what was given`() async throws {
        try await StubServer.run { request in
            request.method == "GET"
                ? .json(Samples.page([Samples.consultation(status: "confirmed")])) : .json("{}", status: 201)
        } _: { server in
            let added = await run(
                [
                    "offering", "add", "mock", "--title", "模拟面试", "--minutes", "60", "--price", "9900", "--maxday",
                    "none", "--meeting", "https://m.example.com/1", "--mentor", "lin-wei",
                ] + server.access)
            #expect(added.status == 0, "\(added.errors)")
            let post = try #require(server.seen("POST").first)
            #expect(post.target == "/v1/mentor/offerings?mentor=lin-wei")
            #expect(
                post.text == """
                    {"duration_minutes":60,"max_per_day":null,"meeting":{"kind":"video","url":"https://m.example.com/1"},\
                    "price_fen":9900,"slug":"mock","title":"模拟面试"}
                    """)
            _ = await run(["offering", "edit", "mock", "--no-active", "--meeting", "none"] + server.access)
            let patch = try #require(server.seen("PATCH").first)
            #expect(patch.text == #"{"active":false,"meeting":null}"#)
            #expect(patch.header("Content-Type") == "application/merge-patch+json")
            #expect(await run(["offering", "edit", "mock"] + server.access).status == 64)
        }
    }

    @Test func `Slots are shown by day in the answer's zone`() async throws {
        let slots = """
            {"mentor":"lin-wei","offering":"planning","timezone":"Europe/Berlin","slots":[\
            {"start":"2026-12-01T12:00:00+01:00","end":"2026-12-01T13:00:00+01:00"},\
            {"start":"2026-12-01T13:00:00+01:00","end":"2026-12-01T14:00:00+01:00"},\
            {"start":"2026-12-02T12:00:00+01:00","end":"2026-12-02T13:00:00+01:00"}],\
            "next_available":{"start":"2026-12-09T12:00:00+01:00","end":"2026-12-09T13:00:00+01:00"}}
            """
        try await StubServer.run { _ in
            .json(slots)
        } _: { server in
            let run = await run(["slots", "lin-wei", "--tz", "Europe/Berlin"] + server.access)
            #expect(
                run.output == """
                    lin-wei · planning (Europe/Berlin)
                      Tue 2026-12-01  12:00  13:00
                      Wed 2026-12-02  12:00
                    next free: Wed 2026-12-09 12:00

                    """)
            #expect(server.seen.last?.query == ["from": "2026-11-24", "to": "2026-12-08", "tz": "Europe/Berlin"])
        }
    }

    @Test func `Offerings are listed without paging, which that list doesn't have`() async throws {
        let offering = """
            {"id":"off_1","slug":"mock","title":"模拟面试","direction":"llm","duration_minutes":60,"step_minutes":30,\
            "buffer_before_minutes":0,"buffer_after_minutes":15,"notice_minutes":720,"horizon_days":30,\
            "max_per_day":null,"max_per_week":3,"approval":"mentor","active":true,"price_fen":9950,"meeting":null}
            """
        try await StubServer.run { _ in
            .json(Samples.page([offering]))
        } _: { server in
            let run = await run(["offering", "list", "--mentor", "lin-wei"] + server.access)
            #expect(
                run.output == """
                    OFFERING  TITLE     MIN  EVERY  DIRECTION  BOOKING      PRICE  NOTICE  DAYS  ACTIVE
                    mock      模拟面试   60     30  llm        you answer  ¥99.50     720    30  yes

                    """)
            #expect(server.seen.map(\.target) == ["/v1/mentor/offerings?mentor=lin-wei"])
        }
    }

    @Test func `A new token is alone on standard output`() async throws {
        let token = """
            {"id":"tok_1","token":"mt_secret","role":"mentor","mentor":"lin-wei","student":null,"label":"l",\
            "created_at":"2026-11-24T00:00:00Z","expires_at":null,"revoked_at":null,"last_used_at":null}
            """
        try await StubServer.run { request in
            request.method == "GET" ? .json(Samples.page([token])) : .json(token, status: 201)
        } _: { server in
            let run = await run(["token", "add", "mentor", "--mentor", "lin-wei", "--label", "l"] + server.access)
            #expect(run.output == "mt_secret\n")
            #expect(!run.errors.contains("mt_secret"))
            #expect(server.seen("POST").first?.text == #"{"label":"l","mentor":"lin-wei","role":"mentor"}"#)
            #expect(server.seen("POST").first?.target == "/v1/admin/tokens")
        }
    }

    @Test func `Mentors are added with a zone, and edited with nulls`() async throws {
        try await StubServer.run { _ in
            .json("{}")
        } _: { server in
            _ = await run(
                ["mentor", "add", "lin-wei", "--name", "林薇", "--directions", "llm, recsys"] + server.access)
            #expect(
                server.seen("POST").first?.text
                    == #"{"directions":["llm","recsys"],"handle":"lin-wei","name":"林薇","timezone":"Asia/Shanghai"}"#)
            _ = await run(["mentor", "edit", "lin-wei", "--region", "none"] + server.access)
            #expect(server.seen("PATCH").first?.target == "/v1/admin/mentors/lin-wei")
            #expect(server.seen("PATCH").first?.text == #"{"region":null}"#)
        }
    }

    @Test func `Lists of an admin follow their pages`() async throws {
        let entry = """
            {"id":"a","occurred_at":"2026-11-24T01:02:03Z","actor":"root","action":"token.issued",\
            "on_behalf_of":null,"subject":"tok_1"}
            """
        try await StubServer.run { request in
            .json(Samples.page([entry], next: request.query["cursor"] == nil ? "n" : nil))
        } _: { server in
            let run = await run(["audit", "list", "--limit", "150"] + server.access)
            #expect(
                run.output == """
                    WHEN               ACTOR  ACTION        ON BEHALF OF  SUBJECT
                    2026-11-24 01:02Z  root   token.issued                tok_1
                    2026-11-24 01:02Z  root   token.issued                tok_1

                    """)
            #expect(server.seen.map { $0.query["limit"] } == ["100", "100"])
        }
    }
}
