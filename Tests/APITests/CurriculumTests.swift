import Curriculum
import CurriculumFiles
import Foundation
import HTTPAPI
import Mentoring
import TestDatabase
import Testing

@Suite(.database(Service.template))
struct CurriculumTests {
    @Test func `a direction's curriculum has every step with all that a student reads`() async throws {
        try await Service.run { service in
            for curriculum in CurriculumFolder.builtIn.curricula {
                let answer = try await service.call(.GET, "/v1/directions/\(curriculum.direction)/curriculum")
                #expect(answer.status == 200)
                #expect(answer.json["version"]?.string == curriculum.version)
                #expect(answer.json["name"]?.string == curriculum.name)
                let steps = try #require(answer.json["steps"]?.array)
                #expect(steps.compactMap { $0["slug"]?.string } == curriculum.steps.map(\.slug))
                for (json, step) in zip(steps, curriculum.steps) {
                    #expect(json["title"]?.string == step.title && json["title_en"]?.string == step.titleEN)
                    #expect(json["kind"]?.string == step.kind.rawValue && json["hours"]?.integer == step.hours)
                    #expect(json["prerequisites"]?.array?.compactMap(\.string) == step.prerequisites)
                    #expect(json["optional"]?.boolean == step.isOptional)
                    #expect(json["outcomes"]?.array?.compactMap(\.string) == step.outcomes)
                    #expect(json["questions"]?.array?.compactMap(\.string) == step.questions)
                    #expect(json["resources"]?.array?.compactMap { $0["url"]?.string } == step.resources.map(\.url))
                }
            }
        }
    }

    @Test func `directions say how many steps their curricula have`() async throws {
        try await Service.run { service in
            let answer = try await service.call(.GET, "/v1/directions")
            let counts = answer.json["data"]?.array?.map { ($0["slug"]?.string ?? "", $0["step_count"]?.integer) } ?? []
            #expect(counts.map(\.0) == ["llm", "multimodal", "recsys", "aigc"])
            for (slug, count) in counts {
                #expect(count == CurriculumFolder.builtIn.curricula.first { $0.direction == slug }?.steps.count)
            }
        }
    }

    @Test func `a reader who has the version gets 304, and another version by name`() async throws {
        try await Service.run { service in
            let path = "/v1/directions/llm/curriculum"
            let first = try await service.call(.GET, path)
            let tag = try #require(first.headers.first(name: "ETag"))
            #expect(!tag.hasPrefix("W/"))
            let again = try await service.call(.GET, path, headers: [("If-None-Match", tag)])
            #expect(again.status == 304 && again.body.isEmpty)

            let owner = TestDatabase.current.client
            var newer = try #require(CurriculumFolder.builtIn.curricula.first { $0.direction == "llm" })
            newer.version = "next"
            newer.steps.removeLast()
            try await Service.desk(owner, service.clock).curricula.publish(newer)
            let changed = try await service.call(.GET, path, headers: [("If-None-Match", tag)])
            #expect(changed.status == 200 && changed.json["version"]?.string == "next")
            #expect(changed.headers.first(name: "ETag") != tag)
            let old = try await service.call(.GET, "\(path)?version=\(first.json["version"]?.string ?? "")")
            #expect(old.body == first.body)
            let none = try await service.call(.GET, "\(path)?version=never")
            #expect(none.status == 404 && none.code == "not_found")
        }
    }

    @Test(arguments: ["/v1/directions/nowhere/curriculum", "/v1/directions/nowhere/curriculum.svg"])
    func `an unknown direction has no curriculum`(path: String) async throws {
        try await Service.run { service in
            let answer = try await service.call(.GET, path)
            #expect(answer.status == 404 && answer.code == "not_found")
        }
    }

    @Test func `the picture speaks the language that is asked for, or accepted`() async throws {
        try await Service.run { service in
            let path = "/v1/directions/aigc/curriculum.svg"
            let chinese = try await service.call(.GET, path)
            #expect(chinese.status == 200)
            #expect(chinese.headers.first(name: "Content-Type") == "image/svg+xml; charset=utf-8")
            #expect(chinese.headers.first(name: "Content-Language") == "zh-Hans")
            #expect(chinese.text.contains("第 1 层"))
            let english = try await service.call(.GET, path, headers: [("Accept-Language", "en")])
            #expect(english.text.contains("Level 1") && english.headers.first(name: "Content-Language") == "en")
            #expect(english.headers["Vary"].contains { $0.contains("Accept-Language") })
            let asked = try await service.call(.GET, "\(path)?lang=zh-Hans", headers: [("Accept-Language", "en")])
            #expect(asked.body == chinese.body)
            #expect(asked.headers.first(name: "ETag") == chinese.headers.first(name: "ETag"))
            #expect(asked.headers.first(name: "ETag") != english.headers.first(name: "ETag"))
            let wrong = try await service.call(.GET, "\(path)?lang=fr")
            #expect(wrong.status == 422 && wrong.pointers == ["?lang"])
        }
    }
}
