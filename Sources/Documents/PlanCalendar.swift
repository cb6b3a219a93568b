import Curriculum
public import ICalendar
import Scheduling

/// A plan as a calendar: the due day of each step that is neither done nor skipped, and the target.
public struct PlanCalendar: Sendable {
    private let sheet: PlanSheet
    private let language: DocumentLanguage

    public init(_ sheet: PlanSheet, language: DocumentLanguage) {
        self.sheet = sheet
        self.language = language
    }

    public var document: CalendarDocument {
        CalendarDocument(name: PlanWords(sheet: sheet, language: language).title, events: events)
    }

    /// The entries alone, for a calendar that holds others too.
    public var events: [CalendarEvent] {
        let words = PlanWords(sheet: sheet, language: language)
        let due = sheet.steps.filter(\.status.isOpen).map { row in
            var details = [
                language.pick(
                    "\(row.startsOn) 开始，\(row.hours) 小时，\(language.word(for: row.kind))",
                    "From \(row.startsOn), \(row.hours) h, \(language.word(for: row.kind).lowercased())")
            ]
            if let note = row.note, !note.isEmpty { details.append(note) }
            return CalendarEvent(
                uid: "\(sheet.id)-\(row.slug)@mentordesk", timing: .days(row.dueOn...row.dueOn),
                summary: language.pick("截止：\(row.title)", "Due: \(row.titleEN)"), changedAt: sheet.changedAt,
                sequence: sheet.version, details: details.joined(separator: "\n"), isBusy: false)
        }
        let target = CalendarEvent(
            uid: "\(sheet.id)@mentordesk", timing: .days(sheet.targetOn...sheet.targetOn),
            summary: language.pick(
                "目标日：\(sheet.directionName)", "Target: \(sheet.directionNameEN)"), changedAt: sheet.changedAt,
            sequence: sheet.version, details: words.verdict, isBusy: false)
        return due + [target]
    }
}
