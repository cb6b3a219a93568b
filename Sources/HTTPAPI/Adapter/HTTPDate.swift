import Foundation
import Scheduling
import Synchronization

/// The value of a `Date` field (RFC 9110, 5.6.7), made once a second. Thread-safe.
enum HTTPDate {
    private static let kept = Mutex<(second: Int64, text: String)>((0, text(at: 0)))
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The system's time.
    static var now: String {
        let second = Int64(Date().timeIntervalSince1970)
        return kept.withLock { kept in
            if kept.second != second { kept = (second, text(at: second)) }
            return kept.text
        }
    }

    /// - Parameter second: since 1970, not negative.
    static func text(at second: Int64) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (days, rest) = second.quotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSinceEpoch: Int(days))
        let (year, month, day) = date.fields
        let (hours, seconds) = Int(rest).quotientAndRemainder(dividingBy: 3_600)
        let time = "\(two(hours)):\(two(seconds / 60)):\(two(seconds % 60))"
        return "\(date.weekday.slug.capitalized), \(two(day)) \(months[month - 1]) \(year) \(time) GMT"
    }
}
