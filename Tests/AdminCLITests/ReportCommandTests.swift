import Foundation
import Testing

@testable import AdminCLI

@Suite struct ReportCommandTests {
    private static let measures = """
        [{"measure":"requests","name":"预约请求","name_en":"Requests","unit":"requests","placed_by":"x",\
        "placed_by_en":"x","meaning":"x","meaning_en":"x"},\
        {"measure":"booking_rate","name":"预约率","name_en":"Booking rate","unit":"share","placed_by":"x",\
        "placed_by_en":"x","meaning":"x","meaning_en":"x"}]
        """

    @Test(arguments: ["xlsx", "pdf"])
    func `A binary format goes into a file, never onto a terminal`(format: String) async throws {
        try await withTemporaryFolder { folder in
            try await StubServer.run { _ in
                StubServer.Answer(body: "PK…")
            } _: { server in
                let refused = await run(
                    ["report", "week", "2026-W47", "--format", format, "--lang", "en"] + server.access,
                    console: FakeConsole(isTerminal: true, width: 80))
                #expect(refused.status == 64 && refused.output.isEmpty && server.seen.isEmpty)
                #expect(refused.errors.contains("-o week.\(format)"), "\(refused.errors)")
                let file = folder + "/week"
                let saved = await run(
                    ["report", "week", "2026-W47", "--format", format, "-o", file] + server.access,
                    console: FakeConsole(isTerminal: true, width: 80))
                #expect(saved.status == 0, "\(saved.errors)")
                #expect(FileManager.default.contents(atPath: file) == Data("PK…".utf8))
                #expect(server.seen.last?.query == ["format": format])
                #expect(server.seen.last?.header("Accept")?.hasPrefix("application/") == true)
                let piped = await run(["report", "week", "2026-W47", "--format", format] + server.access)
                #expect(piped.status == 0 && piped.output == "PK…")
            }
        }
    }

    @Test func `The trend is a line for each measure, and an unknown one is named`() async throws {
        let trend = """
            {"timezone":"Asia/Shanghai","mentor":"lin","measures":\(Self.measures),"weeks":[\
            {"week":"2026-W45","values":{"requests":0}},{"week":"2026-W46","values":{"requests":4,"booking_rate":0.5}},\
            {"week":"2026-W47","values":{"requests":8,"booking_rate":0.25}}]}
            """
        try await StubServer.run { _ in
            .json(trend)
        } _: { server in
            let shown = await run(["report", "trend", "--weeks", "3", "--lang", "en"] + server.access)
            #expect(server.seen.last?.path == "/v1/reports/trend")
            #expect(server.seen.last?.query == ["weeks": "3"])
            #expect(shown.output.hasPrefix("Weeks 2026-W45 – 2026-W47 (Asia/Shanghai)\n"), "\(shown.output)")
            #expect(shown.output.contains("▁▅█") && shown.output.contains(" █▅"), "\(shown.output)")
            #expect(shown.output.contains("25.0%") && shown.output.contains("50.0%"))
            let one = await run(
                ["report", "trend", "--measures", "requests", "--lang", "zh"] + server.access)
            #expect(one.output.contains("预约请求") && !one.output.contains("预约率"))
            let unknown = await run(["report", "trend", "--measures", "nonsense"] + server.access)
            #expect(unknown.status == 64 && unknown.errors.contains("nonsense"))
            #expect(await run(["report", "trend", "--weeks", "54"] + server.access).status == 64)
        }
    }

    @Test func `The week's figures stand beside those of the weeks before`() async throws {
        let report = """
            {"week":"2026-W47","timezone":"Asia/Shanghai","from":"2026-11-16T00:00:00+08:00",\
            "to":"2026-11-23T00:00:00+08:00","mentor":"lin","generated_at":"2026-11-24T00:00:00Z","frozen":true,\
            "version":1,"edition":1,"measures":\(Self.measures),"overall":{"values":{"requests":3,"booking_rate":0.5},\
            "week_before":{"requests":5},"mean_of_four":{"requests":2.5}},"mentors":[],"directions":[],"heat":[],\
            "holidays":[],"corrections":[],"rows":[],"summary":{"total":0,"by_status":{},"late":0,"messages":0}}
            """
        try await StubServer.run { _ in
            .json(report)
        } _: { server in
            let shown = await run(["report", "week", "2026-W47", "--lang", "en"] + server.access).output
            let line = shown.split(separator: "\n").first { $0.hasPrefix("Requests") } ?? ""
            #expect(line.split(separator: " ").map(String.init) == ["Requests", "3", "5", "−2", "2.5"], "\(shown)")
        }
    }
}
