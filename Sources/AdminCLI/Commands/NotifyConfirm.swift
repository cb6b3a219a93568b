import APIModel
import ArgumentParser
import Terminal

struct NotifyConfirm: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "Confirm an e-mail address with the code that was sent there.",
        discussion: examples("mentorctl notify confirm 7XK9 042137"))

    @OptionGroup var channel: ChannelArgument<OwnChannels>
    @Argument(help: "The code: six digits.") var code: String
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let found = try await OwnChannels.channel(channel.id, in: session)
        try session.confirm(session.text(.readingChannelConfirm, session.words(of: found)), channel.write)
        let answer = try await session.send(
            OwnChannels.call(.post, found.id, "confirm", body: ["code": .string(code)]))
        try session.printSaved(answer, .channelConfirmed, session.words(of: found))
    }
}

struct NotifyCode: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Send another code to confirm an address; only the newest counts.",
        discussion: examples("mentorctl notify code 7XK9"))

    @OptionGroup var channel: ChannelArgument<OwnChannels>
    var connection: ConnectionOptions { channel.connection }

    func run(in session: Session) async throws {
        let found = try await OwnChannels.channel(channel.id, in: session)
        try session.confirm(session.text(.readingChannelCode, session.words(of: found)), channel.write)
        let answer = try await session.send(OwnChannels.call(.post, found.id, "code", body: .object([:])))
        if session.printsJSON { return session.print(json: answer.body) }
        let sent: CodeSent = try answer.decoded()
        session.print(.channelCodeSent, ["minutes": String(sent.codeMinutes), "id": found.id])
    }
}
