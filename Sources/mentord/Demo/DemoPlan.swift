import Scheduling

/// When each script of the demonstration is asked, and in which span its session lies: the same for the same now.
struct DemoPlan {
    /// One script in its week.
    struct Entry {
        let script: DemoContent.Script
        let askedAt: Instant
        /// Where the session starts; for a past one it also ends in it.
        let span: Range<Instant>
        let isPast: Bool
        /// Counts through the demonstration; spreads sessions over their weeks.
        let number: Int
    }

    let entries: [Entry]

    init(_ content: DemoContent, now: Instant) {
        var unused = Dictionary(grouping: content.scripts, by: \.status)
        var entries: [Entry] = []
        for week in content.weeks {
            guard let index = week["week"] else { continue }
            let start = now.adding(days: 7 * (index < 0 ? index : index - 1))
            let span = start..<start.adding(days: 7)
            for status in Self.order {
                for _ in 0..<(week[status] ?? 0) {
                    guard let script = unused[status]?.first else { break }
                    unused[status]?.removeFirst()
                    let number = entries.count
                    entries.append(
                        Entry(
                            script: script, askedAt: Self.askedAt(script, span, now: now, number), span: span,
                            isPast: index < 0, number: number))
                }
            }
        }
        self.entries = entries
    }

    private static let order = [
        "completed", "cancelled", "no_show", "declined", "expired", "closed", "confirmed", "requested", "open",
    ]

    /// Three to five days before the week begins; what still waits for an answer was asked within the last day.
    private static func askedAt(
        _ script: DemoContent.Script, _ span: Range<Instant>, now: Instant, _ number: Int
    ) -> Instant {
        let spread = (number * 7919) % 2880
        switch script.status {
        case "requested": return now.adding(minutes: -60 - spread % 1320)
        case "open", "closed": return min(span.lowerBound, now).adding(minutes: -60 - spread)
        default:
            let asked = span.lowerBound.adding(minutes: -3 * 1440 - spread)
            return min(asked, now.adding(minutes: -26 * 60 - spread % 600))
        }
    }
}
