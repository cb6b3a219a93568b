// Plans, their steps and curricula.
extension Phrase {
    static let columnStep = Phrase(
        "EVERY",
        "间隔")
    static let planAsksTitle = Phrase(
        "You are asked to take these plans (mentorctl plan take ID)",
        "有人请你接手这些计划（mentorctl plan take ID）")
    static let plansEmpty = Phrase(
        "No plans.",
        "没有计划。")
    static let planStatusDraft = Phrase(
        "draft",
        "草稿")
    static let planStatusPublished = Phrase(
        "published",
        "进行中")
    static let planStatusArchived = Phrase(
        "archived",
        "已归档")
    static let stepTodo = Phrase(
        "to do",
        "未开始")
    static let stepDoing = Phrase(
        "doing",
        "进行中")
    static let stepDone = Phrase(
        "done",
        "已完成")
    static let stepSkipped = Phrase(
        "skipped",
        "跳过")
    static let planMissing = Phrase(
        "{hours} h fall behind the target",
        "有 {hours} 小时排在目标日之后")
    static let planNewerVersion = Phrase(
        "{version} ({newer} is there: mentorctl plan replan --latest)",
        "{version}（已有 {newer}：mentorctl plan replan --latest）")
    static let planTerms = Phrase(
        "{from} to {to}, {hours} h a week",
        "{from} 至 {to}，每周 {hours} 小时")
    static let planUnchanged = Phrase(
        "Nothing changes.",
        "没有变化。")
    static let planDone = Phrase(
        "Saved: {what}",
        "已保存：{what}")
    static let columnProgress = Phrase(
        "PROGRESS",
        "进度")
    static let columnPlanTarget = Phrase(
        "TARGET",
        "目标日")
    static let columnMissing = Phrase(
        "HOURS SHORT",
        "缺少小时")
    static let columnAsked = Phrase(
        "ASKED",
        "请求日")
    static let columnDue = Phrase(
        "DUE",
        "截止")
    static let columnSlack = Phrase(
        "SLACK",
        "余量")
    static let fieldProgress = Phrase(
        "Progress",
        "进度")
    static let fieldShortfall = Phrase(
        "Not feasible",
        "来不及")
    static let fieldLeftOut = Phrase(
        "Left out",
        "未排入")
    static let fieldNextConsultation = Phrase(
        "Next session",
        "下次咨询")
    static let readingPlanTake = Phrase(
        "Take the plan of: {what}",
        "接手计划：{what}")
    static let readingPlanPublish = Phrase(
        "Publish: {what}",
        "发布：{what}")
    static let readingPlanStep = Phrase(
        "{step} → {status}: {what}",
        "{step} → {status}：{what}")
    static let readingPlanNote = Phrase(
        "{step}, note: {note} ({what})",
        "{step}，备注：{note}（{what}）")
    static let readingPlanAdd = Phrase(
        "Add a step: {step}, {hours} h ({what})",
        "新增步骤：{step}，{hours} 小时（{what}）")
    static let readingPlanReplan = Phrase(
        "Plan again: {what}",
        "重排：{what}")
    static let readingPlanEdit = Phrase(
        "Change {what}: {fields}",
        "修改 {what}：{fields}")
    static let readingPlanDrop = Phrase(
        "Take the step {step} out: {what}",
        "去掉步骤 {step}：{what}")
    static let columnSteps = Phrase(
        "STEPS",
        "步骤")
    static let columnStepName = Phrase(
        "STEP",
        "步骤")
    static let columnHours = Phrase(
        "HOURS",
        "小时")
    static let columnNeeds = Phrase(
        "NEEDS",
        "前置")
}
