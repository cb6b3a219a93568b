internal import CLibPQ
import Glibc

/// A connection made on one thread and used on another.
// Sendable is safe: it is handed over once, and whoever has it is the only one to call libpq with it.
struct ConnectedHandle: @unchecked Sendable {
    let pointer: OpaquePointer
}

/// The end of an attempt to connect.
enum ConnectOutcome: Sendable {
    case connected(ConnectedHandle)
    case failed(PostgresError)
}

/// Makes connections. `connect` blocks and belongs on a thread of its own.
struct Connector: Sendable {
    let url: String
    let applicationName: String
    let timeout: Duration

    /// Connects and leaves the connection non-blocking, in pipeline mode where asked.
    func connect(pipeline: Bool) -> ConnectOutcome {
        let deadline = MonotonicClock.time(after: timeout)
        // The later of two settings wins: the URL may say otherwise about all but the encoding. A host that vanished
        // without a goodbye is noticed by keep-alives, on the listener's silent connection above all.
        let parameters = [
            ("fallback_application_name", applicationName), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
            ("keepalives_count", "3"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let pointer = withCStrings(parameters.map(\.0)) { keys in
            withCStrings(parameters.map(\.1)) { values in PQconnectStartParams(keys, values, 1) }
        }
        guard let pointer else { return .failed(PostgresError(.unavailable, "no memory for a connection")) }
        clibpq_silence_notices(pointer)
        if let failure = finish(pointer, deadline: deadline) {
            PQfinish(pointer)
            return .failed(failure)
        }
        guard PQsetnonblocking(pointer, 1) == 0, !pipeline || PQenterPipelineMode(pointer) == 1 else {
            PQfinish(pointer)
            return .failed(PostgresError(.unavailable, "the connection refused pipeline mode"))
        }
        return .connected(ConnectedHandle(pointer: pointer))
    }

    private func finish(_ pointer: OpaquePointer, deadline: Int64) -> PostgresError? {
        if PQstatus(pointer) == CONNECTION_BAD { return failure(of: pointer) }
        var wanted = Int16(POLLOUT)
        while true {
            // Asked again each time: libpq tries several addresses, each with a socket of its own.
            var entry = pollfd(fd: PQsocket(pointer), events: wanted, revents: 0)
            let left = deadline - MonotonicClock.now()
            guard left > 0 else {
                return PostgresError(.unavailable, "no connection within \(timeout)")
            }
            let count = poll(&entry, 1, Int32(clamping: left / 1_000_000 + 1))
            if count == 0 || (count < 0 && errno == EINTR) { continue }
            switch PQconnectPoll(pointer) {
            case PGRES_POLLING_OK: return nil
            case PGRES_POLLING_READING: wanted = Int16(POLLIN)
            case PGRES_POLLING_WRITING: wanted = Int16(POLLOUT)
            default: return failure(of: pointer)
            }
        }
    }

    private func failure(of pointer: OpaquePointer) -> PostgresError {
        let text = ServerMessage.connectionError(pointer)
        // Only a connection that got as far as an address has one; before, libpq complains about the URL and quotes it.
        guard PQsocket(pointer) >= 0 || text.hasPrefix("connection to server") || text.hasPrefix("could not translate")
        else {
            return PostgresError(
                .unavailable, "the connection string cannot be used (libpq's message is withheld: it may quote it)",
                privateNote: text)
        }
        return PostgresError(.unavailable, text)
    }
}

/// Lends a NULL-terminated array of C strings.
func withCStrings<T>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T) -> T {
    var pointers: [UnsafePointer<CChar>?] = strings.map { UnsafePointer(strdup($0)) }
    pointers.append(nil)
    defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
    return pointers.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("the array ends with nil and is never empty") }
        return body(base)
    }
}

/// Reads libpq's messages.
enum ServerMessage {
    static func connectionError(_ pointer: OpaquePointer) -> String {
        trimmed(PQerrorMessage(pointer)) ?? "the connection is broken"
    }

    /// The error a result holds.
    static func error(_ result: OpaquePointer, statement: String?) -> PostgresError {
        func field(_ code: some BinaryInteger) -> String? { trimmed(PQresultErrorField(result, Int32(code))) }
        let state = field(clibpq_diag_sqlstate)
        let message = field(clibpq_diag_message) ?? trimmed(PQresultErrorMessage(result)) ?? "unknown error"
        return PostgresError(
            // A FATAL without SQLSTATE is libpq's own: the connection broke.
            state == nil ? .connectionLost : .server, message, sqlState: state,
            severity: field(clibpq_diag_severity), detail: field(clibpq_diag_detail),
            hint: field(clibpq_diag_hint), context: field(clibpq_diag_context),
            schema: field(clibpq_diag_schema), table: field(clibpq_diag_table),
            column: field(clibpq_diag_column), constraint: field(clibpq_diag_constraint),
            statement: statement)
    }

    private static func trimmed(_ text: UnsafePointer<CChar>?) -> String? {
        guard let text else { return nil }
        // libpq breaks its own messages into lines; in a log they belong on one.
        let lines = String(cString: text).split(whereSeparator: \.isNewline)
        return lines.isEmpty ? nil : lines.map { $0.drop(while: \.isWhitespace) }.joined(separator: " ")
    }
}
