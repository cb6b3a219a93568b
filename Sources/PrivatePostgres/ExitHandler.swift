import Glibc
import Synchronization

/// What is left to end when this process exits. One for the process, because an exit handler is a C function that knows
/// no context and cannot be taken back.
enum ExitHandler {
    private static let supervisors = Mutex<[CurrentSupervisor]>([])

    private static let isInstalled: Bool = {
        let status = atexit {
            for supervisor in supervisors.withLock({ $0 }) {
                supervisor.take()?.letGoAndBlock(seconds: 10)
            }
        }
        return status == 0
    }()

    static func add(_ supervisor: CurrentSupervisor) {
        supervisors.withLock { $0.append(supervisor) }
        _ = isInstalled
    }
}
