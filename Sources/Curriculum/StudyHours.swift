/// An amount of work, exact: an hour spread over a week is a seventh of an hour each day.
public struct StudyHours: Hashable, Comparable, Sendable {
    public var sevenths: Int

    public init(sevenths: Int) {
        self.sevenths = sevenths
    }

    public init(hours: Int) {
        sevenths = hours * 7
    }

    public static let zero = StudyHours(sevenths: 0)

    /// In hundredths of an hour, rounded to the nearest. Never more than the whole hours it lies below.
    public var hundredths: Int { (sevenths * 200 + 7) / 14 }

    public static func < (left: StudyHours, right: StudyHours) -> Bool { left.sevenths < right.sevenths }

    public static func + (left: StudyHours, right: StudyHours) -> StudyHours {
        StudyHours(sevenths: left.sevenths + right.sevenths)
    }

    public static func - (left: StudyHours, right: StudyHours) -> StudyHours {
        StudyHours(sevenths: left.sevenths - right.sevenths)
    }

    public static func += (left: inout StudyHours, right: StudyHours) {
        left.sevenths += right.sevenths
    }
}

extension StudyHours: CustomStringConvertible {
    /// Whole hours as `12`, others with up to two decimals: `1.71`, `0.5`.
    public var description: String {
        let hundredths = self.hundredths
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        guard rest != 0 else { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest / 10)\(rest % 10)"
    }
}
