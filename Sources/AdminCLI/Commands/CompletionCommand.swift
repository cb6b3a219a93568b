import ArgumentParser
import Foundation
import Terminal

struct CompletionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print what makes a shell complete commands, ids, names and slugs.",
        discussion: """
            bash:  mentorctl completion bash > ~/.local/share/bash-completion/completions/mentorctl
            zsh:   mentorctl completion zsh > ~/.zfunc/_mentorctl   (with ~/.zfunc in $fpath before compinit)
            fish:  mentorctl completion fish > ~/.config/fish/completions/mentorctl.fish

            EXAMPLES:
              mentorctl completion bash
              mentorctl completion zsh
              mentorctl completion fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var shell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.") var shell: Shell

    func run() async throws {
        CommandContext.current.console.write(MentorControl.completionScript(for: shell.shell) + "\n")
    }
}
