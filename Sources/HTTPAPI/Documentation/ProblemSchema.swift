import APIModel

/// The shape of every refusal.
enum ProblemSchema {
    private static let text = Schema(.text(TextRule(length: 0...2_000, isMultiline: true, mayBeBlank: true)))

    static let problem = ObjectSchema(
        "Problem",
        summary: Words(zh: "错误（RFC 9457）。", en: "A refusal (RFC 9457)."),
        fields: [
            .required("type", text), .required("title", text), .required("status", .integer(400...599)),
            .required("detail", text),
            .required(
                "code",
                text.described(
                    zh: "稳定的代码；遇到不认识的代码时按 status 处理。",
                    en: "Stable; go by the status when you meet one you don't know.")
            ), .required("request_id", text),
            .optional("errors", .array(of: .object(fieldError), count: 0...SchemaValidator.maximumFailures)),
            .optional("reasons", .array(of: .object(reason), count: 0...50)),
            .optional("alternatives", .array(of: .object(slot), count: 0...3)),
        ])

    private static let fieldError = ObjectSchema(
        "FieldError",
        summary: Words(
            zh: "一个字段（/start）或参数（?from）的问题。", en: "What is wrong with a field (/start) or parameter (?from)."),
        fields: [.required("pointer", text), .required("code", text), .required("message", text)])

    private static let reason = ObjectSchema(
        "SlotReason", summary: Words(zh: "拒绝某个时间的一条规则。", en: "One rule that refuses a start."),
        fields: [.required("code", text), .required("message", text)])

    private static let slot = ObjectSchema(
        "AlternativeSlot", fields: [.required("start", .instant), .required("end", .instant)])
}
