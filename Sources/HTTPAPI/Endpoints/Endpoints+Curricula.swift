import APIModel
import Curriculum
import Documents
import Mentoring

extension Endpoints {
    /// The language of a document: what the query says, else what the reader accepts.
    static let documentLanguage = QueryParameter.optional(
        "lang",
        Schema.choice(Language.allCases.map(\.rawValue)).described(
            zh: "文档的语言，不写则按 Accept-Language。", en: "The document's language; by Accept-Language unless given."))

    private static let curriculumVersion = QueryParameter.optional(
        "version",
        Schema.line(1...40).described(zh: "某一版本，不写则是最新的。", en: "One version; the newest unless given."))

    var curriculumRoutes: [Route<Bearer>] {
        [
            Route(
                public: .get, "/v1/directions/{slug}/curriculum", name: "getCurriculum", group: Groups.directory,
                summary: Words(zh: "方向的学习路径", en: "A direction's curriculum"),
                query: [Self.curriculumVersion],
                answers: [.object(AnswerSchemas.curriculum, zh: "学习路径。", en: "The curriculum.")],
                problems: [.notFound]
            ) { call in
                let curriculum = try await curriculum(call)
                return try .json(CurriculumDocument(curriculum))
                    .tagged(EntityTag("\(curriculum.direction)-\(curriculum.version)"))
            },
            Route(
                public: .get, "/v1/directions/{slug}/curriculum.svg", name: "getCurriculumPicture",
                group: Groups.directory, summary: Words(zh: "学习路径图", en: "A curriculum as a picture"),
                query: [Self.curriculumVersion, Self.documentLanguage],
                answers: [.document("image/svg+xml", zh: "分层的步骤图。", en: "The steps in levels.")],
                problems: [.notFound]
            ) { call in
                let curriculum = try await curriculum(call)
                let language = call.documentLanguage
                return .document(
                    CurriculumDrawing(curriculum, language: DocumentLanguage(language)).svg,
                    mediaType: "image/svg+xml; charset=utf-8"
                )
                .tagged(EntityTag("\(curriculum.direction)-\(curriculum.version)-\(language.rawValue)"))
                .with(header: "Content-Language", language.rawValue).with(header: "Vary", "Accept-Language")
            },
        ]
    }

    private func curriculum(_ call: Call<Bearer>) async throws -> DirectionCurriculum {
        let direction = call.parameter("slug")
        let found =
            if let version = call.query.findString("version") {
                try await desk.curricula.find(version, of: direction)
            } else {
                try await desk.curricula.findCurrent(of: direction)
            }
        guard let found else { throw APIFailure.notFound }
        return found
    }
}

extension Call {
    /// The language of a document on a route with `Endpoints.documentLanguage`.
    var documentLanguage: Language {
        query.findString("lang").flatMap(Language.init) ?? language
    }
}

extension DocumentLanguage {
    init(_ language: Language) {
        self = language == .zhHans ? .zhHans : .en
    }
}

extension CurriculumDocument {
    init(_ curriculum: DirectionCurriculum) {
        self.init(
            direction: curriculum.direction, name: curriculum.name, nameEn: curriculum.nameEN,
            version: curriculum.version, steps: curriculum.steps.map(Step.init))
    }
}

extension CurriculumDocument.Step {
    init(_ step: Curriculum.Step) {
        self.init(
            slug: step.slug, title: step.title, titleEn: step.titleEN, kind: step.kind.rawValue, hours: step.hours,
            prerequisites: step.prerequisites, optional: step.isOptional, outcomes: step.outcomes,
            questions: step.questions, resources: step.resources.map { .init(title: $0.title, url: $0.url) })
    }
}
