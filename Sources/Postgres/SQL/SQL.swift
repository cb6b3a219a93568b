/// A statement: text, and the values bound to it.
///
/// Interpolating a value makes a bind, never text, so a value cannot change the statement:
/// ```swift
/// let sql: SQL = "SELECT name FROM book WHERE id = \(id) AND language = \(language)"
/// ```
/// An interpolated `SQL` is spliced in and its binds are renumbered. Only `\(unescaped:)` and `\(identifier:)` put text
/// into a statement. Do not write `$1` yourself beside interpolated values.
public struct SQL: Sendable {
    struct Bind: Sendable {
        let type: PostgresType
        let format: PostgresFormat
        /// Where the value's bytes start in `values`.
        let start: Int
        /// The number of bytes, -1 for NULL.
        let length: Int32
        /// Where `$n` starts in the UTF-8 text.
        let placeholder: Int
    }

    /// The statement's text with `$1`, `$2`, … for its values.
    public private(set) var text: String
    private(set) var binds: [Bind] = []
    private(set) var values = PostgresBytes()
    /// An encoder's refusal, thrown when the statement is about to be sent: interpolation itself cannot throw.
    private(set) var encodingError: (any Error)?

    /// Raw text with no binds. Never pass it anything a user typed.
    public init(unescaped text: String) {
        self.text = text
    }

    /// The number of bound values.
    public var bindCount: Int { binds.count }

    mutating func append(text more: String) {
        // A digit right behind `$1` would make another placeholder of it.
        if let last = binds.last, let first = more.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            text.utf8.count == last.placeholder + Self.placeholder(binds.count).utf8.count
        {
            text += " "
        }
        text += more
    }

    mutating func bind(_ value: some PostgresEncodable, as type: PostgresType, format: PostgresFormat = .binary) {
        let start = values.storage.count
        var length: Int32 = -1
        do {
            length = try values.appendValue(value)
        } catch {
            encodingError = encodingError ?? error
        }
        // libpq measures values in text format by their final zero byte.
        if format == .text, length >= 0 { values.append(integer: UInt8(0)) }
        binds.append(Bind(type: type, format: format, start: start, length: length, placeholder: text.utf8.count))
        appendPlaceholder(binds.count)
    }

    mutating func splice(_ other: SQL) {
        encodingError = encodingError ?? other.encodingError
        guard !other.binds.isEmpty else {
            append(text: other.text)
            return
        }
        let shift = values.storage.count
        values.append(contentsOf: other.values.storage)
        let source = other.text.utf8
        var position = source.startIndex
        for (index, bind) in other.binds.enumerated() {
            let placeholder = source.index(source.startIndex, offsetBy: bind.placeholder)
            append(text: String(other.text[position..<placeholder]))
            binds.append(
                Bind(
                    type: bind.type, format: bind.format, start: bind.start + shift, length: bind.length,
                    placeholder: text.utf8.count))
            appendPlaceholder(binds.count)
            position = source.index(placeholder, offsetBy: "$\(index + 1)".utf8.count)
        }
        append(text: String(other.text[position...]))
    }

    private mutating func appendPlaceholder(_ number: Int) {
        text += Self.placeholder(number)
    }

    private static func placeholder(_ number: Int) -> String {
        number < placeholders.count ? placeholders[number] : "$\(number)"
    }

    private static let placeholders = (0..<32).map { "$\($0)" }
}

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without values.
    public init(stringLiteral text: String) {
        self.init(unescaped: text)
    }

    /// A statement with values.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Collects the parts of an interpolated statement.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var sql = SQL(unescaped: "")

        /// Called by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserve(text: literalCapacity + interpolationCount * 3, binds: interpolationCount)
        }

        /// The statement's own text.
        public mutating func appendLiteral(_ literal: String) {
            sql.append(text: literal)
        }

        /// Binds a value.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            sql.bind(value, as: Value.postgresType)
        }

        /// Binds a value, or NULL.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.bind(value, as: Value.postgresType)
        }

        /// Binds a text whose type the server infers from its place, as it does for a quoted literal:
        /// for enums of the database, `citext`, `interval` and other types this module has no Swift type for.
        public mutating func appendInterpolation(inferred value: String?) {
            sql.bind(value, as: .unspecified, format: .text)
        }

        /// Splices another statement's text in, with its binds renumbered.
        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.splice(fragment)
        }

        /// Puts raw text into the statement. Never pass it anything a user typed.
        public mutating func appendInterpolation(unescaped text: String) {
            sql.append(text: text)
        }

        /// Puts a quoted identifier into the statement.
        public mutating func appendInterpolation(identifier name: String) {
            let quoted = name.unicodeScalars.reduce(into: "") { text, scalar in
                if scalar == "\"" { text.unicodeScalars.append(scalar) }
                if scalar != "\0" { text.unicodeScalars.append(scalar) }
            }
            sql.append(text: "\"\(quoted)\"")
        }
    }

    private mutating func reserve(text capacity: Int, binds count: Int) {
        text.reserveCapacity(capacity)
        if count > 0 {
            binds.reserveCapacity(count)
            values.storage.reserveCapacity(count * 16)
        }
    }
}

extension SQL: CustomStringConvertible, CustomDebugStringConvertible {
    /// The text only: bound values are never shown.
    public var description: String { text }
    /// The text only: bound values are never shown.
    public var debugDescription: String { text }

    /// One statement after another.
    public static func + (a: SQL, b: SQL) -> SQL {
        var sum = a
        sum.splice(b)
        return sum
    }
}

extension Sequence<SQL> {
    /// The fragments one after another with a separator between them, for lists built at run time.
    public func joined(separator: SQL) -> SQL {
        var sum: SQL?
        for fragment in self {
            guard sum != nil else {
                sum = fragment
                continue
            }
            sum?.splice(separator)
            sum?.splice(fragment)
        }
        return sum ?? SQL(unescaped: "")
    }
}
