// The tool itself: servers, profiles, ids, questions.
extension Phrase {
    static let notLoggedIn = Phrase(
        "not logged in: run 'mentorctl login --url URL', or set MENTORCTL_URL and MENTORCTL_TOKEN",
        "尚未登录：请运行 'mentorctl login --url URL'，或设置 MENTORCTL_URL 和 MENTORCTL_TOKEN")
    static let noTokenForURL = Phrase(
        "no token for {url}: the profile's token belongs to another server. Run 'mentorctl login --url {url}', or give --token",
        "没有 {url} 的令牌：配置里的令牌属于另一台服务器。请运行 'mentorctl login --url {url}'，或用 --token 指定")
    static let noSuchProfile = Phrase(
        "there is no profile “{name}”; there are: {names}",
        "没有名为“{name}”的配置；已有：{names}")
    static let noProfiles = Phrase(
        "none",
        "无")
    static let badURL = Phrase(
        "“{text}” is not the address of a server: write it as https://desk.example.com",
        "“{text}”不是服务器地址：请写成 https://desk.example.com")
    static let plainHTTP = Phrase(
        "warning: {url} is not encrypted; the token can be read on the way",
        "警告：{url} 未加密，令牌在途中可能被看到")
    static let unreachable = Phrase(
        "can't reach {url}: {reason}",
        "连不上 {url}：{reason}")
    static let unanswered = Phrase(
        "no answer from {url}: {reason}",
        "{url} 没有回应：{reason}")
    static let unansweredWrite = Phrase(
        "no answer from {url}: {reason}. It may or may not have been done: look before you repeat it",
        "{url} 没有回应：{reason}。操作可能已经完成，重试之前请先查看")
    static let refusedStatus = Phrase(
        "the server answered {status}, without saying why",
        "服务器返回 {status}，没有说明原因")
    static let unreadableAnswer = Phrase(
        "the server's answer ({status}) can't be read; is {url} a MentorDesk server?",
        "读不懂服务器的回应（{status}）；{url} 是 MentorDesk 服务器吗？")
    static let requestNumber = Phrase(
        "request {id}",
        "请求编号 {id}")
    static let idTooShort = Phrase(
        "“{text}” is too short: write at least the last 4 characters of the id",
        "“{text}”太短：请至少写编号的最后 4 位")
    static let idUnknown = Phrase(
        "nothing of yours ends in “{text}”",
        "您的列表里没有以“{text}”结尾的编号")
    static let idAmbiguous = Phrase(
        "“{text}” fits several; write more of it:",
        "“{text}”对应多个，请多写几位：")
    static let urlPrompt = Phrase(
        "server [{url}]:",
        "服务器地址 [{url}]：")
    static let tokenPrompt = Phrase(
        "token (not shown):",
        "令牌（不显示）：")
    static let tokenMissing = Phrase(
        "no token: give --token, or pipe it with --token-stdin",
        "没有令牌：请用 --token 指定，或用 --token-stdin 从管道读取")
    static let loggedIn = Phrase(
        "logged in to {url} as {who}; profile “{name}”",
        "已登录 {url}，身份：{who}；配置“{name}”")
    static let loggedOut = Phrase(
        "profile “{name}” removed; the token itself stays valid until it is revoked",
        "已删除配置“{name}”；令牌本身在吊销前仍然有效")
    static let role = Phrase(
        "role",
        "角色")
    static let roleStudent = Phrase(
        "student",
        "学生")
    static let roleMentor = Phrase(
        "mentor",
        "导师")
    static let roleAdmin = Phrase(
        "admin",
        "管理员")
    static let server = Phrase(
        "server",
        "服务器")
    static let profile = Phrase(
        "profile",
        "配置")
    static let label = Phrase(
        "label",
        "说明")
    static let expires = Phrase(
        "expires",
        "到期")
    static let never = Phrase(
        "never",
        "永不")
    static let listMore = Phrase(
        "more: --limit shows up to 1000",
        "还有更多：可用 --limit（最多 1000）")
    static let proceed = Phrase(
        "Go ahead? [y/N]",
        "确定吗？[y/N]")
    static let nothingChanged = Phrase(
        "Nothing was changed.",
        "没有做任何改动。")
    static let nothingToChange = Phrase(
        "nothing to change: give at least one option",
        "没有要修改的内容：请至少给出一个选项")
    static let tokensEmpty = Phrase(
        "No tokens.",
        "没有令牌。")
    static let tokenShownOnce = Phrase(
        "This is the only time it is shown.",
        "令牌只显示这一次。")
    static let tokenRevoked = Phrase(
        "Token {id} revoked.",
        "令牌 {id} 已吊销。")
    static let settingUnset = Phrase(
        "{name} is not set",
        "没有设置 {name}")
    static let settingChoices = Phrase(
        "“{text}” is no {name}: write one of {choices}",
        "{name} 不能是“{text}”：请写 {choices} 之一")
    static let settingSaved = Phrase(
        "{name} = {value} in profile “{profile}”",
        "配置“{profile}”：{name} = {value}")
    static let settingRemoved = Phrase(
        "{name} removed from profile “{profile}”",
        "已从配置“{profile}”中删除 {name}")
    static let profileUsed = Phrase(
        "using profile “{name}” ({url})",
        "当前配置：“{name}”（{url}）")
    static let urlBelongsToToken = Phrase(
        "the profile's token belongs to its server. Run 'mentorctl login --url {url}' for another one",
        "配置里的令牌属于原来的服务器。换服务器请运行 'mentorctl login --url {url}'")
    static let dryRun = Phrase(
        "Nothing was changed (--dry-run).",
        "没有做任何改动（--dry-run）。")
    static let waiting = Phrase(
        "waiting for {url} …",
        "正在等待 {url} …")
    static let unknownCommand = Phrase(
        "there is no command “{word}”. See 'mentorctl --help'",
        "没有“{word}”这个命令。请看 'mentorctl --help'")
    static let unknownCommandOf = Phrase(
        "“{command}” has no command “{word}”. See 'mentorctl {command} --help'",
        "“{command}”没有“{word}”这个子命令。请看 'mentorctl {command} --help'")
    static let didYouMean = Phrase(
        "Did you mean {words}?",
        "您是不是想输入 {words}？")
    static let profileBroken = Phrase(
        "{reason}",
        "{reason}")
    static let languageUnknown = Phrase(
        "{place} “{text}”: there is Chinese (zh, zh-CN, zh-Hans …) and English (en, en-US …)",
        "{place}“{text}”：只有中文（zh、zh-CN、zh-Hans …）和英文（en、en-US …）")
}
