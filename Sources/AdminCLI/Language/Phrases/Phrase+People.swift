// Mentors, students, tokens, the audit.
extension Phrase {
    static let name = Phrase(
        "name",
        "姓名")
    static let handle = Phrase(
        "handle",
        "代号")
    static let timezone = Phrase(
        "time zone",
        "时区")
    static let directions = Phrase(
        "directions",
        "方向")
    static let headline = Phrase(
        "headline",
        "简介")
    static let school = Phrase(
        "school",
        "学校")
    static let employer = Phrase(
        "employer",
        "公司")
    static let region = Phrase(
        "region",
        "地区")
    static let bio = Phrase(
        "bio",
        "自述")
    static let columnHandle = Phrase(
        "HANDLE",
        "代号")
    static let columnName = Phrase(
        "NAME",
        "姓名")
    static let columnHeadline = Phrase(
        "HEADLINE",
        "简介")
    static let columnDirections = Phrase(
        "DIRECTIONS",
        "方向")
    static let columnZone = Phrase(
        "ZONE",
        "时区")
    static let columnRole = Phrase(
        "ROLE",
        "角色")
    static let columnWhose = Phrase(
        "WHOSE",
        "持有人")
    static let columnLabel = Phrase(
        "LABEL",
        "说明")
    static let columnCreated = Phrase(
        "CREATED",
        "创建")
    static let columnExpires = Phrase(
        "EXPIRES",
        "到期")
    static let columnLastUsed = Phrase(
        "LAST USED",
        "最近使用")
    static let columnRevoked = Phrase(
        "REVOKED",
        "吊销")
    static let columnActor = Phrase(
        "ACTOR",
        "操作者")
    static let columnAction = Phrase(
        "ACTION",
        "操作")
    static let columnOnBehalf = Phrase(
        "ON BEHALF OF",
        "代表")
    static let columnSubject = Phrase(
        "SUBJECT",
        "对象")
    static let readingMentorAdd = Phrase(
        "New mentor {handle}: {name} ({zone}); {directions}",
        "新导师 {handle}：{name}（{zone}）；{directions}")
    static let readingMentorEdit = Phrase(
        "Change mentor {handle}: {fields}",
        "修改导师 {handle}：{fields}")
    static let readingTokenAdd = Phrase(
        "New token for {whose}: {label}; until: {expires}",
        "为 {whose} 新建令牌：{label}；到期：{expires}")
    static let readingTokenRevoke = Phrase(
        "Revoke the token {label} of {whose} ({id}), last used: {used}; it stops working at once",
        "吊销 {whose} 的令牌 {label}（{id}），最近使用：{used}；立即失效")
    static let mentorsEmpty = Phrase(
        "No mentors.",
        "没有导师。")
    static let mentorSaved = Phrase(
        "Mentor {handle} saved.",
        "导师 {handle} 已保存。")
    static let auditEmpty = Phrase(
        "No entries.",
        "没有记录。")
    static let studentsEmpty = Phrase(
        "No students yet.",
        "还没有学生。")
    static let columnYear = Phrase(
        "YEAR",
        "毕业年份")
    static let columnSessions = Phrase(
        "TOTAL",
        "咨询")
    static let columnNext = Phrase(
        "NEXT SESSION",
        "下次咨询")
    static let columnLastAsked = Phrase(
        "LAST ASKED",
        "最近提出")
    static let countComing = Phrase(
        "coming",
        "将进行")
    static let countMissed = Phrase(
        "missed",
        "缺席")
    static let graduation = Phrase(
        "graduates",
        "毕业年份")
    static let consultations = Phrase(
        "consultations",
        "咨询")
    static let nextSession = Phrase(
        "next session",
        "下次咨询")
    static let firstAsked = Phrase(
        "first asked",
        "首次提出")
}
