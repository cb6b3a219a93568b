/// One answer a route gives when all is well, for the documentation and its tests.
public struct RouteAnswer: Sendable {
    public let status: Int
    public let summary: Words
    public let mediaType: String
    /// Nil for an answer without a body, or one that is no JSON.
    public let schema: Schema?
    public let example: JSONValue?
    /// Headers that this answer carries besides those of every answer, with what they mean.
    public let headers: [String: Words]

    public init(
        _ status: Int, summary: Words, mediaType: String = "application/json", schema: Schema?,
        example: JSONValue? = nil, headers: [String: Words] = [:]
    ) {
        self.status = status
        self.summary = summary
        self.mediaType = mediaType
        self.schema = schema
        self.example = example
        self.headers = headers
    }

    /// A JSON answer with a status of its own.
    public static func json(
        _ status: Int, zh: String = "成功。", en: String = "Success.", _ schema: Schema, example: JSONValue,
        headers: [String: Words] = [:]
    ) -> RouteAnswer {
        RouteAnswer(
            status, summary: Words(zh: zh, en: en), schema: schema, example: example, headers: headers)
    }

    /// A JSON answer: 200.
    public static func json(
        zh: String = "成功。", en: String = "Success.", _ schema: Schema, example: JSONValue,
        headers: [String: Words] = [:]
    ) -> RouteAnswer {
        json(200, zh: zh, en: en, schema, example: example, headers: headers)
    }

    /// 204.
    public static func noContent(zh: String = "完成，没有内容。", en: String = "Done; nothing to say.") -> RouteAnswer {
        RouteAnswer(204, summary: Words(zh: zh, en: en), schema: nil)
    }

    /// An answer that is no JSON.
    public static func document(
        _ mediaType: String, zh: String, en: String, schema: Schema? = nil
    ) -> RouteAnswer {
        RouteAnswer(200, summary: Words(zh: zh, en: en), mediaType: mediaType, schema: schema)
    }
}
