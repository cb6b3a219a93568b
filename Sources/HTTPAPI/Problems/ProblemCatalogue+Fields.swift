extension ProblemCatalogue {
    static let standardFieldErrors: [FieldErrorCode: Words] = [
        .required: Words(zh: "必填。", en: "is required."),
        .unknownField: Words(zh: "没有这个字段或参数。", en: "is not a known field or parameter."),
        .wrongType: Words(zh: "类型应为{expected}。", en: "must be of type {expected}."),
        .tooShort: Words(zh: "至少需要 {min} 个字符，且不能全是空白。", en: "must have at least {min} characters and not be blank."),
        .tooLong: Words(zh: "最多 {max} 个字符。", en: "must have at most {max} characters."),
        .outOfRange: Words(zh: "应在 {min} 到 {max} 之间。", en: "must be between {min} and {max}."),
        .invalidFormat: Words(zh: "格式应为：{expected}。", en: "must be: {expected}."),
        .invalidChoice: Words(zh: "应为以下之一：{choices}。", en: "must be one of: {choices}."),
        .tooFew: Words(zh: "至少需要 {min} 项。", en: "must have at least {min} items."),
        .tooMany: Words(zh: "最多 {max} 项。", en: "must have at most {max} items."),
        .duplicate: Words(zh: "不能重复。", en: "must not be repeated."),
        .controlCharacter: Words(
            zh: "含有不允许的控制字符或双向排版字符。", en: "contains a control, bidirectional or otherwise refused character."),
        .notNullable: Words(zh: "不能为 null。", en: "must not be null."),
        .unknownZone: Words(zh: "不是已知的 IANA 时区名。", en: "is not a known IANA time zone name."),
        .notFound: Words(zh: "不存在。", en: "does not exist."),
        .notAllowed: Words(zh: "此处不允许。", en: "is not allowed here."),
        .invalidCursor: Words(zh: "游标无效，或不属于这个查询。", en: "is not a cursor of this query."),
        .invalidOrder: Words(zh: "先后顺序不对。", en: "is not in the right order."),
        .rangeTooLong: Words(zh: "范围最多 {max} 天。", en: "must span at most {max} days."),
        .overlap: Words(zh: "与其他时间重叠。", en: "overlaps another span."),
        .inThePast: Words(zh: "不能早于现在。", en: "must not be in the past."),
        .alreadyTaken: Words(zh: "已被使用。", en: "is taken already."),
        .incorrect: Words(zh: "不正确或已失效。", en: "is wrong or no longer valid."),
        .prerequisiteOpen: Words(
            zh: "前置步骤尚未完成或跳过。", en: "needs its prerequisites to be done or skipped first."),
    ]

    /// For refusals that only the stored data can make and that name no limit: words without the blanks.
    static let bareFieldErrors: [FieldErrorCode: Words] = [
        .invalidChoice: Words(zh: "不在可选的范围内。", en: "is not among the choices."),
        .outOfRange: Words(zh: "超出允许的范围。", en: "is out of range."),
        .tooMany: Words(zh: "数量已达上限。", en: "has reached its limit."),
    ]

    /// Every rule of the slot engine, and the caps that are not the engine's.
    static let standardReasons: [String: Words] = [
        "offering_inactive": Words(zh: "该服务目前没有开放。", en: "The offering is not active."),
        "off_grid": Words(zh: "开始时间不在可约的时间点上。", en: "The start is not on the grid of starts."),
        "outside_windows": Words(zh: "不在导师的开放时段内。", en: "The session is not within the mentor's hours."),
        "time_off": Words(zh: "导师在这段时间请假。", en: "The mentor is off at that time."),
        "notice": Words(zh: "距离开始的时间太近。", en: "The start is too soon."),
        "horizon": Words(zh: "日期超出可预约的范围。", en: "The day is too far ahead."),
        "offering_day_cap": Words(zh: "该服务当天名额已满。", en: "The offering's places for that day are taken."),
        "offering_week_cap": Words(zh: "该服务当周名额已满。", en: "The offering's places for that week are taken."),
        "mentor_day_cap": Words(zh: "导师当天名额已满。", en: "The mentor's places for that day are taken."),
        "mentor_week_cap": Words(zh: "导师当周名额已满。", en: "The mentor's places for that week are taken."),
        "mentor_busy": Words(zh: "导师在这段时间已有安排。", en: "The mentor has another session at that time."),
        "student_quota": Words(zh: "你进行中的咨询已达上限。", en: "You have as many open consultations as you may."),
        "plan_quota": Words(
            zh: "你的计划数已达上限，请先归档不用的。", en: "You have as many plans as you may: archive one first."),
    ]
}
