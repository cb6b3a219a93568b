import APIModel
import Foundation
import OutsideTools
import Scheduling
import Testing

@testable import HTTPAPI

@Suite("Documentation and words") struct DocumentationTests {
    @Test func `Every problem, field error and slot rule has words in both languages`() {
        let catalogue = ProblemCatalogue.standard
        func check(_ words: Words?, _ name: String) {
            #expect(words?.zh.isEmpty == false && words?.en.isEmpty == false, "\(name)")
            let isHan: (Unicode.Scalar) -> Bool = { (0x4E00...0x9FFF).contains($0.value) }
            #expect(words?.zh.unicodeScalars.contains(where: isHan) == true, "\(name)")
            #expect(words?.en.unicodeScalars.contains(where: isHan) == false, "\(name)")
        }
        for code in ProblemCode.all {
            check(catalogue.problems[code]?.title, code.rawValue)
            check(catalogue.problems[code]?.detail, code.rawValue)
        }
        #expect(catalogue.problems.count == ProblemCode.all.count)
        for code in FieldErrorCode.allCases { check(catalogue.fieldErrors[code], code.rawValue) }
        for rule in SlotRule.allCases { check(catalogue.reasons[rule.rawValue], rule.rawValue) }
        for quota in ["student_quota", "plan_quota"] { check(catalogue.reasons[quota], quota) }
        #expect(catalogue.reasons.count == SlotRule.allCases.count + 2)
    }

    @Test func `Both languages speak of the same arguments`() {
        func names(_ text: String) -> Set<String> {
            Set(text.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first.map(String.init) })
        }
        for (code, words) in ProblemCatalogue.standard.fieldErrors {
            #expect(names(words.zh) == names(words.en), "\(code)")
        }
    }

    @Test func `The document has every route with its checks, answers and problems`() async throws {
        try await RunningServer.with { server in
            let answer = try await server.send("GET", "/openapi.json")
            #expect(answer.status == 200 && answer["ETag"] != nil)
            let document = answer.json
            #expect(document["openapi"] == "3.1.0" && document["info"]?["version"] == "1.2.3")
            let routes = server.api.routes
            for route in routes {
                let path = try #require(document["paths"]?[route.pattern.description], "\(route.pattern)")
                let operation = try #require(path[route.method.rawValue.lowercased()])
                #expect(operation["operationId"]?.string == route.name)
                #expect(operation["security"] == (route.access == .public ? [] : [["bearer": []]]))
                for answer in route.answers { #expect(operation["responses"]?["\(answer.status)"] != nil) }
                for code in route.allProblems {
                    let response = try #require(operation["responses"]?["\(code.status)"], "\(route.name) \(code)")
                    #expect(response["description"]?.string?.contains(code.rawValue) == true)
                }
                let named = Set(operation["parameters"]?.array?.compactMap { $0["name"]?.string } ?? [])
                #expect(named.isSuperset(of: route.pattern.parameterNames))
                #expect(named.isSuperset(of: route.query.map(\.name)))
                #expect(named.contains("If-Match") == (route.precondition != .none))
                #expect(named.contains("Idempotency-Key") == route.isIdempotent)
                #expect((operation["requestBody"] != nil) == (route.body != nil))
            }
            let schemas = try #require(document["components"]?["schemas"])
            let booking = try #require(schemas["NewBooking"])
            #expect(booking["additionalProperties"] == false && booking["required"] == ["topic"])
            #expect(
                booking["properties"]?["minutes"] == ["type": "integer", "minimum": 5, "maximum": 480, "default": 60])
            #expect(booking["properties"]?["url"]?["type"] == ["string", "null"])
            #expect(schemas["Problem"]?["additionalProperties"] == nil)
        }
    }

    @Test func `Two schemas of one name are found out`() throws {
        var document = SchemaDocument()
        _ = try document.reference(to: ObjectSchema("A", fields: [.required("x", .boolean)]), isRequest: true)
        _ = try document.reference(to: ObjectSchema("A", fields: [.required("x", .boolean)]), isRequest: false)
        #expect(throws: SchemaDocument.Conflict.self) {
            try document.reference(to: ObjectSchema("A", fields: [.required("y", .boolean)]), isRequest: false)
        }
    }

    @Test func `Two routes that no request can tell apart are found out`() throws {
        func route(_ pattern: String, _ name: String) -> Route<SampleCaller> {
            Route(public: .get, pattern, name: name, group: SampleAPI.group, summary: SampleAPI.group, answers: []) {
                _ in
                .noContent
            }
        }
        #expect(throws: RouteTable<SampleCaller>.Conflict.self) {
            try RouteTable([route("/a/{b}", "one"), route("/a/{c}", "two")])
        }
        #expect(throws: RouteTable<SampleCaller>.Conflict.self) {
            try RouteTable([route("/a", "one"), route("/b", "one")])
        }
        let table = try RouteTable([route("/a/{b}", "one"), route("/a/x/y", "two")])
        #expect(table.routes(matching: ["a", "x"]).map(\.name) == ["one"])
        #expect(table.routes(matching: ["a", "x", "y"]).map(\.name) == ["two"])
        #expect(table.routes(matching: ["a", "z", "y"]).isEmpty)
        // A name with an ending goes before one without, and needs something before the ending.
        let endings = try RouteTable([
            route("/a/{b}", "plain"), route("/a/{b}.svg", "svg"), route("/a/{b}.min.svg", "small"),
            route("/a/{b}/c", "below"), route("/a/x.svg", "literal"),
        ])
        for (path, name) in [
            ("y", "plain"), ("y.svg", "svg"), ("y.min.svg", "small"), ("x.svg", "literal"), (".svg", "plain"),
            ("y.svgz", "plain"),
        ] { #expect(endings.routes(matching: ["a", path]).map(\.name) == [name], "\(path)") }
        #expect(endings.routes(matching: ["a", "y.svg", "c"]).map(\.name) == ["below"])
        #expect(throws: RouteTable<SampleCaller>.Conflict.self) {
            try RouteTable([route("/a/{b}.svg", "one"), route("/a/{c}.svg", "two")])
        }
    }

    @Test func `The page needs no script and no network, in either language`() async throws {
        try await RunningServer.with { server in
            let chinese = try await server.send("GET", "/docs", headers: [("Accept", "text/html,*/*;q=0.8")])
            #expect(chinese.status == 200 && chinese["Content-Type"] == "text/html; charset=utf-8")
            #expect(chinese["Content-Language"] == "zh-Hans" && chinese.body.contains("请求体"))
            let english = try await server.send("GET", "/docs?lang=en")
            #expect(english["Content-Language"] == "en" && english.body.contains("Conventions"))
            #expect(try await server.send("GET", "/docs", headers: [("Accept-Language", "en")]).body == english.body)
            #expect(try await server.send("GET", "/docs?lang=fr").status == 422)
            for page in [chinese, english] {
                #expect(!page.body.contains("<script") && !page.body.contains("src=") && !page.body.contains("@import"))
                #expect(!page.body.contains("http://") && !page.body.contains("href=\"https"))
                #expect(page["Content-Security-Policy"]?.contains("style-src 'sha256-") == true)
                for code in ProblemCode.all { #expect(page.body.contains("id=\"problem-\(code.rawValue)\"")) }
                for route in server.api.routes { #expect(page.body.contains("id=\"\(route.name)\"")) }
            }
        }
    }

    @Test func `The OpenAPI validator accepts the document, and every example fits its schema`() async throws {
        try await RunningServer.with { server in
            let document = try await server.send("GET", "/openapi.json").body
            let outcome = try OutsideTools.python("Tests/HTTPAPITests/validate_openapi.py", input: Data(document.utf8))
            #expect(outcome.status == 0 && outcome.text.contains("examples"), "\(outcome.complaints)")
        }
    }
}
