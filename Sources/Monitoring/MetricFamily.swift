/// A metric with all its samples, as one scrape reads it.
public struct MetricFamily: Sendable {
    /// How samples are to be read.
    public enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// One number.
    public struct Sample: Sendable {
        /// What the sample's name has behind the family's: `_bucket`, or nothing.
        public let suffix: String
        public let labels: [(name: String, value: String)]
        public let value: Double

        public init(_ value: Double, suffix: String = "", labels: [(name: String, value: String)] = []) {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    /// Lower-case words and underscores, with the base unit last; a counter's ends in `_total`.
    public let name: String
    public let kind: Kind
    /// A sentence.
    public let help: String
    public var samples: [Sample]

    public init(_ name: String, _ kind: Kind, _ help: String, samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// A family of one number.
    public init(_ name: String, _ kind: Kind, _ help: String, value: Double) {
        self.init(name, kind, help, samples: [Sample(value)])
    }
}
