// When and for what somebody can be booked.
extension Phrase {
    static let weekTitle = Phrase(
        "{week}  {from} – {to}  ({zone})",
        "{week}  {from} – {to}（{zone}）")
    static let weekSummary = Phrase(
        "free {free} h · booked {booked} h · sessions {sessions} · requests that wait {requests}",
        "空闲 {free} 小时 · 已约 {booked} 小时 · 咨询 {sessions} 场 · 待答复 {requests} 个")
    static let weekEmpty = Phrase(
        "Nothing in this week: no hours, no sessions.",
        "这一周没有开放时段，也没有咨询。")
    static let weekDone = Phrase(
        "over",
        "已结束")
    static let impactSlots = Phrase(
        "Slots until {until}: {gained} gained, {lost} lost",
        "截至 {until} 的可约时间：增加 {gained} 个，减少 {lost} 个")
    static let nothingToCopy = Phrase(
        "{from}: there is nothing to copy",
        "{from}：没有可复制的内容")
    static let columnSlug = Phrase(
        "OFFERING",
        "项目")
    static let columnMinutes = Phrase(
        "MIN",
        "分钟")
    static let columnNotice = Phrase(
        "NOTICE",
        "提前量")
    static let columnHorizon = Phrase(
        "DAYS",
        "可约天数")
    static let columnApproval = Phrase(
        "BOOKING",
        "预约方式")
    static let columnPrice = Phrase(
        "PRICE",
        "价格")
    static let columnActive = Phrase(
        "ACTIVE",
        "启用")
    static let free = Phrase(
        "free",
        "空闲")
    static let timeOff = Phrase(
        "off",
        "休息")
    static let readingSchedule = Phrase(
        "Weekly hours from now on ({zone}):",
        "今后的每周时段（{zone}）：")
    static let readingDay = Phrase(
        "{day}: {hours} ({zone})",
        "{day}：{hours}（{zone}）")
    static let readingDayDefault = Phrase(
        "{day}: as every {weekday} ({zone})",
        "{day}：恢复为平常的{weekday}时段（{zone}）")
    static let readingTimeOff = Phrase(
        "Off: {span} ({zone})",
        "休息：{span}（{zone}）")
    static let readingTimeOffBack = Phrase(
        "Available again: {span} ({zone})",
        "恢复可约：{span}（{zone}）")
    static let readingOfferingAdd = Phrase(
        "New offering {slug}: {title}, {minutes} min; {fields}",
        "新项目 {slug}：{title}，{minutes} 分钟；{fields}")
    static let readingOfferingEdit = Phrase(
        "Change offering {slug}: {fields}",
        "修改项目 {slug}：{fields}")
    static let closedDay = Phrase(
        "off",
        "休息")
    static let nextDay = Phrase(
        "next day",
        "次日")
    static let scheduleTitle = Phrase(
        "Weekly hours ({zone})",
        "每周时段（{zone}）")
    static let scheduleHolidaysCN = Phrase(
        "follows the holidays of the State Council (调休)",
        "遵循国务院放假与调休安排")
    static let scheduleHolidaysNone = Phrase(
        "doesn't follow holidays",
        "不考虑节假日")
    static let scheduleDays = Phrase(
        "Dated days",
        "指定日期")
    static let scheduleTimeOff = Phrase(
        "Time off",
        "休息时间")
    static let scheduleMaxDay = Phrase(
        "at most {count} a day",
        "每天最多 {count} 场")
    static let scheduleMaxWeek = Phrase(
        "at most {count} a week",
        "每周最多 {count} 场")
    static let explainOffered = Phrase(
        "{start} ({zone}) · {offering}: offered",
        "{start}（{zone}）· {offering}：可约")
    static let explainRefused = Phrase(
        "{start} ({zone}) · {offering}: not offered",
        "{start}（{zone}）· {offering}：不可约")
    static let previewTitle = Phrase(
        "Nothing is saved. Until {until} ({zone}):",
        "没有保存任何改动。截至 {until}（{zone}）：")
    static let previewGained = Phrase(
        "Slots gained: {count}",
        "新增可约时间：{count}")
    static let previewLost = Phrase(
        "Slots lost: {count}",
        "减少可约时间：{count}")
    static let previewOutside = Phrase(
        "Consultations that would lie outside your hours (they stay): {count}",
        "会落在时段之外的咨询（不受影响）：{count}")
    static let previewNothing = Phrase(
        "Nothing would change for students.",
        "对学生没有影响。")
    static let previewMore = Phrase(
        "  … and {count} more",
        "  … 还有 {count} 个")
    static let readingUndo = Phrase(
        "Undo version {version} of {when}: {summary}",
        "撤销 {when} 的版本 {version}：{summary}")
    static let scheduleUndone = Phrase(
        "Undone; the schedule is version {version} now.",
        "已撤销，日程现在是版本 {version}。")
    static let columnVersion = Phrase(
        "VERSION",
        "版本")
    static let columnChangedBy = Phrase(
        "BY",
        "修改者")
    static let columnRestores = Phrase(
        "RESTORES",
        "恢复自")
    static let columnSummary = Phrase(
        "CHANGE",
        "改动")
    static let scheduleSaved = Phrase(
        "Schedule saved.",
        "日程已保存。")
    static let timeOffAdded = Phrase(
        "Time off saved ({id}).",
        "休息时间已保存（{id}）。")
    static let timeOffRemoved = Phrase(
        "Time off removed.",
        "休息时间已删除。")
    static let countNotUnderstood = Phrase(
        "“{text}” is neither a number nor none",
        "“{text}”既不是数字也不是 none")
    static let offeringsEmpty = Phrase(
        "No offerings.",
        "没有项目。")
    static let offeringSaved = Phrase(
        "Offering {slug} saved.",
        "项目 {slug} 已保存。")
    static let approvalInstant = Phrase(
        "at once",
        "即时确认")
    static let approvalMentor = Phrase(
        "you answer",
        "导师答复")
    static let freeOfCharge = Phrase(
        "free",
        "免费")
    static let yuan = Phrase(
        "¥{amount}",
        "¥{amount}")
    static let slotsTitle = Phrase(
        "{mentor} · {offering} ({zone})",
        "{mentor} · {offering}（{zone}）")
    static let slotsEmpty = Phrase(
        "No slot in these days.",
        "这些天没有可约时段。")
    static let slotsNext = Phrase(
        "next free: {start}",
        "下一个可约时段：{start}")
    static let countTotal = Phrase(
        "total",
        "共")
    static let openAlready = Phrase(
        "“{text}”: these hours are open already.",
        "“{text}”：这些时段本来就开放。")
    static let dayIsDefault = Phrase(
        "{day}: has its weekday's hours already.",
        "{day}：本来就是平常的时段。")
    static let slotsMore = Phrase(
        "more: narrow it with --from and --to",
        "还有更多：可用 --from、--to 缩小范围")
    static let readingOfferingSlots = Phrase(
        "It can be booked in your hours from now on.",
        "从现在起可在您的开放时段预约。")
    static let readingOfferingKept = Phrase(
        "New bookings go by it; consultations that keep what they were booked with: {count}",
        "新的预约按此办理；保持原样的咨询：{count}")
}
