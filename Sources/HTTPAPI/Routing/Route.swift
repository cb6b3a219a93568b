public import APIModel

/// One operation of the API: everything about it in one value, so that what is served, what is checked, who may call
/// and what is documented cannot drift apart.
public struct Route<Caller: Principal>: Sendable {
    public typealias PublicHandler = @Sendable (Call<Caller>) async throws -> APIAnswer
    public typealias Handler = @Sendable (Call<Caller>, Caller) async throws -> APIAnswer

    /// Whether a write names the version it changes.
    public enum Precondition: Hashable, Sendable {
        case none
        /// `If-Match` is heeded.
        case optional
        /// Without `If-Match` it is 428.
        case required
    }

    /// How long an answer may be kept by the client and by caches between.
    public enum Caching: Hashable, Sendable {
        /// `no-store`: personal.
        case never
        /// Kept, but asked again each time: `no-cache`, with an ETag.
        case revalidate
        /// Anybody may keep it so long.
        case shared(seconds: Int)
    }

    public let method: RouteMethod
    public let pattern: RoutePattern
    /// The operation's id in OpenAPI, in metrics and in the log: `createConsultation`.
    public let name: String
    /// The group of the documentation it stands in.
    public let group: Words
    public let summary: Words
    public let details: Words?
    public let access: Access
    /// Schemas of path parameters that are not what their name says (`{handle}`, `{slug}`, `{id}`, `{date}`, `{week}`).
    public let parameters: [String: Schema]
    /// Every parameter of the query; others are refused.
    public let query: [QueryParameter]
    /// Nil: nothing but an empty body or an empty object is taken.
    public let body: ObjectSchema?
    public let bodyExample: JSONValue?
    /// What it answers when all is well; the media types that `Accept` chooses among are theirs.
    public let answers: [RouteAnswer]
    /// The media types it can give, best first.
    let mediaTypes: [String]
    /// Problems of its own; those that follow from access, query, body and so on come by themselves.
    public let problems: [ProblemCode]
    /// `Idempotency-Key` is heeded.
    public let isIdempotent: Bool
    public let precondition: Precondition
    public let caching: Caching
    /// Left out of the documentation: routes that exist in development alone.
    public let isHidden: Bool
    /// Not counted by rate limits: probes of load balancers.
    public let isUnlimited: Bool

    /// A body that is no JSON; `body` is nil then.
    public private(set) var content: RawContent?

    enum Entry: Sendable {
        case open(PublicHandler)
        case authenticated(Handler)
    }
    private(set) var entry: Entry

    /// The same route, with an act after each answer of its handler; what the act throws takes the answer's place.
    func afterwards(_ act: @escaping @Sendable (Call<Caller>, Caller) async throws -> Void) -> Route {
        guard case .authenticated(let handler) = entry else { return self }
        var route = self
        route.entry = .authenticated { call, caller in
            let answer = try await handler(call, caller)
            try await act(call, caller)
            return answer
        }
        return route
    }

    /// The same route, with a body of octets.
    func taking(_ content: RawContent) -> Route {
        var route = self
        route.content = content
        return route
    }

    /// A route that anybody may call.
    public init(
        public method: RouteMethod, _ pattern: String, name: String, group: Words, summary: Words,
        details: Words? = nil, parameters: [String: Schema] = [:], query: [QueryParameter] = [],
        body: ObjectSchema? = nil, bodyExample: JSONValue? = nil, answers: [RouteAnswer],
        problems: [ProblemCode] = [], isIdempotent: Bool = false, caching: Caching = .revalidate,
        isHidden: Bool = false, isUnlimited: Bool = false, handler: @escaping PublicHandler
    ) {
        self.init(
            method: method, pattern: pattern, name: name, group: group, summary: summary, details: details,
            access: .public, parameters: parameters, query: query, body: body, bodyExample: bodyExample,
            answers: answers, problems: problems, isIdempotent: isIdempotent, precondition: .none, caching: caching,
            isHidden: isHidden, isUnlimited: isUnlimited, entry: .open(handler))
    }

    /// A route for callers with a token.
    /// - Parameter access: not `.public`; a public route has an initializer of its own.
    public init(
        _ method: RouteMethod, _ pattern: String, name: String, group: Words, summary: Words, details: Words? = nil,
        access: Access, parameters: [String: Schema] = [:], query: [QueryParameter] = [],
        body: ObjectSchema? = nil, bodyExample: JSONValue? = nil, answers: [RouteAnswer],
        problems: [ProblemCode] = [], isIdempotent: Bool = false, precondition: Precondition = .none,
        caching: Caching = .never, isHidden: Bool = false, handler: @escaping Handler
    ) {
        self.init(
            method: method, pattern: pattern, name: name, group: group, summary: summary, details: details,
            access: access == .public ? .anyRole : access, parameters: parameters, query: query, body: body,
            bodyExample: bodyExample, answers: answers, problems: problems, isIdempotent: isIdempotent,
            precondition: precondition, caching: caching, isHidden: isHidden, isUnlimited: false,
            entry: .authenticated(handler))
    }

    private init(
        method: RouteMethod, pattern: String, name: String, group: Words, summary: Words, details: Words?,
        access: Access, parameters: [String: Schema], query: [QueryParameter], body: ObjectSchema?,
        bodyExample: JSONValue?, answers: [RouteAnswer], problems: [ProblemCode], isIdempotent: Bool,
        precondition: Precondition, caching: Caching, isHidden: Bool, isUnlimited: Bool, entry: Entry
    ) {
        self.method = method
        self.pattern = RoutePattern(pattern)
        self.name = name
        self.group = group
        self.summary = summary
        self.details = details
        self.access = access
        self.parameters = parameters
        self.query = access == .mentor ? query + [Self.mentorParameter] : query
        self.body = body
        self.bodyExample = bodyExample ?? body?.example
        self.answers = answers
        var types: [String] = []
        for answer in answers where !types.contains(answer.mediaType) { types.append(answer.mediaType) }
        mediaTypes = types.isEmpty ? ["application/json"] : types
        self.problems = problems
        self.isIdempotent = isIdempotent
        self.precondition = precondition
        self.caching = caching
        self.isHidden = isHidden
        self.isUnlimited = isUnlimited
        self.entry = entry
    }

    static var mentorParameter: QueryParameter {
        .optional(
            "mentor",
            Schema.handle.described(
                zh: "管理员代为操作的导师；管理员必填。", en: "The mentor an admin acts for; required of admins."))
    }

    /// The schema of a path parameter, by its own declaration or by its name.
    func schema(ofParameter name: String) -> Schema {
        if let schema = parameters[name] { return schema }
        switch name {
        case "handle", "slug": return .handle
        case "date": return .day
        case "week": return .week
        default: return Schema(.text(TextRule(length: 1...100, isTrimmed: false)))
        }
    }
}
