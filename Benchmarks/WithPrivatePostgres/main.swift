// Runs a command beside a private PostgreSQL that is gone afterwards, and ends with the command's status.
// Usage: with-private-postgres COMMAND [ARGUMENT…]    where the argument `@url` becomes the URL of the database.
import Foundation
import Logging
import PrivatePostgres
import Subprocess
import SystemPackage

let words = CommandLine.arguments.dropFirst()
guard let command = words.first else {
    FileHandle.standardError.write(
        Data("usage: with-private-postgres COMMAND [ARGUMENT…], @url is the database\n".utf8))
    exit(64)
}
let cluster: PrivateCluster
do {
    cluster = try await PrivateCluster.start(.temporary(logger: Logger(label: "with-private-postgres")))
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
let arguments = words.dropFirst().map { $0 == "@url" ? cluster.url : $0 }
var status: Int32 = 1
do {
    let result = try await Subprocess.run(
        command.contains("/") ? .path(FilePath(command)) : .name(command), arguments: Arguments(Array(arguments)),
        input: .currentStandardInput, output: .currentStandardOutput, error: .currentStandardError)
    switch result.terminationStatus {
    case .exited(let code): status = code
    case .signaled(let signal): status = 128 + signal
    }
} catch {
    FileHandle.standardError.write(Data("\(command) could not be started: \(error)\n".utf8))
}
await cluster.stop()
exit(status)
