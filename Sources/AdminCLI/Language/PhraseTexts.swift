extension Phrase {
    /// English, Chinese.
    var texts: (english: String, chinese: String) {
        switch self {
        case .zoneUnknown:
            (
                "this machine's time zone data doesn't know {zone}: install tzdata, or write times as RFC 3339 such as 2026-12-01T19:00:00+08:00",
                "本机的时区数据里没有 {zone}：请安装 tzdata，或写成带时差的时间，如 2026-12-01T19:00:00+08:00"
            )
        case .timeNotUnderstood:
            (
                "“{text}” is not a time: write it as '2026-12-01 19:00', or with its offset as 2026-12-01T19:00:00+08:00",
                "看不懂时间“{text}”：请写成 '2026-12-01 19:00'，或带时差的 2026-12-01T19:00:00+08:00"
            )
        case .dateNotUnderstood:
            (
                "“{text}” is not a day: write it as 2026-12-01, tomorrow, fri or next fri",
                "看不懂日期“{text}”：请写成 2026-12-01、明天、周五或下周五"
            )
        case .weekTitle: ("{week}  {from} – {to}  ({zone})", "{week}  {from} – {to}（{zone}）")
        case .weekSummary:
            (
                "free {free} h · booked {booked} h · sessions {sessions} · requests that wait {requests}",
                "空闲 {free} 小时 · 已约 {booked} 小时 · 咨询 {sessions} 场 · 待答复 {requests} 个"
            )
        case .weekEmpty: ("Nothing in this week: no hours, no sessions.", "这一周没有开放时段，也没有咨询。")
        case .weekDone: ("over", "已结束")
        case .doctorProfile: ("profile", "配置")
        case .doctorProfiles: ("profiles file", "配置文件")
        case .doctorNoProfiles:
            ("{path} isn't there yet; 'mentorctl login' makes it", "还没有 {path}；运行 'mentorctl login' 会创建它")
        case .doctorOpenProfiles:
            (
                "{path} holds tokens and others can read it: chmod 600 {path}",
                "{path} 里有令牌，而别人可以读取：请运行 chmod 600 {path}"
            )
        case .doctorProfilesGood: ("{path}, readable by you alone: {names}", "{path}，只有您能读取：{names}")
        case .doctorZones: ("time zones", "时区数据")
        case .doctorZonesGood: ("this machine's zone data is there", "本机有时区数据")
        case .doctorNoZones: ("no zone data here: install tzdata", "本机没有时区数据：请安装 tzdata")
        case .doctorTerminal: ("terminal", "终端")
        case .doctorTerminalGood:
            ("{locale}, {width} columns, language {language}", "{locale}，{width} 列，语言 {language}")
        case .doctorLocale:
            (
                "the locale ({locale}) doesn't say UTF-8; Chinese may look wrong. Try LC_ALL=C.UTF-8",
                "区域设置（{locale}）不是 UTF-8，中文可能显示不正常。可以试试 LC_ALL=C.UTF-8"
            )
        case .doctorEditor: ("editor", "编辑器")
        case .doctorEditorGood: ("replies are written in {editor}", "用 {editor} 写回复")
        case .doctorNoEditor:
            (
                "there is no {editor} here: set EDITOR, or 'mentorctl config set editor nano'",
                "没有 {editor}：请设置 EDITOR，或运行 'mentorctl config set editor nano'"
            )
        case .doctorPager: ("pager", "分页程序")
        case .doctorNoPager:
            ("there is no {pager} here; long answers are printed as they are", "没有 {pager}，长内容会直接输出")
        case .doctorServer: ("server", "服务器")
        case .doctorServerGood: ("{url} is ready, in {milliseconds} ms", "{url} 已就绪，{milliseconds} 毫秒")
        case .doctorToken: ("token", "令牌")
        case .doctorTokenGood: ("it speaks for {who} ({role})", "身份：{who}（{role}）")
        case .doctorTokenSoon: ("it speaks for {who} ({role}) until {until}", "身份：{who}（{role}），{until} 到期")
        case .doctorClock: ("clock", "时钟")
        case .doctorClockGood: ("the server's is within {seconds} s of this machine's", "与服务器相差 {seconds} 秒")
        case .doctorClockOff:
            (
                "the server's clock says {server}, {seconds} s from this machine's; days and times are read by yours",
                "服务器时间是 {server}，与本机相差 {seconds} 秒；您输入的日期和时间以本机为准"
            )
        case .doctorBad: ("something is not in order (✗ above)", "有问题需要处理（见上面的 ✗）")
        case .impactSlots:
            ("Slots until {until}: {gained} gained, {lost} lost", "截至 {until} 的可约时间：增加 {gained} 个，减少 {lost} 个")
        case .nothingToCopy: ("{from}: there is nothing to copy", "{from}：没有可复制的内容")
        case .told: ("{student} is told.", "会通知 {student}。")
        case .timeOnce: ("“{text}” is several times, and here only one is meant", "“{text}”是多个时间，这里只能写一个")
        case .timeAmbiguousDate:
            (
                "“{text}”: day or month first? Write {instead}",
                "“{text}”分不清月和日：请写成 {instead}"
            )
        case .timeBareNumber:
            (
                "“{text}”: is {number} an hour or a day? Write an hour as {instead}, and a day as 2026-12-01",
                "“{text}”里的 {number} 是几点还是几号？时间请写成 {instead}，日期请写成 2026-12-01"
            )
        case .timeAmbiguousHour:
            ("“{text}”: before or after noon? Write {instead}", "“{text}”分不清上午还是晚上：请写成 {instead}")
        case .timeMidnight:
            (
                "“{text}”: which midnight? Write 00:00 for the one that begins the day, 24:00 for the one that ends it",
                "“{text}”是哪个午夜？一天开始写 00:00，一天结束写 24:00"
            )
        case .timeNoSuchDate: ("“{text}”: there is no such date", "“{text}”：没有这个日期")
        case .timeNoSuchTime:
            ("“{text}”: there is no such time of day; write 00:00 to 24:00", "“{text}”：没有这个时刻，请写 00:00 到 24:00")
        case .timeContradiction:
            (
                "“{text}”: the hour and the part of the day don't go together. Write it as 19:00",
                "“{text}”：钟点和时段对不上，请写成 19:00 这样的时间"
            )
        case .timeRepetitionUnit:
            ("“{text}”: weeks or days? Write x4w or x4d", "“{text}”是几周还是几天？请写 x4w（周）或 x4d（天）")
        case .timeRepetitionCount: ("“{text}”: it can be repeated 2 to 60 times", "“{text}”：可重复 2 到 60 次")
        case .timeSaidTwice: ("“{text}” says two days or two times", "“{text}”里有两个日期或两个时间")
        case .timeNoDay:
            (
                "“{text}”: which day? Write it as 'today 19:00', 'fri 19:00' or '{today} 19:00'",
                "“{text}”是哪一天？请写成 '今天 19:00'、'周五 19:00' 或 '{today} 19:00'"
            )
        case .timeNoTime:
            ("“{text}”: at what time? Write it as 'fri 19:00'", "“{text}”是几点？请写成 '周五 19:00'")
        case .timeOtherWeekday: ("“{text}”: that day is {day}", "“{text}”：那天是 {day}")
        case .weekNotUnderstood:
            (
                "“{text}” is not a week: write it as 2026-W47, this or last",
                "看不懂周“{text}”：请写成 2026-W47、this 或 last"
            )
        case .timeInGap:
            (
                "{text} doesn't exist in {zone}: the clocks go forward over it. Write {instead} for the first moment after it",
                "{zone} 的 {text} 不存在（时钟拨快时跳过）。之后的第一刻请写成 {instead}"
            )
        case .timeTwice:
            (
                "{text} happens twice in {zone}, as the clocks go back. Write {first} or {second}",
                "{zone} 的 {text} 会出现两次（时钟拨慢）。请写成 {first} 或 {second}"
            )
        case .spanNotUnderstood:
            (
                "“{text}” is not a span of time: write two times as '2026-12-24 09:00' '2026-12-24 18:00', or whole days as 2026-12-24..2026-12-26",
                "看不懂时间段“{text}”：请写两个时间，如 '2026-12-24 09:00' '2026-12-24 18:00'，或整天，如 2026-12-24..2026-12-26"
            )
        case .spanBackwards: ("{text}: the end must come after the start", "{text}：结束必须晚于开始")
        case .hoursMissing:
            (
                "“{text}” has no hours: write them as 'mon,wed 19:00-22:00; sat 10:00-12:00,14:00-18:00'",
                "“{text}”没有写时段：请写成 '周一、三 19:00-22:00; 周六 10:00-12:00,14:00-18:00'"
            )
        case .weekdaysMissing:
            (
                "“{text}” has no weekdays: write them before the hours, as 'mon,wed 19:00-22:00'",
                "“{text}”没有写星期：请写在时段之前，如 '周一、三 19:00-22:00'"
            )
        case .hoursNotUnderstood:
            (
                "“{text}” is not a window of hours: write it as 19:00-22:00 (24 hours, with minutes)",
                "看不懂时段“{text}”：请写成 19:00-22:00（24 小时制，带分钟）"
            )
        case .weekdayNotUnderstood:
            (
                "“{text}” is not a weekday: write mon tue wed thu fri sat sun, mon-fri, daily, weekdays or weekends",
                "看不懂星期“{text}”：请写周一…周日、周一至周五、每天、工作日或周末"
            )
        case .notLoggedIn:
            (
                "not logged in: run 'mentorctl login --url URL', or set MENTORCTL_URL and MENTORCTL_TOKEN",
                "尚未登录：请运行 'mentorctl login --url URL'，或设置 MENTORCTL_URL 和 MENTORCTL_TOKEN"
            )
        case .noTokenForURL:
            (
                "no token for {url}: the profile's token belongs to another server. Run 'mentorctl login --url {url}', or give --token",
                "没有 {url} 的令牌：配置里的令牌属于另一台服务器。请运行 'mentorctl login --url {url}'，或用 --token 指定"
            )
        case .noSuchProfile: ("there is no profile “{name}”; there are: {names}", "没有名为“{name}”的配置；已有：{names}")
        case .noProfiles: ("none", "无")
        case .badURL:
            (
                "“{text}” is not the address of a server: write it as https://desk.example.com",
                "“{text}”不是服务器地址：请写成 https://desk.example.com"
            )
        case .plainHTTP:
            (
                "warning: {url} is not encrypted; the token can be read on the way",
                "警告：{url} 未加密，令牌在途中可能被看到"
            )
        case .unreachable: ("can't reach {url}: {reason}", "连不上 {url}：{reason}")
        case .unanswered: ("no answer from {url}: {reason}", "{url} 没有回应：{reason}")
        case .unansweredWrite:
            (
                "no answer from {url}: {reason}. It may or may not have been done: look before you repeat it",
                "{url} 没有回应：{reason}。操作可能已经完成，重试之前请先查看"
            )
        case .refusedStatus: ("the server answered {status}, without saying why", "服务器返回 {status}，没有说明原因")
        case .unreadableAnswer:
            (
                "the server's answer ({status}) can't be read; is {url} a MentorDesk server?",
                "读不懂服务器的回应（{status}）；{url} 是 MentorDesk 服务器吗？"
            )
        case .requestNumber: ("request {id}", "请求编号 {id}")
        case .alternativesTitle: ("free instead:", "可改约：")
        case .idTooShort:
            (
                "“{text}” is too short: write at least the last 4 characters of the id",
                "“{text}”太短：请至少写编号的最后 4 位"
            )
        case .idUnknown: ("nothing of yours ends in “{text}”", "您的列表里没有以“{text}”结尾的编号")
        case .idAmbiguous: ("“{text}” fits several; write more of it:", "“{text}”对应多个，请多写几位：")
        case .urlPrompt: ("server [{url}]:", "服务器地址 [{url}]：")
        case .tokenPrompt: ("token (not shown):", "令牌（不显示）：")
        case .tokenMissing:
            (
                "no token: give --token, or pipe it with --token-stdin",
                "没有令牌：请用 --token 指定，或用 --token-stdin 从管道读取"
            )
        case .loggedIn: ("logged in to {url} as {who}; profile “{name}”", "已登录 {url}，身份：{who}；配置“{name}”")
        case .loggedOut:
            (
                "profile “{name}” removed; the token itself stays valid until it is revoked",
                "已删除配置“{name}”；令牌本身在吊销前仍然有效"
            )
        case .role: ("role", "角色")
        case .roleStudent: ("student", "学生")
        case .roleMentor: ("mentor", "导师")
        case .roleAdmin: ("admin", "管理员")
        case .server: ("server", "服务器")
        case .profile: ("profile", "配置")
        case .label: ("label", "说明")
        case .expires: ("expires", "到期")
        case .never: ("never", "永不")
        case .name: ("name", "姓名")
        case .handle: ("handle", "代号")
        case .timezone: ("time zone", "时区")
        case .directions: ("directions", "方向")
        case .headline: ("headline", "简介")
        case .school: ("school", "学校")
        case .employer: ("employer", "公司")
        case .region: ("region", "地区")
        case .bio: ("bio", "自述")
        case .columnID: ("ID", "编号")
        case .columnStatus: ("STATUS", "状态")
        case .columnWhen: ("WHEN", "时间")
        case .columnStudent: ("STUDENT", "学生")
        case .columnMentor: ("MENTOR", "导师")
        case .columnTopic: ("TOPIC", "主题")
        case .columnRespondBy: ("ANSWER BY", "答复期限")
        case .columnUnread: ("UNREAD", "未读")
        case .columnHandle: ("HANDLE", "代号")
        case .columnName: ("NAME", "姓名")
        case .columnHeadline: ("HEADLINE", "简介")
        case .columnDirections: ("DIRECTIONS", "方向")
        case .columnZone: ("ZONE", "时区")
        case .columnSlug: ("OFFERING", "项目")
        case .columnTitle: ("TITLE", "名称")
        case .columnDirection: ("DIRECTION", "方向")
        case .columnMinutes: ("MIN", "分钟")
        case .columnStep: ("EVERY", "间隔")
        case .columnNotice: ("NOTICE", "提前量")
        case .columnHorizon: ("DAYS", "可约天数")
        case .columnApproval: ("BOOKING", "预约方式")
        case .columnPrice: ("PRICE", "价格")
        case .columnActive: ("ACTIVE", "启用")
        case .columnRole: ("ROLE", "角色")
        case .columnWhose: ("WHOSE", "持有人")
        case .columnLabel: ("LABEL", "说明")
        case .columnCreated: ("CREATED", "创建")
        case .columnExpires: ("EXPIRES", "到期")
        case .columnLastUsed: ("LAST USED", "最近使用")
        case .columnRevoked: ("REVOKED", "吊销")
        case .columnActor: ("ACTOR", "操作者")
        case .columnAction: ("ACTION", "操作")
        case .columnOnBehalf: ("ON BEHALF OF", "代表")
        case .columnSubject: ("SUBJECT", "对象")
        case .columnLate: ("LATE", "临时变更")
        case .columnOutcome: ("OUTCOME", "结果")
        case .columnMessages: ("MESSAGES", "消息")
        case .statusOpen: ("open", "待约")
        case .statusRequested: ("requested", "待答复")
        case .statusConfirmed: ("confirmed", "已确认")
        case .statusCompleted: ("completed", "已完成")
        case .statusNoShow: ("no-show", "缺席")
        case .statusDeclined: ("declined", "已婉拒")
        case .statusCancelled: ("cancelled", "已取消")
        case .statusExpired: ("expired", "已过期")
        case .statusClosed: ("closed", "已关闭")
        case .inboxRequests: ("Requests that wait for an answer", "等待答复的请求")
        case .messageDeleted: ("(deleted)", "（已删除）")
        case .messageEdited: ("edited", "已修改")
        case .inboxUnread: ("Unread messages", "未读消息")
        case .inboxUnresolved: ("Past sessions to settle (complete or noshow)", "待了结的咨询（complete 或 noshow）")
        case .inboxEmpty: ("Nothing waits for you.", "没有待处理的事项。")
        case .todayTitle: ("{day} ({zone})", "{day}（{zone}）")
        case .todayNothing: ("No sessions.", "没有咨询。")
        case .free: ("free", "空闲")
        case .timeOff: ("off", "休息")
        case .nothingNext: ("No confirmed session is coming.", "没有即将到来的咨询。")
        case .listEmpty: ("No consultations.", "没有咨询。")
        case .listMore: ("more: --limit shows up to 1000", "还有更多：可用 --limit（最多 1000）")
        case .fieldWhen: ("when", "时间")
        case .fieldStatus: ("status", "状态")
        case .fieldStudent: ("student", "学生")
        case .fieldMentor: ("mentor", "导师")
        case .fieldOffering: ("offering", "项目")
        case .fieldDirection: ("direction", "方向")
        case .fieldTopic: ("topic", "主题")
        case .fieldRespondBy: ("answer by", "答复期限")
        case .fieldFreeCancel: ("free to cancel until", "免责取消截止")
        case .fieldReason: ("reason", "原因")
        case .fieldAbsent: ("absent", "缺席方")
        case .fieldOutcome: ("outcome", "结果")
        case .fieldNote: ("note", "备注")
        case .fieldMeeting: ("meeting", "会议")
        case .fieldPrice: ("price", "价格")
        case .fieldID: ("id", "编号")
        case .fieldAsked: ("asked", "提出")
        case .flagLate: ("late", "临时变更")
        case .flagDisputed: ("disputed", "有异议")
        case .flagUnresolved: ("to be settled", "待了结")
        case .noTime: ("no time yet", "尚未定时间")
        case .messagesTitle: ("Messages", "消息")
        case .noMessages: ("No messages.", "没有消息。")
        case .messagesMore: ("(earlier messages are not shown)", "（更早的消息未显示）")
        case .resultPassed: ("passed", "通过")
        case .resultAgain: ("again", "再练")
        case .resultSkipped: ("skipped", "跳过")
        case .readingAccept: ("Accept: {what}", "接受：{what}")
        case .readingDecline: ("Decline: {what}; reason: {reason}", "婉拒：{what}；理由：{reason}")
        case .readingComplete:
            (
                "Complete: {what}{outcome}",
                "完成：{what}{outcome}"
            )
        case .readingObjection: ("Objection to the no-show: {what}; reason: {reason}", "对缺席提出异议：{what}；理由：{reason}")
        case .readingUphold: ("Uphold the no-show: {what}", "维持缺席认定：{what}")
        case .readingCancel:
            (
                "Cancel: {what}{reason}",
                "取消：{what}{reason}"
            )
        case .readingClose: ("Close: {what}", "关闭：{what}")
        case .readingReschedule:
            (
                "Move: {what} → {start} ({zone}){reason}",
                "改期：{what} → {start}（{zone}）{reason}"
            )
        case .readingBook:
            (
                "Book: {what} → {start} ({zone}){offering}",
                "约定时间：{what} → {start}（{zone}）{offering}"
            )
        case .readingReply: ("Reply to {what}:", "回复 {what}：")
        case .readingSchedule: ("Weekly hours from now on ({zone}):", "今后的每周时段（{zone}）：")
        case .readingDay: ("{day}: {hours} ({zone})", "{day}：{hours}（{zone}）")
        case .readingDayDefault: ("{day}: as every {weekday} ({zone})", "{day}：恢复为平常的{weekday}时段（{zone}）")
        case .readingTimeOff: ("Off: {span} ({zone})", "休息：{span}（{zone}）")
        case .readingTimeOffBack: ("Available again: {span} ({zone})", "恢复可约：{span}（{zone}）")
        case .readingOfferingAdd:
            (
                "New offering {slug}: {title}, {minutes} min; {fields}",
                "新项目 {slug}：{title}，{minutes} 分钟；{fields}"
            )
        case .readingOfferingEdit: ("Change offering {slug}: {fields}", "修改项目 {slug}：{fields}")
        case .readingMentorAdd:
            (
                "New mentor {handle}: {name} ({zone}); {directions}",
                "新导师 {handle}：{name}（{zone}）；{directions}"
            )
        case .readingMentorEdit: ("Change mentor {handle}: {fields}", "修改导师 {handle}：{fields}")
        case .readingTokenAdd:
            (
                "New token for {whose}: {label}; until: {expires}",
                "为 {whose} 新建令牌：{label}；到期：{expires}"
            )
        case .readingTokenRevoke:
            (
                "Revoke the token {label} of {whose} ({id}), last used: {used}; it stops working at once",
                "吊销 {whose} 的令牌 {label}（{id}），最近使用：{used}；立即失效"
            )
        case .proceed: ("Go ahead? [y/N]", "确定吗？[y/N]")
        case .nothingChanged: ("Nothing was changed.", "没有做任何改动。")
        case .nothingToChange: ("nothing to change: give at least one option", "没有要修改的内容：请至少给出一个选项")
        case .done: ("{status}: {what}", "{status}：{what}")
        case .replied: ("sent ({id})", "已发送（{id}）")
        case .replyEmpty: ("the message is empty: nothing was sent", "消息为空，没有发送")
        case .replyMissing: ("no text: give it, or pipe it with -", "没有内容：请写上文字，或用 - 从管道读取")
        case .replyScissors:
            (
                "Everything below this line is left out. An empty message sends nothing.",
                "此行以下的内容不会发送。消息为空则不发送。"
            )
        case .editorFailed: ("the editor “{editor}” failed: nothing was sent", "编辑器“{editor}”出错，没有发送")
        case .closedDay: ("off", "休息")
        case .nextDay: ("next day", "次日")
        case .scheduleTitle: ("Weekly hours ({zone})", "每周时段（{zone}）")
        case .scheduleHolidaysCN: ("follows the holidays of the State Council (调休)", "遵循国务院放假与调休安排")
        case .scheduleHolidaysNone: ("doesn't follow holidays", "不考虑节假日")
        case .scheduleDays: ("Dated days", "指定日期")
        case .scheduleTimeOff: ("Time off", "休息时间")
        case .scheduleMaxDay: ("at most {count} a day", "每天最多 {count} 场")
        case .scheduleMaxWeek: ("at most {count} a week", "每周最多 {count} 场")
        case .explainOffered: ("{start} ({zone}) · {offering}: offered", "{start}（{zone}）· {offering}：可约")
        case .explainRefused: ("{start} ({zone}) · {offering}: not offered", "{start}（{zone}）· {offering}：不可约")
        case .previewTitle: ("Nothing is saved. Until {until} ({zone}):", "没有保存任何改动。截至 {until}（{zone}）：")
        case .previewGained: ("Slots gained: {count}", "新增可约时间：{count}")
        case .previewLost: ("Slots lost: {count}", "减少可约时间：{count}")
        case .previewOutside:
            ("Consultations that would lie outside your hours (they stay): {count}", "会落在时段之外的咨询（不受影响）：{count}")
        case .previewNothing: ("Nothing would change for students.", "对学生没有影响。")
        case .previewMore: ("  … and {count} more", "  … 还有 {count} 个")
        case .readingUndo:
            ("Undo version {version} of {when}: {summary}", "撤销 {when} 的版本 {version}：{summary}")
        case .scheduleUndone: ("Undone; the schedule is version {version} now.", "已撤销，日程现在是版本 {version}。")
        case .columnVersion: ("VERSION", "版本")
        case .columnChangedBy: ("BY", "修改者")
        case .columnRestores: ("RESTORES", "恢复自")
        case .columnSummary: ("CHANGE", "改动")
        case .scheduleSaved: ("Schedule saved.", "日程已保存。")
        case .timeOffAdded: ("Time off saved ({id}).", "休息时间已保存（{id}）。")
        case .timeOffRemoved: ("Time off removed.", "休息时间已删除。")
        case .fileNotJSON:
            (
                "{file} is not a schedule in JSON (see 'mentorctl schedule show --json')",
                "{file} 不是 JSON 格式的日程（参见 'mentorctl schedule show --json'）"
            )
        case .fileUnreadable: ("can't read {file}: {reason}", "无法读取 {file}：{reason}")
        case .fileUnwritable: ("can't write {file}: {reason}", "无法写入 {file}：{reason}")
        case .countNotUnderstood: ("“{text}” is neither a number nor none", "“{text}”既不是数字也不是 none")
        case .offeringsEmpty: ("No offerings.", "没有项目。")
        case .offeringSaved: ("Offering {slug} saved.", "项目 {slug} 已保存。")
        case .approvalInstant: ("at once", "即时确认")
        case .approvalMentor: ("you answer", "导师答复")
        case .yes: ("yes", "是")
        case .no: ("no", "否")
        case .freeOfCharge: ("free", "免费")
        case .yuan: ("¥{amount}", "¥{amount}")
        case .slotsTitle: ("{mentor} · {offering} ({zone})", "{mentor} · {offering}（{zone}）")
        case .slotsEmpty: ("No slot in these days.", "这些天没有可约时段。")
        case .slotsNext: ("next free: {start}", "下一个可约时段：{start}")
        case .mentorsEmpty: ("No mentors.", "没有导师。")
        case .mentorSaved: ("Mentor {handle} saved.", "导师 {handle} 已保存。")
        case .tokensEmpty: ("No tokens.", "没有令牌。")
        case .tokenShownOnce: ("This is the only time it is shown.", "令牌只显示这一次。")
        case .tokenRevoked: ("Token {id} revoked.", "令牌 {id} 已吊销。")
        case .auditEmpty: ("No entries.", "没有记录。")
        case .reportTitle: ("Week {week} ({zone}): {from} – {to}", "{week} 周（{zone}）：{from} – {to}")
        case .reportTotal: ("total", "合计")
        case .reportLate: ("late", "临时变更")
        case .reportMessages: ("messages", "消息")
        case .reportEmpty: ("No consultations in this week.", "这一周没有咨询。")
        case .reportWritten: ("{file} written ({size} bytes)", "已写入 {file}（{size} 字节）")
        case .reportIsBinary:
            (
                "{format} is no text for a terminal; write it to a file: -o week.{format}",
                "{format} 不是能在终端显示的文字；请写入文件：-o week.{format}"
            )
        case .reportMeasure: ("MEASURE", "指标")
        case .reportThisWeek: ("THIS WEEK", "本周")
        case .reportWeekBefore: ("WEEK BEFORE", "上周")
        case .reportChange: ("CHANGE", "变化")
        case .reportMean: ("MEAN", "均值")
        case .reportTrend: ("TREND", "走势")
        case .reportHighest: ("HIGHEST", "最高")
        case .reportTrendTitle: ("Weeks {first} – {last} ({zone})", "{first} – {last}（{zone}）")
        case .reportMeasureUnknown: ("{name} is no measure of the report", "周报里没有 {name} 这一项指标")
        case .lastMessages: ("{count} messages unread", "{count} 条未读")
        case .settingUnset: ("{name} is not set", "没有设置 {name}")
        case .settingChoices: ("“{text}” is no {name}: write one of {choices}", "{name} 不能是“{text}”：请写 {choices} 之一")
        case .settingSaved: ("{name} = {value} in profile “{profile}”", "配置“{profile}”：{name} = {value}")
        case .settingRemoved: ("{name} removed from profile “{profile}”", "已从配置“{profile}”中删除 {name}")
        case .profileUsed: ("using profile “{name}” ({url})", "当前配置：“{name}”（{url}）")
        case .urlBelongsToToken:
            (
                "the profile's token belongs to its server. Run 'mentorctl login --url {url}' for another one",
                "配置里的令牌属于原来的服务器。换服务器请运行 'mentorctl login --url {url}'"
            )
        case .studentsEmpty: ("No students yet.", "还没有学生。")
        case .columnYear: ("YEAR", "毕业年份")
        case .columnSessions: ("TOTAL", "咨询")
        case .columnNext: ("NEXT SESSION", "下次咨询")
        case .columnLastAsked: ("LAST ASKED", "最近提出")
        case .countTotal: ("total", "共")
        case .countComing: ("coming", "将进行")
        case .countMissed: ("missed", "缺席")
        case .graduation: ("graduates", "毕业年份")
        case .consultations: ("consultations", "咨询")
        case .nextSession: ("next session", "下次咨询")
        case .firstAsked: ("first asked", "首次提出")
        case .noMeeting: ("{what} has no meeting: only confirmed sessions do", "{what} 没有会议：只有已确认的咨询才有")
        case .noMeetingLink:
            ("the meeting of {what} has no link to open: {meeting}", "{what} 的会议没有可打开的链接：{meeting}")
        case .opened: ("opened {url}", "已打开 {url}")
        case .dryRun: ("Nothing was changed (--dry-run).", "没有做任何改动（--dry-run）。")
        case .waiting: ("waiting for {url} …", "正在等待 {url} …")
        case .unknownCommand:
            (
                "there is no command “{word}”. See 'mentorctl --help'",
                "没有“{word}”这个命令。请看 'mentorctl --help'"
            )
        case .unknownCommandOf:
            (
                "“{command}” has no command “{word}”. See 'mentorctl {command} --help'",
                "“{command}”没有“{word}”这个子命令。请看 'mentorctl {command} --help'"
            )
        case .didYouMean: ("Did you mean {words}?", "您是不是想输入 {words}？")
        case .columnKind: ("KIND", "类型")
        case .columnDestination: ("TO", "去向")
        case .columnTries: ("TRIES", "次数")
        case .columnNextTry: ("NEXT TRY", "下次尝试")
        case .columnError: ("ERROR", "错误")
        case .columnTarget: ("WHERE", "地址")
        case .columnTypes: ("TYPES", "事件类型")
        case .columnFailing: ("FAILING SINCE", "何时起失败")
        case .outboxEmpty: ("No deliveries.", "没有投递。")
        case .readingDeliveryRetry:
            (
                "Try {topic} of {created} to {label} ({kind}) again; {state} after {tries} tries",
                "重试 {created} 的 {topic} → {label}（{kind}）；{state}，已试 {tries} 次"
            )
        case .readingDeliveryDrop:
            (
                "Give up {topic} of {created} to {label} ({kind}); {state} after {tries} tries",
                "丢弃 {created} 的 {topic} → {label}（{kind}）；{state}，已试 {tries} 次"
            )
        case .deliveryRetried: ("Delivery {id} is tried again.", "投递 {id} 马上重试。")
        case .deliveryDropped: ("Delivery {id} dropped.", "投递 {id} 已丢弃。")
        case .webhooksEmpty: ("No webhooks.", "没有 Webhook。")
        case .readingWebhookAdd: ("Send every event to {url}", "把每个事件发送到 {url}")
        case .readingWebhookRotate: ("Replace the secret of {label}", "更换 {label} 的密钥")
        case .readingWebhookReplay:
            (
                "Send {label} the events from {from} to {to} again",
                "向 {label} 重新发送 {from} 至 {to} 的事件"
            )
        case .replayQueued: ("{count} events will be sent again.", "将重新发送 {count} 个事件。")
        case .testQueued: ("On its way as {id}.", "已排队：{id}。")
        case .secretShownOnce: ("{id}: this is the only time it is shown.", "{id}：密钥只显示这一次。")
        case .readingChannelAdd:
            (
                "Add a channel: {kind} → {to}",
                "新增渠道：{kind} → {to}"
            )
        case .readingChannelOn: ("Switch {label} on", "启用 {label}")
        case .readingChannelOff: ("Switch {label} off", "停用 {label}")
        case .readingChannelRemove: ("Remove {label}, with what is on its way to it", "删除 {label}，连同等待中的通知")
        case .channelSaved: ("Saved ({id}).", "已保存（{id}）。")
        case .readingChannelConfirm:
            (
                "Confirm {label}: notices go there from then on",
                "确认 {label}：之后向那里发送通知"
            )
        case .channelConfirmed:
            (
                "{label} is confirmed.",
                "已确认 {label}。"
            )
        case .readingChannelCode:
            (
                "Send another code to {label}; only the newest counts",
                "向 {label} 再发一个验证码，只有最新的有效"
            )
        case .channelCodeSent:
            (
                "Works for {minutes} min: mentorctl notify confirm {id} CODE",
                "{minutes} 分钟内有效：mentorctl notify confirm {id} 验证码"
            )
        case .channelToConfirm:
            (
                "A code was sent there; notices go there once it comes back: mentorctl notify confirm {id} CODE",
                "验证码已发往该邮箱，确认后才发送通知：mentorctl notify confirm {id} 验证码"
            )
        case .channelUnconfirmed:
            (
                "to confirm",
                "待确认"
            )
        case .channelRemoved: ("Removed ({id}).", "已删除（{id}）。")
        case .channelsEmpty: ("No channels: see 'mentorctl notify add'.", "没有渠道：见 'mentorctl notify add'。")
        case .readingNotifySet:
            (
                "Change how you are told: {fields}",
                "修改通知设置：{fields}"
            )
        case .notifySaved: ("Saved.", "已保存。")
        case .notifyLanguage: ("Language: {language}", "语言：{language}")
        case .notifyAccountLanguage: ("as your account", "跟随账号")
        case .notifyQuiet: ("Quiet hours: {hours}", "免打扰：{hours}")
        case .notifyReminders: ("Reminders: {leads}", "提醒：{leads}")
        case .notifyAgenda: ("Your week on Monday: {answer}", "周一发送本周安排：{answer}")
        case .notifyReport: ("The report of the week that is over on Monday: {answer}", "周一发送上周的周报：{answer}")
        case .columnContent: ("WHAT", "内容")
        case .listSeparator: (", ", "、")
        case .reportNotClosed:
            (
                "{week} isn't closed yet; its report can be sent from Monday morning on.",
                "{week} 还没有封存；下周一早上起才能发送它的周报。"
            )
        case .reportNoChannel:
            (
                "No channel takes reports. Add one (mentorctl notify add --help), or name one: --to",
                "没有接收周报的渠道。请新增一个（mentorctl notify add --help），或用 --to 指定。"
            )
        case .reportQueued: ("{label}: on its way as {id}.", "{label}：已排队（{id}）。")
        case .reportOfAll: ("all mentors", "全部导师")
        case .reportInEnglish: ("in English", "英文")
        case .reportInChinese: ("in Chinese", "中文")
        case .readingReportSend:
            ("Send the report of {week}, {whose}, {language}, to:", "发送 {week} 周报（{whose}，{language}）到：")
        case .reportNotTo: ("Not to: {labels}", "不发到：{labels}")
        case .reportAsEmail:
            ("a summary, with the page and the workbook attached", "摘要，附网页和工作簿")
        case .reportAsWebhook: ("report.week: the JSON without rows", "report.week：不含明细的 JSON")
        case .reportAsChat: ("a summary in the robot's format", "机器人格式的摘要")
        case .reportWaits: ("{what}; waits until {until} (quiet hours)", "{what}；免打扰，等到 {until}")
        case .notifyNone: ("none", "无")
        case .notifyStandard: ("the service's own", "服务默认")
        case .notifyMinutes: ("{count} min before", "提前 {count} 分钟")
        case .profileBroken: ("{reason}", "{reason}")
        case .planAsksTitle:
            (
                "You are asked to take these plans (mentorctl plan take ID)",
                "有人请你接手这些计划（mentorctl plan take ID）"
            )
        case .plansEmpty: ("No plans.", "没有计划。")
        case .planStatusDraft: ("draft", "草稿")
        case .planStatusPublished: ("published", "进行中")
        case .planStatusArchived: ("archived", "已归档")
        case .stepTodo: ("to do", "未开始")
        case .stepDoing: ("doing", "进行中")
        case .stepDone: ("done", "已完成")
        case .stepSkipped: ("skipped", "跳过")
        case .planMissing: ("{hours} h fall behind the target", "有 {hours} 小时排在目标日之后")
        case .planNewerVersion:
            (
                "{version} ({newer} is there: mentorctl plan replan --latest)",
                "{version}（已有 {newer}：mentorctl plan replan --latest）"
            )
        case .planTerms: ("{from} to {to}, {hours} h a week", "{from} 至 {to}，每周 {hours} 小时")
        case .planUnchanged: ("Nothing changes.", "没有变化。")
        case .planDone: ("Saved: {what}", "已保存：{what}")
        case .columnProgress: ("PROGRESS", "进度")
        case .columnPlanTarget: ("TARGET", "目标日")
        case .columnMissing: ("HOURS SHORT", "缺少小时")
        case .columnAsked: ("ASKED", "请求日")
        case .columnDue: ("DUE", "截止")
        case .columnSlack: ("SLACK", "余量")
        case .fieldProgress: ("Progress", "进度")
        case .fieldShortfall: ("Not feasible", "来不及")
        case .fieldLeftOut: ("Left out", "未排入")
        case .fieldNextConsultation: ("Next session", "下次咨询")
        case .readingPlanTake: ("Take the plan of: {what}", "接手计划：{what}")
        case .readingPlanPublish: ("Publish: {what}", "发布：{what}")
        case .readingPlanStep: ("{step} → {status}: {what}", "{step} → {status}：{what}")
        case .readingPlanNote: ("{step}, note: {note} ({what})", "{step}，备注：{note}（{what}）")
        case .readingPlanAdd: ("Add a step: {step}, {hours} h ({what})", "新增步骤：{step}，{hours} 小时（{what}）")
        case .readingPlanReplan: ("Plan again: {what}", "重排：{what}")
        case .languageUnknown:
            (
                "{place} “{text}”: there is Chinese (zh, zh-CN, zh-Hans …) and English (en, en-US …)",
                "{place}“{text}”：只有中文（zh、zh-CN、zh-Hans …）和英文（en、en-US …）"
            )
        case .attachmentsEmpty:
            (
                "No files.",
                "没有附件。"
            )
        case .columnFile:
            (
                "FILE",
                "文件"
            )
        case .columnSize:
            (
                "SIZE",
                "大小"
            )
        case .columnFrom:
            (
                "FROM",
                "来自"
            )
        case .columnSent:
            (
                "SENT",
                "已发送"
            )
        case .readingAttachmentAdd:
            (
                "Add to {what}:",
                "添加到 {what}："
            )
        case .attachmentNotSent:
            (
                "They wait in the consultation, and nobody is told; --message sends them.",
                "文件先留在咨询里，不会通知任何人；用 --message 发送。"
            )
        case .attachmentAdded:
            (
                "{file} added ({id}).",
                "已添加 {file}（{id}）。"
            )
        case .attachmentIsBinary:
            (
                "{file} is no text for a terminal; leave -o out, or write it to a file: -o {file}",
                "{file} 不是能在终端显示的文字；请去掉 -o，或写入文件：-o {file}"
            )
        case .readingAttachmentRemove:
            (
                "Delete {file} ({size}) of {what}, for good",
                "永久删除 {what} 的附件 {file}（{size}）"
            )
        case .attachmentRemoved:
            (
                "{file} deleted.",
                "已删除 {file}。"
            )
        case .fileExists:
            (
                "{file} is there already: --force overwrites it, -o names another",
                "{file} 已存在：加 --force 覆盖，或用 -o 换一个文件名"
            )
        case .fileSaved:
            (
                "{file} written ({size})",
                "已写入 {file}（{size}）"
            )
        case .fileTooLong:
            (
                "{file} has {size}, more than the {limit} a file may have",
                "{file} 有 {size}，超过了每个附件的上限 {limit}"
            )
        case .fileEmpty:
            (
                "{file} is empty",
                "{file} 是空文件"
            )
        case .fileIrregular:
            (
                "{file} is no file that could be sent",
                "{file} 不是可以发送的文件"
            )
        case .transferring:
            (
                "{file}: {done} of {size} …",
                "{file}：{done}，共 {size} …"
            )
        case .transferIncomplete:
            (
                "{file} came with {count} octets instead of {size}; nothing was written",
                "{file} 只收到 {count} 字节，应为 {size}；没有写入任何文件"
            )
        case .inboxOverdue:
            (
                "Overdue: a student has waited too long for your answer",
                "已超时：学生的消息还在等您回复"
            )
        case .columnReplyBy:
            (
                "OVERDUE SINCE",
                "超时起"
            )
        case .fieldReplyBy:
            (
                "reply by",
                "回复期限"
            )
        case .flagOverdue:
            (
                "overdue",
                "超时未回"
            )
        case .openNeedsHours:
            (
                "“{text}”: which hours? Write each day with hours of a day at most, such as 'sat 10:00-12:00'",
                "“{text}”要开放几点到几点？请写上一天之内的时段，如 '周六 10:00-12:00'"
            )
        case .openAlready:
            (
                "“{text}”: these hours are open already.",
                "“{text}”：这些时段本来就开放。"
            )
        case .lengthMissing:
            (
                "“{text}” has no end, and you have not just one active offering to go by: write it as 19:00-20:00, or say --minutes 60",
                "“{text}”没有写到几点，而您启用的项目不止一个（或没有）：请写成 19:00-20:00，或加 --minutes 60"
            )
        case .dayIsDefault:
            (
                "{day}: has its weekday's hours already.",
                "{day}：本来就是平常的时段。"
            )
        case .timeOneSession:
            (
                "“{text}” is several times ({times}; {zone}), and a consultation has one: {student} asks for each session. 'mentorctl schedule open' opens the hours",
                "“{text}”是多个时间（{times}；{zone}），而一次咨询只有一个时间：其余的由 {student} 逐次提出。'mentorctl schedule open' 可以开放这些时段"
            )
        case .readingBecause:
            (
                "; reason: {reason}",
                "；理由：{reason}"
            )
        case .readingOutcome:
            (
                "; outcome: {outcome}",
                "；结果：{outcome}"
            )
        case .readingNoShow:
            (
                "No-show of the {side}: {what}",
                "{side}缺席：{what}"
            )
        case .readingChannelEdit:
            (
                "Change {label}: {fields}",
                "修改 {label}：{fields}"
            )
        case .readingChannelTest:
            (
                "Send a trial to {label}",
                "向 {label} 发送一条测试"
            )
        case .channelTypes:
            (
                "Only: {types}",
                "仅限：{types}"
            )
        case .readingPlanEdit:
            (
                "Change {what}: {fields}",
                "修改 {what}：{fields}"
            )
        case .readingPlanDrop:
            (
                "Take the step {step} out: {what}",
                "去掉步骤 {step}：{what}"
            )
        case .readingMessageEdit:
            (
                "Change your message of {when} ({zone}) to {what}:",
                "修改您 {when}（{zone}）发给 {what} 的消息："
            )
        case .readingMessageRemove:
            (
                "Delete your message of {when} ({zone}) to {what}, for good; a mark stays:",
                "永久删除您 {when}（{zone}）发给 {what} 的消息，只留下标记："
            )
        case .messageSaved:
            (
                "Message changed.",
                "消息已修改。"
            )
        case .messageRemoved:
            (
                "Message deleted.",
                "消息已删除。"
            )
        case .readingCalendarRotate:
            (
                "A new address for your calendar; what subscribed to the old one stops working at once",
                "更换日历地址；订阅旧地址的日历立即失效"
            )
        case .eventsEmpty:
            (
                "No events.",
                "没有事件。"
            )
        case .eventsMore:
            (
                "more: --after {id}",
                "还有更多：--after {id}"
            )
        case .columnEvent:
            (
                "EVENT",
                "事件"
            )
        case .columnReason:
            (
                "REASON",
                "理由"
            )
        case .actorSystem:
            (
                "the service",
                "系统"
            )
        case .columnSteps:
            (
                "STEPS",
                "步骤"
            )
        case .columnStepName:
            (
                "STEP",
                "步骤"
            )
        case .columnHours:
            (
                "HOURS",
                "小时"
            )
        case .columnNeeds:
            (
                "NEEDS",
                "前置"
            )
        case .slotsMore:
            (
                "more: narrow it with --from and --to",
                "还有更多：可用 --from、--to 缩小范围"
            )
        case .readingOfferingSlots:
            (
                "It can be booked in your hours from now on.",
                "从现在起可在您的开放时段预约。"
            )
        case .readingOfferingKept:
            (
                "New bookings go by it; consultations that keep what they were booked with: {count}",
                "新的预约按此办理；保持原样的咨询：{count}"
            )
        }
    }
}
