import Curriculum
import Scheduling

/// The sentences about a plan that its documents share.
struct PlanWords {
    let sheet: PlanSheet
    let language: DocumentLanguage

    var title: String {
        language.pick("\(sheet.directionName) · 学习计划", "\(sheet.directionNameEN) · study plan")
    }

    var terms: String {
        language.pick(
            "\(sheet.startsOn) 至 \(sheet.targetOn) · 每周 \(sheet.hoursPerWeek) 小时 · 路径版本 \(sheet.curriculumVersion)",
            "\(sheet.startsOn) to \(sheet.targetOn) · \(sheet.hoursPerWeek) h a week · curriculum "
                + sheet.curriculumVersion)
    }

    var progress: String {
        let progress = sheet.progress
        return language.pick(
            "已完成 \(progress.done) / \(progress.total - progress.skipped) 步（\(progress.percent)%），跳过 \(progress.skipped) 步",
            "\(progress.done) of \(progress.total - progress.skipped) steps done (\(progress.percent)%), "
                + "\(progress.skipped) skipped")
    }

    var verdict: String {
        guard !sheet.isFeasible else {
            return language.pick("时间够用：目标日之前可以完成。", "Feasible: all is done by the target day.")
        }
        return language.pick(
            "时间不够：目标日之前还差 \(sheet.missingHours) 小时，计划排到了 \(lastDay)。",
            "Not feasible: \(sheet.missingHours) h fall behind the target day; the plan runs until \(lastDay).")
    }

    /// The optional steps for which there is no time, in one sentence; nil when there are none.
    var leftOut: String? {
        guard !sheet.leftOut.isEmpty else { return nil }
        let titles = sheet.leftOut.map { language.pick($0.title, $0.titleEN) }
        return language.pick(
            "没有时间安排的可选步骤：\(titles.joined(separator: "、"))。",
            "Optional steps left out for want of time: \(titles.joined(separator: "; ")).")
    }

    func title(of row: PlanSheet.Row) -> String {
        language.pick(row.title, row.titleEN)
    }

    private var lastDay: CivilDate {
        sheet.steps.filter(\.status.isOpen).map(\.endsOn).max() ?? sheet.targetOn
    }
}
