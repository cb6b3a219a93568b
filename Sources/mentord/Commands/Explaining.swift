import ArgumentParser
import Foundation
import Postgres

/// Runs a command and puts what goes wrong into one plain sentence on standard error, with exit code 1.
func explaining(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let exit as ExitCode {
        throw exit
    } catch let error as ValidationError {
        throw error
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
