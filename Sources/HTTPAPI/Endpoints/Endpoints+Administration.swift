import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var adminRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/admin/mentors", name: "listMentorsAsAdmin", group: Groups.administration,
                summary: Words(zh: "全部导师", en: "All mentors"), access: .admin, query: QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.mentor, zh: "一页导师。", en: "One page.")]
            ) { call, _ in
                let page = try await desk.mentors.list(
                    direction: nil, after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { APIModel.Mentor($0) }
            },
            Route(
                .post, "/v1/admin/mentors", name: "addMentor", group: Groups.administration,
                summary: Words(zh: "新增导师", en: "Add a mentor"), access: .admin, body: RequestSchemas.mentor,
                answers: [.object(AnswerSchemas.mentor, status: 201, zh: "已新增。", en: "Added.")],
                problems: [.notFound, .alreadyExists], isIdempotent: true
            ) { call, bearer in
                let body = call.body
                let profile = MentorProfile(
                    handle: try body.getString("handle"), name: try body.getString("name"),
                    timezone: try body.getString("timezone"), directions: body.findStrings("directions") ?? [],
                    headline: body.findString("headline"), school: body.findString("school"),
                    employer: body.findString("employer"), region: body.findString("region"),
                    bio: body.findString("bio"))
                return try await call.answering(bearer) { (mentor: Mentoring.Mentor) in
                    try .json(APIModel.Mentor(mentor), status: 201)
                        .with(header: "Location", "/v1/mentors/\(mentor.handle)")
                } _: {
                    try await desk.mentors.add(profile, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .patch, "/v1/admin/mentors/{handle}", name: "changeMentor", group: Groups.administration,
                summary: Words(zh: "修改导师", en: "Change a mentor"), access: .admin,
                parameters: ["handle": Self.mentorParameter], body: RequestSchemas.mentorPatch,
                answers: [.object(AnswerSchemas.mentor, zh: "修改后的导师。", en: "The mentor as they are then.")],
                problems: [.notFound, .alreadyExists]
            ) { call, bearer in
                let body = call.body
                let mentor = try await desk.mentors.edit(
                    MentorName(call.parameter("handle")), by: bearer.caller
                ) { profile in
                    profile.handle = body.findString("handle") ?? profile.handle
                    profile.name = body.findString("name") ?? profile.name
                    profile.timezone = body.findString("timezone") ?? profile.timezone
                    profile.directions = body.findStrings("directions") ?? profile.directions
                    profile.headline = body.stringChange("headline").applied(to: profile.headline)
                    profile.school = body.stringChange("school").applied(to: profile.school)
                    profile.employer = body.stringChange("employer").applied(to: profile.employer)
                    profile.region = body.stringChange("region").applied(to: profile.region)
                    profile.bio = body.stringChange("bio").applied(to: profile.bio)
                }
                return try .json(APIModel.Mentor(mentor))
            },
            Route(
                .get, "/v1/admin/tokens", name: "listTokens", group: Groups.administration,
                summary: Words(zh: "令牌列表", en: "List tokens"), access: .admin, query: QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.token, zh: "一页令牌，不含密文。", en: "One page, without secrets.")]
            ) { call, _ in
                let page = try await desk.accounts.tokens(after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { APIModel.Token($0) }
            },
            Route(
                .post, "/v1/admin/tokens", name: "issueToken", group: Groups.administration,
                summary: Words(zh: "签发令牌", en: "Issue a token"),
                details: Words(zh: "令牌只显示这一次。", en: "The token is shown this once."), access: .admin,
                body: RequestSchemas.token,
                answers: [.object(AnswerSchemas.token, status: 201, zh: "已签发。", en: "Issued.")],
                problems: [.notFound], isIdempotent: true
            ) { call, bearer in
                let request = try TokenRequest(call.body)
                return try await call.answering(bearer, isSecret: true) {
                    try .json(APIModel.Token($0), status: 201)
                } _: {
                    try await desk.accounts.issue(
                        role: request.role, mentor: request.mentor, student: request.student, label: request.label,
                        expiresAt: request.expiresAt, by: bearer.caller, keeping: $0)
                }
            },
            Route(
                .delete, "/v1/admin/tokens/{id}", name: "revokeToken", group: Groups.administration,
                summary: Words(zh: "吊销令牌", en: "Revoke a token"),
                details: Words(zh: "立即失效。", en: "It stops at once."), access: .admin, answers: [.noContent()],
                problems: [.notFound]
            ) { call, bearer in
                guard let id = TokenID(call.parameter("id")) else { throw APIFailure.notFound }
                try await desk.accounts.revoke(id, by: bearer.caller)
                return .noContent
            },
            Route(
                .get, "/v1/admin/audit", name: "listAudit", group: Groups.administration,
                summary: Words(zh: "管理记录", en: "What administrators did"), access: .admin,
                query: QueryParameter.paging,
                answers: [.page(of: AnswerSchemas.auditEntry, zh: "一页记录，新的在前。", en: "One page, newest first.")]
            ) { call, _ in
                let page = try await desk.audit.entries(after: try call.listPosition(), limit: call.limit)
                return try call.page(page) { APIModel.AuditEntry($0) }
            },
        ]
    }
}

/// A token as a body asks for it: the role says whose id goes with it.
private struct TokenRequest: Sendable {
    let role: Mentoring.Role
    let mentor: MentorName?
    let student: StudentID?
    let label: String
    let expiresAt: Instant?

    init(_ body: Fields) throws {
        guard let role = Mentoring.Role(rawValue: try body.getString("role")) else {
            throw APIFailure.invalid("/role", .invalidChoice)
        }
        self.role = role
        mentor = body.findString("mentor").map { MentorName($0) }
        student = body.findString("student").flatMap { StudentID($0) }
        label = try body.getString("label")
        expiresAt = body.findInstant("expires_at")
        for (field, isThere, isWanted) in [
            ("mentor", mentor != nil, role == .mentor), ("student", student != nil, role == .student),
        ] where isThere != isWanted {
            throw APIFailure.invalid("/\(field)", isWanted ? .required : .notAllowed)
        }
    }
}
