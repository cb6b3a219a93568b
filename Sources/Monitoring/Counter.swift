import Synchronization

/// Counts what happens, by labels. The values of labels must be few: routes and statuses, never paths or names.
public final class Counter: Sendable {
    private let name: String
    private let help: String
    private let labels: [String]
    private let counts = Mutex<[[String]: Double]>([:])

    /// - Parameter labels: the names; each count gives as many values.
    public init(_ name: String, _ help: String, labels: [String] = []) {
        self.name = name
        self.help = help
        self.labels = labels
        // What is only ever counted without labels exists from the start, so that a rate sees its first event.
        if labels.isEmpty { add(0) }
    }

    public func add(_ amount: Double = 1, _ values: String...) {
        counts.withLock { $0[values, default: 0] += amount }
    }

    /// The count now.
    public func value(_ values: String...) -> Double {
        counts.withLock { $0[values] ?? 0 }
    }

    public var family: MetricFamily {
        let counted = counts.withLock { $0 }
        return MetricFamily(
            name, .counter, help,
            samples: counted.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { values, count in
                MetricFamily.Sample(count, labels: zip(labels, values).map { ($0, $1) })
            })
    }
}
