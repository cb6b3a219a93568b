/// Reads the columns of one row, one after another or by place or name.
public struct PostgresRowReader: Sendable {
    let storage: ResultStorage
    let row: Int
    private var position = 0

    init(storage: ResultStorage, row: Int) {
        self.storage = storage
        self.row = row
    }

    /// The number of columns.
    public var columnCount: Int { storage.columnCount }

    /// Reads the next column. A missing column and a wrong type throw an error of kind `.decoding`.
    @inlinable
    public mutating func next<T: PostgresDecodable>(_ type: T.Type = T.self) throws -> T {
        try T(from: nextCell())
    }

    /// Reads a column by its place, from 0.
    @inlinable
    public func column<T: PostgresDecodable>(_ index: Int, as type: T.Type = T.self) throws -> T {
        try T(from: cell(at: index))
    }

    /// Reads the first column of that name.
    public func column<T: PostgresDecodable>(named name: String, as type: T.Type = T.self) throws -> T {
        guard let index = storage.columnIndex(named: name) else {
            throw PostgresError(
                .decoding, "there is no column \"\(name)\" to read as \(T.self)", column: name,
                statement: storage.statement)
        }
        return try T(from: storage.cell(row: row, column: index))
    }

    /// The cell at a place, from 0.
    public func cell(at index: Int) throws -> PostgresCell {
        guard index >= 0, index < storage.columnCount else {
            throw PostgresError(
                .decoding, "there is no column \(index + 1): the row has \(storage.columnCount)",
                statement: storage.statement)
        }
        return storage.cell(row: row, column: index)
    }

    /// The cell `next` would read.
    public mutating func nextCell() throws -> PostgresCell {
        let cell = try cell(at: position)
        position += 1
        return cell
    }
}
