import APIModel
import Curriculum
import Documents
import Foundation
import ICalendar
import Mentoring
import Scheduling

/// The forms in which a plan is read.
private enum PlanFormat: String, CaseIterable {
    case json, markdown, ics, svg

    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .markdown: "text/markdown"
        case .ics: "text/calendar"
        case .svg: "image/svg+xml"
        }
    }

    var ending: String { self == .markdown ? "md" : rawValue }
}

extension Endpoints {
    private static func documentAnswer(_ format: PlanFormat) -> RouteAnswer {
        switch format {
        case .json: planAnswer
        case .markdown: .document(format.mediaType, zh: "Markdown。", en: "Markdown.")
        case .ics: .document(format.mediaType, zh: "iCalendar，每步的截止日。", en: "iCalendar: each step's due day.")
        case .svg: .document(format.mediaType, zh: "甘特图。", en: "A Gantt chart.")
        }
    }

    var planDocumentRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/plans/{id}", name: "getPlan", group: Groups.plans,
                summary: Words(zh: "一份计划", en: "One plan"),
                details: Words(
                    zh: "format 或 Accept 选择 JSON、Markdown、iCalendar 或 SVG。",
                    en: "By format or Accept: JSON, Markdown, iCalendar or SVG."),
                access: .anyRole,
                query: [.optional("format", .choice(PlanFormat.allCases.map(\.rawValue))), Self.documentLanguage],
                answers: PlanFormat.allCases.map(Self.documentAnswer), problems: [.notFound], caching: .revalidate
            ) { call, bearer in
                let plan = try await desk.plans.get(try planID(call), for: bearer.caller)
                let asked = call.query.findString("format").flatMap(PlanFormat.init)
                let accepted = PlanFormat.allCases.first { $0.mediaType == call.request.mediaType }
                return try await answer(plan, as: asked ?? accepted ?? .json, call, bearer)
            },
            document(".svg", "getPlanChart", .svg, zh: "计划的甘特图", en: "A plan as a Gantt chart"),
            document(".md", "getPlanText", .markdown, zh: "计划的 Markdown", en: "A plan as Markdown"),
            document(".ics", "getPlanCalendar", .ics, zh: "计划的日历", en: "A plan as a calendar"),
        ]
    }

    private func document(
        _ ending: String, _ name: String, _ format: PlanFormat, zh: String, en: String
    ) -> Route<Bearer> {
        Route(
            .get, "/v1/plans/{id}\(ending)", name: name, group: Groups.plans, summary: Words(zh: zh, en: en),
            access: .anyRole, query: [Self.documentLanguage], answers: [Self.documentAnswer(format)],
            problems: [.notFound],
            caching: .revalidate
        ) { call, bearer in
            let plan = try await desk.plans.get(try planID(call), for: bearer.caller)
            return try await answer(plan, as: format, call, bearer)
        }
    }

    private func answer(
        _ plan: Mentoring.Plan, as format: PlanFormat, _ call: Call<Bearer>, _ bearer: Bearer
    ) async throws -> APIAnswer {
        guard format != .json else { return try answer(plan, to: bearer) }
        guard let curriculum = try await desk.curricula.find(plan.curriculumVersion, of: plan.direction) else {
            throw APIFailure.notFound
        }
        let sheet = PlanSheet(plan, of: curriculum)
        let language = call.documentLanguage
        let speaks = DocumentLanguage(language)
        let bytes: [UInt8] =
            switch format {
            case .json: []
            case .markdown: Array(PlanMarkdown(sheet, language: speaks).text.utf8)
            case .ics: PlanCalendar(sheet, language: speaks).document.bytes
            case .svg: PlanChart(sheet, language: speaks).svg
            }
        let name = "plan-\(plan.id.description.suffix(6)).\(format.ending)"
        return APIAnswer.document(bytes, mediaType: "\(format.mediaType); charset=utf-8")
            .with(header: "Content-Disposition", "inline; filename=\"\(name)\"")
            .with(header: "Content-Language", language.rawValue).with(header: "Vary", "Accept-Language")
            .taggedByContent(version: plan.version)
    }
}
