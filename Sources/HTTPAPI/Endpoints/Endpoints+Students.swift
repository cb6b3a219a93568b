import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var studentRoutes: [Route<Bearer>] {
        [
            Route(
                public: .post, "/v1/students", name: "registerStudent", group: Groups.students,
                summary: Words(zh: "学生注册", en: "Register as a student"),
                details: Words(zh: "令牌只显示这一次。", en: "The token is shown this once."),
                body: RequestSchemas.student,
                answers: [.object(AnswerSchemas.registration, status: 201, zh: "已注册。", en: "Registered.")],
                problems: [.alreadyRegistered, .notFound], isIdempotent: true, caching: .never
            ) { call in
                let body = call.body
                let profile = StudentProfile(
                    name: try body.getString("name"), email: try body.getString("email"),
                    timezone: try body.getString("timezone"), direction: body.findString("direction"),
                    graduationYear: body.findInteger("graduation_year"), locale: body.findString("locale"))
                let zone = zone(named: profile.timezone)
                return try await call.answering(nil, isSecret: true) { (registered: Students.Registered) in
                    try .json(
                        Registration(
                            student: APIModel.Student(registered.student, in: zone),
                            token: registered.token.secret ?? ""), status: 201)
                } _: {
                    try await desk.students.register(profile, keeping: $0)
                }
            },
            Route(
                .get, "/v1/me", name: "getMe", group: Groups.students,
                summary: Words(zh: "我是谁", en: "Who am I"), access: .anyRole,
                answers: [.object(AnswerSchemas.me, zh: "令牌代表的人。", en: "Whom the token speaks for.")]
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
                return try .json(
                    Me(
                        role: caller.role.rawValue, student: student, mentor: mentor, label: caller.label,
                        expiresAt: caller.expiresAt))
            },
        ]
    }
}
