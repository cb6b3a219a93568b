// What `doctor` finds.
extension Phrase {
    static let doctorProfile = Phrase(
        "profile",
        "配置")
    static let doctorProfiles = Phrase(
        "profiles file",
        "配置文件")
    static let doctorNoProfiles = Phrase(
        "{path} isn't there yet; 'mentorctl login' makes it",
        "还没有 {path}；运行 'mentorctl login' 会创建它")
    static let doctorOpenProfiles = Phrase(
        "{path} holds tokens and others can read it: chmod 600 {path}",
        "{path} 里有令牌，而别人可以读取：请运行 chmod 600 {path}")
    static let doctorProfilesGood = Phrase(
        "{path}, readable by you alone: {names}",
        "{path}，只有您能读取：{names}")
    static let doctorZones = Phrase(
        "time zones",
        "时区数据")
    static let doctorZonesGood = Phrase(
        "this machine's zone data is there",
        "本机有时区数据")
    static let doctorNoZones = Phrase(
        "no zone data here: install tzdata",
        "本机没有时区数据：请安装 tzdata")
    static let doctorTerminal = Phrase(
        "terminal",
        "终端")
    static let doctorTerminalGood = Phrase(
        "{locale}, {width} columns, language {language}",
        "{locale}，{width} 列，语言 {language}")
    static let doctorLocale = Phrase(
        "the locale ({locale}) doesn't say UTF-8; Chinese may look wrong. Try LC_ALL=C.UTF-8",
        "区域设置（{locale}）不是 UTF-8，中文可能显示不正常。可以试试 LC_ALL=C.UTF-8")
    static let doctorEditor = Phrase(
        "editor",
        "编辑器")
    static let doctorEditorGood = Phrase(
        "replies are written in {editor}",
        "用 {editor} 写回复")
    static let doctorNoEditor = Phrase(
        "there is no {editor} here: set EDITOR, or 'mentorctl config set editor nano'",
        "没有 {editor}：请设置 EDITOR，或运行 'mentorctl config set editor nano'")
    static let doctorPager = Phrase(
        "pager",
        "分页程序")
    static let doctorNoPager = Phrase(
        "there is no {pager} here; long answers are printed as they are",
        "没有 {pager}，长内容会直接输出")
    static let doctorServer = Phrase(
        "server",
        "服务器")
    static let doctorServerGood = Phrase(
        "{url} is ready, in {milliseconds} ms",
        "{url} 已就绪，{milliseconds} 毫秒")
    static let doctorToken = Phrase(
        "token",
        "令牌")
    static let doctorTokenGood = Phrase(
        "it speaks for {who} ({role})",
        "身份：{who}（{role}）")
    static let doctorTokenSoon = Phrase(
        "it speaks for {who} ({role}) until {until}",
        "身份：{who}（{role}），{until} 到期")
    static let doctorClock = Phrase(
        "clock",
        "时钟")
    static let doctorClockGood = Phrase(
        "the server's is within {seconds} s of this machine's",
        "与服务器相差 {seconds} 秒")
    static let doctorClockOff = Phrase(
        "the server's clock says {server}, {seconds} s from this machine's; days and times are read by yours",
        "服务器时间是 {server}，与本机相差 {seconds} 秒；您输入的日期和时间以本机为准")
    static let doctorBad = Phrase(
        "something is not in order (✗ above)",
        "有问题需要处理（见上面的 ✗）")
}
