/// The value of an `If-Match` or `If-None-Match` header: any version, or one of a list.
public enum EntityTagCondition: Hashable, Sendable {
    case any
    case oneOf([EntityTag])

    /// Nil when the header is neither `*` nor a list of quoted tags.
    public init?(_ header: String) {
        var rest = Substring(header).trimmingSpaces()
        if rest == "*" {
            self = .any
            return
        }
        var tags: [EntityTag] = []
        while !rest.isEmpty {
            if rest.first == "," {
                rest = rest.dropFirst().trimmingSpaces()
                continue
            }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            let opaque = rest[rest.index(after: rest.startIndex)..<end]
            guard opaque.unicodeScalars.allSatisfy(EntityTag.isTagCharacter) else { return nil }
            tags.append(EntityTag(opaque: String(opaque), isWeak: isWeak))
            rest = rest[rest.index(after: end)...].trimmingSpaces()
            guard rest.isEmpty || rest.first == "," else { return nil }
        }
        guard !tags.isEmpty else { return nil }
        self = .oneOf(tags)
    }

    /// Whether `If-None-Match` holds for the tag in an answer's `ETag`: the reader has it. Who sends back just what they
    /// were given, as readers do, is known without taking either apart.
    static func holds(_ header: String, for tag: String) -> Bool {
        if header == tag { return true }
        guard let condition = EntityTagCondition(header), case .oneOf(let tags) = EntityTagCondition(tag),
            let current = tags.first
        else { return false }
        return condition.matchesWeakly(current)
    }

    /// The comparison of `If-Match`: both strong and equal. A weak tag never matches.
    public func matchesStrongly(_ current: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .oneOf(let tags): !current.isWeak && tags.contains(current)
        }
    }

    /// The comparison of `If-None-Match`: equal, weak or not.
    public func matchesWeakly(_ current: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .oneOf(let tags): tags.contains { $0.opaque == current.opaque }
        }
    }
}
