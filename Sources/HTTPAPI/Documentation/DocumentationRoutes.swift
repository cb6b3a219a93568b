import Crypto
import Foundation

/// `/openapi.json` and `/docs`, made once from the route table that they stand in themselves.
enum DocumentationRoutes {
    /// - Throws: when two different schemas have one name.
    static func routes<Caller: Principal>(
        for definition: APIDefinition<Caller>, settings: HTTPSettings
    ) throws -> [Route<Caller>] {
        var complete = definition
        complete.routes += make(openAPI: [], pages: [:])
        var document = OpenAPIDocument(complete, settings: settings)
        let openAPI = try document.document().bytes
        var pages: [Language: [UInt8]] = [:]
        for language in Language.allCases {
            pages[language] = Array(
                DocumentationPage(complete, settings: settings, language: language).html.utf8)
        }
        return make(openAPI: openAPI, pages: pages)
    }

    private static func make<Caller: Principal>(
        openAPI: [UInt8], pages: [Language: [UInt8]]
    ) -> [Route<Caller>] {
        let group = Words(zh: "服务", en: "Service")
        let openAPITag = tag(of: openAPI)
        let pageTags = pages.mapValues(tag)
        let tagHeader = ["ETag": Words(zh: "文档的版本。", en: "The document's version.")]
        return [
            Route(
                public: .get, "/openapi.json", name: "getOpenAPI", group: group,
                summary: Words(zh: "OpenAPI 3.1 文档。", en: "This document: OpenAPI 3.1."),
                answers: [
                    .json(
                        zh: "OpenAPI 文档。", en: "The OpenAPI document.", .any, example: ["openapi": "3.1.0"],
                        headers: tagHeader)
                ]
            ) { _ in
                APIAnswer.json(bytes: openAPI).tagged(openAPITag)
            },
            Route(
                public: .get, "/docs", name: "getDocumentation", group: group,
                summary: Words(zh: "供人阅读的文档。", en: "The documentation for people."),
                query: [
                    .optional(
                        "lang",
                        Schema.choice(["zh", "en"]).described(
                            zh: "语言；默认按 Accept-Language。", en: "The language; by Accept-Language when left out."))
                ],
                answers: [
                    RouteAnswer(
                        200, summary: Words(zh: "网页。", en: "A page."), mediaType: "text/html",
                        schema: Schema(.text(TextRule(length: 0...10_000_000, isMultiline: true, mayBeBlank: true))),
                        headers: tagHeader)
                ]
            ) { call in
                let language: Language =
                    switch call.query.findString("lang") {
                    case "zh": .zhHans
                    case "en": .en
                    default: call.language
                    }
                return APIAnswer.document(pages[language] ?? [], mediaType: "text/html; charset=utf-8")
                    .tagged(pageTags[language] ?? EntityTag("none"))
                    .with(header: "Content-Language", language.rawValue)
                    .with(header: "Vary", "Accept-Language")
                    .with(header: "Content-Security-Policy", DocumentationPage<Caller>.contentSecurityPolicy)
            },
        ]
    }

    private static func tag(of bytes: [UInt8]) -> EntityTag {
        EntityTag(SHA256.hash(data: bytes).prefix(8).map { String($0, radix: 16) }.joined(separator: "-"))
    }
}
