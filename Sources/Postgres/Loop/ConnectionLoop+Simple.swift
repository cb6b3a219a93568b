internal import CLibPQ

extension ConnectionLoop {
    /// Goes on with a simple-protocol operation; true when there may be more to take right now.
    func drainSimple(_ connection: Connection, _ work: Work) -> Bool {
        if connection.isCopying, case .copyOut(_, let buffer) = work.content {
            return drainCopy(connection, work, buffer)
        }
        guard let result = PQgetResult(connection.pointer) else {
            if connection.isBroken { return false }
            connection.expected.removeFirst()
            guard PQenterPipelineMode(connection.pointer) == 1 else {
                lose(connection, connectionError(connection))
                return false
            }
            finishSegment(work, on: connection)
            flightEnded(connection, work)
            return false
        }
        let status = PQresultStatus(result)
        defer { PQclear(result) }
        switch status {
        case PGRES_COPY_OUT:
            guard case .copyOut = work.content else { fallthrough }
            connection.isCopying = true
        case PGRES_COPY_IN, PGRES_COPY_BOTH:
            lose(connection, PostgresError(.misuse, "a script cannot hold COPY from or to the client"))
            return false
        case PGRES_FATAL_ERROR:
            failed(ServerMessage.error(result, statement: nil), .simple(work), on: connection)
        default:
            statistics.queries += 1
        }
        return true
    }

    private func drainCopy(_ connection: Connection, _ work: Work, _ buffer: CopyOutBuffer) -> Bool {
        var chunk: [UInt8] = []
        while true {
            var line: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection.pointer, &line, 1)
            if count > 0, let line {
                chunk.append(contentsOf: UnsafeRawBufferPointer(start: line, count: Int(count)))
                PQfreemem(line)
                guard chunk.count >= CopyOutBuffer.chunkSize else { continue }
                let wantsMore = buffer.append(chunk)
                chunk.removeAll(keepingCapacity: false)
                guard wantsMore else {
                    // Not reading lets the server's socket fill, which is how it learns to wait.
                    watch(connection, writes: connection.wantsWrite, pausesReading: true)
                    return false
                }
                continue
            }
            if !chunk.isEmpty { _ = buffer.append(chunk) }
            if count == 0 { return false }
            connection.isCopying = false
            return true
        }
    }

    /// The reader of a copy has room again.
    func resumeCopy(_ id: Int) {
        guard let connection = connections[id], connection.isPaused else { return }
        watch(connection, writes: connection.wantsWrite, pausesReading: false)
        // What libpq has already buffered makes no socket readable.
        receive(connection, events: 0)
    }
}
