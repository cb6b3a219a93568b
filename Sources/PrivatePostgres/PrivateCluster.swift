import Foundation
import Glibc
import Logging

/// A PostgreSQL server of this process's own: on a unix socket only, in a folder of its own, gone when the process is.
///
/// Made for `mentord dev`, for tests and for measurements.
///
/// - The socket lies in a folder that only the server's account (and root) can enter. That folder is the gate, so inside
///   it every role is trusted; nothing listens on TCP.
/// - When this process ends, by whatever means, a small supervising shell ends the server in order. Nothing that a crash
///   leaves behind blocks the next start.
/// - When we are root the server runs as another account, see ``Options/stateDirectory`` and `MENTORDESK_OS_USER`.
/// - ``run()`` starts the server again when it ends although nobody asked it to.
public actor PrivateCluster {
    /// A libpq URL of the database as its owner, who is the superuser.
    public nonisolated var url: String { url(database: options.databaseName, user: options.superuser) }
    /// The folder of the server's files.
    public nonisolated let dataDirectory: String
    /// The folder the socket lies in; its path is short whatever the path of the data.
    public nonisolated let socketDirectory: String
    /// The file the server logs to.
    public nonisolated let logFile: String
    /// The version of the server: `15.18 (Debian 15.18-0+deb12u1)`.
    public nonisolated let version: String
    /// The folder of the programs in use (`psql`, `pgbench`, `pg_dump`, …).
    public nonisolated let binaryDirectory: String

    private nonisolated let options: Options
    private nonisolated let location: ClusterLocation
    private let installation: ServerInstallation
    private let processes: ServerProcesses
    private var state = State.down
    private var generation = 0
    private var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    private var nextWatcher = 0
    /// The supervisor for exit handlers, which cannot enter the actor.
    private nonisolated let current = CurrentSupervisor()

    private enum State {
        case down
        case starting
        case up(postmasterPID: Int32)
        case stopping
        case stopped
    }

    // MARK: - Life

    /// Makes the cluster where there is none, starts the server, waits until it accepts connections, and makes the
    /// database where there is none.
    /// - Throws: ``PrivateClusterError``; `CancellationError` when the task is cancelled meanwhile, with nothing left
    ///   running.
    public static func start(_ options: Options) async throws -> PrivateCluster {
        let environment = ProcessInfo.processInfo.environment
        let location = try await ClusterLocation.resolve(options, environment: environment)
        let cluster: PrivateCluster
        do {
            let installation = try await ServerInstallation.choose(
                dataMajor: Self.major(ofDataIn: location.dataDirectory), dataDirectory: location.dataDirectory,
                binaryDirectory: options.binaryDirectory, environment: environment)
            cluster = PrivateCluster(options: options, location: location, installation: installation)
        } catch {
            if location.isTemporary { rmdir(location.home) }
            throw error
        }
        if let notice = location.notice { options.logger.notice("\(notice)") }
        do {
            try await cluster.begin()
        } catch {
            await cluster.stop(.immediate)
            throw error
        }
        return cluster
    }

    private init(options: Options, location: ClusterLocation, installation: ServerInstallation) {
        self.options = options
        self.location = location
        self.installation = installation
        dataDirectory = location.dataDirectory
        socketDirectory = location.socketDirectory
        logFile = location.log
        version = installation.version
        binaryDirectory = installation.binaryDirectory
        processes = ServerProcesses(
            dataDirectories: [location.dataDirectory, location.unfinishedDataDirectory],
            clusterName: location.clusterName, userID: location.account.userID)
    }

    deinit {
        // The exit handler may hold the box as well.
        current.take()?.letGo()
    }

    /// Watches the server and starts it again, with growing pauses, when it ended although nobody asked it to. Returns
    /// when the task is cancelled or the cluster was stopped; the server stays up after a cancellation.
    /// - Throws: ``PrivateClusterError`` when there is nothing left to start, such as data that were removed.
    public func run() async throws {
        let (endings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watcher = nextWatcher
        nextWatcher += 1
        watchers[watcher] = continuation
        defer { watchers[watcher] = nil }
        continuation.yield()  // it may have ended before anybody watched
        for await _ in endings {
            if case .stopped = state { return }
            try await recover()
        }
    }

    /// Ends the server and lets go of the folder; the cluster cannot be used afterwards. A server that does not end in
    /// order within 15 seconds is made to. Completes even when the task is cancelled.
    public func stop(_ mode: StopMode = .fast) async {
        if case .stopped = state { return }
        let postmaster = postmasterPID
        state = .stopped
        if mode == .immediate || location.isTemporary, let postmaster { Glibc.kill(postmaster, SIGQUIT) }
        if let supervisor = current.take() {
            supervisor.letGo()
            _ = await supervisor.ended()
        }
        // The supervisor did this unless it was killed, or the server had ended before.
        let directory = location.transientDirectory
        _ = await Task.detached { [account = location.account] in
            try? await Program(path: "/bin/rm", arguments: ["-rf", "--", directory], account: account).run()
        }.value
        location.lock?.unlock()
        options.onEvent(.stopped)
        for watcher in watchers.values { watcher.finish() }
    }

    /// Ends the server in the given way and starts it again.
    public func restart(_ mode: StopMode = .fast) async throws {
        guard case .up(let postmaster) = state else { throw PrivateClusterError.stopped }
        state = .stopping
        Glibc.kill(postmaster, mode == .immediate ? SIGQUIT : SIGINT)
        if let supervisor = current.take() { _ = await supervisor.ended() }
        guard case .stopping = state else { throw PrivateClusterError.stopped }
        try await launch()
    }

    /// Makes this process's exit end the server and wait for that, at most 10 seconds.
    ///
    /// Without it the server ends with the process too, but a moment later, and whoever waited for the process may still
    /// see it.
    public nonisolated func stopAtExit() {
        ExitHandler.add(current)
    }

    // MARK: - What is running

    /// The server's first process; nil while it is down.
    public var postmasterPID: Int32? {
        if case .up(let postmaster) = state { postmaster } else { nil }
    }

    /// Sends a signal to the server's first process, if it is up: for tests of what happens then.
    public func kill(signal: Int32) {
        if let postmasterPID { Glibc.kill(postmasterPID, signal) }
    }

    /// A libpq URL of a database of this cluster as some role.
    public nonisolated func url(database: String, user: String) -> String {
        let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~/"))
        func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: plain) ?? text }
        return
            "postgres:///\(escaped(database))?host=\(escaped(socketDirectory))&port=\(Self.port)&user=\(escaped(user))"
    }

    // MARK: - Starting

    /// Only part of the socket's name, as nothing listens on TCP.
    private static let port = 5432

    private func begin() async throws {
        if Self.major(ofDataIn: dataDirectory) == nil { try await makeData() }
        try await launch()
        try await makeDatabase()
    }

    private func makeData() async throws {
        try await processes.evict()
        let unfinished = location.unfinishedDataDirectory
        try await runAsServer("/bin/rm", ["-rf", "--", unfinished], action: "Removing an unfinished cluster")
        var command = [
            installation.path(of: "initdb"), "-D", unfinished, "-U", options.superuser, "--encoding=UTF8",
            "--locale=\(Self.locale)", "--auth-local=trust", "--auth-host=reject", "--no-instructions",
        ]
        command.append(options.isDurable ? "--data-checksums" : "--no-sync")
        let logged = logSize()
        let initdb = try Supervisor(
            command: command, account: location.account, log: location.log, transientDirectory: nil, onEnd: { _ in })
        let reason = await initdb.ended()
        guard Self.major(ofDataIn: unfinished) != nil, reason == Supervisor.success else {
            throw PrivateClusterError.failed(action: "initdb", reason: reason, log: logTail(from: logged))
        }
        try await runAsServer("/bin/mv", [unfinished, dataDirectory], action: "Naming the new cluster")
    }

    /// Starts the server and returns once it accepts connections.
    private func launch() async throws {
        state = .starting
        do {
            try await processes.evict()
            guard Self.major(ofDataIn: dataDirectory) != nil else {
                throw PrivateClusterError.unusableDirectory(dataDirectory, reason: "its data are gone.")
            }
            // Nothing of this cluster runs now, so what these files say is stale; the number in there may be another
            // process's by now, and the server would believe it.
            let stale = [PostmasterFile.path(in: dataDirectory)] + socketFiles
            try await runAsServer("/bin/rm", ["-f", "--"] + stale, action: "Removing stale files")
            if !location.isTemporary { try Folder.makePrivate(socketDirectory, for: location.account) }

            generation += 1
            let logged = logSize()
            let supervisor = try Supervisor(
                command: [installation.path(of: "postgres"), "-D", dataDirectory] + serverSettings(),
                account: location.account, log: location.log, transientDirectory: location.transientDirectory,
                onEnd: { [weak self, generation] reason in await self?.ended(generation: generation, reason: reason) })
            current.set(supervisor)
            let postmaster = try await ready(loggedBefore: logged)
            state = .up(postmasterPID: postmaster)
            options.logger.info("PostgreSQL \(version) is ready", metadata: ["pid": "\(postmaster)"])
            options.onEvent(.ready(postmasterPID: postmaster))
        } catch {
            // A launch that failed or was cancelled leaves nothing running; stop() may have been quicker.
            if let supervisor = current.take() {
                supervisor.letGo()
                _ = await supervisor.ended()
            }
            if case .starting = state { state = .down }
            throw error
        }
    }

    private func ready(loggedBefore: UInt64) async throws -> Int32 {
        let clock = ContinuousClock()
        let deadline = clock.now + options.startLimit
        while true {
            guard case .starting = state else {
                if case .down = state {
                    throw PrivateClusterError.failed(
                        action: "Starting PostgreSQL", reason: lastEnding, log: logTail(from: loggedBefore))
                }
                throw PrivateClusterError.stopped
            }
            if let file = PostmasterFile.find(in: dataDirectory), file.isReady { return file.processID }
            if clock.now > deadline {
                throw PrivateClusterError.failed(
                    action: "Starting PostgreSQL",
                    reason: "it did not accept connections within \(options.startLimit).",
                    log: logTail(from: loggedBefore))
            }
            try await clock.sleep(for: .milliseconds(10))
        }
    }

    private var lastEnding = ""

    private func ended(generation: Int, reason: String) {
        guard generation == self.generation else { return }
        lastEnding = reason
        switch state {
        case .starting:
            state = .down
        case .up:
            state = .down
            options.logger.error("PostgreSQL ended although nobody asked it to: \(reason)")
            options.onEvent(.endedUnexpectedly(reason: reason))
            for watcher in watchers.values { watcher.yield() }
        case .down, .stopping, .stopped:
            break
        }
    }

    private func recover() async throws {
        var attempt = 0
        while case .down = state, !Task.isCancelled {
            attempt += 1
            let delay = Duration.milliseconds(min(50 << min(attempt, 7), 5000))
            options.onEvent(.restarting(attempt: attempt, delay: delay))
            do {
                try await Task.sleep(for: delay)
                guard case .down = state else { return }
                try await launch()
            } catch is CancellationError {
                return
            } catch PrivateClusterError.stopped {
                return
            } catch let error as PrivateClusterError {
                if case .unusableDirectory = error { throw error }
                options.logger.error("PostgreSQL could not be started again: \(error)")
                options.onEvent(.restartFailed(reason: error.description))
            }
        }
    }

    private func makeDatabase() async throws {
        let name = options.databaseName
        let literal = "'\(name.replacing("'", with: "''"))'"
        let identifier = "\"\(name.replacing("\"", with: "\"\""))\""
        let psql = Program(
            path: installation.path(of: "psql"),
            arguments: [
                "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url(database: "postgres", user: options.superuser), "-c",
                "SELECT 1 FROM pg_database WHERE datname = \(literal)",
            ], account: location.account)
        let answer = try await psql.run()
        guard answer.isSuccess else {
            throw PrivateClusterError.failed(action: "Reading the databases", reason: answer.complaint, log: "")
        }
        if answer.output.hasPrefix("1") { return }
        try await runAsServer(
            psql.path, psql.arguments.dropLast() + ["CREATE DATABASE \(identifier) TEMPLATE template0"],
            action: "Making the database \(name)")
    }

    // MARK: - Parts

    /// All on the command line: nothing in the server's folder is written by us, who may be root.
    private func serverSettings() -> [String] {
        var settings = [
            "max_connections": String(options.maxConnections), "timezone": "UTC", "log_timezone": "UTC",
            "lc_messages": "C", "log_line_prefix": "%m [%p] ", "max_wal_size": "512MB",
        ]
        if !options.isDurable {
            // synchronous_commit stays on: without fsync it costs a write to the page cache, and with it what was
            // committed outlives a SIGKILL of the server, which is what tests of recovery are about.
            settings.merge([
                "fsync": "off", "full_page_writes": "off", "wal_level": "minimal",
                "max_wal_senders": "0",
            ]) { $1 }
        }
        settings.merge(options.settings) { $1 }
        settings.merge([
            "listen_addresses": "", "unix_socket_directories": socketDirectory, "unix_socket_permissions": "0700",
            "port": String(Self.port), "cluster_name": location.clusterName, "update_process_title": "on",
            "logging_collector": "off",
        ]) { $1 }
        return settings.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    }

    private var socketFiles: [String] {
        let socket = "\(socketDirectory)/.s.PGSQL.\(Self.port)"
        return [socket, "\(socket).lock"]
    }

    private func runAsServer(_ path: String, _ arguments: [String], action: String) async throws {
        let answer = try await Program(path: path, arguments: arguments, account: location.account).run()
        guard answer.isSuccess else {
            throw PrivateClusterError.failed(action: action, reason: answer.complaint, log: "")
        }
    }

    private func logSize() -> UInt64 {
        var status = stat()
        return stat(location.log, &status) == 0 ? UInt64(max(status.st_size, 0)) : 0
    }

    /// The last lines written since `start`.
    private func logTail(from start: UInt64) -> String {
        guard let data = FileManager.default.contents(atPath: location.log), data.count > Int(start) else { return "" }
        return String(decoding: data.dropFirst(Int(start)).suffix(16_384), as: UTF8.self)
            .split(separator: "\n").suffix(15).joined(separator: "\n")
    }

    private static func major(ofDataIn directory: String) -> Int? {
        (try? String(contentsOfFile: "\(directory)/PG_VERSION", encoding: .utf8)).flatMap(ServerInstallation.major(of:))
    }

    /// Sorting by code point, the same on every machine; characters are still Unicode's for `lower` and the like.
    private static var locale: String {
        guard let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else { return "C" }
        freelocale(locale)
        return "C.UTF-8"
    }
}
