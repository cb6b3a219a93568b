import ArgumentParser
import Foundation
import Postgres
import Settings

/// Runs a command and puts what goes wrong into one plain sentence on standard error, with exit code 1, or 78 for a
/// configuration that is wrong.
func explaining(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let exit as ExitCode {
        throw exit
    } catch let error as ValidationError {
        throw error
    } catch let problem as SettingsProblem {
        let lines = problem.sentences.map { "mentord: \($0)\n" }.joined()
        FileHandle.standardError.write(Data(lines.utf8))
        // EX_CONFIG: starting again without another configuration is no use.
        throw ExitCode(78)
    } catch is CancellationError {
        throw ExitCode.failure
    } catch let error as PostgresError where error.isUnavailable {
        FileHandle.standardError.write(Data("mentord: The database can't be reached: \(error)\n".utf8))
        throw ExitCode(69)
    } catch {
        FileHandle.standardError.write(Data("mentord: \(error)\n".utf8))
        throw ExitCode.failure
    }
}
