import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    private typealias Move =
        @Sendable (
            ConsultationID, Fields, Caller, VersionCondition, Keeping<Mentoring.Consultation>?
        ) async throws -> Answered<Mentoring.Consultation>

    /// The moves of a consultation: `POST …/{id}/<verb>`, all answered with the consultation.
    var transitionRoutes: [Route<Bearer>] {
        [
            move(
                "schedule", "scheduleConsultation", zh: "约定时间", en: "Give an open one a time",
                body: RequestSchemas.schedule, problems: Self.startProblems
            ) { id, body, caller, version, keeping in
                guard let start = body.findInstant("start") else { throw APIFailure.invalid("/start", .required) }
                return try await desk.consultations.schedule(
                    id, start: start, offering: body.findString("offering"), by: caller, version: version,
                    keeping: keeping)
            },
            move(
                "reschedule", "rescheduleConsultation", zh: "改期", en: "Move to another time",
                body: RequestSchemas.reschedule, problems: Self.startProblems
            ) { id, body, caller, version, keeping in
                guard let start = body.findInstant("start") else { throw APIFailure.invalid("/start", .required) }
                return try await desk.consultations.reschedule(
                    id, start: start, reason: body.findString("reason"), by: caller, version: version,
                    keeping: keeping)
            },
            move("cancel", "cancelConsultation", zh: "取消", en: "Cancel", body: RequestSchemas.cancel) {
                id, body, caller, version, keeping in
                try await desk.consultations.cancel(
                    id, reason: body.findString("reason"), by: caller, version: version, keeping: keeping)
            },
            move("accept", "acceptConsultation", zh: "接受（导师）", en: "Accept (mentor)", body: nil) {
                id, _, caller, version, keeping in
                try await desk.consultations.accept(id, by: caller, version: version, keeping: keeping)
            },
            move(
                "decline", "declineConsultation", zh: "谢绝并说明原因（导师）", en: "Decline with a reason (mentor)",
                body: RequestSchemas.requiredReason
            ) { id, body, caller, version, keeping in
                try await desk.consultations.decline(
                    id, reason: try body.getString("reason"), by: caller, version: version, keeping: keeping)
            },
            move(
                "complete", "completeConsultation", zh: "完成（导师）", en: "Complete (mentor)",
                body: RequestSchemas.complete
            ) { id, body, caller, version, keeping in
                let outcome = body.findFields("outcome").map { fields in
                    Mentoring.Consultation.Outcome(
                        result: fields.findString("result").flatMap(Mentoring.Consultation.Outcome.Result.init),
                        note: fields.findString("note"))
                }
                return try await desk.consultations.complete(
                    id, outcome: outcome, by: caller, version: version, keeping: keeping)
            },
            move(
                "no-show", "reportNoShow", zh: "报告对方缺席", en: "Report the other side absent",
                body: RequestSchemas.absence
            ) { id, body, caller, version, keeping in
                guard let absent = Side(rawValue: try body.getString("absent")) else {
                    throw APIFailure.invalid("/absent", .invalidChoice)
                }
                return try await desk.consultations.reportAbsence(
                    id, of: absent, by: caller, version: version, keeping: keeping)
            },
            move(
                "objection", "objectToNoShow", zh: "对缺席提出异议", en: "Object to being called absent",
                body: RequestSchemas.requiredReason
            ) { id, body, caller, version, keeping in
                try await desk.consultations.object(
                    id, reason: try body.getString("reason"), by: caller, version: version, keeping: keeping)
            },
            move("uphold", "upholdNoShow", zh: "维持缺席（管理员）", en: "Uphold the absence (admin)", body: nil) {
                id, _, caller, version, keeping in
                try await desk.consultations.uphold(id, by: caller, version: version, keeping: keeping)
            },
            move("close", "closeConsultation", zh: "结束留言咨询", en: "Close an open one", body: nil) {
                id, _, caller, version, keeping in
                try await desk.consultations.close(id, by: caller, version: version, keeping: keeping)
            },
        ]
    }

    private static let startProblems: [ProblemCode] = [.slotNotOffered, .quotaReached, .studentBusy, .slotTaken]

    // Any role may ask: whoever can see the consultation and may not do this gets 403, whoever can't see it 404.
    private func move(
        _ verb: String, _ name: String, zh: String, en: String, body: ObjectSchema?,
        problems: [ProblemCode] = [], _ work: @escaping Move
    ) -> Route<Bearer> {
        Route(
            .post, "/v1/consultations/{id}/\(verb)", name: name, group: Groups.consultations,
            summary: Words(zh: zh, en: en), access: .anyRole, body: body,
            answers: [Self.consultationAnswer],
            problems: [.notFound, .forbidden, .invalidTransition, .versionMismatch] + problems, isIdempotent: true,
            precondition: .optional
        ) { call, bearer in
            let id = try consultationID(call)
            return try await call.answering(bearer) {
                try answer($0, to: bearer)
            } _: {
                try await work(id, call.body, bearer.caller, call.versionCondition, $0)
            }
        }
    }
}
