import APIModel

extension ProblemCatalogue {
    static let standardProblems: [ProblemCode: Entry] = [
        .invalidRequest: Entry(
            title: Words(zh: "请求无法读取", en: "Unreadable request"),
            detail: Words(zh: "请求不是合法的 JSON 对象。", en: "The request is not a valid JSON object.")),
        .unauthenticated: Entry(
            title: Words(zh: "需要登录", en: "Authentication required"),
            detail: Words(
                zh: "请在 Authorization 头中提供有效的 Bearer 令牌。",
                en: "Send a valid token in the Authorization header: Bearer …")),
        .forbidden: Entry(
            title: Words(zh: "没有权限", en: "Not allowed"),
            detail: Words(zh: "你的身份不允许执行此操作。", en: "Your role does not allow this.")),
        .notFound: Entry(
            title: Words(zh: "未找到", en: "Not found"),
            detail: Words(zh: "这里没有可以给你看的内容。", en: "There is nothing here that you may see.")),
        .methodNotAllowed: Entry(
            title: Words(zh: "方法不被允许", en: "Method not allowed"),
            detail: Words(zh: "此路径不支持该方法，可用方法见 Allow 头。", en: "The Allow header lists the methods of this path.")),
        .notAcceptable: Entry(
            title: Words(zh: "无法提供所需格式", en: "Not acceptable"),
            detail: Words(zh: "无法以 Accept 头要求的格式作答。", en: "No media type of the Accept header can be given here.")),
        .requestTimeout: Entry(
            title: Words(zh: "请求超时", en: "Request timeout"),
            detail: Words(zh: "请求没有在规定时间内到齐，请重试。", en: "The request did not arrive in time. Try again.")),
        .payloadTooLarge: Entry(
            title: Words(zh: "请求体过大", en: "Payload too large"),
            detail: Words(zh: "请求体超过大小限制。", en: "The body is larger than the limit.")),
        .uriTooLong: Entry(
            title: Words(zh: "网址过长", en: "URI too long"),
            detail: Words(zh: "请求的网址超过长度限制。", en: "The request's URI is longer than the limit.")),
        .unsupportedMediaType: Entry(
            title: Words(zh: "不支持的内容类型", en: "Unsupported media type"),
            detail: Words(
                zh: "请以 UTF-8 编码的 application/json 发送请求体。", en: "Send the body as application/json in UTF-8.")),
        .headersTooLarge: Entry(
            title: Words(zh: "请求头过大", en: "Headers too large"),
            detail: Words(zh: "请求头超过大小限制。", en: "The header fields are larger than the limit.")),
        .invalidTransition: Entry(
            title: Words(zh: "当前状态不允许", en: "Invalid transition"),
            detail: Words(
                zh: "咨询的当前状态不允许此操作，没有做任何改动。", en: "The consultation's status does not allow this; nothing changed.")),
        .studentBusy: Entry(
            title: Words(zh: "学生时间冲突", en: "Student is busy"),
            detail: Words(zh: "学生在这段时间已有另一场咨询。", en: "The student has another session at that time.")),
        .slotTaken: Entry(
            title: Words(zh: "时间已被占用", en: "Slot taken"),
            detail: Words(zh: "这个时间刚刚被别人约走了。", en: "Somebody else has just booked this time.")),
        .alreadyRegistered: Entry(
            title: Words(zh: "已经注册", en: "Already registered"),
            detail: Words(zh: "该邮箱已经注册。", en: "This e-mail address is registered already.")),
        .alreadyExists: Entry(
            title: Words(zh: "已经存在", en: "Already exists"),
            detail: Words(zh: "已有同名的对象。", en: "There is one of that name already.")),
        .idempotencyInProgress: Entry(
            title: Words(zh: "相同请求正在处理", en: "Request in progress"),
            detail: Words(
                zh: "带有此 Idempotency-Key 的请求仍在处理，请稍后重试。",
                en: "A request with this Idempotency-Key is still running. Try again shortly.")),
        .versionMismatch: Entry(
            title: Words(zh: "版本已变化", en: "Version mismatch"),
            detail: Words(
                zh: "对象在你读取之后已被修改，请重新读取再试。", en: "It has changed since you read it. Read it again and retry.")),
        .preconditionRequired: Entry(
            title: Words(zh: "需要 If-Match", en: "Precondition required"),
            detail: Words(
                zh: "请在 If-Match 头中带上读取时得到的 ETag。", en: "Send the ETag you read in the If-Match header.")),
        .validationFailed: Entry(
            title: Words(zh: "内容不符合要求", en: "Validation failed"),
            detail: Words(zh: "有字段或参数不符合要求，见 errors。", en: "Fields or parameters were refused; see errors.")),
        .slotNotOffered: Entry(
            title: Words(zh: "该时间不开放预约", en: "Slot not offered"),
            detail: Words(zh: "导师没有开放这个时间，原因见 reasons。", en: "The mentor does not offer this start; see reasons.")),
        .quotaReached: Entry(
            title: Words(zh: "名额已满", en: "Quota reached"),
            detail: Words(zh: "名额上限已到，详见 reasons。", en: "A cap has been reached; see reasons.")),
        .idempotencyKeyReused: Entry(
            title: Words(zh: "Idempotency-Key 已用于其他内容", en: "Idempotency key reused"),
            detail: Words(
                zh: "此 Idempotency-Key 已用于另一个内容不同的请求。",
                en: "This Idempotency-Key was used with another body.")),
        .rateLimited: Entry(
            title: Words(zh: "请求过于频繁", en: "Too many requests"),
            detail: Words(zh: "请按 Retry-After 头的秒数等待后再试。", en: "Wait for the seconds in Retry-After, then try again.")),
        .internal: Entry(
            title: Words(zh: "服务器内部错误", en: "Internal error"),
            detail: Words(
                zh: "服务器出了问题。反馈时请附上 request_id。", en: "Something went wrong on our side. Quote the request_id.")),
        .unavailable: Entry(
            title: Words(zh: "服务暂时不可用", en: "Temporarily unavailable"),
            detail: Words(zh: "服务暂时不可用，请稍后重试。", en: "The service is temporarily unavailable. Try again shortly.")),
    ]
}
