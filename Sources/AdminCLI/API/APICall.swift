import Foundation

/// One call of the API, before it is known where the server is.
struct APICall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    var method: Method
    /// Path segments as they are meant; they are percent-encoded when the call is sent.
    var path: [String]
    var query: [(name: String, value: String)] = []
    var body: JSON?
    /// A body that isn't JSON.
    var content: Content?
    var accept = "application/json"
    /// The version a write is for.
    var ifMatch: String?
    /// How long one attempt may take; nil for as long as any call may.
    var attemptSeconds: Int64?

    /// A file to be sent.
    struct Content: Sendable {
        var data: Data
        var mediaType: String
    }

    static func get(_ path: String..., query: [(name: String, value: String?)] = []) -> APICall {
        APICall(method: .get, path: path).adding(query)
    }

    static func post(_ path: String..., body: JSON = .object([:])) -> APICall {
        APICall(method: .post, path: path, body: body)
    }

    static func put(_ path: String..., body: JSON) -> APICall {
        APICall(method: .put, path: path, body: body)
    }

    static func patch(_ path: String..., body: JSON) -> APICall {
        APICall(method: .patch, path: path, body: body)
    }

    static func delete(_ path: String...) -> APICall {
        APICall(method: .delete, path: path)
    }

    /// The call with those query items that have a value.
    func adding(_ items: [(name: String, value: String?)]) -> APICall {
        var call = self
        for item in items { if let value = item.value { call.query.append((item.name, value)) } }
        return call
    }

    func matching(_ etag: String?) -> APICall {
        var call = self
        call.ifMatch = etag
        return call
    }

    /// Path and query, percent-encoded.
    var target: String {
        let path = "/" + path.map(Self.encoded).joined(separator: "/")
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
