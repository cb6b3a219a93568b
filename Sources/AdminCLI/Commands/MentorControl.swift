import ArgumentParser

/// The root command.
struct MentorControl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mentorctl",
        abstract: "A mentor's desk: requests, sessions, messages, schedule and reports.",
        discussion: """
            Ids may be cut to their last characters (4 or more). A server and token come from flags, then \
            MENTORCTL_URL and MENTORCTL_TOKEN, then the profile that 'login' wrote.

            Exit status: 0 ok, 1 failure, 3 not found, 4 not allowed, 5 conflict, 6 invalid, 64 usage, \
            69 server unreachable.

            EXAMPLES:
              mentorctl login --url https://desk.example.com
              mentorctl inbox
              mentorctl accept 7XK9
              mentorctl schedule set 'mon,wed 19:00-22:00; sat 10:00-12:00'
            """,
        version: CommandLineTool.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Account",
                subcommands: [
                    Login.self, Logout.self, WhoAmI.self, NotifyCommand.self, CalendarCommand.self, Export.self,
                ]),
            CommandGroup(
                name: "Your day",
                subcommands: [
                    Inbox.self, Today.self, Week.self, Next.self, Open.self, List.self, Show.self, EventCommand.self,
                ]),
            CommandGroup(
                name: "Consultations",
                subcommands: [
                    Accept.self, Decline.self, Book.self, Reschedule.self, Cancel.self, Reply.self, Complete.self,
                    NoShow.self, Objection.self, Uphold.self, Close.self, MessageCommand.self, AttachmentCommand.self,
                ]),
            CommandGroup(
                name: "Learning paths", subcommands: [PlanCommand.self, DirectionCommand.self]),
            CommandGroup(
                name: "What you offer",
                subcommands: [
                    ScheduleCommand.self, OfferingCommand.self, SlotsCommand.self, StudentCommand.self,
                    ReportCommand.self,
                ]),
            CommandGroup(
                name: "Administration",
                subcommands: [
                    MentorCommand.self, TokenCommand.self, WebhookCommand.self, OutboxCommand.self, AuditCommand.self,
                ]),
            CommandGroup(
                name: "This tool",
                subcommands: [Doctor.self, ConfigCommand.self, CompletionCommand.self, ManualCommand.self]),
        ])
}
