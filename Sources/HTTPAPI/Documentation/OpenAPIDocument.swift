import APIModel

/// The API as an OpenAPI 3.1 document, made from the route table that serves it.
struct OpenAPIDocument<Caller: Principal> {
    private let definition: APIDefinition<Caller>
    private let settings: HTTPSettings
    private var schemas = SchemaDocument()

    init(_ definition: APIDefinition<Caller>, settings: HTTPSettings) {
        self.definition = definition
        self.settings = settings
    }

    /// - Throws: `SchemaDocument.Conflict`.
    mutating func document() throws -> JSONValue {
        _ = try schemas.reference(to: ProblemSchema.problem, isRequest: false)
        var paths: [String: JSONValue] = [:]
        var groups: [Words] = []
        for route in definition.routes where !route.isHidden {
            if !groups.contains(route.group) { groups.append(route.group) }
            var item = paths[route.pattern.description]?.object ?? [:]
            item[route.method.rawValue.lowercased()] = try operation(route)
            paths[route.pattern.description] = .object(item)
        }
        let limits = settings.limits
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "MentorDesk", "version": .string(definition.version),
                "description": .string(Self.introduction.both),
                "x-limits": [
                    "body_bytes": .integer(limits.maximumBodyBytes), "uri_bytes": .integer(limits.maximumURIBytes),
                    "header_bytes": .integer(limits.maximumHeaderBytes),
                    "json_depth": .integer(limits.maximumJSONDepth),
                    "header_seconds": .integer(Int(limits.headerTimeout.components.seconds)),
                    "body_seconds": .integer(Int(limits.bodyTimeout.components.seconds)),
                ],
            ],
            "servers": [["url": "/"]],
            "tags": .array(groups.map { ["name": .string($0.en), "description": .string($0.both)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas.components),
                "securitySchemes": [
                    "bearer": ["type": "http", "scheme": "bearer", "description": "Authorization: Bearer …"]
                ],
                "headers": .object(Self.headers),
            ],
        ]
    }

    static var introduction: Words {
        Words(
            zh: "算法工程师求职辅导的预约、咨询与消息。时间为 RFC 3339；错误为 application/problem+json。",
            en: "Booking, consultations and messages for mentoring. Instants are RFC 3339; errors are "
                + "application/problem+json.")
    }

    private static var headers: [String: JSONValue] {
        [
            "X-Request-Id": [
                "description": "Names this request in the service's logs; your own is kept where it is harmless.",
                "schema": ["type": "string"],
            ],
            "Retry-After": [
                "description": "Seconds to wait before the next try.", "schema": ["type": "integer", "minimum": 0],
            ],
            "RateLimit": [
                "description": "What is left of each policy: r requests, full again in t seconds.",
                "schema": ["type": "string"],
            ],
            "RateLimit-Policy": [
                "description": "The policies: q requests in w seconds.", "schema": ["type": "string"],
            ],
            "WWW-Authenticate": ["description": "Bearer.", "schema": ["type": "string"]],
        ]
    }

    // MARK: Operations

    private mutating func operation(_ route: Route<Caller>) throws -> JSONValue {
        var operation: [String: JSONValue] = [
            "operationId": .string(route.name), "tags": [.string(route.group.en)],
            "summary": .string(route.summary.both), "parameters": .array(try parameters(of: route)),
            "responses": .object(try responses(of: route)),
        ]
        var description = route.details.map(\.both) ?? ""
        if let roles = route.access.roles {
            operation["security"] = [["bearer": []]]
            let names = Role.allCases.filter(roles.contains).map(\.rawValue)
            operation["x-roles"] = .array(names.map(JSONValue.string))
            description += (description.isEmpty ? "" : " ") + "(\(names.joined(separator: ", ")))"
        } else {
            operation["security"] = []
        }
        if !description.isEmpty { operation["description"] = .string(description) }
        if let body = route.body { operation["requestBody"] = try requestBody(body, of: route) }
        if let content = route.content {
            // OpenAPI 3.1: a media type without a schema is octets.
            operation["requestBody"] = [
                "required": true,
                "content": .object(
                    Dictionary(content.mediaTypes.map { ($0, JSONValue.object([:])) }, uniquingKeysWith: { $1 })),
            ]
        }
        return .object(operation)
    }

    private mutating func requestBody(_ body: ObjectSchema, of route: Route<Caller>) throws -> JSONValue {
        var media: [String: JSONValue] = ["schema": ["$ref": .string(try schemas.reference(to: body, isRequest: true))]]
        if let example = route.bodyExample { media["example"] = example }
        var content: [String: JSONValue] = ["application/json": .object(media)]
        if body.isPatch { content["application/merge-patch+json"] = .object(media) }
        return ["required": .boolean(!body.acceptsNothing), "content": .object(content)]
    }

    private mutating func parameters(of route: Route<Caller>) throws -> [JSONValue] {
        var parameters: [JSONValue] = []
        for name in route.pattern.parameterNames {
            parameters.append([
                "name": .string(name), "in": "path", "required": true,
                "schema": try schemas.document(route.schema(ofParameter: name), isRequest: true),
            ])
        }
        for parameter in route.query {
            var members: [String: JSONValue] = [
                "name": .string(parameter.name), "in": "query", "required": .boolean(parameter.isRequired),
                "schema": try schemas.document(parameter.schema, isRequest: true),
            ]
            if let summary = parameter.schema.summary { members["description"] = .string(summary.both) }
            if case .array = parameter.schema.kind {
                members["style"] = "form"
                members["explode"] = false
            }
            parameters.append(.object(members))
        }
        if route.isIdempotent {
            parameters.append(
                header(
                    "Idempotency-Key", isRequired: false,
                    schema: ["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"],
                    Words(
                        zh: "24 小时内重复发送同一个键和内容，只会执行一次。", en: "The same key and body within 24 hours is done once.")
                ))
        }
        if route.precondition != .none {
            parameters.append(
                header(
                    "If-Match", isRequired: route.precondition == .required,
                    schema: ["type": "string", "pattern": "^(\\*|(W/)?\"[!#-~]*\"(, *(W/)?\"[!#-~]*\")*)$"],
                    Words(zh: "读取时得到的 ETag。", en: "The ETag you read.")))
        }
        return parameters
    }

    private func header(_ name: String, isRequired: Bool, schema: JSONValue, _ words: Words) -> JSONValue {
        [
            "name": .string(name), "in": "header", "required": .boolean(isRequired), "schema": schema,
            "description": .string(words.both),
        ]
    }

    // MARK: Responses

    private mutating func responses(of route: Route<Caller>) throws -> [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        for answer in route.answers {
            var response =
                responses["\(answer.status)"]?.object ?? [
                    "description": .string(answer.summary.both), "headers": .object(Self.headerReferences([:], answer)),
                ]
            if answer.schema != nil || answer.mediaType != "application/json" {
                var content = response["content"]?.object ?? [:]
                var media: [String: JSONValue] = [:]
                if let schema = answer.schema { media["schema"] = try schemas.document(schema, isRequest: false) }
                if let example = answer.example { media["example"] = example }
                content[answer.mediaType] = .object(media)
                response["content"] = .object(content)
            }
            responses["\(answer.status)"] = .object(response)
        }
        if route.method == .get, route.answers.contains(where: { $0.headers["ETag"] != nil }) {
            responses["304"] = ["description": .string(Words(zh: "没有变化。", en: "Not modified.").both)]
        }
        let byStatus = Dictionary(grouping: route.allProblems, by: \.status)
        for (status, codes) in byStatus { responses["\(status)"] = problemResponse(status, codes) }
        return responses
    }

    private static func headerReferences(_ more: [String: JSONValue], _ answer: RouteAnswer?) -> [String: JSONValue] {
        var headers: [String: JSONValue] = ["X-Request-Id": ["$ref": "#/components/headers/X-Request-Id"]]
        headers.merge(more) { $1 }
        for (name, words) in answer?.headers ?? [:] {
            headers[name] = ["description": .string(words.both), "schema": ["type": "string"]]
        }
        return headers
    }

    private func problemResponse(_ status: Int, _ codes: [ProblemCode]) -> JSONValue {
        let descriptions = codes.map { "`\($0.rawValue)`: \(definition.catalogue.entry(for: $0).title.both)" }
        var names: [String] = []
        if status == 401 { names = ["WWW-Authenticate"] }
        if status == 429 { names = ["Retry-After", "RateLimit", "RateLimit-Policy"] }
        if status == 503 { names = ["Retry-After"] }
        let headers = Dictionary(
            names.map { ($0, JSONValue.object(["$ref": .string("#/components/headers/\($0)")])) },
            uniquingKeysWith: { $1 })
        return [
            "description": .string(descriptions.joined(separator: " ")),
            "headers": .object(Self.headerReferences(headers, nil)),
            "content": [
                "application/problem+json": [
                    "schema": ["$ref": "#/components/schemas/Problem"],
                    "examples": .object(
                        Dictionary(
                            codes.map { ($0.rawValue, JSONValue.object(["value": example(of: $0)])) },
                            uniquingKeysWith: { $1 })),
                ]
            ],
        ]
    }

    private func example(of code: ProblemCode) -> JSONValue {
        let entry = definition.catalogue.entry(for: code)
        return [
            "type": .string("/docs#problem-\(code.rawValue)"), "title": .string(entry.title.zh),
            "status": .integer(code.status), "detail": .string(entry.detail.zh), "code": .string(code.rawValue),
            "request_id": "7f3k9m2p4q6r8s0t1v5w",
        ]
    }
}
