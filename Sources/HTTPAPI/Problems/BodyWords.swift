/// The particular words for requests that can't be read.
enum BodyWords {
    static let brokenTarget = Words(
        zh: "网址中的百分号编码不合法，或解码后不是 UTF-8。", en: "The URI's percent-encoding is broken, or is not UTF-8.")
    static let brokenTransfer = Words(zh: "请求体没有完整到达。", en: "The body did not arrive whole.")
    static let brokenIdempotencyKey = Words(
        zh: "Idempotency-Key 应为 1 到 255 个可见的 ASCII 字符。",
        en: "Idempotency-Key must be 1 to 255 visible ASCII characters.")
    static let brokenIfMatch = Words(
        zh: "If-Match 应为 * 或带引号的 ETag 列表。", en: "If-Match must be * or a list of quoted entity tags.")
    static let encodedBody = Words(zh: "不支持压缩的请求体。", en: "Bodies with a Content-Encoding are not supported.")
    /// For what takes files: which kinds.
    static func otherContent(_ types: [String]) -> Words {
        let list = types.joined(separator: ", ")
        return Words(zh: "请求体的类型须为以下之一：\(list)。", en: "The body's type is one of \(list).")
    }
    static let emptyBody = Words(zh: "需要一个 JSON 对象作为请求体。", en: "A JSON object is required as the body.")

    static func detail(for error: JSONSyntaxError) -> Words {
        switch error {
        case .empty: emptyBody
        case .notUTF8(let offset):
            Words(zh: "请求体在第 \(offset) 字节处不是 UTF-8。", en: "The body is not UTF-8 at byte \(offset).")
        case .notAnObject:
            Words(zh: "请求体必须是 JSON 对象。", en: "The body must be a JSON object.")
        case .malformed(let offset):
            Words(zh: "请求体在第 \(offset) 字节处不是合法的 JSON。", en: "The body is not JSON at byte \(offset).")
        case .nestedTooDeep(let limit):
            Words(zh: "请求体嵌套超过 \(limit) 层。", en: "The body is nested deeper than \(limit).")
        case .tooManyValues(let limit):
            Words(zh: "请求体的值超过 \(limit) 个。", en: "The body holds more than \(limit) values.")
        case .repeatedKey(let pointer):
            Words(zh: "键 \(pointer) 出现了不止一次。", en: "The key \(pointer) is there more than once.")
        }
    }
}
