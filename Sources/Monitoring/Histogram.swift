import Synchronization

/// Counts how long things take, in buckets, by labels.
public final class Histogram: Sendable {
    private struct Series {
        /// One for each bound, and one for what is above all of them.
        var counts: [Int]
        var sum = 0.0
    }

    /// For answers of a service, in seconds.
    public static let secondsOfAnswers = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let name: String
    private let help: String
    private let labels: [String]
    private let bounds: [Double]
    private let series = Mutex<[[String]: Series]>([:])

    /// - Parameter bounds: rising; what is equal to a bound counts below it.
    public init(_ name: String, _ help: String, labels: [String] = [], bounds: [Double] = secondsOfAnswers) {
        self.name = name
        self.help = help
        self.labels = labels
        self.bounds = bounds
    }

    public func record(_ value: Double, _ values: String...) {
        add(value, values)
    }

    /// Records a time in seconds.
    public func record(_ duration: Duration, _ values: String...) {
        let (seconds, attoseconds) = duration.components
        add(Double(seconds) + Double(attoseconds) / 1e18, values)
    }

    private func add(_ value: Double, _ values: [String]) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        series.withLock { series in
            var one = series[values] ?? Series(counts: Array(repeating: 0, count: bounds.count + 1))
            one.counts[bucket] += 1
            one.sum += value
            series[values] = one
        }
    }

    public var family: MetricFamily {
        let recorded = series.withLock { $0 }
        var samples: [MetricFamily.Sample] = []
        for (values, one) in recorded.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let own = zip(labels, values).map { (name: $0, value: $1) }
            var total = 0
            for (bound, count) in zip(bounds.map(MetricText.number) + ["+Inf"], one.counts) {
                total += count
                samples.append(.init(Double(total), suffix: "_bucket", labels: own + [("le", bound)]))
            }
            samples.append(.init(one.sum, suffix: "_sum", labels: own))
            samples.append(.init(Double(total), suffix: "_count", labels: own))
        }
        return MetricFamily(name, .histogram, help, samples: samples)
    }
}
