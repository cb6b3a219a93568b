import Foundation
import HTTPAPI
import Mentoring
import Reports
import Scheduling
import TestDatabase
import Testing

/// The same report in every format, read back with other people's readers.
@Suite(.database(Service.template))
struct ReportFormatTests {
    private static let topics = [
        "=HYPERLINK(\"http://x\",\"y\")", "逗号, \"引号\" 和\n换行", "<script>alert('1')</script> & | *粗*",
    ]

    /// Three sessions of week 48, one of each topic.
    private func week(_ service: Service) async throws -> MentorFixture {
        let mentor = try await service.addMentor(offerings: [["slug": "mock", "approval": "instant"]])
        _ = try await service.call(
            .PATCH, "/v1/admin/mentors/lin", token: service.adminToken, ["name": "林 <b>老师</b>"])
        let starts = [Starts.tuesday19, Starts.thursday19, Starts.friday19]
        for (index, topic) in Self.topics.enumerated() {
            let student = try await service.addStudent("s\(index)")
            let asked = try await service.call(
                .POST, "/v1/consultations", token: student.token,
                [
                    "mentor": "lin", "topic": .string(topic.replacing("\n", with: " ")),
                    "start": .string(starts[index]),
                    "direction": .string(index == 0 ? "recsys" : "llm"),
                ])
            #expect(asked.status == 201, "\(asked.text)")
        }
        return mentor
    }

    private func report(
        _ service: Service, _ token: String, _ query: String, _ headers: [(String, String)] = []
    ) async throws -> Service.Answer {
        try await service.call(.GET, "/v1/reports/weekly/2026-W48\(query)", token: token, headers: headers)
    }

    @Test func `Accept and format choose among all formats`() async throws {
        try await Service.run { service in
            let mentor = try await week(service)
            for format in ReportFormat.allCases where format != .pdf {
                let asked = try await report(service, mentor.token, "?format=\(format.rawValue)")
                #expect(asked.status == 200, "\(asked.text)")
                #expect(asked.headers.first(name: "Content-Type") == format.contentType)
                let accepted = try await report(service, mentor.token, "", [("Accept", format.mediaType)])
                #expect(accepted.body == asked.body, "\(format)")
                #expect(accepted.headers["Vary"].contains { $0.contains("Accept") })
                let head = try await service.call(
                    .HEAD, "/v1/reports/weekly/2026-W48?format=\(format.rawValue)", token: mentor.token)
                #expect(head.status == 200 && head.body.isEmpty)
            }
            let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
            let page = try await report(service, mentor.token, "", [("Accept", browser)])
            #expect(page.headers.first(name: "Content-Type") == "text/html; charset=utf-8")
            #expect(page.headers.first(name: "Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(try await report(service, mentor.token, "", [("Accept", "image/png")]).status == 406)
        }
    }

    @Test func `JSON fits its published schema`() async throws {
        try await Service.run { service in
            let mentor = try await week(service)
            let schema = try await service.call(.GET, "/v1/reports/schema")
            #expect(schema.json["$schema"] == "https://json-schema.org/draft/2020-12/schema")
            for query in ["", "?rows=false", "?tz=America/New_York"] {
                for token in [mentor.token, service.adminToken] {
                    let answer = try await report(service, token, query)
                    #expect(answer.json["rows"]?.array?.count == (query == "?rows=false" ? 0 : 3))
                    _ = try ReportReader.read("schema", answer.body, schema.body)
                }
            }
        }
    }

    @Test func `CSV reads back with Python's csv`() async throws {
        try await Service.run { service in
            let mentor = try await week(service)
            for query in ["", "&summary=true", "&part=measures"] {
                let answer = try await report(service, mentor.token, "?format=csv\(query)")
                let read = try ReportReader.read("csv", answer.body)
                let rows = read["rows"]?.array?.map { $0.array?.compactMap(\.string) ?? [] } ?? []
                #expect(read["mark"] == true && Set(rows.map(\.count)).count == 1)
                if query.isEmpty {
                    #expect(
                        rows.dropFirst().map { $0[6] }
                            == ["'" + Self.topics[0], Self.topics[1].replacing("\n", with: " "), Self.topics[2]])
                }
                if query == "&part=measures" {
                    #expect(rows.contains { $0[3...6] == ["overall", "lin", "", "sessions"] && $0[8] == "3" })
                    #expect(rows.contains { $0[3...6] == ["direction", "lin", "recsys", "sessions"] && $0[8] == "1" })
                }
            }
        }
    }

    @Test func `XLSX reads back with openpyxl: sheets, filters, frozen panes, charts, and no formula`() async throws {
        try await Service.run { service in
            let mentor = try await week(service)
            let answer = try await report(service, mentor.token, "?format=xlsx")
            let json = try await report(service, mentor.token, "").json
            let read = try ReportReader.read("xlsx", answer.body)
            let sheets = read["sheets"]?.array ?? []
            #expect(sheets.compactMap { $0["name"]?.string } == ["总览", "五周", "方向", "时段", "咨询", "更正", "说明"])
            #expect(sheets.allSatisfy { $0["formulas"] == 0 && $0["frozen"]?.string != nil })
            #expect(sheets.first?["charts"] == 2 && sheets.first?["series"] == [2, 3])
            let named = Dictionary(uniqueKeysWithValues: sheets.map { ($0["name"]?.string ?? "", $0) })
            #expect(named["时段"]?["shaded"] == 1)
            let rows = named["咨询"]?["rows"]?.array?.map { $0.array ?? [] } ?? []
            #expect(named["咨询"]?["filter"] == "A1:N4")
            #expect(rows.dropFirst().map { $0[0] } == json["rows"]?.array?.compactMap { $0["id"] })
            #expect(rows.dropFirst().map { $0[6].string } == Self.topics.map { $0.replacing("\n", with: " ") })
            // Dates that spreadsheets reckon with, as the wall shows them in the report's zone.
            #expect(
                rows.dropFirst().map { $0[7] } == ["2026-11-24T19:00:00", "2026-11-26T19:00:00", "2026-11-27T19:00:00"])
            let figures = named["总览"]?["rows"]?.array?.map { $0.array ?? [] } ?? []
            for (name, measure) in [("面谈", "sessions"), ("开放时长", "offered_hours"), ("直接约定", "booked_at_once")] {
                let row = figures.first { $0.first?.string == name && $0[1] != .null }
                #expect(row?[2] == json["overall"]?["values"]?[measure], "\(name)")
            }
            let admin = try await report(
                service, service.adminToken, "?format=xlsx", [("Accept-Language", "en")])
            let english = try ReportReader.read("xlsx", admin.body)
            #expect(
                english["sheets"]?.array?.compactMap { $0["name"]?.string } == [
                    "Overview", "Weeks", "Mentors", "Directions", "Hours", "Consultations", "Corrections", "Notes",
                ])
            #expect(english["title"]?.string?.contains("2026-W48") == true)
        }
    }

    @Test func `the page nests, escapes, runs nothing and fetches nothing, in both languages`() async throws {
        try await Service.run { service in
            let mentor = try await week(service)
            for token in [mentor.token, service.adminToken] {
                for language in ["zh-CN", "en"] {
                    let answer = try await report(service, token, "?format=html", [("Accept-Language", language)])
                    let text = answer.text
                    #expect(text.contains("林 &lt;b&gt;老师&lt;/b&gt;") && !text.contains("<b>"))
                    for forbidden in ["<script", "http:", "https:", "src=", "href=", "url(", "@import", "onload"] {
                        #expect(!text.contains(forbidden), "\(forbidden)")
                    }
                    #expect(text.contains("<html lang=\"\(language == "en" ? "en" : "zh-Hans")\">"))
                    #expect(answer.headers.first(name: "Content-Language") == (language == "en" ? "en" : "zh-Hans"))
                    let read = try ReportReader.read("html", answer.body)
                    #expect(read["tags"]?["svg"]?.integer ?? 0 >= 8)
                    #expect(read["tags"]?["dt"]?.integer == MeasureDefinition.all.count)
                }
            }
        }
    }

    @Test func `Markdown holds people's text as text`() async throws {
        try await Service.run { service in
            let mentor = try await week(service)
            let text = try await report(
                service, mentor.token, "?format=md", [("Accept-Language", "en")]
            ).text
            #expect(text.hasPrefix("**Week 2026-W48: 林 \\<b\\>老师\\</b\\>**\n"), "\(text.prefix(80))")
            #expect(text.contains("| Sessions | 3 | 0 | +3 | 0 |"), "\(text)")
        }
    }

    @Test func `PDF is there with weasyprint, and without it a sentence says how to get it`() async throws {
        try await Service.run { service in
            let mentor = try await week(service)
            let answer = try await report(service, mentor.token, "?format=pdf")
            if answer.status == 200 {
                #expect(answer.body.starts(with: Data("%PDF-".utf8)))
                #expect(answer.headers.first(name: "Content-Type") == "application/pdf")
            } else {
                #expect(answer.status == 406 && answer.code == "not_acceptable")
                #expect(answer.json["detail"]?.string?.contains("weasyprint") == true)
            }
        }
        await #expect(throws: PDFPrinter.Failure.self) {
            _ = try await PDFPrinter(searchPath: "/nonexistent").print("<p>x</p>")
        }
    }

    @Test func `a printer that hangs is ended after its time, and one that complains is heard`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "printer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "weasyprint").path
        for (script, limit) in [("exec sleep 600", Duration.milliseconds(300)), ("echo no >&2; exit 3", .seconds(300))]
        {
            _ = FileManager.default.createFile(
                atPath: program, contents: Data("#!/bin/sh\n\(script)\n".utf8), attributes: [.posixPermissions: 0o755])
            let printer = PDFPrinter(searchPath: "\(folder.path):/usr/bin:/bin", limit: limit)
            let error = await #expect(throws: PDFPrinter.Failure.self) { _ = try await printer.print("<p>x</p>") }
            switch error {
            case .tooSlow: #expect(script.contains("sleep"))
            case .failed(let complaint): #expect(complaint.contains("no"))
            default: Issue.record("\(String(describing: error))")
            }
        }
    }

    @Test func `every measure has words in both languages, and no two share a name`() {
        let isHan: (Unicode.Scalar) -> Bool = { (0x4E00...0x9FFF).contains($0.value) }
        for definition in MeasureDefinition.all {
            for words in [definition.name, definition.meaning, definition.placedBy, definition.unit.name] {
                #expect(words.zh.unicodeScalars.contains(where: isHan) && !words.en.isEmpty)
                #expect(!words.en.unicodeScalars.contains(where: isHan), "\(words.en)")
            }
        }
        #expect(Set(MeasureDefinition.all.map(\.name)).count == Measure.allCases.count)
    }
}
