// Consultations and the day they are in.
extension Phrase {
    static let told = Phrase(
        "{student} is told.",
        "会通知 {student}。")
    static let alternativesTitle = Phrase(
        "free instead:",
        "可改约：")
    static let columnID = Phrase(
        "ID",
        "编号")
    static let columnStatus = Phrase(
        "STATUS",
        "状态")
    static let columnWhen = Phrase(
        "WHEN",
        "时间")
    static let columnStudent = Phrase(
        "STUDENT",
        "学生")
    static let columnMentor = Phrase(
        "MENTOR",
        "导师")
    static let columnTopic = Phrase(
        "TOPIC",
        "主题")
    static let columnRespondBy = Phrase(
        "ANSWER BY",
        "答复期限")
    static let columnUnread = Phrase(
        "UNREAD",
        "未读")
    static let columnTitle = Phrase(
        "TITLE",
        "名称")
    static let columnDirection = Phrase(
        "DIRECTION",
        "方向")
    static let columnLate = Phrase(
        "LATE",
        "临时变更")
    static let columnOutcome = Phrase(
        "OUTCOME",
        "结果")
    static let columnMessages = Phrase(
        "MESSAGES",
        "消息")
    static let statusOpen = Phrase(
        "open",
        "待约")
    static let statusRequested = Phrase(
        "requested",
        "待答复")
    static let statusConfirmed = Phrase(
        "confirmed",
        "已确认")
    static let statusCompleted = Phrase(
        "completed",
        "已完成")
    static let statusNoShow = Phrase(
        "no-show",
        "缺席")
    static let statusDeclined = Phrase(
        "declined",
        "已婉拒")
    static let statusCancelled = Phrase(
        "cancelled",
        "已取消")
    static let statusExpired = Phrase(
        "expired",
        "已过期")
    static let statusClosed = Phrase(
        "closed",
        "已关闭")
    static let inboxRequests = Phrase(
        "Requests that wait for an answer",
        "等待答复的请求")
    static let inboxUnread = Phrase(
        "Unread messages",
        "未读消息")
    static let inboxUnresolved = Phrase(
        "Past sessions to settle (complete or noshow)",
        "待了结的咨询（complete 或 noshow）")
    static let inboxEmpty = Phrase(
        "Nothing waits for you.",
        "没有待处理的事项。")
    static let todayTitle = Phrase(
        "{day} ({zone})",
        "{day}（{zone}）")
    static let todayNothing = Phrase(
        "No sessions.",
        "没有咨询。")
    static let nothingNext = Phrase(
        "No confirmed session is coming.",
        "没有即将到来的咨询。")
    static let listEmpty = Phrase(
        "No consultations.",
        "没有咨询。")
    static let fieldWhen = Phrase(
        "when",
        "时间")
    static let fieldStatus = Phrase(
        "status",
        "状态")
    static let fieldStudent = Phrase(
        "student",
        "学生")
    static let fieldMentor = Phrase(
        "mentor",
        "导师")
    static let fieldOffering = Phrase(
        "offering",
        "项目")
    static let fieldDirection = Phrase(
        "direction",
        "方向")
    static let fieldTopic = Phrase(
        "topic",
        "主题")
    static let fieldRespondBy = Phrase(
        "answer by",
        "答复期限")
    static let fieldFreeCancel = Phrase(
        "free to cancel until",
        "免责取消截止")
    static let fieldReason = Phrase(
        "reason",
        "原因")
    static let fieldAbsent = Phrase(
        "absent",
        "缺席方")
    static let fieldOutcome = Phrase(
        "outcome",
        "结果")
    static let fieldNote = Phrase(
        "note",
        "备注")
    static let fieldMeeting = Phrase(
        "meeting",
        "会议")
    static let fieldPrice = Phrase(
        "price",
        "价格")
    static let fieldID = Phrase(
        "id",
        "编号")
    static let fieldAsked = Phrase(
        "asked",
        "提出")
    static let flagLate = Phrase(
        "late",
        "临时变更")
    static let flagDisputed = Phrase(
        "disputed",
        "有异议")
    static let flagUnresolved = Phrase(
        "to be settled",
        "待了结")
    static let noTime = Phrase(
        "no time yet",
        "尚未定时间")
    static let resultPassed = Phrase(
        "passed",
        "通过")
    static let resultAgain = Phrase(
        "again",
        "再练")
    static let resultSkipped = Phrase(
        "skipped",
        "跳过")
    static let readingAccept = Phrase(
        "Accept: {what}",
        "接受：{what}")
    static let readingDecline = Phrase(
        "Decline: {what}; reason: {reason}",
        "婉拒：{what}；理由：{reason}")
    static let readingComplete = Phrase(
        "Complete: {what}{outcome}",
        "完成：{what}{outcome}")
    static let readingObjection = Phrase(
        "Objection to the no-show: {what}; reason: {reason}",
        "对缺席提出异议：{what}；理由：{reason}")
    static let readingUphold = Phrase(
        "Uphold the no-show: {what}",
        "维持缺席认定：{what}")
    static let readingCancel = Phrase(
        "Cancel: {what}{reason}",
        "取消：{what}{reason}")
    static let readingClose = Phrase(
        "Close: {what}",
        "关闭：{what}")
    static let readingReschedule = Phrase(
        "Move: {what} → {start} ({zone}){reason}",
        "改期：{what} → {start}（{zone}）{reason}")
    static let readingBook = Phrase(
        "Book: {what} → {start} ({zone}){offering}",
        "约定时间：{what} → {start}（{zone}）{offering}")
    static let done = Phrase(
        "{status}: {what}",
        "{status}：{what}")
    static let yes = Phrase(
        "yes",
        "是")
    static let no = Phrase(
        "no",
        "否")
    static let lastMessages = Phrase(
        "{count} messages unread",
        "{count} 条未读")
    static let noMeeting = Phrase(
        "{what} has no meeting: only confirmed sessions do",
        "{what} 没有会议：只有已确认的咨询才有")
    static let noMeetingLink = Phrase(
        "the meeting of {what} has no link to open: {meeting}",
        "{what} 的会议没有可打开的链接：{meeting}")
    static let opened = Phrase(
        "opened {url}",
        "已打开 {url}")
    static let inboxOverdue = Phrase(
        "Overdue: a student has waited too long for your answer",
        "已超时：学生的消息还在等您回复")
    static let columnReplyBy = Phrase(
        "OVERDUE SINCE",
        "超时起")
    static let fieldReplyBy = Phrase(
        "reply by",
        "回复期限")
    static let flagOverdue = Phrase(
        "overdue",
        "超时未回")
    static let readingBecause = Phrase(
        "; reason: {reason}",
        "；理由：{reason}")
    static let readingOutcome = Phrase(
        "; outcome: {outcome}",
        "；结果：{outcome}")
    static let readingNoShow = Phrase(
        "No-show of the {side}: {what}",
        "{side}缺席：{what}")
    static let columnReason = Phrase(
        "REASON",
        "理由")
}
