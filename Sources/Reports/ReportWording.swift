import Mentoring
import Scheduling

/// How a report's numbers and headings are said in one language.
struct ReportWording: Sendable {
    let report: WeekReport
    let language: ReportLanguage

    private var zone: ZoneRules { report.zone }

    func text(_ zh: String, _ en: String) -> String { Bilingual(zh: zh, en: en).text(in: language) }
    func text(_ phrase: Bilingual) -> String { phrase.text(in: language) }

    var title: String {
        let whose = report.record.mentor.map { $0.name } ?? text("全部导师", "All mentors")
        return text("周报 \(report.week)：\(whose)", "Week \(report.week): \(whose)")
    }

    /// The week's days and its zone.
    var span: String {
        let (first, last) = (report.week.firstDay, report.week.lastDay)
        return text("\(first) – \(last)（\(zone.name)）", "\(first) – \(last) (\(zone.name))")
    }

    /// As of when, and whether that stays so.
    var standing: String {
        let instant = moment(report.record.asOf)
        guard let version = report.record.version else {
            return text("截至 \(instant)，本周尚未封存", "As of \(instant); the week isn't closed yet")
        }
        return text("封存于 \(instant)，第 \(version) 版", "Closed at \(instant), version \(version)")
    }

    /// The days that are unlike others; nil where there are none.
    var holidays: String? {
        let days = report.record.holidays
        guard !days.isEmpty else { return nil }
        let off = days.filter(\.isOff).map { day($0.date) }
        let worked = days.filter { !$0.isOff }.map { day($0.date) }
        var parts: [String] = []
        if !off.isEmpty {
            parts.append(text("放假：\(off.joined(separator: "、"))", "Public holidays: \(off.joined(separator: ", "))"))
        }
        if !worked.isEmpty {
            parts.append(
                text("调休上班：\(worked.joined(separator: "、"))", "Working weekend days: \(worked.joined(separator: ", "))")
            )
        }
        return parts.joined(separator: text("；", "; "))
    }

    private func day(_ iso: String) -> String {
        guard let date = CivilDate(iso8601: iso) else { return iso }
        return "\(iso.dropFirst(5)) \(weekday(date.weekday))"
    }

    func weekday(_ day: Weekday) -> String {
        switch day {
        case .monday: text("周一", "Mon")
        case .tuesday: text("周二", "Tue")
        case .wednesday: text("周三", "Wed")
        case .thursday: text("周四", "Thu")
        case .friday: text("周五", "Fri")
        case .saturday: text("周六", "Sat")
        case .sunday: text("周日", "Sun")
        }
    }

    /// A wall reading in the report's zone, to the minute.
    func moment(_ instant: Instant) -> String {
        let text = instant.rfc3339(in: zone)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    func status(_ status: ConsultationStatus) -> String {
        switch status {
        case .open: text("进行中", "open")
        case .requested: text("待答复", "requested")
        case .confirmed: text("已确认", "confirmed")
        case .completed: text("已完成", "completed")
        case .noShow: text("缺席", "no-show")
        case .declined: text("已拒绝", "declined")
        case .cancelled: text("已取消", "cancelled")
        case .expired: text("已过期", "expired")
        case .closed: text("已关闭", "closed")
        }
    }

    // MARK: Numbers

    /// A figure with its unit's precision; a dash where there is none.
    func number(_ value: Double?, _ unit: MeasureDefinition.Unit) -> String {
        guard let value else { return "–" }
        switch unit {
        case .share: return Self.decimal(value * 100, places: 1) + " %"
        case .hours: return Self.decimal(value, places: 1)
        default: return value == value.rounded() ? Self.decimal(value, places: 0) : Self.decimal(value, places: 1)
        }
    }

    /// The difference to another week, with its sign; a dash where either is missing.
    func change(_ value: Double?, from before: Double?, _ unit: MeasureDefinition.Unit) -> String {
        guard let value, let before else { return "–" }
        let difference = value - before
        let written = number(abs(difference), unit)
        guard written.contains(where: { ("1"..."9").contains($0) }) else { return "±0" }
        return (difference > 0 ? "+" : "−") + written
    }

    /// A decimal with so many places, rounded half away from zero, whatever the machine's locale.
    static func decimal(_ value: Double, places: Int) -> String {
        let scale = places == 0 ? 1.0 : places == 1 ? 10.0 : 100.0
        let scaled = (abs(value) * scale).rounded()
        let sign = value < 0 && scaled > 0 ? "−" : ""
        let whole = Int((scaled / scale).rounded(.down))
        guard places > 0 else { return sign + String(whole) }
        let rest = String(Int(scaled) - whole * Int(scale))
        return sign + "\(whole)." + String(repeating: "0", count: max(0, places - rest.count)) + rest
    }
}
