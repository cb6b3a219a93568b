/// What a client accepts, and what a body is: the little of RFC 9110's content negotiation that the API needs.
public enum MediaRange {
    /// The first of `offers` that an `Accept` header likes best; nil when it excludes them all.
    ///
    /// An absent or empty header accepts everything. The most specific range decides about an offer; of offers that
    /// are liked equally the first wins.
    public static func choose(from offers: [String], accept header: String?) -> String? {
        guard let header, header.contains(where: { !$0.isWhitespace }) else { return offers.first }
        let ranges = WeightedItem.parse(header)
        var best: (offer: String, quality: Double)?
        for offer in offers {
            let quality = quality(of: bareType(offer), in: ranges)
            if quality > best?.quality ?? 0 { best = (offer, quality) }
        }
        return best?.offer
    }

    private static func quality(of offer: String, in ranges: [WeightedItem]) -> Double {
        let family = offer.prefix { $0 != "/" } + "/*"
        var found: (specificity: Int, quality: Double) = (0, 0)
        for range in ranges {
            let specificity = range.name == offer ? 3 : range.name == family ? 2 : range.name == "*/*" ? 1 : 0
            if specificity > found.specificity {
                found = (specificity, range.quality)
            } else if specificity > 0, specificity == found.specificity {
                found.quality = max(found.quality, range.quality)
            }
        }
        return found.quality
    }

    /// The lower-cased type without parameters: `application/json` of `Application/JSON; charset=utf-8`.
    static func bareType(_ text: String) -> String {
        text.prefix { $0 != ";" }.trimmingSpaces().lowercased()
    }

    /// True when a `Content-Type` names one of `types`, in UTF-8 if it names a character set at all.
    static func isContent(_ header: String, among types: [String]) -> Bool {
        let parts = header.split(separator: ";", omittingEmptySubsequences: false)
        guard let first = parts.first, types.contains(first.trimmingSpaces().lowercased()) else { return false }
        for parameter in parts.dropFirst() {
            let parameter = parameter.trimmingSpaces().lowercased()
            guard parameter.hasPrefix("charset=") else { continue }
            let charset = parameter.dropFirst("charset=".count).filter { $0 != "\"" }
            guard charset == "utf-8" || charset == "utf8" else { return false }
        }
        return true
    }
}
