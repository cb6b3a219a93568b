import Curriculum
import Mentoring
import Scheduling

/// Plans as bodies write them; the schemas have checked all that can be said without the stored data.
struct PlanForm: Sendable {
    let body: Fields

    init(_ body: Fields) {
        self.body = body
    }

    /// - Throws: `APIFailure` by `/target_on` or `/starts_on`.
    func wish() throws -> NewPlan {
        guard let startsOn = day("starts_on"), let targetOn = day("target_on") else {
            throw APIFailure.invalid("/starts_on", .invalidFormat)
        }
        try checkYears()
        guard startsOn <= targetOn else { throw APIFailure.invalid("/target_on", .invalidOrder) }
        guard targetOn.daysSinceEpoch - startsOn.daysSinceEpoch <= Plans.longestSpan else {
            throw APIFailure.invalid(
                "/target_on", .rangeTooLong, arguments: ["max": "\(Plans.longestSpan)"])
        }
        return NewPlan(
            direction: try body.getString("direction"), startsOn: startsOn, targetOn: targetOn,
            hoursPerWeek: try body.getInteger("hours_per_week"), knownSteps: body.findStrings("known_steps") ?? [],
            daysOff: daysOff ?? [], holidays: body.findString("holidays"),
            mentor: body.findString("mentor").map { MentorName($0) })
    }

    func edit() throws -> PlanEdit {
        try checkYears()
        var edit = PlanEdit()
        edit.startsOn = day("starts_on")
        edit.targetOn = day("target_on")
        edit.hoursPerWeek = body.findInteger("hours_per_week")
        // A merge patch clears by null; where nothing is patched, null says nothing.
        let clears = body.isPatch
        edit.knownSteps = body.findStrings("known_steps") ?? (clears && body.has("known_steps") ? [] : nil)
        edit.daysOff = daysOff ?? (clears && body.has("days_off") ? [] : nil)
        if body.has("holidays") { edit.holidays = .some(body.findString("holidays")) }
        if body.has("mentor") { edit.mentor = .some(body.findString("mentor").map { MentorName($0) }) }
        edit.order = body.findStrings("order")
        edit.addedSteps = try (body["add_steps"]?.array ?? []).compactMap(\.object).map { try step(Fields($0)) }
        edit.removedSteps = body.findStrings("remove_steps") ?? []
        return edit
    }

    var stepEdit: PlanStepEdit {
        PlanStepEdit(
            status: body.findString("status").flatMap(StepStatus.init),
            note: body.has("note") ? .some(body.findString("note")) : nil,
            dueOn: body.has("due_on") ? .some(day("due_on")) : nil)
    }

    var curriculum: CurriculumChoice {
        switch body.findString("curriculum_version") {
        case nil: .same
        case "latest"?: .latest
        case let version?: .version(version)
        }
    }

    private func step(_ fields: Fields) throws -> OwnStep {
        OwnStep(
            slug: fields.findString("slug"), title: try fields.getString("title"),
            titleEN: fields.findString("title_en"),
            kind: fields.findString("kind").flatMap(StepKind.init) ?? .concept, hours: try fields.getInteger("hours"),
            prerequisites: fields.findStrings("prerequisites") ?? [],
            dueOn: fields.findString("due_on").flatMap { CivilDate(iso8601: $0) }, note: fields.findString("note"))
    }

    private func day(_ name: String) -> CivilDate? {
        body.findString(name).flatMap { CivilDate(iso8601: $0) }
    }

    private var daysOff: [DaysOff]? {
        body.findStrings("days_off")?.compactMap { DaysOff($0) }
    }

    /// Plans are for this century.
    private func checkYears() throws {
        for name in ["starts_on", "target_on"] {
            guard let day = day(name), !(2000...2100).contains(day.year) else { continue }
            throw APIFailure.invalid("/\(name)", .outOfRange, arguments: ["min": "2000-01-01", "max": "2100-12-31"])
        }
    }
}
