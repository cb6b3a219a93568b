public import Mentoring

/// What a measure means, said once: the figures follow it and every report carries it in its notes.
public struct MeasureDefinition: Sendable {
    /// What its number counts.
    public enum Unit: String, Sendable {
        case hours, share, requests, consultations, sessions, students, messages, plans, steps
    }

    /// The part of a report it stands in.
    public enum Chapter: Int, Sendable, CaseIterable {
        case hours, sessions, requests, answers, students, conversations, plans
    }

    public let measure: Measure
    public let chapter: Chapter
    public let unit: Unit
    public let name: Bilingual
    /// The instant that places a row in the week.
    public let placedBy: Bilingual
    /// What it counts, and what it leaves out.
    public let meaning: Bilingual

    fileprivate init(
        _ measure: Measure, _ chapter: Chapter, _ unit: Unit, _ name: (zh: String, en: String), by placedBy: Bilingual,
        zh: String, en: String
    ) {
        self.measure = measure
        self.chapter = chapter
        self.unit = unit
        self.name = Bilingual(zh: name.zh, en: name.en)
        self.placedBy = placedBy
        meaning = Bilingual(zh: zh, en: en)
    }

    /// All of them, in the order of a report.
    public static let all: [MeasureDefinition] = Measure.allCases.map(\.definition)
}

extension MeasureDefinition.Unit {
    public var name: Bilingual {
        switch self {
        case .hours: Bilingual(zh: "小时", en: "hours")
        case .share: Bilingual(zh: "比例", en: "share")
        case .requests: Bilingual(zh: "次", en: "requests")
        case .consultations: Bilingual(zh: "个咨询", en: "consultations")
        case .sessions: Bilingual(zh: "场", en: "sessions")
        case .students: Bilingual(zh: "人", en: "students")
        case .messages: Bilingual(zh: "条", en: "messages")
        case .plans: Bilingual(zh: "个规划", en: "plans")
        case .steps: Bilingual(zh: "步", en: "steps")
        }
    }
}

extension MeasureDefinition.Chapter {
    public var name: Bilingual {
        switch self {
        case .hours: Bilingual(zh: "时间", en: "Hours")
        case .sessions: Bilingual(zh: "面谈", en: "Sessions")
        case .requests: Bilingual(zh: "预约", en: "Requests")
        case .answers: Bilingual(zh: "回复", en: "Answers")
        case .students: Bilingual(zh: "学生", en: "Students")
        case .conversations: Bilingual(zh: "咨询", en: "Consultations")
        case .plans: Bilingual(zh: "学习规划", en: "Plans")
        }
    }
}

private enum Placing {
    static let day = Bilingual(zh: "当天", en: "the day")
    static let start = Bilingual(zh: "面谈开始的时刻", en: "the session's start")
    static let asked = Bilingual(zh: "提出的时刻", en: "when it was asked")
    static let happened = Bilingual(zh: "发生的时刻", en: "when it happened")
    static let begun = Bilingual(zh: "咨询开始的时刻", en: "when the consultation was begun")
    static let standing = Bilingual(zh: "报告的时刻", en: "the report's own time")
    static let sent = Bilingual(zh: "发出的时刻", en: "when it was sent")
}

extension Measure {
    /// Its definition. The switch is exhaustive, so no measure can lack one.
    public var definition: MeasureDefinition {
        switch self {
        case .offeredHours:
            MeasureDefinition(
                self, .hours, .hours, ("开放时长", "Hours offered"), by: Placing.day,
                zh: "每天取当天零点生效的日程，其时段的并集减去休假；与预约、上限、提前量无关，也不是可约时段的个数。方向没有此项。",
                en:
                    "For each day, the union of the windows of the schedule in force at its start, less time off. Bookings, caps and notice don't matter; it is no count of slots. A direction has none."
            )
        case .bookedHours:
            MeasureDefinition(
                self, .hours, .hours, ("已约时长", "Hours booked"), by: Placing.start,
                zh: "已确认、已完成或缺席的面谈的时长，不含前后缓冲；整场计入其开始的那一周。",
                en:
                    "The length of sessions that are confirmed, completed or missed, without buffers; the whole of it in the week of the start."
            )
        case .bookingRate:
            MeasureDefinition(
                self, .hours, .share, ("预约率", "Booking rate"), by: Placing.start,
                zh: "已约时长除以开放时长；开放时段之外的面谈也算在分子里，所以可能超过 100%。没有开放时长时没有此项。",
                en:
                    "Hours booked over hours offered. A session outside the windows counts above the line, so it may exceed 100 %. None where no hours were offered."
            )
        case .sessions:
            MeasureDefinition(
                self, .sessions, .sessions, ("面谈", "Sessions"), by: Placing.start,
                zh: "已确认、已完成或缺席的面谈；不含待答复、已拒绝、已取消和已过期的。",
                en:
                    "Sessions that are confirmed, completed or missed; not those that wait for an answer, or were declined, cancelled or left to expire."
            )
        case .completed:
            MeasureDefinition(
                self, .sessions, .sessions, ("已完成", "Completed"), by: Placing.start,
                zh: "导师确认进行过的面谈，以及结束十四天后由系统完成的。",
                en:
                    "Sessions that the mentor says took place, and those completed by the system fourteen days after their end."
            )
        case .unresolved:
            MeasureDefinition(
                self, .sessions, .sessions, ("待确认结果", "Unresolved"), by: Placing.start,
                zh: "已经结束、导师还没有说明结果的面谈。", en: "Sessions that are over and about which the mentor has said nothing yet.")
        case .studentNoShows:
            MeasureDefinition(
                self, .sessions, .sessions, ("学生缺席", "Student no-shows"), by: Placing.start,
                zh: "导师报告学生缺席的面谈，含有异议的；后来改为完成的不算。",
                en:
                    "Sessions the student is said to have missed, disputed ones included; not those settled as completed."
            )
        case .mentorNoShows:
            MeasureDefinition(
                self, .sessions, .sessions, ("导师缺席", "Mentor no-shows"), by: Placing.start,
                zh: "学生报告导师缺席的面谈，含有异议的；后来改为完成的不算。",
                en:
                    "Sessions the mentor is said to have missed, disputed ones included; not those settled as completed."
            )
        case .leadMedianHours:
            MeasureDefinition(
                self, .sessions, .hours, ("提前时间（中位数）", "Lead time, median"), by: Placing.start,
                zh: "从（最近一次）提出时间到面谈开始；只看“面谈”一项所计的。",
                en: "From the (last) asking for the time to the session's start, over the sessions counted as such.")
        case .requests:
            MeasureDefinition(
                self, .requests, .requests, ("预约请求", "Requests"), by: Placing.asked,
                zh: "需要导师答复的时间请求；学生改期后须重新答复的再计一次。直接约定的不算。",
                en:
                    "Times asked for that need the mentor's answer; a move that needs a new answer counts again. Not those booked at once."
            )
        case .accepted:
            MeasureDefinition(
                self, .requests, .requests, ("已接受", "Accepted"), by: Placing.happened,
                zh: "导师接受的请求，不论何时提出。", en: "Requests the mentor accepted, whenever they were asked.")
        case .declined:
            MeasureDefinition(
                self, .requests, .requests, ("已拒绝", "Declined"), by: Placing.happened,
                zh: "导师拒绝的请求，不论何时提出。", en: "Requests the mentor declined, whenever they were asked.")
        case .expired:
            MeasureDefinition(
                self, .requests, .requests, ("已过期", "Expired"), by: Placing.happened,
                zh: "无人答复而过期的请求，按系统记下的时刻（到期后一分钟之内）。",
                en: "Requests nobody answered, by when the expiry was written down, within a minute of it.")
        case .bookedAtOnce:
            MeasureDefinition(
                self, .requests, .sessions, ("直接约定", "Booked at once"), by: Placing.happened,
                zh: "学生在无需答复的项目上直接约定的时间。", en: "Times students booked where no answer is needed.")
        case .proposed:
            MeasureDefinition(
                self, .requests, .sessions, ("导师排定", "Set by the mentor"), by: Placing.happened,
                zh: "导师为还没有时间的咨询排定的面谈。", en: "Sessions the mentor set for a consultation without a time.")
        case .moved:
            MeasureDefinition(
                self, .requests, .consultations, ("改期", "Moved"), by: Placing.happened,
                zh: "任何一方的改期，每次计一次。", en: "Moves by either side, each of them.")
        case .cancelled:
            MeasureDefinition(
                self, .requests, .consultations, ("取消", "Cancelled"), by: Placing.happened,
                zh: "任何一方的取消，含撤回尚未答复的请求；关闭没有时间的咨询不算。",
                en:
                    "Cancellations by either side, requests taken back included; not conversations closed without a time."
            )
        case .cancelledLate:
            MeasureDefinition(
                self, .requests, .consultations, ("临时取消", "Cancelled late"), by: Placing.happened,
                zh: "学生的取消中记为“临时”的。", en: "Those by a student that are recorded as late.")
        case .cancelledByMentor:
            MeasureDefinition(
                self, .requests, .consultations, ("导师取消", "Cancelled by the mentor"), by: Placing.happened,
                zh: "导师的取消。", en: "Those by the mentor.")
        case .answered:
            MeasureDefinition(
                self, .answers, .requests, ("已答复", "Answered"), by: Placing.asked,
                zh: "请求与新开的咨询中，导师已有第一次答复的：请求看接受、拒绝、改期或取消，新开的咨询还看消息。学生自己先改、先撤的不算。",
                en:
                    "Of requests and conversations opened, those with a first answer: to a request an acceptance, refusal, move or cancellation, to a conversation also a message. Not those the student moved or took back first."
            )
        case .answerMedianHours:
            MeasureDefinition(
                self, .answers, .hours, ("首次答复用时（中位数）", "Time to first answer, median"), by: Placing.asked,
                zh: "“已答复”各项从提出到第一次答复的时间。", en: "Over those answered, from asking to the first answer.")
        case .answerP90Hours:
            MeasureDefinition(
                self, .answers, .hours, ("首次答复用时（九成）", "Time to first answer, p90"), by: Placing.asked,
                zh: "十个里有九个不超过的时间；两个值之间线性插值。",
                en: "What nine in ten don't exceed, between two values by linear interpolation.")
        case .overdue:
            MeasureDefinition(
                self, .answers, .requests, ("逾期未答", "Overdue"), by: Placing.asked,
                zh: "期限内没有第一次答复的请求与新开的咨询。期限为 48 小时（可设），或请求的开始时刻，以先到者为准。",
                en:
                    "Requests and conversations without a first answer in time: within 48 hours (a setting), or before the start asked for if that is sooner."
            )
        case .newStudents:
            MeasureDefinition(
                self, .students, .students, ("新学生", "New students"), by: Placing.begun,
                zh: "本周开始咨询、此前与该导师没有过咨询的学生；合计中按导师各计一次。",
                en:
                    "Students who began a consultation in the week and had none with that mentor before it; in sums, once for each mentor."
            )
        case .returningStudents:
            MeasureDefinition(
                self, .students, .students, ("老学生", "Returning students"), by: Placing.begun,
                zh: "本周开始咨询、此前与该导师有过咨询的学生；合计中按导师各计一次。",
                en:
                    "Students who began a consultation in the week and had one with that mentor before it; in sums, once for each mentor."
            )
        case .begun:
            MeasureDefinition(
                self, .conversations, .consultations, ("新咨询", "Begun"), by: Placing.begun,
                zh: "漏斗的第一步：开始的咨询，有没有时间都算。", en: "The funnel's first step: consultations begun, with or without a time."
            )
        case .begunTimed:
            MeasureDefinition(
                self, .conversations, .consultations, ("其中约过时间", "… with a time asked for"), by: Placing.begun,
                zh: "漏斗的第二步：新咨询中提出过时间的。", en: "The funnel's second step: those for which a time was asked.")
        case .begunAgreed:
            MeasureDefinition(
                self, .conversations, .consultations, ("其中约定成功", "… agreed"), by: Placing.begun,
                zh: "漏斗的第三步：新咨询中时间得到确认的，含之后取消的。",
                en: "The funnel's third step: those whose time was confirmed, cancelled later or not.")
        case .begunCompleted:
            MeasureDefinition(
                self, .conversations, .consultations, ("其中已完成", "… completed"), by: Placing.begun,
                zh: "漏斗的最后一步：新咨询中面谈已完成的。", en: "The funnel's last step: those whose session is completed.")
        case .messages:
            MeasureDefinition(
                self, .conversations, .messages, ("消息", "Messages"), by: Placing.sent,
                zh: "双方发出的消息，之后删除的也算。", en: "Messages of both sides, those deleted later included.")
        case .mentorMessages:
            MeasureDefinition(
                self, .conversations, .messages, ("导师的消息", "Messages of mentors"), by: Placing.sent,
                zh: "其中导师发出的。", en: "Those sent by mentors.")
        case .repliesOverdue:
            MeasureDefinition(
                self, .conversations, .messages, ("逾期未回的消息", "Replies overdue"), by: Placing.sent,
                zh: "学生发出后没有在回复期限（48 小时，可设）内得到导师回复或决定的消息；连续几条只按第一条计一次，期限之前撤回的不算，咨询在期限之前取消或关闭的也不算。随申请发出的消息也在内。",
                en:
                    "Messages of students that the mentor neither answered nor decided upon within the time to reply (48 hours, a setting); of several in a row only the first, those sent with the asking included. Not those taken back, or whose consultation was called off or closed, before that."
            )
        case .plansPublished:
            MeasureDefinition(
                self, .plans, .plans, ("发布的规划", "Plans published"), by: Placing.happened,
                zh: "本周发布的规划；同一规划只按最近一次发布计。导师尚未接手的规划不计入该导师。",
                en:
                    "Plans published, each by when it last was. A plan its mentor hasn't taken is not counted as theirs."
            )
        case .stepsDone:
            MeasureDefinition(
                self, .plans, .steps, ("完成的步骤", "Steps done"), by: Placing.happened,
                zh: "本周标为完成、至今仍是完成的步骤；跳过的不算。", en: "Steps marked as done that still are; not those skipped.")
        case .plansAtRisk:
            MeasureDefinition(
                self, .plans, .plans, ("有风险的规划", "Plans at risk"), by: Placing.standing,
                zh: "已发布、且有未完成步骤的余量为负的规划；看报告时的状况，不是一周之内的，也不会更正。",
                en:
                    "Published plans with an unfinished step whose slack is negative, as things stand when the report is made; not of the week alone, and never corrected."
            )
        }
    }
}
