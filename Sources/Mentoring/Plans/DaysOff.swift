public import Scheduling

/// A day on which no work is laid, or several in a row.
///
/// As text `2026-12-24`, or `2027-01-20/2027-02-10` with both ends in it.
public struct DaysOff: Sendable, Hashable, Comparable {
    public let first: CivilDate
    public let last: CivilDate

    /// How many days in a row one entry may name.
    public static let longest = 366

    /// Reads the text; nil where it is neither form, its end lies before its start, or it is too long.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = CivilDate(iso8601: parts[0]),
            let last = CivilDate(iso8601: parts[parts.count - 1]),
            (0..<Self.longest).contains(last.daysSinceEpoch - first.daysSinceEpoch)
        else { return nil }
        self.first = first
        self.last = last
    }

    public var text: String {
        first == last ? first.iso8601 : "\(first.iso8601)/\(last.iso8601)"
    }

    /// The days themselves.
    var days: [CivilDate] {
        (first.daysSinceEpoch...last.daysSinceEpoch).map(CivilDate.init(daysSinceEpoch:))
    }

    public static func < (left: DaysOff, right: DaysOff) -> Bool {
        (left.first, left.last) < (right.first, right.last)
    }
}
