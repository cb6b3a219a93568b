import Glibc
internal import Subprocess
import Synchronization
internal import SystemPackage

/// A small shell that starts a program of PostgreSQL and ends it when we are gone, however we went.
///
/// It reads from a pipe that only we hold the other end of. Our end, by a call or by the kernel after SIGKILL, is the end
/// of that pipe. It lives in a session of its own, so that Ctrl-C in the terminal reaches us and not the server. When the
/// shell itself is killed, the kernel tells the program (`setpriv --pdeathsig`).
final class Supervisor: Sendable {
    /// Our end of the pipe the shell waits on; nil once let go.
    private let lifeline: Mutex<Int32?>
    /// Reads end-of-file once the shell and all it did are over; for waiting where nothing can be awaited.
    private let over: Int32
    private let ending: Task<String, Never>

    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - transientDirectory: removed once the program has ended because we let go.
    ///   - onEnd: told why the shell ended, in a sentence.
    init(
        command: [String], account: ServerAccount, log: String, transientDirectory: String?,
        onEnd: @escaping @Sendable (String) async -> Void
    ) throws {
        let (shell, arguments) = try account.commandLine(
            "/bin/sh", ["-c", Self.script, "mentord-postgres", log, transientDirectory ?? ""] + command)
        let input = try Self.pipe()
        let output: (reading: Int32, writing: Int32)
        do {
            output = try Self.pipe()
        } catch {
            close(input.reading)
            close(input.writing)
            throw error
        }
        lifeline = Mutex(input.writing)
        over = output.reading
        // Not a child of the caller's task: the server outlives the call that started it, and nobody's cancellation may
        // take away the chance to end in order.
        ending = Task.detached {
            var inNewSession = PlatformOptions()
            inNewSession.createSession = true
            var reason: String
            do {
                let result = try await Subprocess.run(
                    .path(FilePath(shell)), arguments: Arguments(arguments), environment: .custom(Program.environment),
                    workingDirectory: "/", platformOptions: inNewSession,
                    input: .fileDescriptor(FileDescriptor(rawValue: input.reading), closeAfterSpawningProcess: true),
                    output: .fileDescriptor(FileDescriptor(rawValue: output.writing), closeAfterSpawningProcess: true),
                    error: .discarded)
                reason = Self.sentence(for: result.terminationStatus)
            } catch {
                reason = "its supervisor could not be started (\(error))."
            }
            await onEnd(reason)
            return reason
        }
    }

    deinit {
        letGo()
        close(over)
    }

    /// Tells the shell to end the program.
    func letGo() {
        lifeline.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    /// Waits until program and shell have ended; answers why. Not cut short by cancellation.
    func ended() async -> String { await ending.value }

    /// The same for exit handlers, which cannot await.
    func letGoAndBlock(seconds: Int32) {
        letGo()
        var poll = pollfd(fd: over, events: Int16(POLLIN), revents: 0)
        _ = Glibc.poll(&poll, 1, seconds * 1000)
    }

    /// A pipe whose ends no child of this process inherits by accident, or it would hold our end open after us. Sockets,
    /// because Swift cannot see `pipe2`, and setting the flag afterwards leaves a moment without it.
    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw PrivateClusterError.failed(
                action: "Starting PostgreSQL", reason: "\(String(cString: strerror(errno))).", log: "")
        }
        return (ends[0], ends[1])
    }

    /// What ``ended()`` answers after a program that did what it should.
    static let success = "it ended in order."

    private static func sentence(for status: TerminationStatus) -> String {
        switch status {
        case .exited(0): success
        case .exited(let code) where code > 128: "it was ended by signal \(code - 128)."
        case .exited(let code): "it exited with status \(code)."
        case .signaled(let signal): "its supervisor was ended by signal \(signal)."
        }
    }

    /// Two processes, because a shell cannot wait for a child and a pipe at once. `$$` is the shell that waits for the
    /// child, also inside the one that waits for the pipe. USR1 ends the latter by default; once the pipe has ended it
    /// is on its way to clean up and ignores it.
    private static let script = """
        log=$1 transient=$2
        shift 2
        exec 3<&0 </dev/null
        if setpriv --pdeathsig INT true 2>/dev/null; then set -- setpriv --pdeathsig INT -- "$@"; fi
        "$@" >>"$log" 2>&1 3<&- &
        server=$!
        (
            while read -r _ <&3; do :; done
            trap '' USR1
            kill -INT "$server" 2>/dev/null
            rounds=0
            while kill -0 "$server" 2>/dev/null; do
                case $rounds in
                300) kill -QUIT "$server" ;;
                400) kill -KILL "$server" ;;
                esac
                rounds=$((rounds + 1))
                sleep 0.05
            done
            if [ -n "$transient" ] && kill -0 $$ 2>/dev/null; then rm -rf -- "$transient"; fi
        ) &
        watcher=$!
        exec 3<&-
        wait "$server"
        status=$?
        kill -USR1 "$watcher" 2>/dev/null
        wait "$watcher"
        exit "$status"
        """
}
