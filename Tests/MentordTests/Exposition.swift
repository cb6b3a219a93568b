/// A strict reader of Prometheus's text format 0.0.4, written from its description: refuses what the writer under test
/// could get wrong.
struct Exposition {
    struct Series: Hashable {
        let name: String
        let labels: [String: String]
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var samples: [Series: Double] = [:]
    private(set) var types: [String: String] = [:]

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Malformed(description: "the last line has no end") }
        var helped: Set<String> = []
        var closed: Set<String> = []
        var current: String?
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# ") {
                let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 4 else { throw Malformed(description: "\(line)") }
                if parts[1] == "HELP" {
                    if let current { closed.insert(current) }
                    current = parts[2]
                    guard helped.insert(parts[2]).inserted else { throw Malformed(description: "twice: \(line)") }
                } else {
                    guard parts[1] == "TYPE", parts[2] == current, types[parts[2]] == nil else {
                        throw Malformed(description: "out of place: \(line)")
                    }
                    types[parts[2]] = parts[3]
                }
                continue
            }
            let (series, value) = try Self.sample(line)
            let family = types.keys.first { name in
                series.name == name
                    || types[name] == "histogram"
                        && ["_bucket", "_sum", "_count"].contains { series.name == name + $0 }
            }
            guard let family, family == current, !closed.contains(family) else {
                throw Malformed(description: "outside its family: \(line)")
            }
            guard samples.updateValue(value, forKey: series) == nil else {
                throw Malformed(description: "twice: \(line)")
            }
        }
        try checkHistograms()
    }

    private static func sample(_ line: Substring) throws -> (Series, Double) {
        var rest = line
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while rest.first != "}" {
                let label = rest.prefix { $0 != "=" }
                rest = rest.dropFirst(label.count)
                guard rest.hasPrefix("=\"") else { throw Malformed(description: "\(line)") }
                rest = rest.dropFirst(2)
                var value = ""
                while let character = rest.first, character != "\"" {
                    rest = rest.dropFirst()
                    guard character == "\\" else {
                        value.append(character)
                        continue
                    }
                    switch rest.popFirst() {
                    case "n": value.append("\n")
                    case "\\": value.append("\\")
                    case "\"": value.append("\"")
                    default: throw Malformed(description: "bad escape: \(line)")
                    }
                }
                rest = rest.dropFirst()
                guard labels.updateValue(value, forKey: String(label)) == nil else {
                    throw Malformed(description: "label twice: \(line)")
                }
                if rest.first == "," { rest = rest.dropFirst() }
            }
            rest = rest.dropFirst()
        }
        let number = rest.dropFirst()
        guard !name.isEmpty, rest.first == " ", let value = number == "+Inf" ? .infinity : Double(number) else {
            throw Malformed(description: "\(line)")
        }
        return (Series(name: String(name), labels: labels), value)
    }

    /// Buckets rise, and the last one is the count.
    private func checkHistograms() throws {
        for (name, type) in types where type == "histogram" {
            let buckets = Dictionary(grouping: samples.filter { $0.key.name == "\(name)_bucket" }) { entry in
                entry.key.labels.filter { $0.key != "le" }
            }
            for (labels, entries) in buckets {
                let sorted = entries.map { (bound: Double($0.key.labels["le"] ?? "") ?? .infinity, count: $0.value) }
                    .sorted { $0.bound < $1.bound }
                guard sorted.map(\.count) == sorted.map(\.count).sorted(), sorted.last?.bound == .infinity,
                    samples[Series(name: "\(name)_count", labels: labels)] == sorted.last?.count,
                    samples[Series(name: "\(name)_sum", labels: labels)] != nil
                else { throw Malformed(description: "histogram \(name)\(labels)") }
            }
        }
    }
}
