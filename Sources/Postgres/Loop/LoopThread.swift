internal import CLibPQ
import Glibc
internal import Synchronization

/// What reaches the I/O thread from outside.
enum LoopMessage: Sendable {
    case work(Work)
    case cancel(Work)
    case endLease(Work)
    case connected(Int, ConnectOutcome)
    case cancelSent(Int)
    case job(UnownedJob)
    case call(@Sendable (isolated ConnectionLoop) -> Void)
    case stop
}

/// A thread with an epoll descriptor: the executor of one `ConnectionLoop`.
///
/// Messages and jobs wake it through an eventfd, which is written to only while it sleeps.
final class LoopThread: SerialExecutor {
    private struct Inbox {
        var messages: [LoopMessage] = []
        var isSleeping = false
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    let epoll: Int32
    let journal = StatementJournal()
    private let wakeup: Int32
    private let thread = Mutex<pthread_t?>(nil)
    private static let wakeToken = UInt64.max

    init() {
        epoll = clibpq_epoll_create()
        wakeup = clibpq_eventfd_create()
        precondition(epoll >= 0 && wakeup >= 0, "no file descriptor left for the connection loop")
        _ = clibpq_epoll_add(epoll, wakeup, UInt32(clibpq_readable), Self.wakeToken)
    }

    deinit {
        close(epoll)
        close(wakeup)
    }

    /// Hands a message over; false when the thread has stopped and nobody will read it.
    @discardableResult
    func post(_ message: LoopMessage) -> Bool {
        let (accepted, wake) = inbox.withLock { inbox in
            guard !inbox.isStopped else { return (false, false) }
            inbox.messages.append(message)
            defer { inbox.isSleeping = false }
            return (true, inbox.isSleeping)
        }
        if wake { clibpq_eventfd_signal(wakeup) }
        return accepted
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // After the stop nothing is left to guard: a late job (a deinit, a statistic) runs where it is.
        if !post(.job(job)) { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func checkIsolated() {
        precondition(isCurrent, "not on the connection loop's thread")
    }

    func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    private var isCurrent: Bool {
        thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
            || inbox.withLock { $0.isStopped }
    }

    // MARK: The thread

    func start(_ loop: ConnectionLoop) {
        BlockingThread.start(name: "postgres-io") { [self] in
            thread.withLock { $0 = pthread_self() }
            run(loop)
        }
    }

    private func run(_ loop: ConnectionLoop) {
        var messages: [LoopMessage] = []
        var ready = [clibpq_ready](repeating: clibpq_ready(), count: 64)
        var wakeAt = Int64.max
        while true {
            let hasMail = inbox.withLock { inbox in
                inbox.isSleeping = inbox.messages.isEmpty
                return !inbox.messages.isEmpty
            }
            let timeout = hasMail ? 0 : Self.milliseconds(until: wakeAt)
            var count = Int(clibpq_epoll_wait(epoll, &ready, 64, timeout))
            precondition(count >= 0, "epoll_wait failed")
            for index in 0..<count where ready[index].token == Self.wakeToken {
                clibpq_eventfd_drain(wakeup)
                ready[index] = ready[count - 1]
                count -= 1
                break
            }
            messages.removeAll(keepingCapacity: true)
            inbox.withLock { inbox in
                inbox.isSleeping = false
                swap(&inbox.messages, &messages)
            }
            wakeAt = loop.assumeIsolated { $0.turn(ready: ready[..<count], messages: messages) }
            for case .stop in messages {
                let late = inbox.withLock { inbox in
                    inbox.isStopped = true
                    return inbox.messages
                }
                loop.assumeIsolated { $0.stopped(late) }
                return
            }
        }
    }

    private static func milliseconds(until time: Int64) -> Int32 {
        guard time < .max else { return -1 }
        let left = time - MonotonicClock.now()
        guard left > 0 else { return 0 }
        return Int32(clamping: (left + 999_999) / 1_000_000)
    }
}

/// Nanoseconds since some fixed moment.
enum MonotonicClock {
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    static func time(after duration: Duration) -> Int64 {
        let (sum, overflow) = now().addingReportingOverflow(duration.nanoseconds)
        return overflow ? .max : sum
    }
}

extension Duration {
    /// Whole nanoseconds, clamped to what 64 bits hold.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds > 0 ? .max : .min }
        let (sum, overflowed) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflowed ? (seconds > 0 ? .max : .min) : sum
    }
}
