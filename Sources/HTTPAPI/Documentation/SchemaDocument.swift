/// Turns schemas into JSON Schema 2020-12, objects as components that others refer to by name.
struct SchemaDocument {
    /// Two objects of one name with different members.
    struct Conflict: Error, CustomStringConvertible {
        let name: String
        var description: String { "two different object schemas are named \(name)" }
    }

    private(set) var objects: [String: [String: JSONValue]] = [:]
    /// Names of objects that requests carry: there, what isn't listed is refused.
    private var requestObjects: Set<String> = []

    /// One object's schema as a document of its own, with what it refers to inside it.
    static func alone(_ object: ObjectSchema) throws -> JSONValue {
        var document = SchemaDocument()
        let reference = try document.reference(to: object, isRequest: false)
        let text = JSONValue.object(document.components)
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(object.name),
            "$ref": .string(Self.local(reference)), "$defs": Self.local(text),
        ]
    }

    private static func local(_ reference: String) -> String {
        reference.replacing("#/components/schemas/", with: "#/$defs/")
    }

    private static func local(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            var changed = members.mapValues { local($0) }
            if case .string(let reference)? = members["$ref"] { changed["$ref"] = .string(local(reference)) }
            return .object(changed)
        case .array(let elements): return .array(elements.map { local($0) })
        default: return value
        }
    }

    /// The components, once every schema has been asked for.
    var components: [String: JSONValue] {
        var components: [String: JSONValue] = [:]
        for (name, object) in objects {
            var object = object
            if requestObjects.contains(name) { object["additionalProperties"] = false }
            components[name] = .object(object)
        }
        return components
    }

    /// The schema as JSON Schema.
    /// - Parameter isRequest: objects in it refuse what they don't list.
    mutating func document(_ schema: Schema, isRequest: Bool) throws -> JSONValue {
        var members = try kindMembers(of: schema, isRequest: isRequest)
        if schema.isNullable {
            if members["$ref"] != nil {
                members = ["anyOf": [.object(members), ["type": "null"]]]
            } else if let type = members["type"] {
                members["type"] = [type, "null"]
                if case .array(let choices)? = members["enum"] { members["enum"] = .array(choices + [.null]) }
            }
        }
        if let summary = schema.summary { members["description"] = .string(summary.both) }
        if let value = schema.defaultValue { members["default"] = value }
        if let example = schema.example { members["examples"] = [example] }
        return .object(members)
    }

    private mutating func kindMembers(of schema: Schema, isRequest: Bool) throws -> [String: JSONValue] {
        switch schema.kind {
        case .text(let rule): return Self.members(of: rule)
        case .choice(let choices): return ["type": "string", "enum": .array(choices.map(JSONValue.string))]
        case .integer(let range):
            return ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .number(let range):
            return ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
        case .boolean: return ["type": "boolean"]
        case .array(let element, let count, let isUnique):
            var members: [String: JSONValue] = [
                "type": "array", "items": try document(element, isRequest: isRequest),
                "maxItems": .integer(count.upperBound),
            ]
            if count.lowerBound > 0 { members["minItems"] = .integer(count.lowerBound) }
            if isUnique { members["uniqueItems"] = true }
            return members
        case .tuple(let schemas):
            return [
                "type": "array", "prefixItems": .array(try schemas.map { try document($0, isRequest: isRequest) }),
                "items": false, "minItems": .integer(schemas.count), "maxItems": .integer(schemas.count),
            ]
        case .map(let key, let value, let count):
            return [
                "type": "object", "propertyNames": .object(Self.members(of: key)),
                "additionalProperties": try document(value, isRequest: isRequest),
                "maxProperties": .integer(count.upperBound),
            ]
        case .object(let object): return ["$ref": .string(try reference(to: object, isRequest: isRequest))]
        case .any: return [:]
        }
    }

    /// Adds an object to the components.
    /// - Returns: the reference to it.
    mutating func reference(to object: ObjectSchema, isRequest: Bool) throws -> String {
        var properties: [String: JSONValue] = [:]
        for field in object.fields {
            properties[field.name] = try document(field.schema, isRequest: isRequest)
        }
        var members: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
        let required = object.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members["required"] = .array(required) }
        if let summary = object.summary { members["description"] = .string(summary.both) }
        if let example = object.example { members["examples"] = [example] }
        var conditions: [JSONValue] = []
        for rule in object.rules { conditions.append(Self.condition(of: rule)) }
        if !conditions.isEmpty { members["allOf"] = .array(conditions) }
        if let existing = objects[object.name] {
            guard existing == members else { throw Conflict(name: object.name) }
        }
        objects[object.name] = members
        if isRequest { requestObjects.insert(object.name) }
        return "#/components/schemas/\(object.name)"
    }

    private static func condition(of rule: ObjectSchema.Rule) -> JSONValue {
        switch rule {
        case .atLeastOne(let names): ["anyOf": .array(names.map { ["required": [.string($0)]] })]
        case .atMostOne(let names):
            ["not": ["required": .array(names.map(JSONValue.string))]]
        }
    }

    private static func members(of rule: TextRule) -> [String: JSONValue] {
        var members: [String: JSONValue] = ["type": "string", "maxLength": .integer(rule.length.upperBound)]
        if rule.length.lowerBound > 0 { members["minLength"] = .integer(rule.length.lowerBound) }
        if let format = rule.format {
            if let name = format.standardName { members["format"] = .string(name) }
            if let pattern = format.pattern { members["pattern"] = .string(pattern) }
        } else {
            members["pattern"] = .string(pattern(of: rule))
        }
        return members
    }

    /// What text may hold as a regular expression of ECMA-262, the dialect of JSON Schema.
    private static func pattern(of rule: TextRule) -> String {
        let controls =
            rule.isMultiline ? "\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F" : "\\u0000-\\u001F\\u2028\\u2029"
        let refused =
            controls
            + "\\u007F-\\u009F\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFDD0-\\uFDEF\\uFFFE\\uFFFF"
        return rule.mayBeBlank
            ? "^[^\(refused)]*$" : "^[^\(refused)]*[^\\s\(refused)][^\(refused)]*$"
    }
}

extension Words {
    /// For documents that are not made anew for each language.
    var both: String { "\(zh) \(en)" }
}
