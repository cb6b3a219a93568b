import Foundation
import Testing

@testable import AdminCLI

@Suite struct ScheduleCommandTests {
    private static let desk: StubServer.Handler = { request in
        switch (request.method, request.path) {
        case ("GET", "/v1/mentor/schedule"), ("PUT", "/v1/mentor/schedule"): .json(Samples.schedule, etag: "\"v4\"")
        case ("PUT", _): .json(Samples.schedule, etag: "\"v5\"")
        case ("POST", _):
            .json(#"{"id":"tof_01JDA0000000000000000NEW17","start":"x","end":"y"}"#, status: 201)
        case ("GET", "/v1/mentor/agenda"):
            .json(
                """
                {"timezone":"Asia/Shanghai","from":"2026-11-24T00:00:00+08:00","to":"2026-11-25T00:00:00+08:00",\
                "free":[{"start":"2026-11-24T20:00:00+08:00","end":"2026-11-25T00:00:00+08:00"}],\
                "bookings":[\(Samples.consultation(
                    Samples.confirmedID, status: "confirmed", start: "2026-11-24T19:00:00+08:00",
                    end: "2026-11-24T20:00:00+08:00"))],"requests":[],\
                "time_off":[{"start":"2026-11-23T22:00:00+08:00","end":"2026-11-24T08:00:00+08:00","note":"睡觉"}],\
                "unresolved":[]}
                """)
        default: StubServer.Answer(status: 204)
        }
    }

    @Test func `The schedule is shown by weekday, with what is special`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["schedule", "show", "--lang", "zh"] + server.access)
            #expect(
                run.output
                    == """
                    每周时段（Asia/Shanghai）
                      周一  19:00–22:00
                      周二  休息
                      周三  休息
                      周四  休息
                      周五  休息
                      周六  23:00–01:00 (次日)
                      周日  休息
                      遵循国务院放假与调休安排
                      每天最多 2 场
                    指定日期
                      2026-12-01 周二  休息
                    休息时间
                      0TTT17  2026-12-24 周四 00:00 – 2026-12-26 周六 24:00  圣诞

                    """.replacing("2026-12-26 周六 24:00", with: "2026-12-27 周日 00:00"))
        }
    }

    @Test func `Setting hours keeps dated days, time off and caps, for the version that was read`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(
                ["schedule", "set", "wed 19:00-21:00", "--maxweek", "5", "--mentor", "lin-wei"] + server.access)
            #expect(run.status == 0, "\(run.errors)")
            let put = try #require(server.seen("PUT").first)
            #expect(put.header("If-Match") == "\"v4\"")
            #expect(put.query["mentor"] == "lin-wei")
            let body = try JSON(data: put.body)
            #expect(body["weekly"]?["wed"] == [["19:00", "21:00"]])
            #expect(body["weekly"]?["mon"] == [])
            #expect(body["days"] == ["2026-12-01": []])
            #expect(body["time_off"]?.elements.count == 1)
            #expect(body["max_per_day"] == .integer(2) && body["max_per_week"] == .integer(5))
            #expect(body["holidays"] == "CN")
            #expect(body["version"] == nil)
            #expect(run.errors.contains("Wed  19:00–21:00"))
        }
    }

    @Test func `Hours that can't be read need no server`() async throws {
        let run = await run(["schedule", "set", "mon 19-22", "--url", "http://127.0.0.1:9", "--token", "t"])
        #expect(run.status == 64)
        #expect(run.errors.contains("19:00-22:00"))
    }

    @Test func `A file replaces the whole schedule`() async throws {
        try await StubServer.run(Self.desk) { server in
            let file = #"{"timezone":"Europe/Berlin","weekly":{"tue":[["18:00","20:00"]]},"version":9}"#
            let saved = await run(
                ["schedule", "set", "--file", "-"] + server.access, console: FakeConsole(piped: file))
            #expect(saved.status == 0, "\(saved.errors)")
            #expect(
                server.seen("PUT").first?.text
                    == #"{"timezone":"Europe/Berlin","weekly":{"tue":[["18:00","20:00"]]}}"#)
            let broken = await run(
                ["schedule", "set", "--file", "-"] + server.access, console: FakeConsole(piped: "[1]"))
            #expect(broken.status == 6)
            #expect(await run(["schedule", "set", "--file", "/nonexistent"] + server.access).status == 1)
        }
    }

    @Test func `A day gets hours, none, or its weekday's again`() async throws {
        try await StubServer.run(Self.desk) { server in
            for hours in [["19:00-21:00,22:00-23:00"], ["off"], ["default"]] {
                let run = await run(["schedule", "day", "2026-12-01"] + hours + server.access)
                #expect(run.status == 0, "\(run.errors)")
            }
            let writes = server.writes
            #expect(writes.map(\.method) == ["PUT", "PUT", "DELETE"])
            #expect(writes.allSatisfy { $0.path == "/v1/mentor/schedule/days/2026-12-01" })
            #expect(writes.allSatisfy { $0.header("If-Match") == "\"v4\"" })
            #expect(writes[0].text == #"{"windows":[["19:00","21:00"],["22:00","23:00"]]}"#)
            #expect(writes[1].text == #"{"windows":[]}"#)
            #expect(await run(["schedule", "day", "01.12.2026", "off"] + server.access).status == 64)
        }
    }

    @Test func `Time off is added in the mentor's zone and taken back by its ending`() async throws {
        try await StubServer.run(Self.desk) { server in
            let added = await run(["schedule", "off", "2026-12-24..2026-12-26", "--note", "圣诞"] + server.access)
            #expect(added.output == "Time off saved (0NEW17).\n")
            #expect(
                server.writes.first?.text
                    == #"{"end":"2026-12-27T00:00:00+08:00","note":"圣诞","start":"2026-12-24T00:00:00+08:00"}"#)
            let back = await run(["schedule", "back", "ttt17"] + server.access)
            #expect(back.status == 0, "\(back.errors)")
            #expect(server.seen("DELETE").first?.path == "/v1/mentor/time-off/tof_01JDA0000000000000000TTT17")
            #expect(await run(["schedule", "back", "zzzz"] + server.access).status == 3)
        }
    }

    @Test func `Today is the mentor's day, hour by hour`() async throws {
        try await StubServer.run(Self.desk) { server in
            let run = await run(["today"] + server.access)
            #expect(
                run.output == """
                    Tue 2026-11-24 (Asia/Shanghai)
                    WHEN         STATUS     ID      STUDENT  TOPIC
                    00:00–08:00  off                         睡觉
                    19:00–20:00  confirmed  0BBB27  李雷     大模型学习路径
                    20:00–24:00  free

                    """)
            let agenda = try #require(server.seen.last)
            #expect(agenda.query == ["from": "2026-11-23T16:00:00Z", "to": "2026-11-24T16:00:00Z"])
            _ = await AdminCLITests.run(["today", "--on", "2026-12-01", "--mentor", "lin-wei"] + server.access)
            #expect(server.seen.last?.query["from"] == "2026-11-30T16:00:00Z")
            #expect(server.seen.last?.query["mentor"] == "lin-wei")
        }
    }
}
