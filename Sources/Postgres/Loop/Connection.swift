internal import CLibPQ
internal import DequeModule

/// One connection of the pool, as the loop's thread sees it.
final class Connection {
    /// What the next result from the server belongs to.
    enum Expected {
        case prepare(Statement, Work)
        case statement(Work, Statement)
        /// The end of a segment; the work is absent at the end of shared reads.
        case sync(Work?)
        /// Results of the simple protocol until libpq says there are no more.
        case simple(Work)
    }

    /// How a send ended.
    enum Sent {
        case sent, broken
    }

    let id: Int
    let pointer: OpaquePointer
    let descriptor: Int32
    private let usesNames: Bool
    var statements: StatementCache
    var expected: Deque<Expected> = []
    /// Whether the head of `expected` has had its result and only waits for the NULL behind it.
    var isHeadAnswered = false
    var lease: Lease?
    var wantsWrite = false
    /// Whether a cancel request is on its way: nothing new may be sent until it has arrived.
    var isCancelInFlight = false
    /// The work that request was meant for.
    var cancelTarget: Work?
    /// Whether a cancel request was sent since the connection was last free: a 57014 may be its doing.
    var wasCancelled = false
    var isReleasePending = false
    var cancelAgainAt = Int64.max
    var giveUpAt = Int64.max
    /// The first server error of the flight, which tells why a connection broke.
    var lastServerError: PostgresError?
    var isPaused = false
    /// Whether it is closed when it comes back, because its buffers hold too much memory.
    var isBloated = false
    var isCopying = false
    var prepares = 0
    /// Counts the Syncs sent.
    private var segment: UInt64 = 0

    init(id: Int, pointer: OpaquePointer, usesNames: Bool, maxStatements: Int) {
        self.id = id
        self.pointer = pointer
        self.usesNames = usesNames
        descriptor = PQsocket(pointer)
        statements = StatementCache(limit: maxStatements)
    }

    var isInTransaction: Bool {
        PQtransactionStatus(pointer) != PQTRANS_IDLE
    }

    var isBroken: Bool { PQstatus(pointer) == CONNECTION_BAD }

    /// The work whose answer is next.
    var head: Work? {
        switch expected.first {
        case .prepare(_, let work), .statement(let work, _), .simple(let work): work
        case .sync(let work): work
        case nil: nil
        }
    }

    /// Everything unfinished that is on this connection, each once, in order.
    var works: [Work] {
        var works: [Work] = []
        for item in expected {
            let work: Work? =
                switch item {
                case .prepare(_, let work), .statement(let work, _), .simple(let work): work
                case .sync(let work): work
                }
            if let work, works.last !== work { works.append(work) }
        }
        return works
    }

    // MARK: Sending

    func send(_ bound: BoundStatement, for work: Work, with scratch: BindScratch) -> Sent {
        let statement = bound.statement
        let count = Int32(bound.binds.count)
        let isSent = scratch.withParameters(bound) { values, lengths, formats in
            guard usesNames else { return sendUnnamed(statement, count, values, lengths, formats) }
            switch statements.use(statement, segment: segment) {
            case .prepared(let name):
                return sendPrepared(name, count, values, lengths, formats)
            case .missing(let name):
                prepares += 1
                guard sendPrepare(statement, name) else { return false }
                expected.append(.prepare(statement, work))
                return sendPrepared(name, count, values, lengths, formats)
            case .nameless:
                return sendUnnamed(statement, count, values, lengths, formats)
            }
        }
        expected.append(.statement(work, statement))
        return isSent ? .sent : .broken
    }

    func sync(_ work: Work?) -> Sent {
        expected.append(.sync(work))
        segment += 1
        return PQpipelineSync(pointer) == 1 ? .sent : .broken
    }

    private func sendPrepare(_ statement: Statement, _ name: ContiguousArray<CChar>) -> Bool {
        name.withUnsafeBufferPointer { name in
            statement.cText.withUnsafeBufferPointer { text in
                statement.types.withUnsafeBufferPointer { types in
                    PQsendPrepare(pointer, name.baseAddress, text.baseAddress, Int32(types.count), types.baseAddress)
                }
            }
        } == 1
    }

    private func sendPrepared(
        _ name: ContiguousArray<CChar>, _ count: Int32, _ values: BindScratch.Values, _ lengths: BindScratch.Numbers,
        _ formats: BindScratch.Numbers
    ) -> Bool {
        name.withUnsafeBufferPointer { name in
            PQsendQueryPrepared(pointer, name.baseAddress, count, values, lengths, formats, 1)
        } == 1
    }

    private func sendUnnamed(
        _ statement: Statement, _ count: Int32, _ values: BindScratch.Values, _ lengths: BindScratch.Numbers,
        _ formats: BindScratch.Numbers
    ) -> Bool {
        statement.cText.withUnsafeBufferPointer { text in
            statement.types.withUnsafeBufferPointer { types in
                PQsendQueryParams(pointer, text.baseAddress, count, types.baseAddress, values, lengths, formats, 1)
            }
        } == 1
    }
}

/// The arrays libpq wants the parameters in, kept from one statement to the next.
final class BindScratch {
    typealias Values = UnsafePointer<UnsafePointer<CChar>?>?
    typealias Numbers = UnsafePointer<Int32>?

    private var values: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    /// What an empty value points to: libpq takes a null pointer for NULL.
    private let nothing = UnsafeMutablePointer<CChar>.allocate(capacity: 1)

    init() {
        nothing.initialize(to: 0)
    }

    deinit {
        nothing.deallocate()
    }

    /// Lends the parameters; the pointers are good only inside.
    func withParameters(_ bound: BoundStatement, _ body: (Values, Numbers, Numbers) -> Bool) -> Bool {
        guard !bound.binds.isEmpty else { return body(nil, nil, nil) }
        values.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        return bound.values.withUnsafeBytes { bytes in
            for bind in bound.binds {
                if bind.length < 0 {
                    values.append(nil)
                } else if bind.length == 0 {
                    values.append(UnsafePointer(nothing))
                } else {
                    values.append(bytes.baseAddress.map { ($0 + bind.start).assumingMemoryBound(to: CChar.self) })
                }
                lengths.append(max(0, bind.length))
                formats.append(bind.format == .binary ? 1 : 0)
            }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
