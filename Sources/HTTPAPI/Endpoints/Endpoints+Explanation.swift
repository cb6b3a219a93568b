import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var explanationRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/mentor/slots/explain", name: "explainSlot", group: Groups.desk,
                summary: Words(zh: "解释一个开始时间", en: "Explain a start"),
                details: Words(
                    zh: "逐条列出规则是否通过及其依据；与列表和预约用同一套规则。",
                    en: "Every rule with pass or fail and what it decided by: the rules that list and book slots."),
                access: .mentor,
                query: [
                    .optional(
                        "offering",
                        Schema.handle.described(
                            zh: "服务的 slug；只有一项开放的服务时可以省略。",
                            en: "The offering's slug; may be left out when there is one active.")),
                    .required("at", .instant),
                ],
                answers: [.object(AnswerSchemas.slotExplanation, zh: "各条规则。", en: "The rules.")],
                problems: [.notFound]
            ) { call, _ in
                guard let start = call.query.findInstant("at") else { throw APIFailure.invalid("?at", .required) }
                let found = try await desk.slots.explain(
                    of: try mentor(call), offering: call.query.findString("offering"), at: start)
                let words = SlotRuleWords(zone: found.zone, language: call.language, catalogue: .standard)
                return try .json(
                    SlotExplanation(
                        mentor: found.mentorHandle, offering: found.offeringSlug, at: start.rfc3339(in: found.zone),
                        timezone: found.zone.name, offered: found.isOffered, rules: found.verdicts.map(words.rule))
                )
                .with(header: "Content-Language", call.language.rawValue).with(header: "Vary", "Accept-Language")
            }
        ]
    }
}
