/// The figures of one week for all, a mentor or a direction.
public struct Figures: Sendable, Hashable {
    /// What has no value is left out: a median of nothing, the hours of a direction.
    public private(set) var values: [Measure: Double]

    /// A week in which nothing happened.
    public static let none = Figures([:])

    init(_ values: [Measure: Double]) {
        self.values = values
        for measure in Measure.allCases where measure.isCount && values[measure] == nil { self.values[measure] = 0 }
    }

    public subscript(measure: Measure) -> Double? { values[measure] }

    /// Sets the hours offered, and with them the rate.
    mutating func setOffered(hours: Double) {
        values[.offeredHours] = Self.rounded(hours)
        values[.bookingRate] = hours > 0 ? Self.rounded((values[.bookedHours] ?? 0) / hours) : nil
    }

    /// Four decimals: a second is a quarter of a thousandth of an hour.
    static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}

extension Figures: Codable {
    /// Reads what ``encode(to:)`` wrote; measures of other editions are skipped.
    public init(from decoder: any Decoder) throws {
        self.init(Self.values(try decoder.singleValueContainer().decode([String: Double?].self)))
    }

    /// The values by measure; names and nulls that mean none are left out.
    static func values(_ named: [String: Double?]) -> [Measure: Double] {
        var values: [Measure: Double] = [:]
        for (name, value) in named {
            if let measure = Measure(rawValue: name), let value { values[measure] = rounded(value) }
        }
        return values
    }

    /// An object with a member for each value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) }))
    }
}
