/// What an e-mail says, in the reader's language. It names nobody: whoever reads it may have been written to in error.
struct EmailWording: Sendable {
    let kind: Email.Kind
    let language: EmailLanguage
    let code: String
    let codeMinutes: Int

    var subject: String {
        switch (kind, language) {
        case (.registration, .zhHans): "MentorDesk 注册验证码"
        case (.registration, .en): "Your code to register at MentorDesk"
        case (.alreadyRegistered, .zhHans): "这个邮箱已经注册过 MentorDesk"
        case (.alreadyRegistered, .en): "You are registered at MentorDesk already"
        case (.channel, .zhHans): "确认接收 MentorDesk 通知的邮箱"
        case (.channel, .en): "Confirm this address for notices of MentorDesk"
        case (.signIn, .zhHans), (.unknownAddress, .zhHans): "MentorDesk 登录验证码"
        case (.signIn, .en), (.unknownAddress, .en): "Your code to sign in to MentorDesk"
        }
    }

    var text: String {
        let paragraphs: [String] =
            switch language {
            case .zhHans: [opening, "验证码：\(code)", "\(codeMinutes) 分钟内有效，只能使用一次。请不要转发给任何人。", closing]
            case .en:
                [
                    opening, "Code: \(code)", "It works once, for \(codeMinutes) minutes. Don't pass it on to anybody.",
                    closing,
                ]
            }
        return paragraphs.joined(separator: "\n\n") + "\n"
    }

    private var opening: String {
        switch (kind, language) {
        case (.registration, .zhHans): "你好！请用下面的验证码完成注册。"
        case (.registration, .en): "Welcome! Use this code to complete your registration."
        case (.alreadyRegistered, .zhHans): "有人用这个邮箱再次注册，但它已经注册过了。不需要重新注册，用下面的验证码就可以登录。"
        case (.alreadyRegistered, .en):
            "Somebody tried to register this address, which is registered already. Use this code to sign in instead."
        case (.channel, .zhHans): "你好！有人希望用这个邮箱接收 MentorDesk 的通知。请用下面的验证码确认。"
        case (.channel, .en):
            "Somebody wants notices of MentorDesk to come to this address. Use this code to confirm it."
        case (.signIn, .zhHans), (.unknownAddress, .zhHans): "你好！请用下面的验证码登录。"
        case (.signIn, .en), (.unknownAddress, .en): "Use this code to sign in."
        }
    }

    private var closing: String {
        switch language {
        case .zhHans: "如果不是你本人的操作，忽略这封邮件即可，不会有任何改动。"
        case .en: "If it wasn't you who asked, ignore this message: nothing has been changed."
        }
    }
}
