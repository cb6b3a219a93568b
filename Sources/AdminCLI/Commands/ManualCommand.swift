import ArgumentParser
import Foundation
import Terminal

struct ManualCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Write the manual pages, for packages.",
        discussion: examples("mentorctl manual --into .build/man", "mentorctl manual schedule set"),
        shouldDisplay: false)

    @Argument(help: "The command to print the page of; the tool's own when left out.") var command: [String] = []
    @Option(
        help: ArgumentHelp("Write every page to this folder, as NAME.1.", valueName: "folder"), completion: .directory)
    var into: String?

    func run() async throws {
        let console = CommandContext.current.console
        let pages = try ManualPage.all()
        guard let into else {
            let name = (["mentorctl"] + command).joined(separator: "-")
            guard let page = pages.first(where: { $0.name == name }) else {
                throw CommandFailure(status: .notFound, message: "there is no page \(name)")
            }
            return console.write(page.troff)
        }
        do {
            try FileManager.default.createDirectory(atPath: into, withIntermediateDirectories: true)
            for page in pages {
                try Data(page.troff.utf8).write(
                    to: URL(fileURLWithPath: into).appendingPathComponent("\(page.name).1"), options: .atomic)
            }
        } catch {
            throw CommandFailure(status: .failure, message: "can't write to \(into): \(error.localizedDescription)")
        }
        console.writeError("\(pages.count) pages in \(into)\n")
    }
}
