/// What went wrong, in a form a program can decide by and a person can read.
///
/// `description` is safe to print: it never holds DETAIL, a bind value or a password.
/// `debugDescription` is complete and belongs in no answer to a client.
public struct PostgresError: Error, Sendable {
    /// The family of an error.
    public enum Kind: Sendable, Hashable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// The connection broke while the work was on it. Work that was already sent may have happened.
        case connectionLost
        /// No connection could be had: the server cannot be reached, or too many callers wait, or this one waited too long.
        case unavailable
        /// The work's deadline passed; the statement was cancelled.
        case deadlineExceeded
        /// COMMIT answered ROLLBACK: an earlier error in the transaction had been swallowed. Nothing was kept.
        case rolledBack
        /// The connection broke while COMMIT was in flight: the transaction may or may not have happened.
        case commitOutcomeUnknown
        /// A column could not be read as the type asked for.
        case decoding
        /// A value could not be sent.
        case encoding
        /// The client has been shut down.
        case closed
        /// The call cannot make sense: a handle used after its end, a COPY through `query`, a malformed URL.
        case misuse
    }

    private final class Storage: Sendable {
        let kind: Kind
        let message: String
        let sqlState: String?
        let severity: String?
        let detail: String?
        let hint: String?
        let context: String?
        let schema: String?
        let table: String?
        let column: String?
        let constraint: String?
        let statement: String?
        let privateNote: String?

        init(
            kind: Kind, message: String, sqlState: String?, severity: String?, detail: String?, hint: String?,
            context: String?, schema: String?, table: String?, column: String?, constraint: String?,
            statement: String?, privateNote: String?
        ) {
            self.kind = kind
            self.message = message
            self.sqlState = sqlState
            self.severity = severity
            self.detail = detail
            self.hint = hint
            self.context = context
            self.schema = schema
            self.table = table
            self.column = column
            self.constraint = constraint
            self.statement = statement
            self.privateNote = privateNote
        }
    }

    private let storage: Storage

    init(
        _ kind: Kind, _ message: String, sqlState: String? = nil, severity: String? = nil, detail: String? = nil,
        hint: String? = nil, context: String? = nil, schema: String? = nil, table: String? = nil,
        column: String? = nil, constraint: String? = nil, statement: String? = nil, privateNote: String? = nil
    ) {
        storage = Storage(
            kind: kind, message: message, sqlState: sqlState, severity: severity, detail: detail, hint: hint,
            context: context, schema: schema, table: table, column: column, constraint: constraint,
            statement: statement, privateNote: privateNote)
    }

    /// The family of the error.
    public var kind: Kind { storage.kind }
    /// The primary message. A server may quote an input value in it (class 22): show it to operators, not to clients.
    public var message: String { storage.message }
    /// The five-character SQLSTATE when the server answered, for example `23505`.
    public var sqlState: String? { storage.sqlState }
    /// The name of the constraint that refused a row.
    public var constraint: String? { storage.constraint }
    /// The table the error is about.
    public var table: String? { storage.table }
    /// The column the error is about: the server's for a refused row, the result's for a decoding error.
    public var column: String? { storage.column }
    /// The schema the error is about.
    public var schema: String? { storage.schema }
    /// The server's DETAIL. It may quote other people's rows: never show it to a client.
    public var detail: String? { storage.detail }
    /// The server's HINT.
    public var hint: String? { storage.hint }
    /// The text of the statement, without its values, where it is known.
    public var statement: String? { storage.statement }

    /// Whether the database, and not the request, is at fault for now: what an HTTP layer answers 503 to.
    ///
    /// True for a lost connection, for waiting in vain, for a passed deadline and for the SQLSTATEs of a server that is
    /// stopping, starting or out of resources (57P01, 57P02, 57P03, class 53, class 08).
    public var isUnavailable: Bool {
        switch kind {
        case .connectionLost, .unavailable, .deadlineExceeded:
            true
        case .server:
            isServerGoingAway || sqlState?.hasPrefix("53") == true || sqlState?.hasPrefix("08") == true
        default:
            false
        }
    }

    /// Whether running the same transaction again from its start may succeed (40001, 40P01).
    public var isSerializationConflict: Bool {
        kind == .server && (sqlState == "40001" || sqlState == "40P01")
    }

    var isServerGoingAway: Bool {
        sqlState == "57P01" || sqlState == "57P02" || sqlState == "57P03"
    }

    /// The server forgot a prepared statement, or its result shape changed under it: preparing anew heals both.
    var isStalePreparedStatement: Bool {
        guard kind == .server else { return false }
        return sqlState == "26000" || (sqlState == "0A000" && message.hasPrefix("cached plan must not change"))
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One line that is safe to log and to show an operator.
    public var description: String {
        var parts = ["\(kind)"]
        if let sqlState { parts.append(sqlState) }
        // Class 22 (data exceptions) and class P0 (raised by functions) quote values in their primary message.
        if let sqlState, sqlState.hasPrefix("22") || sqlState.hasPrefix("P0") {
            parts.append("(message withheld: it may quote a value)")
        } else {
            parts.append(message)
        }
        if let constraint { parts.append("constraint=\(constraint)") }
        if let table { parts.append("table=\(table)") }
        if let column { parts.append("column=\(column)") }
        return "PostgresError: " + parts.joined(separator: " ")
    }

    /// Everything known, one item a line, DETAIL and the statement's text included.
    public var debugDescription: String {
        let items: [(String, String?)] = [
            ("kind", "\(kind)"), ("severity", storage.severity), ("sqlState", sqlState), ("message", message),
            ("detail", detail), ("hint", hint), ("context", storage.context), ("schema", schema), ("table", table),
            ("column", column), ("constraint", constraint), ("statement", statement), ("note", storage.privateNote),
        ]
        return "PostgresError\n"
            + items.compactMap { name, value in value.map { "  \(name): \($0)" } }.joined(separator: "\n")
    }
}
