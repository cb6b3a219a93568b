import APIModel
import Foundation

/// Checks values against schemas, collecting every error, and gives back the normalised values.
struct SchemaValidator {
    /// Whether a name is in the zone database.
    let isZone: @Sendable (String) -> Bool
    private(set) var failures: [FieldFailure] = []
    private var path: [String] = []

    /// A hostile body could earn tens of thousands of errors; a reader needs no more than this.
    static let maximumFailures = 50

    init(isZone: @escaping @Sendable (String) -> Bool) {
        self.isZone = isZone
    }

    // MARK: Bodies

    /// The normalised object.
    /// - Throws: `APIFailure` with every error by pointer.
    mutating func validate(_ document: JSONDocument, as schema: ObjectSchema) throws(APIFailure) -> Fields {
        for pointer in document.unpairedSurrogates {
            path = pointer.tokens
            fail(.controlCharacter)
        }
        path = []
        guard case .object(let members) = document.value else {
            throw APIFailure(.invalidRequest)
        }
        let normalised = normalise(members, as: schema)
        guard failures.isEmpty else { throw .invalid(failures) }
        return Fields(normalised, isPatch: schema.isPatch)
    }

    private mutating func fail(_ code: FieldErrorCode, _ arguments: [String: String] = [:]) {
        guard failures.count < Self.maximumFailures else { return }
        failures.append(FieldFailure(JSONPointer(path).description, code, arguments: arguments))
    }

    private mutating func nested(_ token: String, _ check: (inout SchemaValidator) -> Void) {
        path.append(token)
        check(&self)
        path.removeLast()
    }

    private mutating func normalise(_ members: [String: JSONValue], as schema: ObjectSchema) -> [String: JSONValue] {
        var normalised: [String: JSONValue] = [:]
        for field in schema.fields {
            guard let value = members[field.name] else {
                if field.isRequired {
                    nested(field.name) { $0.fail(.required) }
                } else if !schema.isPatch, let fallback = field.schema.defaultValue {
                    normalised[field.name] = fallback
                }
                continue
            }
            nested(field.name) { normalised[field.name] = $0.normalise(value, as: field.schema) }
        }
        for name in members.keys.sorted() where schema.field(name) == nil {
            nested(name) { $0.fail(.unknownField) }
            if failures.count >= Self.maximumFailures { break }
        }
        for rule in schema.rules { check(rule, in: members) }
        return normalised
    }

    private mutating func check(_ rule: ObjectSchema.Rule, in members: [String: JSONValue]) {
        switch rule {
        case .atLeastOne(let names):
            if !names.contains(where: { members[$0].map { !$0.isNull } ?? false }), let first = names.first {
                nested(first) { $0.fail(.required) }
            }
        case .atMostOne(let names):
            for name in names.filter({ members[$0].map { !$0.isNull } ?? false }).dropFirst() {
                nested(name) { $0.fail(.notAllowed) }
            }
        }
    }

    private mutating func normalise(_ value: JSONValue, as schema: Schema) -> JSONValue {
        if value.isNull {
            if case .any = schema.kind { return .null }
            if !schema.isNullable { fail(.notNullable) }
            return .null
        }
        switch (schema.kind, value) {
        case (.text(let rule), .string(let text)): return .string(normalise(text, as: rule))
        case (.choice(let choices), .string(let text)):
            if !choices.contains(text) { fail(.invalidChoice, ["choices": choices.joined(separator: ", ")]) }
            return value
        case (.integer(let range), .integer(let number)):
            check(number, in: range)
            return value
        case (.integer(let range), .number(let number)): return normalise(number, as: range)
        case (.number(let range), .integer(let number)):
            check(Double(number), in: range)
            return .number(Double(number))
        case (.number(let range), .number(let number)):
            check(number, in: range)
            return value
        case (.boolean, .boolean), (.any, _): return value
        case (.array(let element, let count, let isUnique), .array(let elements)):
            return normalise(elements, of: element, count: count, isUnique: isUnique)
        case (.tuple(let schemas), .array(let elements)): return normalise(elements, as: schemas)
        case (.map(let key, let element, let count), .object(let members)):
            return normalise(members, key: key, value: element, count: count)
        case (.object(let object), .object(let members)): return .object(normalise(members, as: object))
        default:
            fail(.wrongType, ["expected": schema.typeName])
            return value
        }
    }

    private mutating func check(_ number: Int, in range: ClosedRange<Int>) {
        if !range.contains(number) { fail(.outOfRange, ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"]) }
    }

    private mutating func check(_ number: Double, in range: ClosedRange<Double>) {
        if !range.contains(number) { fail(.outOfRange, ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"]) }
    }

    /// `1.0` is the integer 1, as JSON Schema has it; `1.5` is of another type, and what no Int holds is out of range.
    private mutating func normalise(_ number: Double, as range: ClosedRange<Int>) -> JSONValue {
        guard number.isFinite, number.magnitude < 9.2e18 else {
            fail(.outOfRange, ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
            return .number(number)
        }
        guard let integer = Int(exactly: number) else {
            fail(.wrongType, ["expected": "integer"])
            return .number(number)
        }
        check(integer, in: range)
        return .integer(integer)
    }

    private mutating func normalise(
        _ elements: [JSONValue], of schema: Schema, count: ClosedRange<Int>, isUnique: Bool
    ) -> JSONValue {
        if elements.count < count.lowerBound { fail(.tooFew, ["min": "\(count.lowerBound)"]) }
        if elements.count > count.upperBound {
            fail(.tooMany, ["max": "\(count.upperBound)"])
            return .array([])
        }
        var normalised: [JSONValue] = []
        var seen: Set<JSONValue> = []
        for (index, element) in elements.enumerated() {
            nested("\(index)") { validator in
                let value = validator.normalise(element, as: schema)
                if isUnique, !seen.insert(value).inserted { validator.fail(.duplicate) }
                normalised.append(value)
            }
        }
        return .array(normalised)
    }

    private mutating func normalise(_ elements: [JSONValue], as schemas: [Schema]) -> JSONValue {
        if elements.count < schemas.count { fail(.tooFew, ["min": "\(schemas.count)"]) }
        if elements.count > schemas.count { fail(.tooMany, ["max": "\(schemas.count)"]) }
        var normalised: [JSONValue] = []
        for (index, (element, schema)) in zip(elements, schemas).enumerated() {
            nested("\(index)") { normalised.append($0.normalise(element, as: schema)) }
        }
        return .array(normalised)
    }

    private mutating func normalise(
        _ members: [String: JSONValue], key: TextRule, value schema: Schema, count: ClosedRange<Int>
    ) -> JSONValue {
        if members.count < count.lowerBound { fail(.tooFew, ["min": "\(count.lowerBound)"]) }
        if members.count > count.upperBound {
            fail(.tooMany, ["max": "\(count.upperBound)"])
            return .object([:])
        }
        var normalised: [String: JSONValue] = [:]
        for (name, element) in members.sorted(by: { $0.key < $1.key }) {
            nested(name) { validator in
                let name = validator.normalise(name, as: key)
                normalised[name] = validator.normalise(element, as: schema)
            }
        }
        return .object(normalised)
    }

    // MARK: Texts

    private mutating func normalise(_ text: String, as rule: TextRule) -> String {
        // A text far over its limit is not worth normalising, and a hostile one could cost much.
        guard text.utf8.count <= rule.length.upperBound &* 16 &+ 64 else {
            fail(.tooLong, ["max": "\(rule.length.upperBound)"])
            return text
        }
        var normalised = text
        if rule.isMultiline, normalised.utf8.contains(0x0D) {
            normalised = normalised.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        }
        if !normalised.utf8.allSatisfy({ $0 < 0x80 }) {
            normalised = normalised.precomposedStringWithCanonicalMapping
        }
        if rule.isTrimmed { normalised = Self.trimmed(normalised) }
        if normalised.unicodeScalars.contains(where: { TextRule.isRefused($0, multiline: rule.isMultiline) }) {
            fail(.controlCharacter)
            return normalised
        }
        let count = normalised.unicodeScalars.count
        let isBlank = !rule.mayBeBlank && normalised.unicodeScalars.allSatisfy(Self.isInvisible)
        if let format = rule.format {
            if count > rule.length.upperBound {
                fail(.tooLong, ["max": "\(rule.length.upperBound)"])
            } else if !format.accepts(normalised, isZone: isZone) {
                if case .zone = format {
                    fail(.unknownZone)
                } else {
                    fail(.invalidFormat, ["expected": format.expected])
                }
            }
        } else if count < rule.length.lowerBound || isBlank {
            fail(.tooShort, ["min": "\(max(1, rule.length.lowerBound))"])
        } else if count > rule.length.upperBound {
            fail(.tooLong, ["max": "\(rule.length.upperBound)"])
        }
        return normalised
    }

    /// Spaces, and what shows nothing by itself, such as a zero-width space.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
    }

    /// Without white space at both ends. Controls stay, so that they are refused and not silently dropped.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace && !(0x00...0x1F).contains(scalar.value) && scalar.value != 0x85
        }
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    // MARK: Queries

    /// The normalised parameters as an object, with defaults.
    /// - Throws: `APIFailure` with every error by `?name`.
    mutating func validate(_ items: QueryItems, as parameters: [QueryParameter]) throws(APIFailure) -> Fields {
        var normalised: [String: JSONValue] = [:]
        var seen: Set<String> = []
        for item in items.items {
            guard let parameter = parameters.first(where: { $0.name == item.name }) else {
                if seen.insert(item.name).inserted { failQuery(item.name, .unknownField) }
                continue
            }
            guard seen.insert(item.name).inserted else {
                failQuery(item.name, .duplicate)
                continue
            }
            let before = failures.count
            let value = normalise(Self.value(of: item.value, as: parameter.schema), as: parameter.schema)
            for index in before..<max(before, failures.count) {
                let failure = failures[index]
                failures[index] = FieldFailure("?\(item.name)", failure.code, arguments: failure.arguments)
            }
            normalised[item.name] = value
        }
        for parameter in parameters where !seen.contains(parameter.name) {
            if parameter.isRequired {
                failQuery(parameter.name, .required)
            } else if let fallback = parameter.schema.defaultValue {
                normalised[parameter.name] = fallback
            }
        }
        guard failures.isEmpty else { throw .invalid(failures) }
        return Fields(normalised, isPatch: false)
    }

    private mutating func failQuery(_ name: String, _ code: FieldErrorCode) {
        guard failures.count < Self.maximumFailures else { return }
        failures.append(FieldFailure("?\(JSONPointer.shown(name))", code))
    }

    /// A query has only texts: the value that a text stands for under a schema, or the text itself.
    private static func value(of text: String, as schema: Schema) -> JSONValue {
        switch schema.kind {
        case .integer:
            let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
            guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return .string(text) }
            return Int(text).map(JSONValue.integer) ?? .number(.infinity)
        case .number: return Double(text).map(JSONValue.number) ?? .string(text)
        case .boolean: return text == "true" ? true : text == "false" ? false : .string(text)
        case .array(let element, _, _):
            return .array(text.split(separator: ",").map { value(of: String($0), as: element) })
        case .text, .choice, .tuple, .map, .object, .any: return .string(text)
        }
    }

    // MARK: Path parameters

    /// Whether a path parameter is of its schema.
    mutating func accepts(_ text: String, as schema: Schema) -> Bool {
        let before = failures.count
        _ = normalise(.string(text), as: schema)
        return failures.count == before
    }
}

extension Schema {
    /// The JSON type, as messages call it.
    var typeName: String {
        switch kind {
        case .text, .choice: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .array, .tuple: "array"
        case .map, .object: "object"
        case .any: "any"
        }
    }
}
