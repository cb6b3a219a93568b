/// A content coding of RFC 9110 in which a whole answer can be sent.
enum ContentCoding: String, CaseIterable, Sendable {
    case gzip
    /// zlib's own frame, as RFC 9110 says; some clients mean the bare stream by it, so `gzip` goes first.
    case deflate

    /// The coding that an `Accept-Encoding` header likes best; of those liked equally the first.
    ///
    /// Nil where it likes none, likes the answer as it is more, or is absent: then everything would be allowed, but
    /// whoever says nothing may well not unpack it.
    static func choose(accept header: String?) -> ContentCoding? {
        guard let header else { return nil }
        let items = WeightedItem.parse(header)
        func quality(_ names: [String]) -> Double? { items.first { names.contains($0.name) }?.quality }
        var best: (coding: ContentCoding, quality: Double)?
        for coding in allCases {
            let quality = quality(coding.names) ?? quality(["*"]) ?? 0
            if quality > best?.quality ?? 0 { best = (coding, quality) }
        }
        guard let best, best.quality >= quality(["identity"]) ?? 0 else { return nil }
        return best.coding
    }

    /// What clients call it; RFC 9110 keeps the old name of gzip as an alias.
    private var names: [String] {
        switch self {
        case .gzip: ["gzip", "x-gzip"]
        case .deflate: ["deflate"]
        }
    }
}

extension EntityTag {
    /// The tag of the same version in a coding: other octets, so another strong tag (RFC 9110, 8.8.3.3). A weak one is
    /// the same for both.
    func coded(as coding: ContentCoding) -> EntityTag {
        isWeak ? self : EntityTag(opaque: "\(opaque)-\(coding.rawValue)", isWeak: false)
    }

    /// The tag of the version, whatever coding it was read in: what a write names.
    var decoded: EntityTag {
        for coding in ContentCoding.allCases where opaque.hasSuffix("-\(coding.rawValue)") {
            return EntityTag(opaque: String(opaque.dropLast(coding.rawValue.count + 1)), isWeak: isWeak)
        }
        return self
    }
}

extension EntityTagCondition {
    /// The same condition on versions, whatever coding they were read in.
    var decoded: EntityTagCondition {
        switch self {
        case .any: .any
        case .oneOf(let tags): .oneOf(tags.map(\.decoded))
        }
    }
}
