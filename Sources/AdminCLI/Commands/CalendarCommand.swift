import APIModel
import ArgumentParser
import Terminal

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "The secret address at which your calendar subscribes to your sessions.",
        discussion: examples("mentorctl calendar show", "mentorctl calendar rotate"),
        subcommands: [CalendarShow.self, CalendarRotate.self], defaultSubcommand: CalendarShow.self)
}

struct CalendarShow: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The address; whoever has it sees your sessions.",
        discussion: examples("mentorctl calendar show", "mentorctl calendar show --json"))

    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        try session.printCalendar(try await session.send(.get("v1", "me", "calendar")))
    }
}

struct CalendarRotate: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "A new address; the old one stops working at once.",
        discussion: examples("mentorctl calendar rotate"))

    @OptionGroup var write: WriteOptions
    @OptionGroup(title: "Connection and output") var connection: ConnectionOptions

    func run(in session: Session) async throws {
        try session.confirm(session.text(.readingCalendarRotate), write)
        try session.printCalendar(try await session.send(.post("v1", "me", "calendar", "rotate")))
    }
}

extension Session {
    fileprivate func printCalendar(_ answer: APIAnswer) throws {
        if printsJSON { return print(json: answer.body) }
        print(try answer.decoded(as: CalendarURL.self).url.printableLine)
    }
}
