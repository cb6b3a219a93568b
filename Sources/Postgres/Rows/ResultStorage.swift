internal import CLibPQ

/// Owns one `PGresult` and frees it.
// Sendable is safe: libpq writes to a PGresult only while it is being received; from here on it is read only.
final class ResultStorage: @unchecked Sendable {
    private let pointer: OpaquePointer
    let rowCount: Int
    let columnCount: Int
    /// The text of the statement, for messages.
    let statement: String

    /// Takes the result over.
    init(_ pointer: OpaquePointer, statement: String) {
        self.pointer = pointer
        self.statement = statement
        rowCount = Int(PQntuples(pointer))
        columnCount = Int(PQnfields(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    /// The cell at a row and a column that must exist.
    func cell(row: Int, column: Int) -> PostgresCell {
        let row = Int32(truncatingIfNeeded: row)
        let index = Int32(truncatingIfNeeded: column)
        let isNull = PQgetisnull(pointer, row, index) != 0
        return PostgresCell(
            result: self, columnIndex: column, type: PostgresType(oid: PQftype(pointer, index)),
            format: PQfformat(pointer, index) == 1 ? .binary : .text,
            start: isNull ? nil : UnsafeRawPointer(PQgetvalue(pointer, row, index)),
            count: isNull ? 0 : Int(PQgetlength(pointer, row, index)))
    }

    func columnName(_ index: Int) -> String {
        PQfname(pointer, Int32(truncatingIfNeeded: index)).map { String(cString: $0) } ?? "?"
    }

    func columnIndex(named name: String) -> Int? {
        (0..<columnCount).first { columnName($0) == name }
    }

    /// The command tag, for example `UPDATE 3`.
    var commandTag: String {
        String(cString: PQcmdStatus(pointer))
    }

    var affected: Int {
        Int(String(cString: PQcmdTuples(pointer))) ?? 0
    }
}
