/// A path with names in braces: `/v1/mentors/{handle}/slots`. A name may have an ending: `/v1/plans/{id}.svg`.
public struct RoutePattern: Hashable, Sendable, CustomStringConvertible {
    enum Segment: Hashable, Sendable {
        case literal(String)
        /// Any text that ends in `suffix` and is longer; the value is what stands before it.
        case parameter(String, suffix: String)
    }

    public let description: String
    let segments: [Segment]

    /// - Parameter text: starts with a slash; a segment that begins in braces is a parameter.
    public init(_ text: String) {
        description = text
        segments = text.split(separator: "/").map { part in
            guard part.hasPrefix("{"), let end = part.firstIndex(of: "}") else { return .literal(String(part)) }
            return .parameter(String(part[..<end].dropFirst()), suffix: String(part[end...].dropFirst()))
        }
    }

    /// The names in braces, from left to right.
    public var parameterNames: [String] {
        segments.compactMap {
            if case .parameter(let name, _) = $0 { name } else { nil }
        }
    }
}
