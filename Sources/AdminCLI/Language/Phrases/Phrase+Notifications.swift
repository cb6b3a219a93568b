// Who is told what, and what happened.
extension Phrase {
    static let columnKind = Phrase(
        "KIND",
        "类型")
    static let columnDestination = Phrase(
        "TO",
        "去向")
    static let columnTries = Phrase(
        "TRIES",
        "次数")
    static let columnNextTry = Phrase(
        "NEXT TRY",
        "下次尝试")
    static let columnError = Phrase(
        "ERROR",
        "错误")
    static let columnTarget = Phrase(
        "WHERE",
        "地址")
    static let columnTypes = Phrase(
        "TYPES",
        "事件类型")
    static let columnFailing = Phrase(
        "FAILING SINCE",
        "何时起失败")
    static let outboxEmpty = Phrase(
        "No deliveries.",
        "没有投递。")
    static let readingDeliveryRetry = Phrase(
        "Try {topic} of {created} to {label} ({kind}) again; {state} after {tries} tries",
        "重试 {created} 的 {topic} → {label}（{kind}）；{state}，已试 {tries} 次")
    static let readingDeliveryDrop = Phrase(
        "Give up {topic} of {created} to {label} ({kind}); {state} after {tries} tries",
        "丢弃 {created} 的 {topic} → {label}（{kind}）；{state}，已试 {tries} 次")
    static let deliveryRetried = Phrase(
        "Delivery {id} is tried again.",
        "投递 {id} 马上重试。")
    static let deliveryDropped = Phrase(
        "Delivery {id} dropped.",
        "投递 {id} 已丢弃。")
    static let webhooksEmpty = Phrase(
        "No webhooks.",
        "没有 Webhook。")
    static let readingWebhookAdd = Phrase(
        "Send every event to {url}",
        "把每个事件发送到 {url}")
    static let readingWebhookRotate = Phrase(
        "Replace the secret of {label}",
        "更换 {label} 的密钥")
    static let readingWebhookReplay = Phrase(
        "Send {label} the events from {from} to {to} again",
        "向 {label} 重新发送 {from} 至 {to} 的事件")
    static let replayQueued = Phrase(
        "{count} events will be sent again.",
        "将重新发送 {count} 个事件。")
    static let testQueued = Phrase(
        "On its way as {id}.",
        "已排队：{id}。")
    static let secretShownOnce = Phrase(
        "{id}: this is the only time it is shown.",
        "{id}：密钥只显示这一次。")
    static let readingChannelAdd = Phrase(
        "Add a channel: {kind} → {to}",
        "新增渠道：{kind} → {to}")
    static let readingChannelOn = Phrase(
        "Switch {label} on",
        "启用 {label}")
    static let readingChannelOff = Phrase(
        "Switch {label} off",
        "停用 {label}")
    static let readingChannelRemove = Phrase(
        "Remove {label}, with what is on its way to it",
        "删除 {label}，连同等待中的通知")
    static let channelSaved = Phrase(
        "Saved ({id}).",
        "已保存（{id}）。")
    static let readingChannelConfirm = Phrase(
        "Confirm {label}: notices go there from then on",
        "确认 {label}：之后向那里发送通知")
    static let channelConfirmed = Phrase(
        "{label} is confirmed.",
        "已确认 {label}。")
    static let readingChannelCode = Phrase(
        "Send another code to {label}; only the newest counts",
        "向 {label} 再发一个验证码，只有最新的有效")
    static let channelCodeSent = Phrase(
        "Works for {minutes} min: mentorctl notify confirm {id} CODE",
        "{minutes} 分钟内有效：mentorctl notify confirm {id} 验证码")
    static let channelToConfirm = Phrase(
        "A code was sent there; notices go there once it comes back: mentorctl notify confirm {id} CODE",
        "验证码已发往该邮箱，确认后才发送通知：mentorctl notify confirm {id} 验证码")
    static let channelUnconfirmed = Phrase(
        "to confirm",
        "待确认")
    static let channelRemoved = Phrase(
        "Removed ({id}).",
        "已删除（{id}）。")
    static let channelsEmpty = Phrase(
        "No channels: see 'mentorctl notify add'.",
        "没有渠道：见 'mentorctl notify add'。")
    static let readingNotifySet = Phrase(
        "Change how you are told: {fields}",
        "修改通知设置：{fields}")
    static let notifySaved = Phrase(
        "Saved.",
        "已保存。")
    static let notifyLanguage = Phrase(
        "Language: {language}",
        "语言：{language}")
    static let notifyAccountLanguage = Phrase(
        "as your account",
        "跟随账号")
    static let notifyQuiet = Phrase(
        "Quiet hours: {hours}",
        "免打扰：{hours}")
    static let notifyReminders = Phrase(
        "Reminders: {leads}",
        "提醒：{leads}")
    static let notifyAgenda = Phrase(
        "Your week on Monday: {answer}",
        "周一发送本周安排：{answer}")
    static let notifyReport = Phrase(
        "The report of the week that is over on Monday: {answer}",
        "周一发送上周的周报：{answer}")
    static let notifyNone = Phrase(
        "none",
        "无")
    static let notifyStandard = Phrase(
        "the service's own",
        "服务默认")
    static let notifyMinutes = Phrase(
        "{count} min before",
        "提前 {count} 分钟")
    static let readingChannelEdit = Phrase(
        "Change {label}: {fields}",
        "修改 {label}：{fields}")
    static let readingChannelTest = Phrase(
        "Send a trial to {label}",
        "向 {label} 发送一条测试")
    static let channelTypes = Phrase(
        "Only: {types}",
        "仅限：{types}")
    static let readingCalendarRotate = Phrase(
        "A new address for your calendar; what subscribed to the old one stops working at once",
        "更换日历地址；订阅旧地址的日历立即失效")
    static let eventsEmpty = Phrase(
        "No events.",
        "没有事件。")
    static let eventsMore = Phrase(
        "more: --after {id}",
        "还有更多：--after {id}")
    static let columnEvent = Phrase(
        "EVENT",
        "事件")
    static let actorSystem = Phrase(
        "the service",
        "系统")
}
