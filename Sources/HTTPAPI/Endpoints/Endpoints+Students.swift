import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    var studentRoutes: [Route<Bearer>] {
        registrationRoutes + signInRoutes + meRoutes
    }

    private var registrationRoutes: [Route<Bearer>] {
        [
            Route(
                public: .post, "/v1/students", name: "registerStudent", group: Groups.students,
                summary: Words(zh: "学生注册", en: "Register as a student"),
                details: Words(
                    zh: "开放注册（registration: open）立即返回 201 和只显示这一次的令牌；验证注册（verified）返回 202，验证码发到邮箱，"
                        + "无论邮箱是否已注册，回答都一样。",
                    en:
                        "With registration open: 201 and a token, shown this once. With registration verified: 202 and a "
                        + "code by e-mail, the same whether the address is known or not."),
                body: RequestSchemas.student,
                answers: [
                    .object(AnswerSchemas.registration, status: 201, zh: "已注册。", en: "Registered."),
                    .object(
                        AnswerSchemas.codeSent, status: 202, zh: "验证码已发往邮箱。",
                        en: "A code is on its way to the address."),
                ],
                problems: [.alreadyRegistered], isIdempotent: true, caching: .never
            ) { call in
                let body = call.body
                let profile = StudentProfile(
                    name: try body.getString("name"), email: try body.getString("email"),
                    timezone: try body.getString("timezone"), direction: body.findString("direction"),
                    graduationYear: body.findInteger("graduation_year"), locale: body.findString("locale"))
                return switch desk.accountPolicy.registration {
                case .open: try await register(profile, call)
                case .verified: try await requestRegistration(profile, call)
                }
            }
        ]
    }

    private func register(_ profile: StudentProfile, _ call: Call<Bearer>) async throws -> APIAnswer {
        let zone = zone(named: profile.timezone)
        return try await call.answering(nil, isSecret: true) { (registered: Students.Registered) in
            try .json(
                Registration(
                    student: APIModel.Student(registered.student, in: zone), token: registered.token.secret ?? ""),
                status: 201)
        } _: {
            try await desk.students.register(profile, keeping: $0)
        }
    }

    private func requestRegistration(_ profile: StudentProfile, _ call: Call<Bearer>) async throws -> APIAnswer {
        let language = EmailLanguage(call.language)
        return try await call.answering(nil) {
            try .json(CodeSent($0), status: 202)
        } _: {
            try await desk.signIns.requestRegistration(profile, language: language, keeping: $0)
        }
    }

    private var signInRoutes: [Route<Bearer>] {
        [
            Route(
                public: .post, "/v1/sign-in", name: "requestSignInCode", group: Groups.students,
                summary: Words(zh: "获取登录验证码", en: "Ask for a code to sign in"),
                details: Words(
                    zh: "无论邮箱是否已注册，回答都一样。只有最新的验证码有效；一小时内的次数有限。",
                    en: "The same answer whether the address is known or not. Only the newest code counts, and an "
                        + "address gets a limited number an hour."),
                body: RequestSchemas.signIn,
                answers: [
                    .object(
                        AnswerSchemas.codeSent, status: 202, zh: "如果邮箱已注册，验证码已发出。",
                        en: "If the address is registered, a code is on its way.")
                ],
                isIdempotent: true, caching: .never
            ) { call in
                let email = try call.body.getString("email")
                let language = EmailLanguage(call.language)
                return try await call.answering(nil) {
                    try .json(CodeSent($0), status: 202)
                } _: {
                    try await desk.signIns.requestCode(email: email, language: language, keeping: $0)
                }
            },
            Route(
                public: .post, "/v1/sign-in/verify", name: "verifySignInCode", group: Groups.students,
                summary: Words(zh: "用验证码登录", en: "Sign in with a code"),
                details: Words(
                    zh: "同时完成等待验证的注册。令牌只显示这一次；验证码用一次即失效，试错次数有限。",
                    en: "Completes a registration that waits for it, too. The token is shown this once; a code works "
                        + "once and may be tried a few times."),
                body: RequestSchemas.verification,
                answers: [.object(AnswerSchemas.signedIn, zh: "已登录。", en: "Signed in.")], isIdempotent: true,
                caching: .never
            ) { call in
                let (email, code) = (try call.body.getString("email"), try call.body.getString("code"))
                return try await call.answering(nil, isSecret: true) { (token: IssuedToken) in
                    try .json(SignedIn(token: token.secret ?? ""))
                } _: {
                    try await desk.signIns.verify(email: email, code: code, keeping: $0)
                }
            },
        ]
    }
}

extension CodeSent {
    /// - Parameter path: where to bring the code.
    init(_ requested: SignIns.Requested, verify path: String = "/v1/sign-in/verify") {
        self.init(codeMinutes: requested.codeMinutes, verify: path)
    }
}

extension EmailLanguage {
    init(_ language: Language) {
        switch language {
        case .zhHans: self = .zhHans
        case .en: self = .en
        }
    }
}
