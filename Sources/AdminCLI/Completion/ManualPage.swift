import ArgumentParser
import Foundation

/// A manual page (section 1, mdoc) made from what `--help` is made from.
struct ManualPage {
    var name: String
    var troff: String

    /// The tool's page and one for each noun and verb that help shows.
    static func all() throws -> [ManualPage] {
        let tool = try JSONDecoder().decode(Tool.self, from: Data(MentorControl._dumpHelp().utf8))
        return pages(of: tool.command, path: [tool.command.commandName])
    }

    private static func pages(of command: Command, path: [String]) -> [ManualPage] {
        let children = (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
        return [ManualPage(name: path.joined(separator: "-"), troff: page(of: command, path: path, children: children))]
            + children.flatMap { pages(of: $0, path: path + [$0.commandName]) }
    }

    private static func page(of command: Command, path: [String], children: [Command]) -> String {
        let title = path.joined(separator: "-")
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        var lines = [
            ".\\\" Made from the command's own help.", ".Dd $Mdocdate$", ".Dt \(title.uppercased()) 1",
            ".Os MentorDesk",
            ".Sh NAME", ".Nm \(title)", ".Nd \(escaped(withoutPeriod(command.abstract ?? "")))", ".Sh SYNOPSIS",
            ".Nm \(path.joined(separator: " "))",
        ]
        if !children.isEmpty { lines.append(".Ar command") }
        for argument in arguments where argument.kind == "positional" {
            let value = "\(escaped(argument.valueName ?? ""))\(argument.isRepeating ? " ..." : "")"
            lines.append(argument.isOptional ? ".Op Ar \(value)" : ".Ar \(value)")
        }
        if arguments.contains(where: { $0.kind != "positional" }) { lines.append(".Op Ar options") }
        let (discussion, examples) = parts(of: command.discussion ?? "")
        lines += [".Sh DESCRIPTION", escapedLine(command.abstract ?? "")]
        lines += discussion.flatMap { $0.isEmpty ? [".Pp"] : [escapedLine($0)] }
        if !children.isEmpty {
            lines += [".Sh COMMANDS", ".Bl -tag -width schedule"]
            for child in children { lines += [".It Cm \(child.commandName)", escapedLine(child.abstract ?? "")] }
            lines.append(".El")
        }
        if !arguments.isEmpty {
            lines += [".Sh ARGUMENTS AND OPTIONS", ".Bl -tag -width Ds"]
            for argument in arguments { lines += [".It \(head(of: argument))", escapedLine(argument.abstract ?? "")] }
            lines.append(".El")
        }
        if path.count == 1 { lines += environment }
        lines += [
            ".Sh EXIT STATUS",
            "0 done, 1 failed, 3 not found, 4 not allowed, 5 conflict, 6 invalid, 64 usage, 69 server unreachable.",
        ]
        if !examples.isEmpty {
            lines += [".Sh EXAMPLES", ".Bd -literal -offset indent"] + examples.map(escapedLine) + [".Ed"]
        }
        if path.count > 1 { lines += [".Sh SEE ALSO", ".Xr \(path.dropLast().joined(separator: "-")) 1"] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let environment = [
        ".Sh ENVIRONMENT", ".Bl -tag -width Ds",
        ".It Ev MENTORCTL_URL , MENTORCTL_TOKEN , MENTORCTL_PROFILE",
        "The server, the token and the profile, where no option names them.",
        ".It Ev MENTORCTL_LANG , MENTORCTL_OUTPUT", "Language and format of the output.",
        ".It Ev MENTORCTL_PAGER , PAGER", "What shows long answers on a terminal; cat for nothing.",
        ".It Ev MENTORCTL_EDITOR , VISUAL , EDITOR", "What messages are written in.",
        ".It Ev NO_COLOR , CLICOLOR_FORCE", "No colour; colour anyway.", ".El", ".Sh FILES", ".Bl -tag -width Ds",
        ".It Pa ~/.config/mentorctl/profiles.json", "Profiles with their tokens, readable by the owner alone.", ".El",
    ]

    private static func head(of argument: Argument) -> String {
        let value = escaped(argument.valueName ?? "")
        guard argument.kind != "positional" else { return "Ar \(value)" }
        let names = (argument.names ?? []).map { name in
            // mdoc's Fl writes one hyphen of its own.
            "Fl \(name.kind == "long" ? "-" : "")\(escaped(name.name))"
        }
        return names.joined(separator: " , ") + (argument.kind == "option" ? " Ar \(value)" : "")
    }

    /// The text before the examples, and the examples.
    private static func parts(of discussion: String) -> (text: [String], examples: [String]) {
        let lines = discussion.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let index = lines.firstIndex(of: "EXAMPLES:") else { return (lines, []) }
        let text = lines[..<index].drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
        return (Array(text), lines[(index + 1)...].map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 })
    }

    private static func withoutPeriod(_ text: String) -> String {
        text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// Text inside a line: backslashes and hyphens mean themselves.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }

    /// A line of text: it must not begin like a request.
    private static func escapedLine(_ text: String) -> String {
        let text = escaped(text)
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    // What the argument parser says of itself (`--experimental-dump-help`), as far as it is needed here.

    private struct Tool: Decodable {
        var command: Command
    }

    private struct Command: Decodable {
        var commandName: String
        var shouldDisplay: Bool
        var abstract: String?
        var discussion: String?
        var subcommands: [Command]?
        var arguments: [Argument]?
    }

    private struct Argument: Decodable {
        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var abstract: String?
    }

    private struct Name: Decodable {
        var kind: String
        var name: String
    }
}
