import APIModel
import Foundation
import Mentoring
import Scheduling

extension Endpoints {
    private static let health = ObjectSchema(
        "Health", fields: [.required("status", .choice(["ok"]))], example: ["status": "ok"])

    /// Probes for load balancers: alive, and able to do its work.
    var healthRoutes: [Route<Bearer>] {
        [
            Route(
                public: .get, "/livez", name: "getLiveness", group: Groups.service,
                summary: Words(zh: "进程是否存活", en: "Is the process alive"),
                answers: [.object(Self.health, zh: "存活。", en: "Alive.")], caching: .never, isUnlimited: true
            ) { _ in .json(bytes: Array(#"{"status":"ok"}"#.utf8)) },
            Route(
                public: .get, "/readyz", name: "getReadiness", group: Groups.service,
                summary: Words(zh: "能否提供服务", en: "Can it do its work"),
                details: Words(
                    zh: "数据库可用、结构为本版本所需且服务未在停止时为 200，否则 503。",
                    en: "200 while the database answers, has the structure this version needs, and the service is not "
                        + "stopping; else 503."),
                answers: [.object(Self.health, zh: "就绪。", en: "Ready.")], problems: [.unavailable],
                caching: .never, isUnlimited: true
            ) { _ in
                try await readiness.check { _ = try await desk.mentors.directions() }
                return .json(bytes: Array(#"{"status":"ok"}"#.utf8))
            },
        ]
    }

    /// The settable clock of development.
    var clockRoutes: [Route<Bearer>] {
        guard let settableClock else { return [] }
        return [
            Route(
                .put, "/dev/clock", name: "setClock", group: Groups.service,
                summary: Words(zh: "设置时钟（仅开发环境）", en: "Set the clock (development only)"), access: .admin,
                body: RequestSchemas.clock,
                answers: [.object(AnswerSchemas.clock, zh: "时钟。", en: "The clock.")]
            ) { call, _ in
                if let text = call.body.findString("now"), let instant = Instant(rfc3339: text) {
                    settableClock.set(instant)
                } else if let elapsed = call.body.findString("advance").flatMap(ElapsedTime.init(iso8601:)) {
                    settableClock.advance(microseconds: elapsed.microseconds)
                }
                return try .json(["now": settableClock.now.rfc3339UTC])
            }
        ]
    }
}
