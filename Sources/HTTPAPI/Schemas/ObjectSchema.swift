/// The members of an object. What it doesn't list is refused in requests.
public struct ObjectSchema: Sendable {
    /// One member.
    public struct Field: Sendable {
        public let name: String
        public let schema: Schema
        public let isRequired: Bool

        /// A member that must be there.
        public static func required(_ name: String, _ schema: Schema) -> Field {
            Field(name: name, schema: schema, isRequired: true)
        }

        /// A member that may be left out.
        public static func optional(_ name: String, _ schema: Schema) -> Field {
            Field(name: name, schema: schema, isRequired: false)
        }
    }

    /// A rule over several members.
    public enum Rule: Sendable {
        /// One or more of them must be there and not null.
        case atLeastOne([String])
        /// Two of them may not be there together.
        case atMostOne([String])
    }

    /// The name among the components of the OpenAPI document: `NewConsultation`.
    public let name: String
    public let summary: Words?
    public let fields: [Field]
    public let rules: [Rule]
    /// A merge patch: every member may be left out, and no default is taken.
    public let isPatch: Bool
    public let example: JSONValue?
    private let indexByName: [String: Int]

    public init(
        _ name: String, summary: Words? = nil, fields: [Field], rules: [Rule] = [], isPatch: Bool = false,
        example: JSONValue? = nil
    ) {
        self.name = name
        self.summary = summary
        self.fields = fields
        self.rules = rules
        self.isPatch = isPatch
        self.example = example
        indexByName = Dictionary(
            fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// The member of a name; nil when the object doesn't list it.
    public func field(_ name: String) -> Field? { indexByName[name].map { fields[$0] } }

    /// The merge patch of this object: every member may be left out; null clears the nullable ones.
    /// - Parameter omitting: members that can't be changed.
    public func mergePatch(
        _ name: String, omitting: Set<String> = [], example: JSONValue? = nil
    ) -> ObjectSchema {
        ObjectSchema(
            name, summary: summary,
            fields: fields.filter { !omitting.contains($0.name) }.map { .optional($0.name, $0.schema) },
            isPatch: true, example: example)
    }

    /// True when an empty object passes, so that a request may leave out the body.
    public var acceptsNothing: Bool {
        !fields.contains(where: \.isRequired)
            && !rules.contains {
                if case .atLeastOne = $0 { true } else { false }
            }
    }
}
