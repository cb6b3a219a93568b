import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var meRoutes: [Route<Bearer>] {
        [
            Route(
                .get, "/v1/me", name: "getMe", group: Groups.students,
                summary: Words(zh: "我是谁", en: "Who am I"), access: .anyRole,
                answers: [.object(AnswerSchemas.me, zh: "令牌代表的人。", en: "Whom the token speaks for.")],
                problems: [.notFound]
            ) { _, bearer in
                let caller = bearer.caller
                var student: APIModel.Student?
                var mentor: APIModel.Mentor?
                switch caller.subject {
                case .student(let id):
                    student = APIModel.Student(try await desk.students.get(id), in: zone(named: caller.timezone))
                case .mentor(let id, _):
                    mentor = try await desk.mentors.find(.id(id)).map { APIModel.Mentor($0) }
                case .admin: break
                }
                return try me(caller, student: student, mentor: mentor)
            },
            Route(
                .patch, "/v1/me", name: "changeMe", group: Groups.students,
                summary: Words(zh: "修改我的资料", en: "Change my profile"),
                details: Words(
                    zh: "学生可改 name、timezone、direction、graduation_year、locale；导师的资料由管理员修改。",
                    en: "Students change name, timezone, direction, graduation_year and locale; a mentor's profile is "
                        + "changed by an admin."),
                access: .roles([.student]), body: RequestSchemas.profilePatch,
                answers: [.object(AnswerSchemas.me, zh: "修改后的资料。", en: "The profile as it is then.")],
                problems: [.notFound]
            ) { call, bearer in
                guard let id = bearer.caller.studentID else { throw APIFailure.forbidden }
                let body = call.body
                let student = try await desk.students.edit(id) { profile in
                    profile.name = body.findString("name") ?? profile.name
                    profile.timezone = body.findString("timezone") ?? profile.timezone
                    profile.direction = body.stringChange("direction").applied(to: profile.direction)
                    profile.graduationYear = body.integerChange("graduation_year").applied(to: profile.graduationYear)
                    profile.locale = body.stringChange("locale").applied(to: profile.locale)
                }
                return try me(
                    bearer.caller, student: APIModel.Student(student, in: zone(named: student.timezone)), mentor: nil)
            },
            Route(
                .get, "/v1/me/export", name: "exportMe", group: Groups.students,
                summary: Words(zh: "导出我的全部数据", en: "Export everything held about me"),
                details: Words(
                    zh: "资料、令牌（不含密文）、咨询、消息、计划和事件，旧的在前。",
                    en: "Profile, tokens without their secrets, consultations, messages, plans and events; the oldest "
                        + "first."),
                access: .anyRole,
                answers: [.object(AnswerSchemas.personalExport, zh: "全部数据。", en: "Everything.")],
                problems: [.notFound]
            ) { _, bearer in
                try .json(try await personalExport(for: bearer.caller))
                    .with(header: "Content-Disposition", "attachment; filename=\"mentordesk-export.json\"")
            },
            Route(
                .delete, "/v1/me", name: "eraseMe", group: Groups.students,
                summary: Words(zh: "注销", en: "Erase my account"),
                details: Words(
                    zh: "只限学生，立即生效，不可恢复：取消即将进行的咨询、关闭未定时间的咨询、归档计划并告知导师；删除邮箱、令牌和你写的文字，姓名换成“已注销”；"
                        + "统计数字保留。同一邮箱可以重新注册。",
                    en: "Students only, at once and for good: cancels what is coming, closes what is open and archives "
                        + "plans, telling the mentors; removes the address, the tokens and what you wrote, and replaces the name; "
                        + "counts stay. The address may register anew."),
                access: .roles([.student]), answers: [.noContent(zh: "已注销。", en: "Erased.")]
            ) { _, bearer in
                guard let id = bearer.caller.studentID else { throw APIFailure.forbidden }
                try await desk.students.erase(id, by: bearer.caller)
                return .noContent
            },
        ]
    }

    private func me(
        _ caller: Caller, student: APIModel.Student?, mentor: APIModel.Mentor?
    ) throws -> APIAnswer {
        try .json(
            Me(
                role: caller.role.rawValue, student: student, mentor: mentor, label: caller.label,
                expiresAt: caller.expiresAt))
    }

    private func personalExport(for caller: Caller) async throws -> PersonalExport {
        let data = try await desk.accounts.export(for: caller)
        let zone = zone(named: caller.timezone)
        return PersonalExport(
            exportedAt: data.exportedAt.rfc3339(in: zone), role: caller.role.rawValue,
            student: data.student.map { APIModel.Student($0, in: zone) },
            mentor: data.mentor.map { APIModel.Mentor($0) },
            offerings: data.offerings.map { APIModel.Offering($0, isPublic: false) },
            schedule: data.schedule.map { APIModel.Schedule($0, in: zone) },
            tokens: data.tokens.map { APIModel.Token($0) },
            consultations: data.consultations.map { APIModel.Consultation($0, in: zone, at: data.exportedAt) },
            messages: data.messages.map { APIModel.Message($0) },
            plans: data.plans.map { plan in
                let today = self.zone(named: plan.timezone).localDate(at: data.exportedAt)
                return APIModel.Plan(plan, on: today, in: zone)
            },
            attachments: data.attachments.map { APIModel.Attachment($0) },
            events: try data.events.map { try APIModel.Event($0) },
            notifications: data.notifications.map { NotificationSettings($0, timezone: caller.timezone) },
            channels: data.channels.map { NotificationChannel($0, isWebhook: false, in: zone) })
    }
}

extension APIModel.Event {
    init(_ event: RecordedEvent) throws {
        self.init(
            id: event.id.description, type: event.type, occurredAt: event.occurredAt.rfc3339UTC,
            actor: Actor(role: event.actorRole, id: event.actorID), consultation: event.consultation?.description,
            plan: event.plan?.description, data: try WireCoding.decoder().decode(Details.self, from: event.data))
    }
}
