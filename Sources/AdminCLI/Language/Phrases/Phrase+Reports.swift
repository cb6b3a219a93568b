// Weekly reports.
extension Phrase {
    static let reportTitle = Phrase(
        "Week {week} ({zone}): {from} – {to}",
        "{week} 周（{zone}）：{from} – {to}")
    static let reportTotal = Phrase(
        "total",
        "合计")
    static let reportLate = Phrase(
        "late",
        "临时变更")
    static let reportMessages = Phrase(
        "messages",
        "消息")
    static let reportEmpty = Phrase(
        "No consultations in this week.",
        "这一周没有咨询。")
    static let reportWritten = Phrase(
        "{file} written ({size} bytes)",
        "已写入 {file}（{size} 字节）")
    static let reportIsBinary = Phrase(
        "{format} is no text for a terminal; write it to a file: -o week.{format}",
        "{format} 不是能在终端显示的文字；请写入文件：-o week.{format}")
    static let reportMeasure = Phrase(
        "MEASURE",
        "指标")
    static let reportThisWeek = Phrase(
        "THIS WEEK",
        "本周")
    static let reportWeekBefore = Phrase(
        "WEEK BEFORE",
        "上周")
    static let reportChange = Phrase(
        "CHANGE",
        "变化")
    static let reportMean = Phrase(
        "MEAN",
        "均值")
    static let reportTrend = Phrase(
        "TREND",
        "走势")
    static let reportHighest = Phrase(
        "HIGHEST",
        "最高")
    static let reportTrendTitle = Phrase(
        "Weeks {first} – {last} ({zone})",
        "{first} – {last}（{zone}）")
    static let reportMeasureUnknown = Phrase(
        "{name} is no measure of the report",
        "周报里没有 {name} 这一项指标")
    static let columnContent = Phrase(
        "WHAT",
        "内容")
    static let listSeparator = Phrase(
        ", ",
        "、")
    static let reportNotClosed = Phrase(
        "{week} isn't closed yet; its report can be sent from Monday morning on.",
        "{week} 还没有封存；下周一早上起才能发送它的周报。")
    static let reportNoChannel = Phrase(
        "No channel takes reports. Add one (mentorctl notify add --help), or name one: --to",
        "没有接收周报的渠道。请新增一个（mentorctl notify add --help），或用 --to 指定。")
    static let reportQueued = Phrase(
        "{label}: on its way as {id}.",
        "{label}：已排队（{id}）。")
    static let reportOfAll = Phrase(
        "all mentors",
        "全部导师")
    static let reportInEnglish = Phrase(
        "in English",
        "英文")
    static let reportInChinese = Phrase(
        "in Chinese",
        "中文")
    static let readingReportSend = Phrase(
        "Send the report of {week}, {whose}, {language}, to:",
        "发送 {week} 周报（{whose}，{language}）到：")
    static let reportNotTo = Phrase(
        "Not to: {labels}",
        "不发到：{labels}")
    static let reportAsEmail = Phrase(
        "a summary, with the page and the workbook attached",
        "摘要，附网页和工作簿")
    static let reportAsWebhook = Phrase(
        "report.week: the JSON without rows",
        "report.week：不含明细的 JSON")
    static let reportAsChat = Phrase(
        "a summary in the robot's format",
        "机器人格式的摘要")
    static let reportWaits = Phrase(
        "{what}; waits until {until} (quiet hours)",
        "{what}；免打扰，等到 {until}")
}
