import Foundation

/// The programs of one installed PostgreSQL.
struct ServerInstallation: Sendable, Hashable {
    static let oldestMajor = 15

    let binaryDirectory: String
    let major: Int
    /// As the server says it: `15.18 (Debian 15.18-0+deb12u1)`.
    let version: String

    func path(of program: String) -> String { "\(binaryDirectory)/\(program)" }

    /// Every installation found, newest first.
    static func findAll(environment: [String: String]) async throws -> (found: [ServerInstallation], searched: [String])
    {
        var folders: [String] = []
        if let path = environment["MENTORDESK_POSTGRES_BIN"], !path.isEmpty { folders.append(path) }
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        if let program = path.map({ "\($0)/pg_config" }).first(where: FileManager.default.isExecutableFile) {
            let answer = try? await Program(path: program, arguments: ["--bindir"]).run()
            if let answer, answer.isSuccess {
                folders.append(answer.output.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        folders += versionedFolders(in: "/usr/lib/postgresql", suffix: "/bin")
        folders += versionedFolders(in: "/usr", prefix: "pgsql-", suffix: "/bin")
        folders.append("/usr/local/pgsql/bin")
        folders += path

        var found: [ServerInstallation] = []
        var seen: Set<String> = []
        for folder in folders where seen.insert(folder).inserted {
            if let installation = await installation(in: folder) { found.append(installation) }
        }
        found.sort { ($0.major, $0.version) > ($1.major, $1.version) }
        return (found, ["pg_config", "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "PATH"])
    }

    /// The installation that fits: that of the data's major version where there are data, else the newest.
    static func choose(
        dataMajor: Int?, dataDirectory: String, binaryDirectory: String?, environment: [String: String]
    ) async throws -> ServerInstallation {
        let (found, searched): ([ServerInstallation], [String])
        if let binaryDirectory {
            (found, searched) = (await installation(in: binaryDirectory).map { [$0] } ?? [], [binaryDirectory])
        } else {
            (found, searched) = try await findAll(environment: environment)
        }
        let usable = found.filter { $0.major >= oldestMajor }
        guard let newest = usable.first else {
            if let old = found.first { throw PrivateClusterError.serverTooOld(found: old.version) }
            throw PrivateClusterError.serverNotFound(searched: searched)
        }
        guard let dataMajor else { return newest }
        guard let fitting = usable.first(where: { $0.major == dataMajor }) else {
            throw PrivateClusterError.versionChanged(
                directory: dataDirectory, dataMajor: dataMajor,
                installedMajors: Set(usable.map(\.major)).sorted(by: >))
        }
        return fitting
    }

    private static func versionedFolders(in parent: String, prefix: String = "", suffix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.filter { $0.hasPrefix(prefix) && Int($0.dropFirst(prefix.count)) != nil }
            .map { "\(parent)/\($0)\(suffix)" }
    }

    private static func installation(in folder: String) async -> ServerInstallation? {
        let programs = ["postgres", "initdb", "psql"].map { "\(folder)/\($0)" }
        guard programs.allSatisfy(FileManager.default.isExecutableFile),
            let answer = try? await Program(path: programs[0], arguments: ["--version"]).run(), answer.isSuccess,
            let version = version(in: answer.output), let major = major(of: version)
        else { return nil }
        return ServerInstallation(binaryDirectory: folder, major: major, version: version)
    }

    /// `postgres (PostgreSQL) 15.18 (Debian …)` → `15.18 (Debian …)`.
    static func version(in output: String) -> String? {
        guard let name = output.firstRange(of: "(PostgreSQL) ") else { return nil }
        let version = output[name.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        return version.isEmpty ? nil : version
    }

    /// `15.18 (Debian …)` → 15, `18beta1` → 18.
    static func major(of version: String) -> Int? {
        Int(version.prefix { $0.isASCII && $0.isNumber })
    }
}
