import Mentoring
import Scheduling

/// What a version of a schedule changed, in words.
enum ScheduleChangeWords {
    static func summary(of version: Schedules.Version, in language: Language) -> String {
        var parts: [Words] = []
        if let restores = version.restores {
            parts.append(Words(zh: "撤销，恢复版本 \(restores)", en: "Undo: version \(restores) again"))
        }
        parts += version.changes.map(words)
        if parts.isEmpty { parts = [Words(zh: "最初的日程", en: "The first schedule")] }
        return parts.map { $0.text(in: language) }.joined(separator: language == .en ? "; " : "；")
    }

    private static func words(_ change: ScheduleChange) -> Words {
        switch change {
        case .timezone(let name): Words(zh: "时区改为 \(name)", en: "Time zone \(name)")
        case .weekly(let days):
            Words(
                zh: "每周时段（\(days.map { SlotRuleWords.weekday($0).zh }.joined(separator: "、"))）",
                en: "Weekly hours (\(days.map { SlotRuleWords.weekday($0).en }.joined(separator: ", ")))")
        case .holidays(let region?): Words(zh: "按 \(region) 节假日", en: "Follows the holidays of \(region)")
        case .holidays(nil): Words(zh: "不按节假日", en: "Follows no holidays")
        case .days(let days):
            if days.count <= 3 {
                Words(
                    zh: "日期 \(days.map(\.iso8601).joined(separator: "、"))",
                    en: "Dated days \(days.map(\.iso8601).joined(separator: ", "))")
            } else {
                Words(zh: "\(days.count) 个日期", en: "\(days.count) dated days")
            }
        case .timeOff(let added, let removed):
            Words(zh: "请假（新增 \(added)，取消 \(removed)）", en: "Time off (\(added) added, \(removed) removed)")
        case .maxPerDay(let cap):
            cap.map {
                Words(zh: "每天最多 \($0) 个", en: "At most \($0) a day")
            } ?? Words(zh: "每天不限", en: "No cap a day")
        case .maxPerWeek(let cap):
            cap.map {
                Words(zh: "每周最多 \($0) 个", en: "At most \($0) a week")
            } ?? Words(zh: "每周不限", en: "No cap a week")
        }
    }
}
