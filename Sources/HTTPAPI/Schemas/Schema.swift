/// What a value may be. One declaration validates requests and becomes the OpenAPI document.
public struct Schema: Sendable {
    /// The kinds of values.
    public indirect enum Kind: Sendable {
        case text(TextRule)
        case choice([String])
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case boolean
        case array(Schema, count: ClosedRange<Int>, isUnique: Bool)
        case tuple([Schema])
        case map(key: TextRule, value: Schema, count: ClosedRange<Int>)
        case object(ObjectSchema)
        case any
    }

    public var kind: Kind
    public var isNullable = false
    public var summary: Words?
    public var example: JSONValue?
    /// Taken where the field is left out (never in a merge patch).
    public var defaultValue: JSONValue?

    public init(_ kind: Kind) {
        self.kind = kind
    }
}

extension Schema {
    // MARK: Texts

    /// One line, trimmed, not blank: names, titles, topics.
    /// - Parameter length: in Unicode scalars.
    public static func line(_ length: ClosedRange<Int>) -> Schema {
        Schema(.text(TextRule(length: length, mayBeBlank: length.lowerBound == 0)))
    }

    /// Several lines as they were written: messages, notes, biographies.
    /// - Parameter length: in Unicode scalars; text of white space alone passes only where 0 is in it.
    public static func lines(_ length: ClosedRange<Int>) -> Schema {
        Schema(
            .text(TextRule(length: length, isMultiline: true, isTrimmed: false, mayBeBlank: length.lowerBound == 0)))
    }

    /// One line of a format.
    public static func text(_ format: TextFormat, length: ClosedRange<Int> = 1...200) -> Schema {
        Schema(.text(TextRule(length: length, isTrimmed: false, format: format)))
    }

    /// RFC 3339 with any offset; the text stays as it was written.
    public static let instant = text(.instant, length: 1...64)
    /// `YYYY-MM-DD`.
    public static let day = text(.day, length: 1...32)
    /// Either, for ranges: a day is the first instant of that day in a zone the route names.
    public static let instantOrDay = text(.instantOrDay, length: 1...64)
    /// `YYYY-Www`.
    public static let week = text(.week, length: 1...32)
    /// A name of the zone database.
    public static let zone = text(.zone, length: 1...64)
    /// Handles and slugs, 1 to 40.
    public static let handle = text(.handle, length: 1...40)
    /// Trimmed; case is left to the reader of the field.
    public static let email = Schema(.text(TextRule(length: 3...254, format: .email)))
    /// `http` or `https`, without user information.
    public static let url = text(.url, length: 1...2_000)
    /// A day's start of a window.
    public static let windowStart = text(.wallTime(mayBeEndOfDay: false), length: 1...5)
    /// A window's end: up to `24:00`; at or before the start it is on the next day.
    public static let windowEnd = text(.wallTime(mayBeEndOfDay: true), length: 1...5)

    /// An id: its prefix with the underscore (`con_`), then 26 characters.
    public static func id(_ prefix: String) -> Schema {
        text(.id(prefix: prefix), length: 1...64)
    }

    /// One of a few words.
    public static func choice(_ words: [String]) -> Schema { Schema(.choice(words)) }

    // MARK: Others

    public static func integer(_ range: ClosedRange<Int>) -> Schema { Schema(.integer(range)) }
    public static func number(_ range: ClosedRange<Double>) -> Schema { Schema(.number(range)) }
    public static let boolean = Schema(.boolean)
    public static let any = Schema(.any)

    /// A list; in a query its elements are separated by commas.
    public static func array(
        of element: Schema, count: ClosedRange<Int>, isUnique: Bool = false
    ) -> Schema {
        Schema(.array(element, count: count, isUnique: isUnique))
    }

    /// An array of exactly these: `["19:00", "22:00"]`.
    public static func tuple(_ elements: [Schema]) -> Schema { Schema(.tuple(elements)) }

    /// An object whose keys are data: days, weekdays.
    public static func map(key: TextRule, value: Schema, count: ClosedRange<Int>) -> Schema {
        Schema(.map(key: key, value: value, count: count))
    }

    /// An object whose keys are days.
    public static func byDay(_ value: Schema, count: ClosedRange<Int>) -> Schema {
        map(key: TextRule(length: 10...10, isTrimmed: false, format: .day), value: value, count: count)
    }

    public static func object(_ object: ObjectSchema) -> Schema { Schema(.object(object)) }

    // MARK: Variations

    /// The same, or null.
    public var nullable: Schema { with { $0.isNullable = true } }

    /// The same with words for the documentation.
    public func described(zh: String, en: String) -> Schema { with { $0.summary = Words(zh: zh, en: en) } }

    /// The same with an example for the documentation.
    public func example(_ value: JSONValue) -> Schema { with { $0.example = value } }

    /// The same with the value that stands for a field left out.
    public func defaulting(to value: JSONValue) -> Schema { with { $0.defaultValue = value } }

    private func with(_ change: (inout Schema) -> Void) -> Schema {
        var copy = self
        change(&copy)
        return copy
    }
}
