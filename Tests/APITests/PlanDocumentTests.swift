import Foundation
import HTTPAPI
import TestDatabase
import Testing

/// Plans as documents, and every direction's plan.
@Suite(.database(Service.template))
struct PlanDocumentTests {
    @Test(arguments: [
        ("?format=svg", "image/svg+xml", ".svg", "image/svg+xml; charset=utf-8", "<svg"),
        ("?format=markdown", "text/markdown", ".md", "text/markdown; charset=utf-8", "# "),
        ("?format=ics", "text/calendar", ".ics", "text/calendar; charset=utf-8", "BEGIN:VCALENDAR\r\n"),
    ])
    func `a document is had by format, by Accept and by ending, in both languages`(
        _ query: String, _ accept: String, _ ending: String, _ type: String, _ start: String
    ) async throws {
        try await Service.run { service in
            try await service.publish()
            let student = try await service.addStudent()
            let id = try await service.makePlan(student).id
            let read = { (suffix: String, headers: [(String, String)]) in
                try await service.call(.GET, "/v1/plans/\(id)\(suffix)", token: student.token, headers: headers)
            }
            let byFormat = try await read(query, [])
            #expect(byFormat.status == 200 && byFormat.headers.first(name: "Content-Type") == type)
            #expect(byFormat.text.contains(start) && byFormat.text.contains("步骤 maths"), "\(byFormat.text.prefix(500))")
            #expect(byFormat.headers.first(name: "Content-Language") == "zh-Hans")
            let byEnding = try await read(ending, [])
            #expect(byEnding.body == byFormat.body && byEnding.tag == byFormat.tag)
            if !accept.isEmpty {
                let accepted = try await read("", [("Accept", accept)])
                #expect(accepted.body == byFormat.body)
                #expect(accepted.headers["Vary"].joined(separator: ",").contains("Accept"))
            }
            let english = try await read("\(ending)?lang=en", [])
            #expect(english.headers.first(name: "Content-Language") == "en" && english.body != byFormat.body)
            #expect(english.text.contains("Step maths") && english.tag != byFormat.tag)
            #expect(try await read(ending, [("Accept-Language", "en")]).body == english.body)
            #expect(try await read(ending, [("If-None-Match", byFormat.tag ?? "")]).status == 304)
            #expect(try await read("\(ending)?lang=fr", []).pointers == ["?lang"])
            #expect(try await read("?format=pdf", []).pointers == ["?format"])
            // Another version of the plan is another document.
            _ = try await service.patchStep(id, "maths", student.token, ["status": "done"])
            #expect(try await read(ending, []).tag != byFormat.tag)
        }
    }

    @Test func `what is no plan's id has no documents, and neither has another's plan`() async throws {
        try await Service.run { service in
            try await service.publish()
            let (own, other) = (try await service.addStudent("own"), try await service.addStudent("other"))
            let id = try await service.makePlan(own).id
            for path in ["\(id).pdf", "\(id).svg.svg", ".svg", "x.svg", "\(id.dropLast()).ics"] {
                #expect(try await service.call(.GET, "/v1/plans/\(path)", token: own.token).status == 404, "\(path)")
            }
            for ending in [".svg", ".md", ".ics"] {
                #expect(try await service.call(.GET, "/v1/plans/\(id)\(ending)", token: other.token).status == 404)
                #expect(try await service.call(.GET, "/v1/plans/\(id)\(ending)").status == 401)
            }
            let post = try await service.call(.POST, "/v1/plans/\(id).svg", token: own.token, [:])
            #expect(post.status == 405 && post.headers.first(name: "Allow") == "GET, HEAD, OPTIONS")
        }
    }

    @Test(arguments: ["llm", "multimodal", "recsys", "aigc"])
    func `twenty-four weeks of twelve hours are enough for every direction, six are not`(_ direction: String)
        async throws
    {
        try await Service.run { service in
            let student = try await service.addStudent()
            let terms: [String: JSONValue] = ["direction": .string(direction), "starts_on": "2026-12-01"]
            let long = try await service.makePlan(student, terms.merging(["target_on": "2027-05-18"]) { $1 })
            #expect(long.status == 201 && long.json["feasible"] == true && long.json["missing_hours"] == 0)
            #expect(long.steps.count >= 35, "\(long.steps.count)")
            #expect(long.steps.allSatisfy { ($0["due_on"]?.string ?? "x") <= "2027-05-18" })
            let short = try await service.makePlan(student, terms.merging(["target_on": "2027-01-12"]) { $1 })
            #expect(short.status == 201 && short.json["feasible"] == false)
            #expect(short.json["missing_hours"] != 0 && (short.json["left_out"]?.array?.count ?? 0) > 0)
            for ending in [".svg", ".md", ".ics"] {
                let document = try await service.call(.GET, "/v1/plans/\(long.id)\(ending)", token: student.token)
                #expect(document.status == 200 && document.body.count > 2_000)
            }
        }
    }
}
