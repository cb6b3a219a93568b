import AdminCLI
import Foundation

@main
struct Mentorctl {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(await CommandLineTool.run(arguments, context: .process()))
    }
}
