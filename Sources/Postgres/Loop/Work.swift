internal import DequeModule

/// What one caller waits for: statements that go out together and end in a Sync, or a simple-protocol operation.
// Sendable is safe: the `let`s are immutable; the caller writes `completion` before it posts the work, and after that
// only the loop's thread touches the variables.
final class Work: @unchecked Sendable {
    enum Lane {
        /// One read-only statement that may share its Sync with others.
        case read
        /// A segment with a connection of its own for as long as it runs.
        case segment
        /// A segment on a connection that a transaction or session holds.
        case leased(Lease)
        /// The loop's own work on a connection that is being put in order.
        case errand
    }

    enum Content {
        case statements(BoundStatement, more: [BoundStatement])
        /// Many statements by the simple protocol, results dropped.
        case script(String)
        /// `COPY … TO STDOUT`, its data going to the reader.
        case copyOut(String, CopyOutBuffer)
        /// Nothing to send: the lease is over, without COMMIT.
        case endOfLease
    }

    enum Completion {
        case none
        case one(UnsafeContinuation<PostgresRows, any Error>)
        case many(UnsafeContinuation<[PostgresRows], any Error>)
        case done(UnsafeContinuation<Void, any Error>)
        case copy(CopyOutBuffer)
    }

    enum CancelReason {
        case task, deadline
    }

    enum Place {
        case outside, waiting, leaseQueue(Lease), sent(Connection), finished
    }

    let lane: Lane
    let content: Content
    let deadlineAt: Int64
    /// Whether the last statement is COMMIT.
    let commits: Bool
    /// Whether the lease ends with this work's success.
    let endsLease: Bool

    var completion = Completion.none
    var place = Place.outside
    var firstRows: PostgresRows?
    var moreRows: [PostgresRows] = []
    var failure: PostgresError?
    /// The place of the statement that failed; the caller may read it once it has been answered.
    var failedIndex: Int?
    var cancelReason: CancelReason?
    /// How often it was sent again; such a read gets a Sync of its own.
    var resends = 0
    /// Called on the loop's thread when the work is over, whatever its end. For the loop's own errands.
    var afterwards: (() -> Void)?

    init(
        lane: Lane, content: Content, deadlineAt: Int64, commits: Bool = false, endsLease: Bool = false
    ) {
        self.lane = lane
        self.content = content
        self.deadlineAt = deadlineAt
        self.commits = commits
        self.endsLease = endsLease
    }

    var isFinished: Bool {
        if case .finished = place { true } else { false }
    }

    var isRead: Bool {
        if case .read = lane { true } else { false }
    }

    var isErrand: Bool {
        if case .errand = lane { true } else { false }
    }

    var lease: Lease? {
        if case .leased(let lease) = lane { lease } else { nil }
    }

    /// Keeps the first error of a segment.
    func note(_ error: PostgresError) {
        guard failure == nil else { return }
        failure = error
        failedIndex = (firstRows == nil ? 0 : 1) + moreRows.count
    }

    func add(_ rows: PostgresRows) {
        if firstRows == nil { firstRows = rows } else { moreRows.append(rows) }
    }

    var lastRows: PostgresRows? { moreRows.last ?? firstRows }

    /// Forgets an attempt, to be sent again.
    func reset() {
        resends += 1
        firstRows = nil
        moreRows.removeAll()
        failure = nil
        failedIndex = nil
    }

    /// Ends a read whose rows are there; the caller is to be resumed with them. Nothing when it is over already.
    func takeCaller() -> UnsafeContinuation<PostgresRows, any Error>? {
        guard !isFinished, case .one(let continuation) = completion else { return nil }
        place = .finished
        completion = .none
        return continuation
    }

    func succeed() {
        guard !isFinished else { return }
        place = .finished
        switch completion {
        case .none: break
        case .one(let continuation):
            if let firstRows {
                continuation.resume(returning: firstRows)
            } else {
                continuation.resume(throwing: PostgresError(.misuse, "the statement was empty"))
            }
        case .many(let continuation):
            continuation.resume(returning: (firstRows.map { [$0] } ?? []) + moreRows)
        case .done(let continuation): continuation.resume()
        case .copy(let buffer): buffer.finish(nil)
        }
        over()
    }

    func fail(_ error: any Error) {
        guard !isFinished else { return }
        place = .finished
        switch completion {
        case .none: break
        case .one(let continuation): continuation.resume(throwing: error)
        case .many(let continuation): continuation.resume(throwing: error)
        case .done(let continuation): continuation.resume(throwing: error)
        case .copy(let buffer): buffer.finish(error)
        }
        over()
    }

    private func over() {
        completion = .none
        // The caller has the rows now; nothing here should keep a large result alive.
        firstRows = nil
        moreRows.removeAll()
        afterwards?()
        afterwards = nil
    }

    /// The error of a caller that asked to stop.
    static func error(for reason: CancelReason) -> any Error {
        switch reason {
        case .task: CancellationError()
        case .deadline: PostgresError(.deadlineExceeded, "the deadline passed before the server answered")
        }
    }
}

/// A connection held by one transaction or session from its first segment to its end.
// Sendable is safe: only the loop's thread touches the variables.
final class Lease: @unchecked Sendable {
    enum State {
        case new
        case waiting(Work)
        case held(Connection)
        case ended(any Error)
    }

    let deadlineAt: Int64
    /// Whether the connection is closed afterwards, because its session may have been changed.
    let discards: Bool
    var state = State.new
    var running: Work?
    var queue: Deque<Work> = []

    init(deadlineAt: Int64, discards: Bool) {
        self.deadlineAt = deadlineAt
        self.discards = discards
    }

    var connection: Connection? {
        if case .held(let connection) = state { connection } else { nil }
    }
}
