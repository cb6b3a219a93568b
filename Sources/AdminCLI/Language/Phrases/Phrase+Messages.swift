// Messages and files.
extension Phrase {
    static let messageDeleted = Phrase(
        "(deleted)",
        "（已删除）")
    static let messageEdited = Phrase(
        "edited",
        "已修改")
    static let messagesTitle = Phrase(
        "Messages",
        "消息")
    static let noMessages = Phrase(
        "No messages.",
        "没有消息。")
    static let messagesMore = Phrase(
        "(earlier messages are not shown)",
        "（更早的消息未显示）")
    static let readingReply = Phrase(
        "Reply to {what}:",
        "回复 {what}：")
    static let replied = Phrase(
        "sent ({id})",
        "已发送（{id}）")
    static let replyEmpty = Phrase(
        "the message is empty: nothing was sent",
        "消息为空，没有发送")
    static let replyMissing = Phrase(
        "no text: give it, or pipe it with -",
        "没有内容：请写上文字，或用 - 从管道读取")
    static let replyScissors = Phrase(
        "Everything below this line is left out. An empty message sends nothing.",
        "此行以下的内容不会发送。消息为空则不发送。")
    static let editorFailed = Phrase(
        "the editor “{editor}” failed: nothing was sent",
        "编辑器“{editor}”出错，没有发送")
    static let fileNotJSON = Phrase(
        "{file} is not a schedule in JSON (see 'mentorctl schedule show --json')",
        "{file} 不是 JSON 格式的日程（参见 'mentorctl schedule show --json'）")
    static let fileUnreadable = Phrase(
        "can't read {file}: {reason}",
        "无法读取 {file}：{reason}")
    static let fileUnwritable = Phrase(
        "can't write {file}: {reason}",
        "无法写入 {file}：{reason}")
    static let attachmentsEmpty = Phrase(
        "No files.",
        "没有附件。")
    static let columnFile = Phrase(
        "FILE",
        "文件")
    static let columnSize = Phrase(
        "SIZE",
        "大小")
    static let columnFrom = Phrase(
        "FROM",
        "来自")
    static let columnSent = Phrase(
        "SENT",
        "已发送")
    static let readingAttachmentAdd = Phrase(
        "Add to {what}:",
        "添加到 {what}：")
    static let attachmentNotSent = Phrase(
        "They wait in the consultation, and nobody is told; --message sends them.",
        "文件先留在咨询里，不会通知任何人；用 --message 发送。")
    static let attachmentAdded = Phrase(
        "{file} added ({id}).",
        "已添加 {file}（{id}）。")
    static let attachmentIsBinary = Phrase(
        "{file} is no text for a terminal; leave -o out, or write it to a file: -o {file}",
        "{file} 不是能在终端显示的文字；请去掉 -o，或写入文件：-o {file}")
    static let readingAttachmentRemove = Phrase(
        "Delete {file} ({size}) of {what}, for good",
        "永久删除 {what} 的附件 {file}（{size}）")
    static let attachmentRemoved = Phrase(
        "{file} deleted.",
        "已删除 {file}。")
    static let fileExists = Phrase(
        "{file} is there already: --force overwrites it, -o names another",
        "{file} 已存在：加 --force 覆盖，或用 -o 换一个文件名")
    static let fileSaved = Phrase(
        "{file} written ({size})",
        "已写入 {file}（{size}）")
    static let fileTooLong = Phrase(
        "{file} has {size}, more than the {limit} a file may have",
        "{file} 有 {size}，超过了每个附件的上限 {limit}")
    static let fileEmpty = Phrase(
        "{file} is empty",
        "{file} 是空文件")
    static let fileIrregular = Phrase(
        "{file} is no file that could be sent",
        "{file} 不是可以发送的文件")
    static let transferring = Phrase(
        "{file}: {done} of {size} …",
        "{file}：{done}，共 {size} …")
    static let transferIncomplete = Phrase(
        "{file} came with {count} octets instead of {size}; nothing was written",
        "{file} 只收到 {count} 字节，应为 {size}；没有写入任何文件")
    static let readingMessageEdit = Phrase(
        "Change your message of {when} ({zone}) to {what}:",
        "修改您 {when}（{zone}）发给 {what} 的消息：")
    static let readingMessageRemove = Phrase(
        "Delete your message of {when} ({zone}) to {what}, for good; a mark stays:",
        "永久删除您 {when}（{zone}）发给 {what} 的消息，只留下标记：")
    static let messageSaved = Phrase(
        "Message changed.",
        "消息已修改。")
    static let messageRemoved = Phrase(
        "Message deleted.",
        "消息已删除。")
}
