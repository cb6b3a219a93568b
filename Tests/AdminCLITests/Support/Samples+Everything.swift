import Foundation

@testable import AdminCLI

extension Samples {
    private static let offering =
        #"{"id":"off_1","slug":"mock","title":"模拟面试","direction":"llm","duration_minutes":60,"step_minutes":30,"#
        + #""buffer_before_minutes":0,"buffer_after_minutes":15,"notice_minutes":720,"horizon_days":30,"#
        + #""max_per_day":null,"max_per_week":3,"approval":"mentor","active":true,"price_fen":9950,"meeting":null}"#

    private static let token = """
        {"id":"tok_01JDA0000000000000000TTT17","role":"mentor","mentor":"lin-wei","student":null,"label":"laptop",\
        "created_at":"2026-11-24T00:00:00Z","expires_at":null,"revoked_at":null,"last_used_at":null}
        """

    private static let schedulePreview = """
        {"timezone":"Asia/Shanghai","from":"2026-11-24T12:00:00+08:00","to":"2026-12-24T00:00:00+08:00","gained":[],\
        "gained_count":1,"lost":[],"lost_count":0,"outside":[],"outside_count":0}
        """

    /// Everything an id of which can be typed, one of each.
    static let everything: StubServer.Handler = { request in
        let channel = { (id: String) in
            """
            {"id":"\(id)","kind":"webhook","label":"CRM","target":"https://hooks.example.com","event_types":null,\
            "active":true,"disabled_at":null,"disabled_reason":null,"failing_since":null,\
            "created_at":"2026-11-24T00:00:00Z"}
            """
        }
        let delivery = { (ending: String, state: String) in
            """
            {"id":"dlv_01JDA0000000000000000\(ending)","state":"\(state)","topic":"message.created","event":null,\
            "destination":{"id":"whk_01JDA0000000000000000WWW17","kind":"webhook","label":"CRM","owner":null},\
            "attempts":1,"created_at":"2026-11-24T01:02:03Z","tried_at":null,"next_try_at":null,"last_error":null,\
            "finished_at":null}
            """
        }
        return switch request.path {
        case "/v1/consultations/\(requestedID)": .json(consultation(), etag: "\"3\"")
        case "/v1/plans/pln_01JDA0000000000000000PPP17": .json(PlanCommandTests.planJSON, etag: "\"v3.ab\"")
        case "/v1/mentor/schedule": .json(schedule, etag: "\"v4\"")
        case "/v1/mentor/schedule/preview": .json(schedulePreview)
        case "/v1/mentor/schedule/undo":
            .json(#"{"restores":2,"schedule":\#(schedule),"preview":\#(schedulePreview)}"#)
        case "/v1/mentor/schedule/versions": .json(page([]))
        case "/v1/mentor/offerings": .json(page([offering]))
        case "/v1/mentor/agenda":
            .json(
                """
                {"timezone":"Asia/Shanghai","from":"x","to":"y","free":[],"bookings":[],"requests":[],"time_off":[],\
                "unresolved":[],"holidays":[]}
                """)
        case "/v1/admin/tokens": .json(page([token]))
        case let path where path.hasSuffix("/replan"): .json(PlanCommandTests.replannedJSON, etag: "\"v3.ab\"")
        case "/v1/consultations": .json(page([consultation()]))
        case let path where path.hasSuffix("/attachments"): .json(page([attachment()]))
        case let path where path.hasSuffix("/messages"):
            .json(page([message("msg_01JDA0000000000000000MMM17", from: "mentor", body: "你好")]))
        case "/v1/plans": .json(page([PlanCommandTests.planJSON]))
        case "/v1/mentor/plan-asks":
            .json(
                page([
                    #"{"plan":"pln_01JDA0000000000000000QQQ27","student":"韩梅","direction":"aigc","asked_at":"2026-11-23T18:00:00+08:00"}"#
                ]))
        case "/v1/admin/outbox": .json(page([delivery("DDD17", "dead"), delivery("SSS27", "sent")]))
        case "/v1/admin/webhooks": .json(page([channel("whk_01JDA0000000000000000WWW17")]))
        case "/v1/me/channels": .json(#"{"data":[\#(channel("chn_01JDA0000000000000000CCC17"))]}"#)
        case "/v1/directions":
            .json(page([#"{"slug":"llm","name":"大模型","name_en":"LLM","step_count":60}"#]))
        case "/v1/reports/trend":
            .json(
                """
                {"timezone":"Asia/Shanghai","mentor":"lin","measures":[{"measure":"requests","name":"预约请求",\
                "name_en":"Requests","unit":"requests","placed_by":"x","placed_by_en":"x","meaning":"x",\
                "meaning_en":"x"}],"weeks":[]}
                """)
        default: StubServer.Answer(status: 404)
        }
    }
}
