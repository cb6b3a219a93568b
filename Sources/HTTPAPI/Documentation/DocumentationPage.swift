import APIModel
import Crypto
import Foundation

/// The documentation for people: one page without scripts and without anything from elsewhere.
struct DocumentationPage<Caller: Principal> {
    private let definition: APIDefinition<Caller>
    private let settings: HTTPSettings
    private let language: Language

    init(_ definition: APIDefinition<Caller>, settings: HTTPSettings, language: Language) {
        self.definition = definition
        self.settings = settings
        self.language = language
    }

    /// Only the page's own style passes.
    static var contentSecurityPolicy: String {
        let hash = Data(SHA256.hash(data: Data(DocumentationStyle.css.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'"
    }

    private func say(_ zh: String, _ en: String) -> String { Words(zh: zh, en: en).text(in: language) }
    private func say(_ words: Words) -> String { Self.escape(words.text(in: language)) }

    static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    var html: String {
        let routes = definition.routes.filter { !$0.isHidden }
        var groups: [Words] = []
        for route in routes where !groups.contains(route.group) { groups.append(route.group) }
        let other =
            language == .en
            ? "<a href=\"?lang=zh\" lang=\"zh-Hans\">中文</a>" : "<a href=\"?lang=en\" lang=\"en\">English</a>"
        var parts = [
            "<!doctype html><html lang=\"\(language.rawValue)\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>MentorDesk API</title><style>\(DocumentationStyle.css)</style></head><body><main>",
            "<header><h1>MentorDesk API</h1><p>\(say(OpenAPIDocument<Caller>.introduction))</p>"
                + "<p>\(Self.escape(definition.version)) · <a href=\"/openapi.json\">OpenAPI 3.1</a> · \(other)</p></header>",
            contents(groups, routes), conventions,
        ]
        for (index, group) in groups.enumerated() {
            parts.append("<section id=\"group-\(index)\"><h2>\(say(group))</h2>")
            for route in routes where route.group == group { parts.append(article(route)) }
            parts.append("</section>")
        }
        parts.append(problems)
        parts.append("</main></body></html>\n")
        return parts.joined(separator: "\n")
    }

    private func contents(_ groups: [Words], _ routes: [Route<Caller>]) -> String {
        let items = groups.enumerated().map { index, group in
            let links = routes.filter { $0.group == group }.map {
                "<li><a href=\"#\($0.name)\"><code>\($0.method.rawValue) \(Self.escape($0.pattern.description))</code></a></li>"
            }
            return "<li><a href=\"#group-\(index)\">\(say(group))</a><ul>\(links.joined())</ul></li>"
        }
        let more = [
            "<li><a href=\"#conventions\">\(say("约定", "Conventions"))</a></li>",
            "<li><a href=\"#problems\">\(say("错误代码", "Problems"))</a></li>",
        ]
        return "<nav><ul>\((more + items).joined())</ul></nav>"
    }

    private var conventions: String {
        let limits = settings.limits
        let rows = [
            say(
                "请求和响应都是 UTF-8 的 JSON，字段名为 snake_case。时间是 RFC 3339，日期是 YYYY-MM-DD，钟点是 HH:MM。",
                "Requests and answers are JSON in UTF-8 with snake_case names. Instants are RFC 3339, days YYYY-MM-DD, wall times HH:MM."
            ),
            say(
                "在 Authorization: Bearer … 中带上令牌。",
                "Send your token as Authorization: Bearer …."),
            say(
                "列表以 limit 和 cursor 翻页；游标只对同一个查询有效。",
                "Lists are paged by limit and cursor; a cursor belongs to its query."),
            say(
                "在创建和状态变更的请求上使用 Idempotency-Key，便可以放心重试。",
                "Send an Idempotency-Key with what creates or changes state, and retry without fear."),
            say(
                "带上 Accept-Encoding: gzip 或 deflate，较大的响应会被压缩；压缩后的 ETag 以编码名结尾，If-Match 两种都接受。",
                "Send Accept-Encoding: gzip or deflate and larger answers are compressed; their ETag then ends in the coding's name, and If-Match takes either."
            ),
            say(
                "忽略你不认识的字段、状态和代码；服务器拒绝它不认识的字段。",
                "Ignore fields, statuses and codes you don't know; the server refuses fields it doesn't know."),
            say(
                "请求体最大 \(limits.maximumBodyBytes) 字节，网址 \(limits.maximumURIBytes) 字节，请求头 \(limits.maximumHeaderBytes) 字节，JSON 嵌套 \(limits.maximumJSONDepth) 层。",
                "A body may have \(limits.maximumBodyBytes) bytes, a URI \(limits.maximumURIBytes), the headers \(limits.maximumHeaderBytes); JSON may nest \(limits.maximumJSONDepth) deep."
            ),
        ]
        let items = rows.map { "<li>\(Self.escape($0))</li>" }.joined()
        return "<section id=\"conventions\"><h2>\(say("约定", "Conventions"))</h2><ul>\(items)</ul></section>"
    }

    // MARK: Routes

    private func article(_ route: Route<Caller>) -> String {
        var parts = [
            "<article id=\"\(route.name)\"><h3><code><b>\(route.method.rawValue)</b> \(Self.escape(route.pattern.description))</code></h3>",
            "<p>\(say(route.summary))</p>",
        ]
        if let details = route.details { parts.append("<p>\(say(details))</p>") }
        if let roles = route.access.roles {
            let names = Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
            parts.append("<p class=\"access\">\(say("需要令牌", "Token of")): \(names)</p>")
        }
        let parameters =
            route.pattern.parameterNames.map { row("{\($0)}", route.schema(ofParameter: $0), isRequired: true) }
            + route.query.map { row("?\($0.name)", $0.schema, isRequired: $0.isRequired) }
        if !parameters.isEmpty { parts.append(table(say("参数", "Parameters"), parameters)) }
        if let body = route.body {
            let rows = body.fields.map { row($0.name, $0.schema, isRequired: $0.isRequired) }
            parts.append(table(say("请求体", "Body") + " · \(body.name)", rows))
            if let example = route.bodyExample { parts.append(pre(example)) }
        }
        for answer in route.answers {
            parts.append("<h4>\(answer.status) · \(say(answer.summary))</h4>")
            if answer.mediaType != "application/json" {
                parts.append("<p><code>\(Self.escape(answer.mediaType))</code></p>")
            }
            if let example = answer.example { parts.append(pre(example)) }
        }
        let codes = route.allProblems.filter { route.problems.contains($0) || $0.status == 409 || $0.status == 412 }
        if !codes.isEmpty {
            let links = codes.map { "<a href=\"#problem-\($0.rawValue)\"><code>\($0.rawValue)</code></a>" }
            parts.append("<p>\(say("错误", "Problems")): \(links.joined(separator: " "))</p>")
        }
        parts.append("</article>")
        return parts.joined(separator: "\n")
    }

    private func table(_ caption: String, _ rows: [String]) -> String {
        "<table><caption>\(caption)</caption><tbody>\(rows.joined())</tbody></table>"
    }

    private func row(_ name: String, _ schema: Schema, isRequired: Bool) -> String {
        let mark = isRequired ? " <b title=\"\(say("必填", "required"))\">*</b>" : ""
        var words = [Self.escape(describe(schema))]
        if let summary = schema.summary { words.append(say(summary)) }
        if let value = schema.defaultValue {
            words.append("\(say("默认", "default")) <code>\(Self.escape(Self.text(value)))</code>")
        }
        return
            "<tr><th scope=\"row\"><code>\(Self.escape(name))</code>\(mark)</th><td>\(words.joined(separator: " · "))</td></tr>"
    }

    private func describe(_ schema: Schema) -> String {
        let text: String
        switch schema.kind {
        case .text(let rule):
            if let format = rule.format {
                text = format.expected
            } else {
                let length = "\(rule.length.lowerBound)–\(rule.length.upperBound)"
                text = say("文本，\(length) 字", "text, \(length) characters")
            }
        case .choice(let choices): text = choices.joined(separator: " | ")
        case .integer(let range): text = say("整数", "integer") + " \(range.lowerBound)–\(range.upperBound)"
        case .number(let range): text = say("数", "number") + " \(range.lowerBound)–\(range.upperBound)"
        case .boolean: text = "true | false"
        case .array(let element, let count, _): text = "[\(describe(element)), …] ≤ \(count.upperBound)"
        case .tuple(let schemas): text = "[\(schemas.map(describe).joined(separator: ", "))]"
        case .map(let key, let value, let count):
            text = "{\(key.format?.expected ?? "…"): \(describe(value))} ≤ \(count.upperBound)"
        case .object(let object):
            let fields = object.fields.map { "\($0.name)\($0.isRequired ? "*" : "")" }.joined(separator: ", ")
            text = "\(object.name) {\(fields)}"
        case .any: text = "…"
        }
        return schema.isNullable ? "\(text) | null" : text
    }

    private static func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

    private func pre(_ value: JSONValue) -> String {
        let encoder = WireCoding.encoder(pretty: true)
        let text = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? Self.text(value)
        return "<pre>\(Self.escape(text))</pre>"
    }

    // MARK: Problems

    private var problems: String {
        let rows = ProblemCode.all.map { code in
            let entry = definition.catalogue.entry(for: code)
            return
                "<tr id=\"problem-\(code.rawValue)\"><th scope=\"row\">\(code.status) <code>\(code.rawValue)</code></th>"
                + "<td>\(say(entry.title))<br>\(say(entry.detail))</td></tr>"
        }
        let fields = FieldErrorCode.allCases.map { code in
            "<tr><th scope=\"row\"><code>\(code.rawValue)</code></th>"
                + "<td>\(say(definition.catalogue.fieldErrors[code] ?? Words(zh: "", en: "")))</td></tr>"
        }
        let reasons = definition.catalogue.reasons.sorted { $0.key < $1.key }.map { code, words in
            "<tr><th scope=\"row\"><code>\(code)</code></th><td>\(say(words))</td></tr>"
        }
        return "<section id=\"problems\"><h2>\(say("错误代码", "Problems"))</h2>" + table("problem+json · code", rows)
            + table("errors[].code", fields) + table("reasons[].code", reasons) + "</section>"
    }
}
