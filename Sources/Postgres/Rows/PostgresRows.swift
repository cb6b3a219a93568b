/// What a statement answered: rows, decoded when they are asked for, and a command tag.
public struct PostgresRows: Sendable {
    let storage: ResultStorage

    /// The number of rows returned.
    public var count: Int { storage.rowCount }

    /// Whether no row was returned.
    public var isEmpty: Bool { storage.rowCount == 0 }

    /// The number of rows the command tag speaks of: inserted, updated, deleted or selected.
    public var affected: Int { storage.affected }

    /// The command tag, for example `UPDATE 3`.
    public var commandTag: String { storage.commandTag }

    /// The names of the columns in order.
    public var columns: [String] { (0..<storage.columnCount).map(storage.columnName) }

    /// A reader of one row, which must exist: `0..<count`.
    public subscript(row: Int) -> PostgresRowReader {
        precondition(row >= 0 && row < count, "row out of range")
        return PostgresRowReader(storage: storage, row: row)
    }

    /// Makes one value of each row.
    @inlinable
    public func map<T>(_ body: (inout PostgresRowReader) throws -> T) throws -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        for row in 0..<count {
            var reader = self[row]
            values.append(try body(&reader))
        }
        return values
    }

    /// Makes a value of the first row, `nil` when there is none.
    @inlinable
    public func first<T>(_ body: (inout PostgresRowReader) throws -> T) throws -> T? {
        guard count > 0 else { return nil }
        var reader = self[0]
        return try body(&reader)
    }

    /// Reads the first column of every row.
    @inlinable
    public func decode<T: PostgresDecodable>(_ type: T.Type) throws -> [T] {
        try map { row in try row.next(T.self) }
    }

    /// Reads the first column of the first row, `nil` when there is no row.
    @inlinable
    public func first<T: PostgresDecodable>(as type: T.Type) throws -> T? {
        try first { row in try row.next(T.self) }
    }

    /// Reads every row as a tuple, column by column.
    @inlinable
    public func decode<each Column: PostgresDecodable>(
        _ type: (repeat each Column).Type
    ) throws -> [(repeat each Column)] {
        try map { row in (repeat try row.next((each Column).self)) }
    }

    /// Reads the first row as a tuple, `nil` when there is none.
    @inlinable
    public func first<each Column: PostgresDecodable>(
        as type: (repeat each Column).Type
    ) throws -> (repeat each Column)? {
        guard count > 0 else { return nil }
        var row = self[0]
        return (repeat try row.next((each Column).self))
    }
}

extension PostgresRows: Sequence {
    /// Goes through the rows in order.
    public struct Iterator: IteratorProtocol {
        let rows: PostgresRows
        var row = 0

        /// A reader of the next row, `nil` at the end.
        public mutating func next() -> PostgresRowReader? {
            guard row < rows.count else { return nil }
            defer { row += 1 }
            return rows[row]
        }
    }

    /// Goes through the rows in order.
    public func makeIterator() -> Iterator {
        Iterator(rows: self)
    }

    /// The number of rows.
    public var underestimatedCount: Int { count }
}
