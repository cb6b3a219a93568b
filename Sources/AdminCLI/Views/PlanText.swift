import APIModel
import Foundation
import Terminal

/// Shows plans: as one line, as rows of a table, and field by field.
struct PlanText: Sendable {
    var language: Language

    init(_ session: Session) {
        language = session.language
    }

    func status(_ plan: Plan) -> String {
        switch plan.status {
        case "draft": Phrase.planStatusDraft.text(language)
        case "published": Phrase.planStatusPublished.text(language)
        case "archived": Phrase.planStatusArchived.text(language)
        default: plan.status.printableLine
        }
    }

    func status(ofStep status: String) -> String {
        switch status {
        case "todo": Phrase.stepTodo.text(language)
        case "doing": Phrase.stepDoing.text(language)
        case "done": Phrase.stepDone.text(language)
        case "skipped": Phrase.stepSkipped.text(language)
        default: status.printableLine
        }
    }

    /// `陈雨桐 · llm · published · 12/57 (21 %)`.
    func line(_ plan: Plan) -> String {
        [plan.student.name.printableLine, plan.direction, status(plan), progress(plan)].joined(separator: " · ")
    }

    /// `韩梅 · aigc · 2026-11-23`: who asks, for what, since when.
    func line(_ ask: PlanAsk) -> String {
        [ask.student.printableLine, ask.direction, String(ask.askedAt.prefix(10))].joined(separator: " · ")
    }

    /// `2026-12-01 to 2027-05-18, 12 h a week`.
    func terms(_ plan: Plan) -> String {
        Phrase.planTerms.text(
            language, ["from": plan.startsOn, "to": plan.targetOn, "hours": String(plan.hoursPerWeek)])
    }

    func progress(_ plan: Plan) -> String {
        "\(plan.progress.done)/\(plan.progress.total - plan.progress.skipped) (\(plan.progress.percent) %)"
    }

    /// What stands in the way of the target; nil where nothing does.
    func shortfall(_ plan: Plan) -> String? {
        plan.feasible ? nil : Phrase.planMissing.text(language, ["hours": Self.hours(plan.missingHours)])
    }

    static func hours(_ hours: Double) -> String {
        hours == hours.rounded() ? String(Int(hours)) : String(format: "%.1f", hours)
    }

    func table(_ plans: [Plan]) -> Table {
        let shown = ShortIdentifier.shown(plans.map(\.id))
        var table = Table(columns: [
            Table.Column(Phrase.columnID.text(language)),
            Table.Column(Phrase.columnStudent.text(language), yielding: .cut(minimumWidth: 6)),
            Table.Column(Phrase.columnDirection.text(language)),
            Table.Column(Phrase.columnStatus.text(language)),
            Table.Column(Phrase.columnProgress.text(language), alignment: .trailing),
            Table.Column(Phrase.columnPlanTarget.text(language), yielding: .leaveOut),
            Table.Column(Phrase.columnMissing.text(language), alignment: .trailing, yielding: .leaveOut),
        ])
        table.rows = plans.map { plan in
            [
                Table.Cell(shown[plan.id] ?? plan.id, .bold), Table.Cell(plan.student.name),
                Table.Cell(plan.direction), Table.Cell(status(plan), styles: Self.styles(plan)),
                Table.Cell(progress(plan)), Table.Cell(plan.targetOn),
                Table.Cell(plan.feasible ? "" : Self.hours(plan.missingHours), .red),
            ]
        }
        return table
    }

    func table(asks: [PlanAsk]) -> Table {
        let shown = ShortIdentifier.shown(asks.map(\.plan))
        var table = Table(columns: [
            Table.Column(Phrase.columnID.text(language)),
            Table.Column(Phrase.columnStudent.text(language), yielding: .cut(minimumWidth: 6)),
            Table.Column(Phrase.columnDirection.text(language)), Table.Column(Phrase.columnAsked.text(language)),
        ])
        table.rows = asks.map { ask in
            [
                Table.Cell(shown[ask.plan] ?? ask.plan, .bold), Table.Cell(ask.student), Table.Cell(ask.direction),
                Table.Cell(String(ask.askedAt.prefix(10))),
            ]
        }
        return table
    }

    static func styles(_ plan: Plan) -> [Style] {
        switch plan.status {
        case "draft": [.yellow]
        case "published": [.green]
        default: [.dim]
        }
    }

    func fields(_ plan: Plan) -> [(name: Phrase, value: String)] {
        let version =
            plan.curriculumVersion == plan.latestCurriculumVersion
            ? plan.curriculumVersion
            : Phrase.planNewerVersion.text(
                language, ["version": plan.curriculumVersion, "newer": plan.latestCurriculumVersion])
        let all: [(Phrase, String?)] = [
            (.fieldID, plan.id), (.fieldStatus, status(plan)), (.fieldStudent, plan.student.name),
            (.fieldMentor, plan.mentor.map { "\($0.name) (\($0.handle))" }),
            (.fieldDirection, "\(plan.direction) · \(version)"), (.fieldWhen, terms(plan)),
            (.fieldProgress, progress(plan)), (.fieldShortfall, shortfall(plan)),
            (.fieldLeftOut, plan.leftOut.isEmpty ? nil : plan.leftOut.joined(separator: ", ")),
            (.fieldNextConsultation, plan.nextConsultation.map { "\($0.step) · \($0.url)" }),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    /// What planning again changes, a line a step.
    func lines(_ replanned: PlanReplanned) -> [String] {
        var lines: [String] = []
        for step in replanned.moved {
            lines.append(
                "  ~ \(step.slug)  \(step.previousStartsOn)…\(step.previousDueOn) → \(step.startsOn)…\(step.dueOn)")
        }
        for step in replanned.added { lines.append("  + \(step.slug)  \(step.startsOn)…\(step.dueOn)") }
        for step in replanned.dropped { lines.append("  - \(step.slug)  \(step.startsOn)…\(step.dueOn)") }
        if lines.isEmpty { lines = ["  " + Phrase.planUnchanged.text(language)] }
        if let shortfall = shortfall(replanned.plan) { lines.append("  " + shortfall) }
        return lines
    }
}
