import Mentoring
import Scheduling

/// Notices of holidays and what an import changes, as lines for the operator.
enum HolidayText {
    static func outcome(_ outcome: HolidayImports.Outcome, of content: HolidayImport, isDry: Bool) -> String {
        guard outcome.isNews else { return "\(content.region): all of it is held already; nothing was written." }
        var lines = content.notices.map { notice in
            "\(outcome.replaced.contains(notice.number) ? "~" : "+") \(line(notice))"
        }
        lines += content.withdrawn.map { number in
            outcome.replaced.contains(number) ? "- \(number)" : "- \(number) (is not held)"
        }
        lines.append(
            outcome.changes.isEmpty
                ? "No day becomes another."
                : "\(count(outcome.changes.count, "day")) become\(outcome.changes.count == 1 ? "s" : "") another:")
        lines += runs(of: outcome.changes).map { run in
            let days = run.first.date == run.last.date ? "\(run.first.date)" : "\(run.first.date) to \(run.last.date)"
            return "  \(days)  \(word(run.first.before)) → \(word(run.first.after))"
        }
        lines.append("\(count(outcome.mentors, "mentor")) follow\(outcome.mentors == 1 ? "s" : "") \(content.region).")
        lines.append(
            outcome.version.map { "Imported as version \($0); running instances go by it now." }
                ?? (isDry ? "Nothing was written." : ""))
        return lines.joined(separator: "\n")
    }

    static func list(_ region: String, _ holidays: Holidays?, imports: [HolidayImports.Held]) -> String {
        guard let holidays else { return "\(region): no notices are held." }
        return holidays.notices.map { notice in
            // The same number may be in several imports: the last one is what is held.
            let origin =
                imports.last { $0.content.region == region && $0.content.notices.contains(notice) }
                .map { "import \($0.version), \($0.importedAt.rfc3339UTC)" } ?? "built in"
            return "\(region)  \(line(notice))  (\(origin))"
        }.joined(separator: "\n")
    }

    private static func line(_ notice: HolidayNotice) -> String {
        let published = notice.publishedOn.map { ", published \($0)" } ?? ""
        return "\(notice.number)  \(notice.title)\(published), covers \(notice.covers.lowerBound) to "
            + "\(notice.covers.upperBound): \(notice.daysOff.count) off, \(notice.workingDays.count) worked"
    }

    /// Consecutive days that change in the same way.
    private static func runs(of changes: [Holidays.Change]) -> [(first: Holidays.Change, last: Holidays.Change)] {
        var runs: [(first: Holidays.Change, last: Holidays.Change)] = []
        for change in changes {
            if let last = runs.last, last.last.date.adding(days: 1) == change.date, last.last.before == change.before,
                last.last.after == change.after
            {
                runs[runs.count - 1].last = change
            } else {
                runs.append((change, change))
            }
        }
        return runs
    }

    private static func word(_ state: Holidays.DayState) -> String {
        switch state {
        case .unknown: "not covered"
        case .ordinary: "ordinary"
        case .dayOff: "off"
        case .workingWeekendDay: "working weekend day"
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
