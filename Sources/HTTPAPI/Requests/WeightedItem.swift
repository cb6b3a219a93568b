/// One item of a header such as `Accept` or `Accept-Language`: a lower-cased name and its quality.
struct WeightedItem: Hashable, Sendable {
    let name: String
    /// 0 (refused) to 1; 1 where the header says nothing.
    let quality: Double

    /// The items in the order of the header; what cannot be read is left out. Reads at most 64 items.
    static func parse(_ header: String) -> [WeightedItem] {
        header.split(separator: ",", maxSplits: 64).prefix(64).compactMap { item in
            let parts = item.split(separator: ";", omittingEmptySubsequences: false)
            guard let first = parts.first else { return nil }
            let name = first.trimmingSpaces().lowercased()
            guard !name.isEmpty else { return nil }
            for parameter in parts.dropFirst() {
                let parameter = parameter.trimmingSpaces()
                guard parameter.lowercased().hasPrefix("q=") else { continue }
                guard let quality = Double(parameter.dropFirst(2)), quality >= 0, quality <= 1 else { return nil }
                return WeightedItem(name: name, quality: quality)
            }
            return WeightedItem(name: name, quality: 1)
        }
    }
}

extension Substring {
    /// Without the spaces and tabs at both ends.
    func trimmingSpaces() -> Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
