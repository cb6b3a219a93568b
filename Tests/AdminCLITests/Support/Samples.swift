/// Answers as the server gives them.
enum Samples {
    static let requestedID = "con_01JDA0000000000000000AAA17"
    static let confirmedID = "con_01JDA0000000000000000BBB27"
    static let pastID = "con_01JDA0000000000000000CCC37"

    static func consultation(
        _ id: String = requestedID, status: String = "requested", student: String = "李雷",
        topic: String = "大模型学习路径", start: String? = "2026-11-26T19:00:00+08:00",
        end: String? = "2026-11-26T20:00:00+08:00", unread: Int = 0, unresolved: Bool = false,
        respondBy: String? = nil, replyBy: String? = nil, overdue: Bool = false, zone: String = "Asia/Shanghai"
    ) -> String {
        func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }
        return """
            {"id":"\(id)","status":"\(status)","mentor":{"handle":"lin-wei","name":"林薇"},\
            "student":{"id":"stu_1","name":"\(student)"},"direction":"llm","offering":"planning",\
            "topic":"\(topic)","start":\(text(start)),"end":\(text(end)),"timezone":"\(zone)",\
            "respond_by":\(text(respondBy)),"reply_by":\(text(replyBy)),"overdue":\(overdue),"free_cancellation_until":null,"late":false,"disputed":false,\
            "outcome":null,"meeting":{"kind":"video","url":"https://meet.example.com/1"},"plan":null,\
            "plan_step":null,"unread_count":\(unread),"version":3,"created_at":"2026-11-24T01:00:00Z",\
            "updated_at":"2026-11-24T01:00:00Z","reason":null,"absent":null,"unresolved":\(unresolved),\
            "duration_minutes":60,"price_fen":9900,"title":"规划","future_field":{"a":1}}
            """
    }

    static func page(_ items: [String], next: String? = nil) -> String {
        "{\"data\":[\(items.joined(separator: ","))],\"next_cursor\":\(next.map { "\"\($0)\"" } ?? "null")}"
    }

    static let me = """
        {"role":"mentor","student":null,"mentor":{"id":"mnt_1","handle":"lin-wei","name":"林薇","headline":null,\
        "school":null,"employer":null,"region":null,"directions":["llm"],"timezone":"Asia/Shanghai","bio":null,\
        "offerings":[]},"label":"laptop","expires_at":null}
        """

    static let schedule = """
        {"timezone":"Asia/Shanghai","weekly":{"mon":[["19:00","22:00"]],"tue":[],"wed":[],"thu":[],"fri":[],\
        "sat":[["23:00","01:00"]],"sun":[]},"holidays":"CN","days":{"2026-12-01":[]},\
        "time_off":[{"id":"tof_01JDA0000000000000000TTT17","start":"2026-12-24T00:00:00+08:00",\
        "end":"2026-12-27T00:00:00+08:00","note":"圣诞"}],"max_per_day":2,"max_per_week":null,"version":4}
        """

    static func problem(_ status: Int, code: String, detail: String, more: String = "") -> String {
        """
        {"type":"/docs#problem-\(code)","title":"T","status":\(status),"detail":"\(detail)","code":"\(code)",\
        "request_id":"req-12345678"\(more)}
        """
    }

    static let attachmentID = "att_01JDA0000000000000000FFF17"

    static func attachment(
        _ id: String = attachmentID, named filename: String = "cv.pdf", type: String = "application/pdf",
        size: Int = 8, message: String? = "msg_1"
    ) -> String {
        """
        {"id":"\(id)","consultation":"\(requestedID)","message":\(message.map { "\"\($0)\"" } ?? "null"),\
        "sender":"student","filename":"\(filename)","media_type":"\(type)","size":\(size),"sha256":"00",\
        "created_at":"2026-11-24T02:00:00Z","url":"/v1/consultations/\(requestedID)/attachments/\(id)"}
        """
    }

    static func message(_ id: String, from role: String, body: String) -> String {
        """
        {"id":"\(id)","consultation":"\(requestedID)","sender":{"role":"\(role)","name":"\(role)"},"body":"\(body)",\
        "created_at":"2026-11-24T02:00:00Z"}
        """
    }
}
