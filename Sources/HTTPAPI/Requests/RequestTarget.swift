import Foundation

/// The path and query of a request, decoded once.
struct RequestTarget: Hashable, Sendable {
    /// The decoded segments; an encoded slash stays inside its segment.
    let path: [String]
    /// The decoded names and values in the order given.
    let query: QueryItems

    /// Nil for a target that is no absolute path, or whose percent-encoding or UTF-8 is broken.
    init?(_ target: String) {
        let end = target.utf8.firstIndex(of: UInt8(ascii: "#")) ?? target.utf8.endIndex
        let whole = Self.withoutOrigin(target[..<end])
        let mark = whole.utf8.firstIndex(of: UInt8(ascii: "?"))
        let pathPart = whole[..<(mark ?? whole.endIndex)]
        guard pathPart.utf8.first == UInt8(ascii: "/") else { return nil }
        var path: [String] = []
        for segment in pathPart.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let decoded = PercentEncoding.decode(segment) else { return nil }
            path.append(decoded)
        }
        // "/" alone has one empty segment, which is no segment at all.
        self.path = path == [""] ? [] : path
        var items: [(name: String, value: String)] = []
        if let mark {
            let queryPart = whole[whole.utf8.index(after: mark)...]
            for item in queryPart.utf8.split(separator: UInt8(ascii: "&")) {
                let sign = item.firstIndex(of: UInt8(ascii: "="))
                guard let name = PercentEncoding.decode(item[..<(sign ?? item.endIndex)]) else { return nil }
                let rest = sign.map { item[item.index(after: $0)...] } ?? item[item.endIndex...]
                guard let value = PercentEncoding.decode(rest) else { return nil }
                items.append((name, value))
            }
        }
        query = QueryItems(items)
    }

    /// A client that takes the server for a proxy sends a whole URL, which means the same (RFC 9112).
    private static func withoutOrigin(_ target: Substring) -> Substring {
        guard target.utf8.first != UInt8(ascii: "/"), let scheme = target.range(of: "://"),
            ["http", "https"].contains(target[..<scheme.lowerBound].lowercased())
        else { return target }
        return target[scheme.upperBound...].drop { $0 != "/" }
    }
}
