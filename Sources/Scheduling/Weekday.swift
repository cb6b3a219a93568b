/// A day of the week, numbered as ISO 8601 numbers it.
public enum Weekday: Int, CaseIterable, Hashable, Comparable, Sendable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// `mon`, `tue`, `wed`, `thu`, `fri`, `sat` or `sun`: the key in a schedule's `weekly`.
    public var slug: String {
        switch self {
        case .monday: "mon"
        case .tuesday: "tue"
        case .wednesday: "wed"
        case .thursday: "thu"
        case .friday: "fri"
        case .saturday: "sat"
        case .sunday: "sun"
        }
    }

    /// The weekday with this slug, compared exactly.
    public init?(slug: some StringProtocol) {
        guard let match = Weekday.allCases.first(where: { $0.slug == slug }) else { return nil }
        self = match
    }

    public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

    /// From 0 on Monday … 6 on Sunday.
    init(mondayIndex: Int) {
        switch mondayIndex {
        case 0: self = .monday
        case 1: self = .tuesday
        case 2: self = .wednesday
        case 3: self = .thursday
        case 4: self = .friday
        case 5: self = .saturday
        default: self = .sunday
        }
    }
}
