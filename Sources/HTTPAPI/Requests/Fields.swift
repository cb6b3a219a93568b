import APIModel
import Foundation

/// Checked and normalised values of a body or a query, by name.
///
/// The schema has already refused what is missing or of another type, so a handler that asks for what its own schema
/// promises gets it. Asking for something else is a mistake of the programmer's: the `get…` forms throw `Missing`,
/// which is answered with `internal` and logged.
public struct Fields: Hashable, Sendable {
    /// What was asked for is not in the schema, or not of that type.
    public struct Missing: Error, Hashable, Sendable, CustomStringConvertible {
        public let name: String
        public var description: String { "the schema does not promise a field \"\(name)\" of that type" }
    }

    /// What a merge patch says about one member.
    public enum Change<Value: Sendable>: Sendable {
        /// Not mentioned.
        case unchanged
        /// Null.
        case cleared
        case set(Value)

        /// The member after the patch.
        public func applied(to current: Value?) -> Value? {
            switch self {
            case .unchanged: current
            case .cleared: nil
            case .set(let value): value
            }
        }
    }

    public let members: [String: JSONValue]
    /// The values came by a merge patch: what is not among them stays as it is.
    public let isPatch: Bool

    public init(_ members: [String: JSONValue] = [:], isPatch: Bool = false) {
        self.members = members
        self.isPatch = isPatch
    }

    /// The value of a name, null included; nil when it was left out and has no default.
    public subscript(name: String) -> JSONValue? { members[name] }

    /// True when the name was given, even as null.
    public func has(_ name: String) -> Bool { members[name] != nil }

    /// A text; nil when left out or null.
    public func findString(_ name: String) -> String? { members[name]?.string }
    /// An integer; nil when left out or null.
    public func findInteger(_ name: String) -> Int? { members[name]?.integer }
    /// A boolean; nil when left out or null.
    public func findBoolean(_ name: String) -> Bool? { members[name]?.boolean }
    /// The members of an object; nil when left out or null.
    public func findFields(_ name: String) -> Fields? { members[name]?.object.map { Fields($0, isPatch: isPatch) } }
    /// The texts of an array of texts; nil when left out or null.
    public func findStrings(_ name: String) -> [String]? { members[name]?.array?.compactMap(\.string) }

    /// A text that the schema requires or defaults. - Throws: `Missing`.
    public func getString(_ name: String) throws(Missing) -> String {
        guard let value = findString(name) else { throw Missing(name: name) }
        return value
    }

    /// An integer that the schema requires or defaults. - Throws: `Missing`.
    public func getInteger(_ name: String) throws(Missing) -> Int {
        guard let value = findInteger(name) else { throw Missing(name: name) }
        return value
    }

    /// A boolean that the schema requires or defaults. - Throws: `Missing`.
    public func getBoolean(_ name: String) throws(Missing) -> Bool {
        guard let value = findBoolean(name) else { throw Missing(name: name) }
        return value
    }

    /// What a patch says about a text.
    public func stringChange(_ name: String) -> Change<String> { change(name, \.string) }
    /// What a patch says about an integer.
    public func integerChange(_ name: String) -> Change<Int> { change(name, \.integer) }
    /// What a patch says about a boolean.
    public func booleanChange(_ name: String) -> Change<Bool> { change(name, \.boolean) }

    private func change<Value>(_ name: String, _ read: (JSONValue) -> Value?) -> Change<Value> {
        guard let value = members[name] else { return .unchanged }
        return read(value).map(Change.set) ?? .cleared
    }

    /// All values as one wire type: `snake_case` names become its properties.
    /// - Throws: `DecodingError` when the type asks for more than the schema promises: a mistake of the programmer's.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try WireCoding.decoder().decode(type, from: Data(JSONValue.object(members).bytes))
    }

    /// Equal for equal values, whatever their order or spelling in the request: for idempotency keys and cursors.
    public var canonicalBytes: [UInt8] { JSONValue.object(members).bytes }
}
